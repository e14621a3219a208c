import { referenceSystem } from '../test/checks/capture.ts';
import { partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-unsupported.ts';

const windows = (build: number) => ({
  'reference-system': referenceSystem({
    windows: { value: { version: `10.0.${build}`, build, caption: 'Windows', productType: 1, systemDrive: 'C:' } },
  }),
});
const version = (text: string | null) => ({ 'site-version': { version: text, build: null } });
const alone = { without: ['site-version'], configuration: { site: null } };

judges(check, [
  ['Windows 11 23H2 and 2403', {}, 'pass'],
  ['Windows 11 23H2 and 2303', { facts: version('5.00.9106.1000') }, 'fail too-early'],
  ['Windows 11 24H2 and 2403', { facts: windows(26100) }, 'fail too-early'],
  ['Windows 11 24H2 and 2409', { facts: { ...windows(26100), ...version('5.00.9132.1000') } }, 'pass'],
  ['Windows 11 22H2 and 2503', { facts: { ...windows(22621), ...version('5.00.9135.1000') } }, 'unknown not-listed'],
  ['Windows 8.1', { facts: windows(9600) }, 'fail unsupported'],
  ['Windows 8.1 without a site', { facts: windows(9600), ...alone }, 'fail unsupported'],
  ['a newer build than is known', { facts: windows(28000) }, 'unknown not-listed'],
  ['the same without a site', { facts: windows(28000), ...alone }, 'unknown not-listed'],
  ['a build that is known, without a site', alone, 'pass without-site'],
  ['a newer site than is known', { facts: version('5.00.9999.1000') }, 'unknown not-listed'],
  ['a site older than the list', { facts: version('5.00.9012.1000') }, 'unknown not-listed'],
  ['a site that does not tell', { facts: version(null) }, 'unknown site-not-told'],
  ['a site that tells something else', { facts: version('4.00.6487.2000') }, 'unknown site-not-told'],
  ['a site that nobody reached', { without: ['site-version'] }, 'unknown site-not-told'],
  ['the site unread', { facts: { 'site-version': unread() } }, 'unknown fact-unread'],
  ['Windows unread', { facts: { 'reference-system': referenceSystem({ windows: partError }) } }, 'unknown part-unread'],
  ['nobody asked', { without: ['reference-system', 'site-version'] }, 'not-applicable not-asked'],
]);
