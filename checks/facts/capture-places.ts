import { z } from 'zod';
import type { Placed } from '../../src/model/answer.ts';
import { type Configuration, uncParts } from '../../src/model/configuration.ts';
import type { Fact, Known } from '../../src/model/fact.ts';
import { hostKey, type Role } from '../../src/model/target.ts';
import { type CaptureDestination, captureDestinations, captureSequence, captureSequenceId } from './capture-steps.ts';
import { fact, text } from './shape.ts';

/** The targets of a DFS folder. */
export interface DfsTargets {
  /** False: this machine has no commands for DFS, so nothing is known. */
  available: boolean;
  /** The longest beginning of the path that DFS knows; null where the path is none of DFS. */
  namespacePath: string | null;
  /** False: clients are led nowhere from that folder. Null for a root, and for a state that Windows does not document. */
  online: boolean | null;
  /** `online` is null where the state is one that Windows does not document. */
  targets: { targetPath: string; online: boolean | null }[];
  /** It has more targets than were read, or folders deeper below it that were not looked for. */
  truncated: boolean;
}

export const dfsTargets: Fact<DfsTargets, true> = fact({
  name: 'dfs-targets',
  title: 'the DFS targets of the capture destination',
  parametric: true,
  after: ['sms-providers', 'capture-sequence'],
  schema: z.object({
    available: z.boolean(),
    namespacePath: text.nullable(),
    online: z.boolean().nullable(),
    targets: z.array(z.object({ targetPath: text, online: z.boolean().nullable() })),
    truncated: z.boolean(),
  }),
  // A member of the domain with server tools; where no site is configured, nobody is known to be one.
  ask: (configuration, known) =>
    known
      .targets('site-server')
      .flatMap(({ name }) =>
        captureDestinations(configuration, known.answers(captureSequence)).flatMap(({ path }) =>
          uncParts(path) ? [{ host: name, role: 'site-server' as Role, params: { path } }] : [],
        ),
      ),
});

/** A share that the image is written to: on which machine, under which name, and the file below it. */
export interface CapturePlace {
  destination: CaptureDestination;
  host: string;
  share: string;
  /** The folder below the share; empty for the share itself. */
  folder: string;
  /** The name of the image; empty where the path names none. */
  file: string;
  /** The DFS folder that led here; null where the destination names the share itself. */
  dfs: string | null;
}

/** A path to an image, or to a folder where it does not end in `.wim`. */
export function placeOf(destination: CaptureDestination, path: string, dfs: string | null): CapturePlace | null {
  const parts = uncParts(path);
  if (!parts) return null;
  const file = /[^\\]*\.wim$/i.exec(parts.path)?.[0] ?? '';
  const folder = parts.path.slice(0, parts.path.length - file.length).replace(/\\$/, '');
  return { destination, host: parts.host, share: parts.share, folder, file, dfs };
}

/** Every share that the image may be written to, once it is known where DFS leads; null while it is not yet. */
function capturePlaces(configuration: Configuration, known: Known): CapturePlace[] | null {
  const sequences = known.answers(captureSequence);
  if (configuration.site !== null && captureSequenceId(configuration) !== null && sequences.length === 0) return null;
  const answers = known.answers(dfsTargets);
  const destinations = captureDestinations(configuration, sequences);
  const places = destinations.map((destination) => {
    const asked = answers.filter(({ params }) => params['path'] === destination.path);
    if (configuration.site !== null && uncParts(destination.path) && asked.length === 0) return null;
    return placesOf(destination, asked);
  });
  return places.includes(null) ? null : places.flatMap((each) => each ?? []);
}

/** Those that a client may be led to, while their folder is online. */
export const onlineTargets = ({ targets }: DfsTargets): DfsTargets['targets'] =>
  targets.filter(({ online }) => online !== false);

/** Where a destination leads by these answers of DFS; itself too where it leads to something that is no share. */
export function placesOf(destination: CaptureDestination, asked: readonly Placed<DfsTargets>[]): CapturePlace[] {
  const led = asked.flatMap(({ answer }) =>
    answer.status === 'ok' && answer.data.namespacePath !== null
      ? onlineTargets(answer.data).map(({ targetPath }) => ({
          isShare: uncParts(targetPath) !== null,
          path: targetPath.replace(/\\$/, '') + destination.path.slice(answer.data.namespacePath!.length),
          dfs: answer.data.namespacePath,
        }))
      : [],
  );
  const shares = led.filter(({ isShare }) => isShare);
  const paths =
    led.length > 0 && shares.length === led.length ? led : [...shares, { path: destination.path, dfs: null }];
  return paths.flatMap(({ path, dfs }) => placeOf(destination, path, dfs) ?? []);
}

/** A question to the host of every share that the image may be written to. */
export function atPlaces(
  configuration: Configuration,
  known: Known,
  params: (place: CapturePlace) => { [key: string]: string },
) {
  const asked = (capturePlaces(configuration, known) ?? []).map((place) => ({
    host: place.host,
    role: 'share-host' as Role,
    params: params(place),
  }));
  return [
    ...new Map(
      asked.map((each) => [`${hostKey(each.host)} ${JSON.stringify(each.params).toLowerCase()}`, each]),
    ).values(),
  ];
}
