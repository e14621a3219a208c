import { expect, test } from 'vitest';
import type { Json } from '../src/model/json.ts';
import { imageTools } from '../test/checks/capture.ts';
import { estate, partError, unread } from '../test/checks/gathering.ts';
import { judges, resultOf } from '../test/checks/table.ts';
import check from './capture-provider-tools-missing.ts';

const tools = (parts: { [key: string]: Json }) => ({ facts: { 'image-tools': imageTools(parts) } });
const kit = (imaging: Json) => ({ value: [{ root: 'C:\\Kits\\10\\', imaging }] });
const nothing = { value: [] };
const driver = (path: string, exists = true) => ({ value: { imagePath: `\\??\\${path}`, path, exists } });

judges(check, [
  ['the Windows ADK and its driver', {}, 'pass'],
  ['no Windows ADK', tools({ kits: nothing, installed: nothing }), 'warn no-adk'],
  ['no Windows ADK, and no list of programs', tools({ kits: nothing, installed: partError }), 'warn no-adk'],
  ['another kit alone', tools({ kits: kit(null), installed: nothing }), 'warn no-adk'],
  ['an ADK that only the list of programs knows', tools({ kits: nothing }), 'warn adk-listed-only'],
  ['one kit of two with the Deployment Tools', tools({ installed: partError }), 'pass'],
  ['no WIMMount', tools({ wimMount: { value: null } }), 'warn wim-mount-missing'],
  ['a driver that is not there', tools({ wimMount: driver('C:\\old\\wimmount.sys', false) }), 'warn wim-mount-file'],
  [
    'the driver of Windows itself',
    tools({ wimMount: driver('C:\\Windows\\system32\\drivers\\wimmount.sys') }),
    'pass wim-mount-elsewhere',
  ],
  ['WIMMount unread', tools({ wimMount: partError }), 'unknown part-unread'],
  ['kits unread', tools({ kits: partError }), 'unknown part-unread'],
  ['nothing read', { facts: { 'image-tools': unread() } }, 'unknown fact-unread'],
  ['nobody asked', { without: ['image-tools'] }, 'not-applicable not-asked'],
]);

test.each([
  [kit({ path: 'D:\\Kit\\DISM\\wimgapi.dll', version: null }), 'D:\\Kit\\DISM'],
  [
    partError,
    'C:\\Program Files (x86)\\Windows Kits\\10\\Assessment and Deployment Kit\\Deployment Tools\\amd64\\DISM',
  ],
])('the driver is registered by the kit that is there, else by where kits usually are: %j', (kits, folder) => {
  const { findings } = resultOf(check, estate(tools({ kits, wimMount: { value: null } })));
  const commands = findings.find(({ code }) => code === 'wim-mount-missing')?.remedy?.commands;
  expect(commands).toEqual([`& '${folder}\\WimMountAdkSetupAmd64.exe' /Install`]);
});
