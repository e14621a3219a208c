import { z } from 'zod';
import { contentLibrary } from './content.ts';
import { packagesInScope, sitePackages, taskSequence } from './packages.ts';
import { count, fact, maybeText, reading, text } from './shape.ts';
import { onSite } from './site.ts';

/** What a getter of the site answered: `returned` is 0 for success; `hash` as it came, in any form. */
const getter = reading(z.object({ returned: count.nullable(), hash: maybeText, hashVersion: count.nullable() }));

/**
 * The content hashes that the site says clients will expect. `references` comes from one query for all task sequences;
 * the getters are asked for the packages and contents that it does not answer with a SHA-256. Where a distribution point
 * has no content library, the same is asked once more for SHA-1.
 */
export const siteContentHashes = fact({
  name: 'site-content-hashes',
  title: 'the hashes that clients will expect',
  parametric: true,
  after: ['sms-providers', 'task-sequence', 'site-packages', 'content-library'],
  schema: z.object({
    references: reading(
      z.array(
        z.object({
          taskSequence: text,
          package: text,
          nalPath: text,
          sourceVersion: count.nullable(),
          hash: maybeText,
        }),
      ),
    ),
    packages: z.array(z.object({ package: text, version: count, answer: getter })),
    contents: z.array(z.object({ contentId: count, answer: getter })),
  }),
  ask: (configuration, known) => {
    const site = known.answers(sitePackages).flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data] : []))[0];
    const scope = packagesInScope(configuration, known.answers(taskSequence));
    if (!site || !scope) return [];
    const sequences = known
      .answers(taskSequence)
      .flatMap(({ params, answer }) =>
        answer.status === 'ok' && answer.data.found ? [String(params['taskSequence'])] : [],
      );
    // `PS100012.3`: the version that the site expects, in the form of a content name.
    const packages = site.packages
      .filter(({ package: id }) => scope.includes(id))
      .map(({ package: id, sourceVersion }) => `${id}.${sourceVersion}`)
      .sort();
    const contents =
      'value' in site.contents ? site.contents.value.map(({ contentId }) => String(contentId)).sort() : [];
    const question = { taskSequences: [...new Set(sequences)].sort(), packages, contents };
    const legacy = known
      .answers(contentLibrary)
      .some(({ answer }) => answer.status === 'ok' && answer.data.path === null);
    return [
      ...onSite(configuration, known, { ...question, algorithm: 'sha256' }),
      ...(legacy ? onSite(configuration, known, { ...question, algorithm: 'sha1' }) : []),
    ];
  },
});
