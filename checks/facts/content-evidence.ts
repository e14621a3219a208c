import type { Evidence } from '../../src/model/finding.ts';
import type { stateOf } from './content-standing.ts';
import { statusMessage } from './content-status-messages.ts';

/** Names of `SMS_PackageStatusDistPointsSummarizer.State`. */
const stateNames = [
  'INSTALLED',
  'INSTALL_PENDING',
  'INSTALL_RETRYING',
  'INSTALL_FAILED',
  'REMOVAL_PENDING',
  'REMOVAL_RETRYING',
  'REMOVAL_FAILED',
  'CONTENT_UPDATING',
  'CONTENT_MONITORING',
];

/** What site, distribution point and library say of a package: versions, state, and the latest status message. */
export function packageEvidence(
  on: string,
  { view, entry, from }: NonNullable<ReturnType<typeof stateOf>>,
  reference: number | null,
): Evidence[] {
  const { status, message, package: known } = view;
  const expected = `version ${known?.sourceVersion ?? 0}, state 0 (INSTALLED)`;
  const name = status && stateNames[status.state];
  const said = status
    ? `version ${status.sourceVersion}, state ${status.state}${name ? ` (${name})` : ''}`
    : `no status of ${on}, ${view.targeted ? 'which is targeted' : 'which is not targeted'}`;
  const evidence: Evidence[] = [{ fact: 'site-packages', target: from, seen: said, expected }];
  if (message) evidence.push({ fact: 'site-packages', target: from, seen: `message ${statusMessage(message)}` });
  if (reference !== null) evidence.push({ fact: 'site-content-hashes', target: from, seen: `version ${reference}` });
  if (entry) {
    const record = entry.present
      ? `record of version ${entry.version ?? 'none'}, contents ${entry.refs.join(', ') || 'none'}`
      : 'no record';
    evidence.push({ fact: 'content-library', target: on, seen: record });
  }
  return evidence;
}
