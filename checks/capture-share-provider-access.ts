// Longer than most: one message for each way in which a share admits the SMS Provider only in part, or cannot be judged.
import { anywhere, here, optional } from '../src/model/check.ts';
import { hostKey } from '../src/model/target.ts';
import { providerAccess } from '../src/windows/share-access.ts';
import { defineCheck } from './facts.ts';

type Place = { on: string; share: string };
type Short = Place & { reasons: string; commands: string[] };

const asSystem = ({ on, reasons }: Short): string =>
  `${reasons}. Share and SMS Provider are both on ${on}, so the provider comes as SYSTEM and not as the computer account.`;
const mend = ({ on, commands }: Short) => ({
  text: 'Grant SYSTEM Full Control where it is short, as administrator:',
  on,
  commands,
});

export default defineCheck({
  id: 'capture-share-provider-access',
  area: 'capture',
  titles: {
    fine: 'The SMS Provider can write through the capture share',
    broken: 'The SMS Provider cannot write through the capture share',
  },
  why: 'The SMS Provider imports a captured image; on its own computer it comes as SYSTEM, which a share opened for computer accounts does not admit.',
  needs: { share: here('share-security'), providers: optional(anywhere('sms-providers')) },
  appliesTo: ['share-host'],
  gate: { capture: 'blocking' },
  askedBy: {
    configuration: "capture: { destination: '\\\\CM01\\Captures$\\image.wim' }",
    option: "--capture-destination '\\\\CM01\\Captures$\\image.wim'",
  },
  rights: 'local administrator on the host of the share, read-only analyst in Configuration Manager',
  sources: [
    'Microsoft: Plan for the SMS Provider',
    'Microsoft: LocalSystem account',
    'MS-SMB2 3.3.5.7',
    'MS-DTYP 2.5.3.2',
  ],
  messages: {
    denied: {
      level: 'fail',
      text: ({ share }: Place) => `The SMS Provider cannot write to ${share}.`,
      because: asSystem,
      leadsTo: 'The ConfigMgr Provider reported an error. (smsprov.log: error 5)',
      remedy: mend,
    },
    'change-only': {
      level: 'warn',
      text: ({ share }: Place) => `The SMS Provider can change files in ${share} and has not Full Control.`,
      because: (short: Short) =>
        `${asSystem(short)} Full Control is what the field expects; the documents do not ask for it.`,
      remedy: mend,
    },
    uncertain: {
      level: 'unknown',
      text: ({ share }: Place) => `Whether the SMS Provider can write to ${share} cannot be told.`,
      because: asSystem,
      remedy: (short: Short) => ({ ...mend(short), text: 'To settle it, as administrator:' }),
    },
    'share-missing': {
      level: 'fail',
      text: ({ share }: Place) => `The share ${share} does not exist.`,
      because: 'The capture step has nowhere to write to.',
      remedy: () => ({ text: 'Create the share, or correct the capture destination.' }),
    },
    'folder-missing': {
      level: 'fail',
      text: ({ share, folder }: Place & { folder: string }) => `The folder ${folder} behind ${share} does not exist.`,
      because: 'The capture step does not create it.',
      remedy: ({ on }: Place) => ({ text: 'Create the folder, or correct the capture destination.', on }),
    },
    limits: {
      level: 'info',
      text: ({ share, limits }: Place & { limits: string }) =>
        `What the answer about ${share} does not cover: ${limits}.`,
    },
    unreadable: {
      level: 'unknown',
      text: ({ share, why }: Place & { why: string }) => `The security of ${share} could not be judged: ${why}`,
    },
    'provider-elsewhere': {
      level: 'unknown',
      text: ({ on, provider }: { on: string; provider: string }) =>
        `${provider} has an SMS Provider and is not ${on}: from there the provider comes as HOST$, which this version does not judge.`,
    },
    'no-provider': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) =>
        `${on} has no SMS Provider, and no site is configured. To ask it: site: { server: CM01.contoso.com }`,
    },
    'site-without-provider': {
      level: 'unknown',
      text: ({ server }: { server: string }) => `${server} names no SMS Provider.`,
    },
  },
  *judge(facts, { target, identity, configuration }) {
    const on = target.name;
    const own = [on, ...target.aliases].map(hostKey);
    const read = facts.providers.flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.providers : []));
    const machines = [...new Map(read.map(({ machine }) => [hostKey(machine), machine])).values()].sort();
    if (machines.length === 0) {
      // The engine says which list of providers could not be read; an empty one proves something only without that.
      if (facts.providers.some(({ answer }) => answer.status === 'failed')) return;
      const { site } = configuration;
      yield site
        ? { code: 'site-without-provider', args: { server: site.server.name } }
        : { code: 'no-provider', args: { on } };
      return;
    }
    const elsewhere = machines.filter((machine) => !own.includes(hostKey(machine)));
    for (const provider of elsewhere) yield { code: 'provider-elsewhere', subject: provider, args: { on, provider } };
    if (elsewhere.length === machines.length) return;
    const { machineSid, domainSid } = identity ?? {};
    const aliases = { ...(machineSid ? { machineSid } : {}), ...(domainSid ? { domainSid } : {}) };
    for (const { params, answer } of facts.share) {
      const place = { on, share: `\\\\${on}\\${params.share}` };
      if (answer.data.shares.length === 0) yield { code: 'share-missing', subject: place.share, args: place };
      for (const share of answer.data.shares) {
        const subject =
          share.scopeName && share.scopeName !== '*' ? `${place.share} (${share.scopeName})` : place.share;
        const access = providerAccess(share, aliases);
        if ('warnings' in access && access.warnings.length > 0)
          yield { code: 'limits', subject, args: { ...place, limits: access.warnings.join('; ') } };
        if (access.state === 'full') continue;
        if (access.state === 'unreadable') {
          yield { code: 'unreadable', subject, args: { ...place, why: access.why } };
        } else if (access.state === 'folder-missing') {
          yield { code: 'folder-missing', subject, args: { ...place, folder: access.folder } };
        } else {
          const { state, reasons, commands, sides } = access;
          const evidence = sides.map(({ side, sddl, admits }) => ({
            fact: 'share-security',
            target: on,
            seen: `the ${side} admits ${admits || 'nobody'}; ${sddl}`,
          }));
          yield { code: state, subject, args: { ...place, reasons, commands }, evidence };
        }
      }
    }
  },
});
