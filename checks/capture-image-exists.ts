import { wasRead } from '../src/model/answer.ts';
import { sizeText } from '../src/model/sizes.ts';
import { judgeShare, replaceDemand } from '../src/windows/share-access.ts';
import type { AliasContext } from '../src/windows/sid.ts';
import { inSentence, minuteText } from '../src/windows/wording.ts';
import { accountsHere, type CaptureAccount, variableAccounts } from './facts/capture-accounts.ts';
import type { ShareRow } from './facts/capture-share-bars.ts';
import type { OnShare } from './facts/capture-share-messages.ts';
import { accountNeeds, aliasesOf, onCaptureShare, placesHere } from './facts/capture-shares.ts';
import { largeImage, largeImageWords } from './facts/capture-space.ts';
import { defineCheck } from './facts.ts';

type Image = { path: string; size: string };

export default defineCheck({
  id: 'capture-image-exists',
  ...onCaptureShare,
  titles: { fine: 'No image is overwritten', broken: 'An image is there already' },
  why: 'The capture step overwrites an image of that name without a word, and needs other rights for it than for a new one.',
  needs: accountNeeds,
  gate: { capture: 'blocking' },
  sources: [
    'Microsoft: SMS_TaskSequence_CaptureSystemImageAction class',
    'Microsoft: Manage OS images',
    'rights derived from MS-DTYP 2.5.3.2',
  ],
  messages: {
    exists: {
      level: 'warn',
      text: ({ path, size, date, accounts }: Image & { date: string; accounts: string }) =>
        `${path} exists (${size}, ${date}) and will be overwritten.${accounts}`,
      because: 'The capture step does not ask.',
      remedy: () => ({ text: 'Move or rename the old image, or choose another name.' }),
    },
    large: {
      level: 'warn',
      text: ({ path, size }: Image) => `${path} is ${size}; extracting one index may fail.`,
      because: largeImageWords.because,
      leadsTo: largeImageWords.leadsTo,
      remedy: () => ({ text: largeImageWords.remedy }),
    },
    'image-unread': {
      level: 'unknown',
      text: ({ path, why }: { path: string; why: string }) => `Whether ${path} exists could not be read: ${why}.`,
    },
    'place-unread': {
      level: 'unknown',
      text: ({ share }: OnShare) => `${share} could not be looked into for an image.`,
    },
    'no-file': {
      level: 'not-applicable',
      text: ({ share }: OnShare) => `The destination names no file of ${share}, so none can be there already.`,
    },
  },
  *judge(facts, { target, identity, configuration }) {
    const host = { target, identity };
    const on = target.name;
    const accounts = accountsHere(configuration, facts.sequence, facts, host);
    const open = variableAccounts(configuration, facts.sequence);
    const places = placesHere(facts.share, facts.dfs, host, configuration);
    const files = places.filter(({ file }) => file !== '');
    if (files.length === 0)
      for (const { share } of places) yield { code: 'no-file', subject: share, args: { on, share } };
    for (const { share, file, dfs, shares, bars } of files) {
      if (dfs !== 'none' || bars.length > 0 || shares.length === 0)
        yield { code: 'place-unread', subject: share, args: { on, share } };
      if (dfs !== 'none') continue;
      for (const { row, clustered } of shares) {
        const path = `${share}\\${file}`;
        const subject = clustered ? `${path} (${row.scopeName})` : path;
        if (!wasRead(row.image)) {
          yield { code: 'image-unread', subject, args: { path, why: inSentence(row.image.message) } };
          continue;
        }
        const image = row.image.value;
        if (image === null) continue;
        const said = overwriting(row, image, accounts, aliasesOf(identity));
        if ((image.attributes & readOnly) !== 0) said.push('It is read-only, so nobody may write to it.');
        if (accounts.length === 0)
          said.push(
            open.length > 0
              ? `Whether ${open.join(', ')} may overwrite it is not known.`
              : 'Which account will is not known.',
          );
        const words = said.map((each) => ` ${each}`).join('');
        const size = sizeText(image.bytes);
        yield {
          code: 'exists',
          subject,
          args: { path, size, date: minuteText(image.lastWriteTime), accounts: words },
          evidence: [{ fact: 'share-security', target: on, seen: `${image.path}: ${descriptorOf(image.sddl)}` }],
        };
        if (image.bytes > largeImage) yield { code: 'large', subject, args: { path, size } };
      }
    }
  },
});

/** `FILE_ATTRIBUTE_READONLY`. */
const readOnly = 0x1;

type ThatImage = NonNullable<Extract<ShareRow['image'], { value: unknown }>['value']>;

const descriptorOf = (sddl: ThatImage['sddl']): string =>
  wasRead(sddl)
    ? (sddl.value ?? 'no security descriptor')
    : `its security descriptor was not read (${inSentence(sddl.message)})`;

/** A sentence for each account that may not overwrite the image, or of which that is not known. */
function overwriting(row: ShareRow, image: ThatImage, accounts: CaptureAccount[], aliases: AliasContext): string[] {
  return accounts.flatMap(({ account, identity }) => {
    const unknown = (why: string): string[] => [`Whether ${account} may overwrite it is not known: ${why}.`];
    if (identity === null) return unknown('it does not name a domain');
    if (wasRead(image.sddl) && image.sddl.value === null) return unknown('the file has no security descriptor');
    const file = { ...row, folder: image.path, folderSddl: image.sddl };
    const access = judgeShare(file, aliases, identity, replaceDemand);
    if (access.state === 'granted') return [];
    if (!('reasons' in access))
      return unknown('why' in access ? inSentence(access.why).replace('the folder', 'the file') : 'it went away');
    // The file takes the place of the folder.
    const reasons = access.reasons.replace(/(^|; )folder: /g, '$1file: ');
    return access.state === 'denied' ? [`${account} may not overwrite it: ${reasons}.`] : unknown(reasons);
  });
}
