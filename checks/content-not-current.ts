// Longer than most: one message for each state of a package on a distribution point.
import { anywhere, here, optional } from '../src/model/check.ts';
import { libraryEntry } from '../src/windows/content-library.ts';
import { packageState } from '../src/windows/package-state.ts';
import { childrenOf, firstRead, packagesInScope, siteView, unresolvedOf } from './facts/packages.ts';
import { defineCheck } from './facts.ts';

type Package = { on: string; id: string; name: string };
type Versions = Package & { site: number; here: number };

const named = ({ id, name }: Package): string => (name ? `${id} (${name})` : id);
const wait = () => ({
  text: 'Wait until the distribution is done (PkgXferMgr.log on the site server), then run again.',
});
const redistribute = ({ on }: Package) => ({
  text: `Redistribute the package to ${on}: properties of the package, tab Content Locations.`,
});
const notFound = 'Failed to resolve the source: content location request returned no distribution point';

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
    library: optional(here('content-library')),
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'blocking', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'read-only analyst in Configuration Manager, local administrator on the distribution point',
  sources: [
    'Microsoft: Understand and troubleshoot content distribution',
    'Microsoft: SMS_PackageStatusDistPointsSummarizer class',
  ],
  messages: {
    stale: {
      level: 'fail',
      text: (p: Versions) => `${named(p)} on ${p.on} is version ${p.here}, and the site expects version ${p.site}.`,
      because: 'Clients compare what they download with the hash of the version that the site expects.',
      leadsTo: '0x80091007 "The hash value is not correct."',
      remedy: redistribute,
    },
    'site-behind': {
      level: 'unknown',
      text: (p: Versions) =>
        `${named(p)} on ${p.on} is version ${p.here}, newer than the site's version ${p.site}: replication lags, or the site was restored.`,
    },
    'not-targeted': {
      level: 'fail',
      text: (p: Package) => `${named(p)} is not distributed to ${p.on}.`,
      because: 'The task sequence finds no location for it there.',
      leadsTo: notFound,
      remedy: ({ on }: Package) => ({ text: `Distribute the package to ${on}.` }),
    },
    failed: {
      level: 'fail',
      text: (p: Package) => `The distribution of ${named(p)} to ${p.on} failed.`,
      because: 'What lies there is incomplete or old.',
      remedy: redistribute,
    },
    removing: {
      level: 'fail',
      text: (p: Package) => `${named(p)} is being removed from ${p.on}.`,
      because: 'The task sequence will not find it there.',
      remedy: redistribute,
    },
    pending: { level: 'unknown', text: (p: Package) => `${named(p)} is on its way to ${p.on}.`, remedy: wait },
    updating: {
      level: 'unknown',
      text: (p: Package) => `${named(p)} is being updated or validated on ${p.on}.`,
      remedy: wait,
    },
    'ask-status-message': {
      level: 'warn',
      text: (p: Package) => `The site monitors the content of ${named(p)} on ${p.on} (state 8).`,
      remedy: () => ({
        text: 'Read its last status message: 2384 says the content is right, 2382 and 2383 that it is not.',
      }),
    },
    'library-disagrees': {
      level: 'fail',
      text: (p: Package) =>
        `${p.on} is said to hold ${named(p)}, and its content library holds another version of it, or none.`,
      because: 'Site and distribution point disagree; content validation stops there as well (status message 2388).',
      remedy: redistribute,
    },
    'library-unread': {
      level: 'unknown',
      text: (p: Package) =>
        `Which version of ${named(p)} the content library of ${p.on} holds could not be read from its record.`,
    },
    'state-unknown': {
      level: 'unknown',
      text: (p: Package & { state: number }) =>
        `The site reports state ${p.state} for ${named(p)} on ${p.on}, which is not documented.`,
    },
    'unknown-to-site': {
      level: 'fail',
      text: ({ id }: Package) => `The site knows no package ${id}.`,
      remedy: () => ({ text: 'Correct the package id, or the reference in the task sequence.' }),
    },
    'no-content': {
      level: 'info',
      text: (p: Package) => `${named(p)} has no files, so no distribution point needs it.`,
    },
    'nothing-with-content': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) => `Nothing in scope has files that ${on} would need.`,
    },
    'not-compared': {
      level: 'unknown',
      text: ({ on }: { on: string }) => `What the site expects on ${on} was not read: the facts end before that.`,
    },
    'task-sequence-missing': {
      level: 'fail',
      text: ({ id }: { id: string }) => `The site knows no task sequence ${id}.`,
      remedy: () => ({ text: 'Correct the task sequence id.' }),
    },
    'task-sequence-needs-site': {
      level: 'unknown',
      text: ({ id }: { id: string }) =>
        `What ${id} refers to only its site knows. To ask it: site: { server: CM01.contoso.com }`,
    },
    'references-cut': {
      level: 'unknown',
      text: ({ id }: { id: string }) => `${id} has more references than are read; the rest was not judged.`,
    },
    'child-not-followed': {
      level: 'unknown',
      text: ({ id, child }: { id: string; child: string }) =>
        `${id} runs the task sequence ${child}, whose content was not followed. To judge it: taskSequence: ${child}`,
    },
    'reference-unresolved': {
      level: 'unknown',
      text: ({ id, child }: { id: string; child: string }) =>
        `${id} refers to ${child}, and the site names no package for it; its content was not judged.`,
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
        ? { code: 'task-sequence-needs-site', args: { id: taskSequence } }
        : { code: 'site-not-asked', args: {} };
      return;
    }
    for (const { answer, params } of facts.sequence) {
      if (answer.status !== 'ok') continue;
      const id = String(params.taskSequence);
      if (!answer.data.found) yield { code: 'task-sequence-missing', subject: id, args: { id } };
      if (answer.data.truncated) yield { code: 'references-cut', subject: id, args: { id } };
      for (const child of childrenOf(answer.data))
        yield { code: 'child-not-followed', subject: child, args: { id, child } };
      for (const child of unresolvedOf(answer.data))
        yield { code: 'reference-unresolved', subject: child, args: { id, child } };
    }
    const site = firstRead(facts.site);
    const asked = facts.site.find(({ answer }) => answer.status === 'ok')?.target ?? on;
    const library = firstRead(facts.library);
    const scope = packagesInScope(configuration, facts.sequence);
    // Where an answer failed, the engine says which.
    const failed = [...facts.site, ...facts.sequence].some(({ answer }) => answer.status === 'failed');
    if (!failed && (scope === null || (scope.length > 0 && !site))) yield { code: 'not-compared', args: { on } };
    if (scope === null || (scope.length > 0 && !site)) return;
    let withContent = 0;
    for (const id of site ? scope : []) {
      const view = siteView(site!, id, [on, ...target.aliases]);
      const entry = library ? (libraryEntry(library, id) ?? 'unread') : null;
      const state = packageState(view.package, view.status, view.targeted, entry);
      if (state !== 'no-content') withContent++;
      if (state === 'current') continue;
      const args = {
        on,
        id,
        name: view.package?.name ?? '',
        site: view.package?.sourceVersion ?? 0,
        here: view.status?.sourceVersion ?? 0,
        state: view.status?.state ?? 0,
      };
      const seen = view.status ? `version ${args.here} on ${on}, state ${view.status.state}` : `no status of ${on}`;
      yield {
        code: state,
        subject: id,
        args,
        evidence: [{ fact: 'site-packages', target: asked, seen, expected: `version ${args.site}, state 0` }],
      };
    }
    const lost = facts.sequence.some(({ answer }) => answer.status === 'ok' && !answer.data.found);
    if (withContent === 0 && !failed && !lost) yield { code: 'nothing-with-content', args: { on } };
  },
});
