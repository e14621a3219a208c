import { referenceSystem } from '../test/checks/capture.ts';
import { healthyHosts, partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-in-domain.ts';

const system = (parts: Parameters<typeof referenceSystem>[0]) => ({
  facts: { 'reference-system': referenceSystem(parts) },
});

judges(check, [
  ['a workgroup', {}, 'pass'],
  ['a domain', system({ partOfDomain: { value: true }, domain: 'contoso.com', workgroup: null }), 'fail joined'],
  ['a domain without a name', system({ partOfDomain: { value: true } }), 'fail joined'],
  ['that part unread', system({ partOfDomain: partError }), 'unknown part-unread'],
  ['unread', { facts: { 'reference-system': unread() } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
