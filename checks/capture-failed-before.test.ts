import type { Json } from '../src/model/json.ts';
import { quietLog } from '../test/checks/capture.ts';
import { partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-failed-before.ts';

const path = 'C:\\Windows\\CCM\\Logs\\SMSTSLog\\smsts.log';
const record = (text: string, component = 'OSDCaptureSystemImage', time = '10:00:00.000+000'): string =>
  `<![LOG[${text}]LOG]!><time="${time}" date="03-02-2026" component="${component}" context="" type="3" thread="1" file="a.cpp:1">`;
const says = (...records: string[]) => ({ facts: { 'smsts-log': quietLog(path, records) } });
const capturing = (code: string) => says(record(`Failed to create the WIM \\\\CM01\\Captures$\\a.wim, error ${code}`));
const unreadFile = (): Json => {
  const log = quietLog(path) as { files: { [key: string]: Json }[] };
  return { ...log, files: [{ ...log.files[0]!, records: partError }] };
};

judges(check, [
  ['nothing that failed', {}, 'pass'],
  [
    'no log at all',
    { facts: { 'smsts-log': { tried: [path], clock: '2026-03-02T14:12:00Z', files: [] } } },
    'not-applicable no-log',
  ],
  ['access denied', capturing('5'), 'warn failed'],
  ['access denied as a number of COM', capturing('0x80070005'), 'warn failed'],
  ['a wrong password', capturing('1326'), 'warn failed'],
  ['no right to log on', capturing('1385'), 'warn failed'],
  ['a path', capturing('3'), 'warn failed'],
  ['a server', capturing('53'), 'warn failed'],
  ['a full disk', capturing('112'), 'warn failed'],
  ['an image in use', capturing('32'), 'warn failed'],
  ['an image that is there', capturing('80'), 'warn failed'],
  ['another session', capturing('1219'), 'warn failed'],
  ['an unknown name', capturing('1332'), 'warn failed'],
  ['twice the same is one', says(record('capture, error 5'), record('capture, error 5')), 'warn failed'],
  ['a record without a time', says(record('capture, error 5', 'OSDCaptureSystemImage', '')), 'warn failed'],
  ['the volume was not found', says(record('HRESULT=80070490', 'OSDCaptureCD')), 'warn volume-not-found'],
  [
    'the same in Windows PE, as it starts',
    says(record('ConvertBootToLogicalPath failed (0x80070490). Retrying (0)...', 'TSBootShell')),
    'warn volume-not-found',
  ],
  [
    'the volume by its name',
    says(record("Volume '\\\\?\\Volume{8c56dc0b-b563-434b-854d-cce57b676849}\\' not found", 'TSBootShell')),
    'warn volume-not-found',
  ],
  ['the capture step does not find it', says(record('HRESULT=80070490')), 'warn volume-not-found'],
  ['that number of something else', says(record('HRESULT=80070490', 'OSDDriverClient')), 'pass'],
  ['preparing Windows', says(record('Sysprep failed, hr=0x80004005', 'OSDPrepareOS')), 'warn step-failed'],
  ['preparing the client, without a number', says(record('It failed', 'OSDPrepareSMSClient')), 'warn step-failed'],
  ['capturing, by a number that is not of the share', capturing('0x80070057'), 'warn step-failed'],
  [
    'what comes of a refusal is not told twice',
    says(record('capture, error 5'), record('Capture failed (0x80004005)')),
    'warn failed',
  ],
  [
    'an error of another day',
    says(
      record('capture, error 5'),
      record('Capture failed (0x80004005)').replace('date="03-02-2026"', 'date="03-01-2026"'),
    ),
    'warn failed step-failed',
  ],
  ['what is no error', says(record('Preparing', 'OSDPrepareOS').replace('type="3"', 'type="1"')), 'pass'],
  ['the setup hook', says(record('Failed to install the setup hook', 'OSDSetupHook')), 'warn hook-not-installed'],
  ['an error of something else', says(record('Failed to download, code 5', 'DownloadContent')), 'pass'],
  ['a log that could not be read', { facts: { 'smsts-log': unreadFile() } }, 'unknown part-unread'],
  ['not read', { facts: { 'smsts-log': unread() } }, 'unknown fact-unread'],
  ['nobody asked', { without: ['smsts-log'] }, 'not-applicable not-asked'],
]);
