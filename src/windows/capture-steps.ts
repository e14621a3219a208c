/** Limits and places of the steps of a capture (`capture-readiness` 5 and 6; `rulings` 10). */

/** A text of a step, with the limit of the class and, where another document has less, that one. */
export interface TextLimit {
  property: string;
  /** A longer one fails. */
  most: number;
  /** A longer one warns: documents differ. */
  least: number;
  /** Whether it may be missing. */
  optional: boolean;
  /** Fewer characters than this fail. */
  atLeast: number;
}

const limit = (property: string, most: number, parts: Partial<TextLimit> = {}): TextLimit => ({
  property,
  most,
  least: most,
  optional: true,
  atLeast: 0,
  ...parts,
});

/** Of the capture step; names of the properties of its class. */
export const textLimits = {
  name: limit('Name', 100, { least: 50, optional: false, atLeast: 1 }),
  description: limit('Description', 256, { least: 255 }),
  imageVersion: limit('ImageVersion', 32, { optional: false }),
  imageCreator: limit('ImageCreator', 255),
  imageDescription: limit('ImageDescription', 255),
} as const;

export type TextFault =
  | { kind: 'missing'; property: string }
  | { kind: 'too-long' | 'maybe-too-long'; property: string; length: number; most: number };

/** What is wrong with the texts of a step; null is a text that the site does not have. */
export function textFaults(step: { readonly [Text in keyof typeof textLimits]: string | null }): TextFault[] {
  return Object.entries(textLimits).flatMap(([key, { property, most, least, optional, atLeast }]): TextFault[] => {
    const text = step[key as keyof typeof textLimits];
    if (text === null) return optional ? [] : [{ kind: 'missing', property }];
    const { length } = text;
    if (length < atLeast) return [{ kind: 'missing', property }];
    if (length > most) return [{ kind: 'too-long', property, length, most }];
    return length > least ? [{ kind: 'maybe-too-long', property, length, most: least }] : [];
  });
}

/** `SupportedEnvironment` in which a step of a class runs, and no other (`capture-readiness` 6). */
export const environments = { capture: 'WinPE', 'prepare-windows': 'FullOS', 'prepare-client': 'FullOS' } as const;

/** In this order the steps of a capture run. */
export const stepOrder = ['prepare-client', 'prepare-windows', 'capture'] as const;

/** Bit 0 of `TaskSequenceFlags`: it refers to a package that the site does not have. */
export const danglingReference = 0x1;
/** `Type` of a task sequence that deploys a system. */
export const osDeployment = 2;
