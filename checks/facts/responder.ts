import { type Answer, type Placed, type Reading, wasRead } from '../../src/model/answer.ts';
import { anywhere, here, optional } from '../../src/model/check.ts';
import type { OkAnswer } from '../../src/model/fact.ts';
import type { FindingKey } from '../../src/model/finding.ts';
import type { Target } from '../../src/model/target.ts';
import {
  graceMs,
  isDelayed,
  judgeState,
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

/** What every check on the responder looks at. */
export const responderNeeds = {
  services: here('pxe-services'),
  registry: here('distribution-point'),
  site: optional(anywhere('site-distribution-points')),
} as const;

type On = { on: string };

/** What a check on one responder says where there is none to look at. */
export const noResponderMessages = {
  'no-responder': { level: 'not-applicable', text: ({ on }: On) => `${on} is not a PXE distribution point.` },
  'responder-unclear': { level: 'unknown', text: ({ on }: On) => `Which service answers PXE on ${on} is not decided.` },
} as const;

/** Whether the site was asked for its distribution points and has no such one. */
export function isUnknownToSite({ site }: Pick<ResponderAnswers, 'site'>, { name, aliases, roles }: Target): boolean {
  if (!roles.includes('distribution-point')) return false;
  return site.some(
    ({ answer }) => answer.status === 'ok' && siteRowOf(answer.data.points, [name, ...aliases]) === 'no-row',
  );
}

/** The PXE responder of a target, from the answers that the checks on it share. */
export function responderOn({ services, registry, site }: ResponderAnswers, target: Target): Responder {
  return responderOf({
    services: services.data.services,
    isPxe: registry.data.isPxe,
    namedPxeServer: target.roles.includes('pxe-server'),
    site: siteView(site, target),
  });
}

/** Whether the registry or the site says that a target is a PXE distribution point; else its WDS is plain WDS. */
export function isPxePoint({ registry, site }: Pick<ResponderAnswers, 'registry' | 'site'>, target: Target): boolean {
  const view = siteView(site, target);
  return registry.data.isPxe === 1 || (typeof view === 'object' && view.isPxe === 1);
}

function siteView(site: ResponderAnswers['site'], { name, aliases }: Target): SitePoint | 'no-row' | 'not-asked' {
  const points = site.flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data.points] : []))[0];
  return points ? siteRowOf(points, [name, ...aliases]) : 'not-asked';
}

/** The state of a service now, and whether all was read that says how late it may be. Times in milliseconds. */
export function standingOf(
  service: Service,
  {
    lastBootUpTime,
    localDateTime,
    autoStartDelay,
  }: { lastBootUpTime: string; localDateTime: string; autoStartDelay: Reading<unknown> },
) {
  const uptime = Date.parse(localDateTime) - Date.parse(lastBootUpTime);
  const delayed = isDelayed(service);
  // Only what starts by itself may be late. What could not be read about the delay could only make the wait longer.
  const certain = service.startMode !== 'Auto' || (wasRead(delayed) && (!delayed.value || wasRead(autoStartDelay)));
  const grace = graceMs(!wasRead(delayed) || delayed.value, wasRead(autoStartDelay) ? autoStartDelay.value : null);
  return { uptime, delayed, certain, grace, verdict: judgeState(service, uptime, grace, localDateTime) };
}

type NoResponder = Exclude<Responder, { kind: 'responder' }>;

/** The finding of a check on one responder where there is none: not its business, or blocked by `pxe-responder-missing`. */
export function noResponder({ kind }: NoResponder, { name: on }: Target) {
  if (kind === 'not-pxe') return { code: 'no-responder' as const, args: { on } };
  const codes = {
    'two-responders': 'two-responders',
    missing: 'no-service',
    'site-expects-sccmpxe': 'sccmpxe-absent',
    undecided: 'undecided',
  } satisfies { [K in typeof kind]: string };
  const causedBy: FindingKey = { check: 'pxe-responder-missing', target: on, code: codes[kind], subject: '' };
  return { code: 'responder-unclear' as const, args: { on }, causedBy };
}
