import { healthyHosts, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-password-policy.ts';

const policy = (complexity: boolean | null) => ({ facts: { 'reference-password-policy': { complexity } } });

judges(check, [
  ['off', policy(false), 'pass'],
  ['on', policy(true), 'warn complexity'],
  ['set by no Group Policy', policy(null), 'manual not-told'],
  ['unread', { facts: { 'reference-password-policy': unread() } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
