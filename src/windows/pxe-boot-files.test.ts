import { expect, test } from 'vitest';
import { emptyArchitectures, missingBootFiles, missingFolders } from './pxe-boot-files.ts';

test('an empty folder lacks everything', () => {
  expect(missingFolders([])).toEqual(['SMSBoot', 'SMSImages', 'SMSTemp', 'SMSTempBootFiles']);
  expect(missingBootFiles([])).toHaveLength(14);
  expect(emptyArchitectures([])).toEqual(['x86', 'x64']);
});

test('names count without case', () => {
  expect(missingFolders(['smsboot', 'SMSIMAGES', 'smstemp', 'smsTempBootFiles'])).toEqual([]);
  expect(missingBootFiles(missingBootFiles([]).map((file) => file.toUpperCase()))).toEqual([]);
});

test('UEFI files are looked for in x64 alone', () => {
  expect(missingBootFiles([]).filter((file) => file.endsWith('.efi'))).toEqual([
    'x64\\bootmgfw.efi',
    'x64\\wdsmgfw.efi',
  ]);
});

test('a file elsewhere does not fill the folder of an architecture', () => {
  expect(emptyArchitectures(['x64.txt', 'Fonts\\x86\\a.ttf', 'X64\\pxeboot.com'])).toEqual(['x86']);
});
