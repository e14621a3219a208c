import type { Json } from '../src/model/json.ts';
import { referenceEncryption, referenceSystem, referenceVolumes } from '../test/checks/capture.ts';
import { healthyHosts, partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-encrypted.ts';

const volume = (letter: string | null, status: number, protection: number | null = 1): Json => ({
  letter,
  conversion: { value: status },
  protection,
});
const lists = (...volumes: Json[]) => ({ 'reference-encryption': referenceEncryption({ volumes }) });
const is = (status: number, protection: number | null = 1) => ({ facts: lists(volume('C:', status, protection)) });
const clear = volume('C:', 0, 0);
const dataVolume = (fileSystem: string | null) => {
  const id = '\\\\?\\Volume{5}\\';
  const { volumes, partitions } = referenceVolumes() as { [key: string]: Json[] };
  return {
    'reference-volumes': referenceVolumes({
      volumes: [...volumes!, { id, letter: 'D:', label: null, fileSystem, capacity: null, free: null }],
      partitions: [
        ...partitions!,
        {
          disk: 0,
          partition: 5,
          letter: 'D',
          accessPaths: [id],
          isBoot: false,
          isSystem: false,
          noDefaultDriveLetter: false,
        },
      ],
    }),
  };
};
const noDrive = { 'reference-system': referenceSystem({ windows: partError }) };
const noPartitions = { 'reference-volumes': referenceVolumes({ partitions: [] }) };

judges(check, [
  ['decrypted', {}, 'pass'],
  [
    'BitLocker is not installed',
    { facts: { 'reference-encryption': referenceEncryption({ present: false, volumes: [] }) } },
    'pass absent',
  ],
  ['encrypted', is(1), 'fail not-decrypted'],
  ['waiting for activation', is(1, 0), 'fail protection-off'],
  ['encrypted, protection not told', is(1, null), 'fail not-decrypted'],
  ['encryption under way', is(2, 0), 'fail not-decrypted'],
  ['decryption under way', is(3, 0), 'fail not-decrypted'],
  ['encryption paused', is(4), 'fail not-decrypted'],
  ['decryption paused', is(5), 'fail not-decrypted'],
  ['a state that is not documented', is(6), 'fail not-decrypted'],
  ['in lower case', { facts: lists(volume('c:', 1)) }, 'fail not-decrypted'],
  // Other volumes
  [
    'another that is captured',
    { facts: { ...lists(clear, volume('D:', 1)), ...dataVolume('NTFS') } },
    'warn other-volume',
  ],
  ['another that is locked', { facts: { ...lists(clear, volume('D:', 1)), ...dataVolume(null) } }, 'warn other-volume'],
  [
    'another that is not captured',
    { facts: { ...lists(clear, volume('D:', 1)), ...dataVolume('ReFS') } },
    'pass other-volume-left-out',
  ],
  ['another that is no fixed one', { facts: lists(clear, volume('E:', 5)) }, 'pass other-volume-left-out'],
  ['another without a letter', { facts: lists(clear, volume(null, 3)) }, 'warn other-volume'],
  [
    'another, layout unread',
    { facts: { ...lists(clear, volume('D:', 1)), 'reference-volumes': unread() } },
    'unknown fact-unread other-volume',
  ],
  [
    'both',
    { facts: { ...lists(volume('C:', 2), volume('D:', 1)), ...dataVolume('NTFS') } },
    'fail not-decrypted other-volume',
  ],
  // What could not be seen
  ['no volume of Windows', { facts: lists(volume('D:', 0)) }, 'unknown os-volume-unclear'],
  ['no volumes', { facts: lists() }, 'unknown os-volume-unclear'],
  [
    'its status unread',
    { facts: lists({ letter: 'C:', conversion: partError, protection: null }) },
    'unknown volume-unread',
  ],
  [
    'the status of another unread',
    { facts: lists(clear, { letter: 'D:', conversion: partError, protection: null }) },
    'unknown volume-unread',
  ],
  ['the drive unread: the boot volume', { facts: { ...is(1).facts, ...noDrive } }, 'fail not-decrypted'],
  [
    'the drive unread, no boot volume',
    { facts: { ...lists(volume('C:', 1)), ...noDrive, ...noPartitions } },
    'unknown os-volume-unclear other-volume',
  ],
  [
    'the drive unread, no boot volume, all decrypted',
    { facts: { ...noDrive, ...noPartitions } },
    'unknown os-volume-unclear',
  ],
  ['access denied', { facts: { 'reference-encryption': unread('denied') } }, 'unknown fact-unread'],
  ['not asked', { hosts: [healthyHosts[0]!] }, 'not-applicable not-asked'],
]);
