/** Whether a boot image starts on a computer (`capture-readiness` 12). */

/** Win32_Processor.Architecture. */
const processors: { readonly [code: number]: string } = { 0: 'x86', 5: 'ARM', 9: 'x64', 12: 'ARM64' };
/** PEFirmwareType. */
const uefi = 2;

/** The name of an architecture by its code. */
export function processorName(code: number): string {
  return processors[code] ?? `of the architecture ${code}`;
}

/** `unknown` where the image, or the processor, is of no kind that is known here. */
export type BootFit = 'fits' | 'other-processor' | 'uefi-needs-x64' | 'unknown';

/**
 * `architecture` is that of the boot image (`x86`, `x64`, `arm64`), `processor` and `firmware` are codes; a firmware of
 * null is not known, and matters only to an x86 image on an x64 processor: 64-bit UEFI starts x64 alone.
 */
export function bootFit(architecture: string, processor: number, firmware: number | null): BootFit {
  const image = architecture.toLowerCase();
  const name = processors[processor]?.toLowerCase();
  if (name === undefined || !['x86', 'x64', 'ia64', 'arm64'].includes(image)) return 'unknown';
  if (image === 'x86' && name === 'x64') {
    if (firmware === null) return 'unknown';
    return firmware === uefi ? 'uefi-needs-x64' : 'fits';
  }
  return image === name ? 'fits' : 'other-processor';
}
