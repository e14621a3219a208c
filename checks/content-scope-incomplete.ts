import { anywhere, optional } from '../src/model/check.ts';
import { gapMessages, scopeGaps } from './facts/content-scope.ts';
import { packagesInScope } from './facts/packages.ts';
import { defineCheck } from './facts.ts';

export default defineCheck({
  id: 'content-scope-incomplete',
  area: 'content',
  titles: {
    fine: 'The site knows everything that the task sequence refers to',
    broken: 'The task sequence refers to what the site does not know',
  },
  why: 'Only what is known to be needed can be looked for on a distribution point, and a step whose object is gone fails.',
  needs: {
    sequence: optional(anywhere('task-sequence')),
    site: optional(anywhere('site-packages')),
  },
  appliesTo: ['site-server'],
  gate: { deploy: 'blocking', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'read-only analyst in Configuration Manager',
  sources: ['Microsoft: SMS_TaskSequencePackage class', 'Microsoft: SMS_PackageBaseclass class'],
  messages: {
    ...gapMessages,
    'nothing-referenced': {
      level: 'not-applicable',
      text: ({ id }: { id: string }) => `${id} refers to no package, so there is no content to look for.`,
    },
  },
  *judge({ sequence, site }, { configuration }) {
    const gaps = scopeGaps(configuration, sequence, site);
    yield* gaps;
    const failed = [...sequence, ...site].some(({ answer }) => answer.status === 'failed');
    const isEmpty = packagesInScope(configuration, sequence)?.length === 0;
    if (gaps.length === 0 && isEmpty && !failed)
      yield { code: 'nothing-referenced', args: { id: configuration.taskSequence ?? '' } };
  },
});
