import { wasRead } from '../src/model/answer.ts';
import { anywhere, here, optional } from '../src/model/check.ts';
import { contentsMissing, referenceVersionDiffers } from '../src/windows/package-state.ts';
import { inSentence } from '../src/windows/wording.ts';
import { packageEvidence } from './facts/content-evidence.ts';
import { scopeIncomplete, scopeMessages } from './facts/content-scope.ts';
import { stateOf } from './facts/content-standing.ts';
import { stateMessages } from './facts/content-state-messages.ts';
import { statusMessage } from './facts/content-status-messages.ts';
import { named } from './facts/content-words.ts';
import { firstRead, packagesInScope } from './facts/packages.ts';
import { referenceVersions } from './facts/site-hashes.ts';
import { defineCheck } from './facts.ts';

type Reference = { on: string; id: string; name: string; site: number; here: number; reference: number };

export default defineCheck({
  id: 'content-not-current',
  area: 'content',
  titles: {
    fine: 'The content is the version that the site expects',
    broken: 'The content is not the version that the site expects',
  },
  why: 'A client downloads what the distribution point holds and compares it with the hash of the version that the site expects.',
  needs: {
    site: optional(anywhere('site-packages')),
    sequence: optional(anywhere('task-sequence')),
    hashes: optional(anywhere('site-content-hashes')),
    library: optional(here('content-library')),
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'blocking', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'read-only analyst in Configuration Manager, local administrator on the distribution point',
  sources: [
    'Microsoft: Understand and troubleshoot content distribution',
    'Microsoft: SMS_PackageStatusDistPointsSummarizer class',
    'Microsoft: SMS_TaskSequenceReferenceDps class',
  ],
  messages: {
    ...stateMessages,
    'reference-version-differs': {
      level: 'warn',
      text: (r: Reference) =>
        `For ${named(r)} on ${r.on} the task sequence is told version ${r.reference}, while the package is version ${r.site} and the distribution point reports version ${r.here}.`,
      because:
        'Whose version SMS_TaskSequenceReferenceDps states is not documented; most likely a summary is not yet up to date.',
      remedy: () => ({ text: 'Run again later. Where it stays so, Update the package.' }),
    },
    'messages-unread': {
      level: 'unknown',
      text: ({ on, why }: { on: string; why: string }) =>
        `The status messages about content on ${on} were not read, which say what content validation found: ${inSentence(why)}.`,
      remedy: () => ({ text: 'Run it with the rights of a read-only analyst in Configuration Manager.' }),
    },
    ...scopeMessages,
    'nothing-with-content': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) => `Nothing in scope has files that ${on} would need.`,
    },
    'task-sequence-needs-site': {
      level: 'unknown',
      text: ({ id }: { id: string }) =>
        `What ${id} refers to only its site knows. To ask it: site: { server: CM01.contoso.com }`,
    },
    'site-not-asked': {
      level: 'not-applicable',
      text: () => 'No site is configured to compare the version with. To ask it: site: { server: CM01.contoso.com }',
    },
  },
  *judge(facts, { target, configuration }) {
    const on = target.name;
    const { taskSequence, site: configured } = configuration;
    if (!configured) {
      yield taskSequence
        ? { code: 'task-sequence-needs-site', subject: taskSequence, args: { id: taskSequence } }
        : { code: 'site-not-asked', args: {} };
      return;
    }
    const gaps = [...scopeIncomplete(on, configuration, facts)];
    yield* gaps;
    const scope = packagesInScope(configuration, facts.sequence);
    const names = [on, ...target.aliases];
    const read = firstRead(facts.library);
    // Without a content library (ConfigMgr 2007) the site's word alone is judged.
    const library = read && read.path !== null ? read : null;
    const versions = referenceVersions(facts.hashes, names);
    let withContent = 0;
    for (const id of scope ?? []) {
      const known = stateOf(facts.site, library, id, names);
      // What the site does not know is part of the scope that is incomplete.
      if (!known || known.state === 'unknown-to-site') continue;
      const { view, state, evidence } = known;
      if (state !== 'no-content') withContent++;
      const reference = versions(id).find((version) => referenceVersionDiffers(view.package!, view.status, version));
      const base = {
        on,
        id,
        name: view.package?.name ?? '',
        site: view.package?.sourceVersion ?? 0,
        here: view.status?.sourceVersion ?? 0,
      };
      const seen = packageEvidence(on, known, reference ?? null);
      if (state === 'current') {
        if (reference !== undefined)
          yield { code: 'reference-version-differs', subject: id, args: { ...base, reference }, evidence: seen };
        continue;
      }
      const { contents } = evidence;
      const refs = known.entry?.present ? known.entry.refs : [];
      const args = {
        ...base,
        state: view.status?.state ?? 0,
        message: view.message ? statusMessage(view.message) : '',
        elsewhere: view.elsewhere,
        contents: contents === 'unread' ? [] : contentsMissing(contents, refs),
        siteLibrary: target.roles.includes('site-server'),
      };
      yield { code: state, subject: id, args, evidence: state === 'no-content' ? [] : seen };
    }
    const messages = firstRead(facts.site)?.messages;
    if (messages && !wasRead(messages) && withContent > 0)
      yield { code: 'messages-unread', args: { on, why: messages.message } };
    const failed = [...facts.site, ...facts.sequence].some(({ answer }) => answer.status === 'failed');
    const isKnown = scope !== null && (scope.length === 0 || firstRead(facts.site) !== undefined);
    if (withContent === 0 && isKnown && !failed && gaps.length === 0)
      yield { code: 'nothing-with-content', args: { on } };
  },
});
