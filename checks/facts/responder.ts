import type { Answer, Placed } from '../../src/model/answer.ts';
import type { OkAnswer } from '../../src/model/fact.ts';
import type { FindingKey } from '../../src/model/finding.ts';
import type { Target } from '../../src/model/target.ts';
import {
  type Responder,
  responderOf,
  type Service,
  type SitePoint,
  siteRowOf,
} from '../../src/windows/pxe-responder.ts';

interface ResponderAnswers {
  services: OkAnswer<{ services: Service[] }>;
  registry: OkAnswer<{ isPxe: number | null }>;
  site: Placed<{ points: SitePoint[] }, Answer<{ points: SitePoint[] }>>[];
}

/** The PXE responder of a target, from the answers that the checks on it share. */
export function responderOn({ services, registry, site }: ResponderAnswers, target: Target): Responder {
  const points = site.flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data.points] : []))[0];
  return responderOf({
    services: services.data.services,
    isPxe: registry.data.isPxe,
    namedPxeServer: target.roles.includes('pxe-server'),
    site: points ? siteRowOf(points, [target.name, ...target.aliases]) : 'not-asked',
  });
}

/** The finding of `pxe-responder-missing` that explains why no single responder can be judged on a target. */
export function noResponder(
  { kind }: Exclude<Responder, { kind: 'responder' | 'not-pxe' }>,
  target: Target,
): FindingKey {
  const codes = {
    'two-responders': 'two-responders',
    missing: 'no-service',
    'site-expects-sccmpxe': 'sccmpxe-absent',
    undecided: 'undecided',
  } satisfies { [K in typeof kind]: string };
  return { check: 'pxe-responder-missing', target: target.name, code: codes[kind], subject: '' };
}
