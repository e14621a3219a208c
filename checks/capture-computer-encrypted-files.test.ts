import type { Json } from '../src/model/json.ts';
import { encryptedFiles, referenceSystem } from '../test/checks/capture.ts';
import { healthyHosts, partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-encrypted-files.ts';

type Parts = { [key: string]: Json };
const found = (count: number, parts: Parts = {}): Parts => ({
  'reference-encrypted-files': encryptedFiles({
    count,
    files: Array.from({ length: Math.min(count, 20) }, (_, index) => `C:\\Users\\Max's\\secret ${index}.docx`),
    ...parts,
  }),
});
const search = (parts: Parts) => ({ facts: found(0, parts) });
const server = (features: Json, productType = 3) => ({
  facts: {
    'reference-system': referenceSystem({
      windows: {
        value: {
          version: '10.0.20348',
          build: 20348,
          caption: 'Microsoft Windows Server 2022 Standard',
          productType,
          systemDrive: 'C:',
        },
      },
      features,
    }),
  },
});
const roles = (number: number): Json => ({
  value: Array.from({ length: number }, (_, id) => ({ id, name: `Role ${id}` })),
});

judges(check, [
  ['none', {}, 'pass'],
  ['one', { facts: found(1) }, 'warn encrypted-files'],
  ['many', { facts: found(1234) }, 'warn encrypted-files'],
  ['some, and a folder unread', { facts: found(2, { unread: 1 }) }, 'warn encrypted-files'],
  ['counted without a name', { facts: found(2, { files: [] }) }, 'warn encrypted-files'],
  ['a folder unread', search({ unread: 1 }), 'unknown search-incomplete'],
  ['folders unread', search({ unread: 7 }), 'unknown search-incomplete'],
  ['the search cut short', search({ truncated: true }), 'unknown search-incomplete'],
  // Roles
  ['a server with roles', server(roles(3)), 'pass roles'],
  ['a server with many roles', server(roles(40)), 'pass roles'],
  ['a domain controller', server(roles(1), 2), 'pass roles'],
  ['a server without roles', server(roles(0)), 'pass'],
  ['a server without a list of roles', server({ value: null }), 'unknown roles-missing'],
  ['the roles unread', server(partError), 'unknown part-unread'],
  [
    'the system unread',
    { facts: { 'reference-system': referenceSystem({ windows: partError }) } },
    'unknown part-unread',
  ],
  ['no system', { facts: { 'reference-system': unread() } }, 'unknown fact-unread'],
  ['files unread', { facts: { 'reference-encrypted-files': unread() } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
