/** Folders of the boot files by architecture, and what each holds for BIOS clients. */
const architectures = ['x86', 'x64'] as const;
const forBios = ['abortpxe.com', 'bootmgr.exe', 'pxeboot.com', 'pxeboot.n12', 'wdsnbp.com'];
const expected = [
  'boot.sdi',
  'Fonts\\wgl4_boot.ttf',
  ...architectures.flatMap((folder) => forBios.map((file) => `${folder}\\${file}`)),
  'x64\\bootmgfw.efi',
  'x64\\wdsmgfw.efi',
];
/** Folders that SMSPXE keeps in the folder behind REMINST. */
const neededFolders = ['SMSBoot', 'SMSImages', 'SMSTemp', 'SMSTempBootFiles'];

/** Which of the folders that SMSPXE needs are not among these. */
export function missingFolders(folders: readonly string[]): string[] {
  return without(neededFolders, folders);
}

/**
 * Which boot files are not among these, by their path within SMSBoot. Microsoft shows the split between the
 * architectures as a picture alone, so a single missing file proves little.
 */
export function missingBootFiles(files: readonly string[]): string[] {
  return without(expected, files);
}

/** Architectures whose folder within SMSBoot has no file at all. */
export function emptyArchitectures(files: readonly string[]): string[] {
  const paths = files.map((file) => file.toLowerCase());
  return architectures.filter((folder) => !paths.some((path) => path.startsWith(`${folder}\\`)));
}

/** Windows compares names of files without case. */
function without(wanted: readonly string[], present: readonly string[]): string[] {
  const names = new Set(present.map((name) => name.toLowerCase()));
  return wanted.filter((name) => !names.has(name.toLowerCase()));
}
