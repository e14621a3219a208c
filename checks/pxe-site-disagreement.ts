// Longer than most: one message for each way in which site and server can differ.
import { wasRead } from '../src/model/answer.ts';
import { siteRowOf } from '../src/windows/pxe-responder.ts';
import { firstRead } from './facts/packages.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

/** `from` is the machine that answered for the site. */
type On = { on: string };
type Asked = On & { from: string };
type Differ = On & { site: number; here: number };

const inConsole = (switchName: string, value: boolean, on: string): string =>
  `Set-CMDistributionPoint -SiteSystemServerName ${on} -${switchName} $${value}`;

export default defineCheck({
  id: 'pxe-site-disagreement',
  area: 'pxe',
  titles: { fine: 'Site and server agree about PXE', broken: 'Site and server do not agree about PXE' },
  why: 'The site holds what the distribution point should do, and the server does what it was last told.',
  needs: responderNeeds,
  appliesTo: ['distribution-point'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'read-only analyst in Configuration Manager, local administrator on the distribution point',
  sources: [
    'Microsoft: How to set the PXE service point response to PXE requests',
    'Microsoft: Install and configure distribution points',
    'Microsoft: Understand PXE boot',
  ],
  messages: {
    inactive: {
      level: 'fail',
      text: ({ on }: On) => `The site tells ${on} not to answer PXE requests (IsActive = 0).`,
      because: 'PXE is set up there and stays silent.',
      leadsTo: 'PXE-E53: No boot filename received',
      remedy: ({ on, from }: Asked) => ({
        on: from,
        text: 'Turn on "Allow this distribution point to respond to incoming PXE requests" in its properties, or at the prompt of the console:',
        commands: [inConsole('AllowPxeResponse', true, on)],
      }),
    },
    'not-installed': {
      level: 'warn',
      text: ({ on }: On) => `The site has PXE on for ${on}, and the registry there says that it was never set up.`,
      because: 'The installation did not happen, did not finish, or belongs to another site.',
      remedy: () => ({
        text: 'Look in distmgr.log on the site server for why; then turn PXE off in the properties of the distribution point and on again.',
      }),
    },
    'left-behind': {
      level: 'warn',
      text: ({ on }: On) => `The site has PXE off for ${on}, and the registry there still has it on.`,
      because: 'The server was never told, or could not be changed; what it answers is no longer kept up.',
      remedy: () => ({
        text: 'Look in distmgr.log on the site server for why PXE was not removed; turn it on and off again in the properties of the distribution point.',
      }),
    },
    'other-responder': {
      level: 'warn',
      text: ({ on, wanted, answers }: On & { wanted: string; answers: string }) =>
        `The site lets ${on} answer PXE by ${wanted}, and ${answers} runs there instead.`,
      because: 'The change of responder did not happen, or somebody undid it on the server.',
      remedy: ({ on, from, wanted }: Asked & { wanted: string }) => ({
        on: from,
        text: 'Set the responder that is meant in the PXE properties of the distribution point; to repeat what the site has, at the prompt of the console:',
        commands: [inConsole('EnableNonWdsPxe', wanted === 'SccmPxe', on)],
      }),
      explains: ['pxe-port-conflict/other-responder-has-port', 'pxe-responder-stopped/stopped'],
    },
    'unknown-computers-differ': {
      level: 'info',
      text: ({ on, site, here }: Differ) =>
        `The site sets SupportUnknownMachines to ${site} for ${on}, and the registry there has ${here}.`,
    },
    'site-silent': {
      level: 'unknown',
      text: ({ on, property }: On & { property: string }) =>
        `The site does not say how it has set ${property} for ${on}.`,
    },
    'no-row': {
      level: 'unknown',
      text: ({ on }: On) => `The site knows no distribution point ${on}, so there is nothing to compare with.`,
      remedy: () => ({
        text: 'Name the distribution point as the site does, or name the site that it belongs to.',
      }),
    },
    'site-not-read': {
      level: 'unknown',
      text: ({ on }: On) => `How the site has set ${on} was not read: the facts end before that.`,
    },
    'site-not-asked': {
      level: 'not-applicable',
      text: ({ on }: On) =>
        `No site is configured to compare ${on} with. To ask it: site: { server: CM01.contoso.com }`,
    },
    ...noResponderMessages,
  },
  *judge(facts, { target, configuration }) {
    const on = target.name;
    const args = { on };
    const points = firstRead(facts.site)?.points;
    if (!points) {
      if (facts.site.length === 0)
        yield configuration.site === null ? { code: 'site-not-asked', args } : { code: 'site-not-read', args };
      return;
    }
    const row = siteRowOf(points, [on, ...target.aliases]);
    if (row === 'no-row') {
      yield { code: 'no-row', args };
      return;
    }
    const from = facts.site.find(({ answer }) => answer.status === 'ok')?.target ?? on;
    const { isPxe: here, supportUnknownMachines } = facts.registry.data;
    const evidence = [
      {
        fact: 'site-distribution-points',
        target: from,
        seen: `IsPXE ${row.isPxe}, IsActive ${row.isActive}, SccmPxe ${row.sccmPxe}, SupportUnknownMachines ${row.supportUnknownMachines}`,
      },
      { fact: 'distribution-point', target: on, seen: here === null ? 'no value IsPXE' : `IsPXE ${here}` },
    ];
    if (row.isPxe !== 1) {
      if (here !== 1) yield { code: 'no-responder', args };
      else if (row.isPxe === 0) yield { code: 'left-behind', args, evidence };
      else yield { code: 'site-silent', args: { on, property: 'IsPXE' }, evidence };
      return;
    }
    if (row.isActive === 0) yield { code: 'inactive', args: { on, from }, evidence };
    else if (row.isActive !== 1) yield { code: 'site-silent', args: { on, property: 'IsActive' }, evidence };
    if (here !== 1) yield { code: 'not-installed', args, evidence };
    const { services } = facts.services.data;
    const runs = (name: string): boolean =>
      services.some((each) => each.name.toLowerCase() === name && each.state === 'Running');
    const states = services.map(({ name, state }) => `${name}: ${state}`).join(', ');
    const seen = [...evidence, { fact: 'pxe-services', target: on, seen: states }];
    const responder = responderOn(facts, target);
    // `pxe-responder-missing` says so, and that leads.
    if (responder.kind === 'site-expects-sccmpxe' || responder.kind === 'two-responders')
      yield noResponder(responder, target);
    if (row.sccmPxe === 0 && runs('sccmpxe') && !runs('wdsserver'))
      yield { code: 'other-responder', args: { on, from, wanted: 'WDS', answers: 'SccmPxe' }, evidence: seen };
    if (row.sccmPxe === 1 && runs('wdsserver') && responder.kind === 'responder' && !runs('sccmpxe'))
      yield { code: 'other-responder', args: { on, from, wanted: 'SccmPxe', answers: 'WDSServer' }, evidence: seen };
    const unknown = wasRead(supportUnknownMachines) ? supportUnknownMachines.value : null;
    const wanted = row.supportUnknownMachines;
    if (unknown !== null && wanted !== null && unknown !== wanted)
      yield { code: 'unknown-computers-differ', args: { on, site: wanted, here: unknown }, evidence };
  },
});
