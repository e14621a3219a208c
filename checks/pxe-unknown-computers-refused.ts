import { type Reading, wasRead } from '../src/model/answer.ts';
import { siteRowOf } from '../src/windows/pxe-responder.ts';
import { inSentence } from '../src/windows/wording.ts';
import { firstRead } from './facts/packages.ts';
import { noResponder, noResponderMessages, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

/** `from` is the machine that answered for the site; null where the registry of the distribution point did. */
type On = { on: string };
type Refused = On & { from: string | null };

export default defineCheck({
  id: 'pxe-unknown-computers-refused',
  area: 'pxe',
  titles: { fine: 'Unknown computers are answered', broken: 'Unknown computers get no answer' },
  why: 'A new machine that the site does not know yet is answered only where the distribution point supports unknown computers.',
  needs: responderNeeds,
  appliesTo: ['distribution-point'],
  gate: { pxe: 'advisory', deploy: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'read-only analyst in Configuration Manager, local administrator on the distribution point',
  sources: ['Microsoft: How to enable unknown computer support for a PXE service point'],
  messages: {
    refused: {
      level: 'warn',
      text: ({ on }: On) => `${on} does not answer computers that the site does not know (SupportUnknownMachines = 0).`,
      because: 'That may be meant; a new machine then has to be imported before it boots over the network.',
      leadsTo: 'Not serviced.',
      remedy: ({ on, from }: Refused) => {
        const text = 'Turn on "Enable unknown computer support" in the PXE properties of the distribution point';
        if (from === null) return { text: `${text}.` };
        const command = `Set-CMDistributionPoint -SiteSystemServerName ${on} -EnableUnknownComputerSupport $true`;
        return { text: `${text}, or at the prompt of the console:`, on: from, commands: [command] };
      },
    },
    'not-known': {
      level: 'unknown',
      text: ({ on, why }: On & { why: string }) =>
        `Whether ${on} answers unknown computers is not known: ${inSentence(why)}.`,
    },
    ...noResponderMessages,
  },
  *judge(facts, { target }) {
    const on = target.name;
    const responder = responderOn(facts, target);
    if (responder.kind !== 'responder') {
      yield noResponder(responder, target);
      return;
    }
    const points = firstRead(facts.site)?.points;
    const row = points ? siteRowOf(points, [on, ...target.aliases]) : 'no-row';
    const fromSite = row === 'no-row' ? null : row.supportUnknownMachines;
    const setting: Reading<number | null> =
      fromSite === null ? facts.registry.data.supportUnknownMachines : { value: fromSite };
    if (!wasRead(setting)) {
      yield { code: 'not-known', args: { on, why: `SupportUnknownMachines could not be read: ${setting.message}` } };
      return;
    }
    const { value } = setting;
    if (value === 1) return;
    if (value === 0) {
      const asked = facts.site.find(({ answer }) => answer.status === 'ok')?.target ?? on;
      const from = fromSite === null ? null : asked;
      const fact = from === null ? 'distribution-point' : 'site-distribution-points';
      yield {
        code: 'refused',
        args: { on, from },
        evidence: [{ fact, target: from ?? on, seen: 'SupportUnknownMachines 0', expected: '1' }],
      };
    } else {
      const why = value === null ? 'neither site nor registry says so' : `SupportUnknownMachines is ${value}`;
      yield { code: 'not-known', args: { on, why } };
    }
  },
});
