// Longer than most: one message for each kind of damage, from the mirror down to the bytes.
import { anywhere, here, optional } from '../src/model/check.ts';
import { bytesAsked, damagesOf, type FileDamage, stateIn } from './facts/content-damage.ts';
import { firstRead, isFollowed } from './facts/packages.ts';
import { defineCheck } from './facts.ts';

type Package = { on: string; id: string };
type File = Package & Omit<FileDamage, 'kind' | 'subject' | 'confirmed'>;

const redistribute = ({ on, id }: Package) => ({
  text: `Redistribute ${id} to ${on}. Updating it would skip the files that are already there.`,
});
const hashError = '0x80091007 "The hash value is not correct."';

export default defineCheck({
  id: 'content-damaged',
  area: 'content',
  titles: {
    fine: 'The content is complete and intact',
    broken: 'Content on the distribution point is damaged or missing',
  },
  why: 'A file is stored once however many packages use it, so one damaged file breaks every one of them.',
  needs: {
    library: here('content-library'),
    blobs: optional(here('content-blobs')),
    site: optional(anywhere('site-packages')),
    sequence: optional(anywhere('task-sequence')),
  },
  appliesTo: ['distribution-point'],
  gate: { deploy: 'blocking', pxe: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'taskSequence: PS100042, or packages: [PS100012]', option: '--task-sequence PS100042' },
  rights: 'local administrator on the distribution point',
  sources: ['Microsoft: The content library', 'public reconstruction of the content hash, not documented by Microsoft'],
  messages: {
    'blob-corrupt': {
      level: 'fail',
      text: ({ on, path }: File) => `${path} on ${on} is damaged: its bytes do not give the hash that names them.`,
      because: ({ copy, packages }: File) => `${copy} serves ${packages}.`,
      leadsTo: hashError,
      remedy: redistribute,
    },
    'blob-missing': {
      level: 'fail',
      text: ({ on, id, path }: File) => `${path} of ${id} is missing from the content library of ${on}.`,
      because: ({ blob, packages }: File) => `No drive of the library holds ${blob}, which serves ${packages}.`,
      leadsTo: hashError,
      remedy: redistribute,
    },
    'size-wrong': {
      level: 'fail',
      text: ({ on, id, path, seen, expected }: File) =>
        `${path} of ${id} on ${on} has ${seen} bytes where ${expected} are recorded.`,
      because: ({ copy }: File) => `${copy} was cut short or grew, or its record is wrong.`,
      leadsTo: hashError,
      remedy: redistribute,
    },
    'disk-error': {
      level: 'fail',
      text: ({ on, path, message }: File) => `The disk of ${on} cannot read ${path}: ${message}`,
      because: 'This is the medium and not the content: other files may go next.',
      remedy: ({ on }: File) => ({ text: 'Check the disk, replace it, then redistribute what was on it.', on }),
    },
    'mirror-missing': {
      level: 'fail',
      text: ({ on, id, path }: File) => `The content library of ${on} lists ${path} for ${id} and does not hold it.`,
      leadsTo: hashError,
      remedy: redistribute,
    },
    'metadata-damaged': {
      level: 'fail',
      text: ({ on, id, path }: File) =>
        `The file list of ${path} (${id}) on ${on} does not give the content hash stored for it.`,
      because: 'A file was lost, added or changed in the mirror, or the stored hash was.',
      leadsTo: hashError,
      remedy: redistribute,
    },
    'metadata-unconfirmed': {
      level: 'unknown',
      text: ({ on, id, path }: File) =>
        `The file list of ${path} (${id}) on ${on} does not give the stored content hash: algorithm not confirmed.`,
      because:
        'How the content hash is made is a public reconstruction; another content that matched would confirm it for this server.',
    },
    'metadata-unread': {
      level: 'unknown',
      text: ({ on, id, path, message }: File) => `${path} of ${id} on ${on} could not be judged: ${message}`,
    },
    'blob-unread': {
      level: 'unknown',
      text: ({ on, id, path, message }: File) => `The bytes of ${path} (${id}) on ${on} were not judged: ${message}`,
    },
    absent: {
      level: 'fail',
      text: ({ on, id }: Package) => `The content library of ${on} does not hold ${id}.`,
      remedy: ({ on }: Package) => ({ text: `Distribute the package to ${on}.` }),
    },
    unread: {
      level: 'unknown',
      text: ({ on, id }: Package) => `The record of ${id} in the content library of ${on} could not be read.`,
    },
    'not-read': {
      level: 'unknown',
      text: ({ on, id }: Package) => `The files of ${id} on ${on} were not read, because of where the package stands.`,
    },
    'bytes-not-read': {
      level: 'unknown',
      text: ({ on, id }: Package) => `The bytes of ${id} on ${on} were not read: the facts end before that.`,
    },
    'scope-incomplete': {
      level: 'unknown',
      text: ({ id }: { id: string }) =>
        `Not everything that ${id} refers to is known, so its content was not judged in full.`,
    },
    'no-library': { level: 'not-applicable', text: ({ on }: { on: string }) => `${on} has no content library.` },
    'nothing-with-content': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) => `Nothing in scope has files that ${on} would need.`,
    },
    'not-compared': {
      level: 'info',
      text: ({ on }: { on: string }) =>
        `Content hashes of ${on} were compared with their own records and not with the site.`,
    },
  },
  *judge(facts, { target, configuration }) {
    const on = target.name;
    const site = firstRead(facts.site);
    const { taskSequence } = configuration;
    if (taskSequence && !isFollowed(configuration, facts.sequence))
      yield { code: 'scope-incomplete', subject: taskSequence, args: { id: taskSequence } };
    for (const { params, answer } of facts.library) {
      const library = answer.data;
      if (library.path === null) {
        yield { code: 'no-library', args: { on } };
        return;
      }
      const states = (params.packages as string[]).map((id) => ({
        id,
        ...stateIn(library, id, site, [on, ...target.aliases]),
      }));
      const wanted = states.filter(({ state }) => state !== 'no-content');
      if (wanted.length === 0) yield { code: 'nothing-with-content', args: { on } };
      for (const { id, state, readable } of wanted) {
        if (readable) continue;
        if (state === 'absent' || state === 'unread') yield { code: state, subject: id, args: { on, id } };
        else {
          const causedBy = { check: 'content-not-current', target: on, code: state, subject: id };
          yield { code: 'not-read', subject: id, args: { on, id }, causedBy };
        }
      }
      const readable = wanted.filter((each) => each.readable).map(({ id }) => id);
      // Where the site could not be read, its own finding says why no bytes were.
      if (!facts.site.some(({ answer }) => answer.status === 'failed'))
        for (const id of readable)
          if (!bytesAsked(facts.blobs, id)) yield { code: 'bytes-not-read', subject: id, args: { on, id } };
      for (const damage of damagesOf(library, readable, facts.blobs)) {
        const { kind, id, subject, confirmed, ...file } = damage;
        const code = kind === 'hash-differs' ? (confirmed ? 'metadata-damaged' : 'metadata-unconfirmed') : kind;
        const seen = `${file.copy || file.path}${file.seen && `, whose bytes give ${file.seen}`}`;
        const evidence = [
          { fact: 'content-library', target: on, seen, ...(file.expected ? { expected: file.expected } : {}) },
        ];
        yield { code, subject, args: { on, id, ...file }, evidence };
      }
      if (readable.length > 0) yield { code: 'not-compared', args: { on } };
    }
  },
});
