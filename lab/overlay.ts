/** A map of a scenario file before it is checked. */
export type Raw = { [key: string]: unknown };

export const isMap = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Maps merge key by key, a null takes a key away where the map below has it, and all else replaces. */
export function overlay(under: unknown, over: unknown): unknown {
  if (!isMap(under) || !isMap(over)) return over;
  const merged: Raw = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === null && key in merged) delete merged[key];
    else merged[key] = key in merged ? overlay(merged[key], value) : value;
  }
  return merged;
}
