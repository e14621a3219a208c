import { captureMedia } from '../test/checks/capture.ts';
import { unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-media-too-large.ts';

const media = (parts: Parameters<typeof captureMedia>[0]) => ({ facts: { 'capture-media': captureMedia(parts) } });
const large = [{ path: 'E:\\SMS\\data\\big.wim', bytes: 2 ** 32 }];

judges(check, [
  ['small files', {}, 'pass'],
  ['a file of 4 GB', media({ large }), 'pass large-file'],
  ['the same on NTFS', media({ large, fileSystem: 'NTFS' }), 'pass large-file'],
  ['no media there', media({ present: false, fileSystem: null }), 'unknown absent'],
  ['more than is looked at', media({ truncated: true }), 'unknown truncated'],
  ['not read', { facts: { 'capture-media': unread() } }, 'unknown fact-unread'],
  ['no media configured', { without: ['capture-media'] }, 'not-applicable not-asked'],
]);
