// Longer than most: one message for each way in which PXE has no responder, or two.
import { wasRead } from '../src/model/answer.ts';
import { here, optional } from '../src/model/check.ts';
import { isUnknownToSite, responderNeeds, responderOn } from './facts/responder.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };

export default defineCheck({
  id: 'pxe-responder-missing',
  area: 'pxe',
  titles: { fine: 'One service is set up to answer PXE', broken: 'No service, or more than one, would answer PXE' },
  why: 'A PXE distribution point answers by WDS or by the ConfigMgr PXE responder, and by exactly one of them.',
  needs: {
    ...responderNeeds,
    provider: optional(here('wds-settings')),
  },
  appliesTo: ['distribution-point', 'pxe-server'],
  gate: { pxe: 'blocking', deploy: 'advisory', capture: 'advisory' },
  askedBy: { configuration: 'distributionPoints: [DP01.contoso.com]', option: '--distribution-point DP01.contoso.com' },
  rights: 'local administrator on the distribution point, read-only analyst in Configuration Manager',
  sources: ['Microsoft: Install and configure distribution points', 'Microsoft: Troubleshoot PXE boot issues'],
  messages: {
    'two-responders': {
      level: 'fail',
      text: ({ on }: On) => `WDSServer and SccmPxe both run on ${on}.`,
      because: 'Both listen for the same requests; turning the ConfigMgr PXE responder on is meant to suspend WDS.',
      remedy: ({ on }: On) => ({ text: 'Choose one responder in the PXE properties of the distribution point.', on }),
      explains: ['pxe-port-conflict'],
    },
    'no-service': {
      level: 'fail',
      text: ({ on }: On) => `${on} is to answer PXE, and the service that would do it does not exist there.`,
      because: 'Nothing answers PXE requests.',
      leadsTo: 'PXE-E53: No boot filename received',
      remedy: ({ on }: On) => ({
        text: 'On a distribution point: turn PXE off, wait for that, and turn it on again. On a plain WDS server: install the role.',
        on,
      }),
    },
    'sccmpxe-absent': {
      level: 'fail',
      text: ({ on }: On) => `The site lets ${on} answer PXE without WDS, and the service SccmPxe does not exist there.`,
      because: 'The ConfigMgr PXE responder was not installed, or its installation failed.',
      remedy: () => ({ text: 'Look in distmgr.log on the site server for why the responder was not installed.' }),
    },
    'provider-disabled': {
      level: 'fail',
      text: ({ on }: On) => `The PXE provider of WDS on ${on} is disabled (Providers\\WDSPXE, Disabled = 1).`,
      because: 'WDS then runs without PXE, and no event says so.',
      remedy: ({ on }: On) => ({
        text: 'Set the value to 0 and restart WDS, as administrator:',
        on,
        commands: [
          'reg.exe add HKLM\\SYSTEM\\CurrentControlSet\\Services\\WDSServer\\Providers\\WDSPXE /v Disabled /t REG_DWORD /d 0 /f',
          'Restart-Service -Name WDSServer',
        ],
      }),
      explains: ['old-load', 'runtime', 'failed', 'wdspxe-failed', 'not-registered', 'evidence-missing'].map(
        (code) => `pxe-provider-not-loaded/${code}`,
      ),
    },
    'provider-key-missing': {
      level: 'unknown',
      text: ({ on }: On) =>
        `WDSServer exists on ${on}, and the registry has no key Providers\\WDSPXE for it, so what it does at its next start is not known.`,
      remedy: ({ on }: On) => ({
        text: 'On a distribution point: turn PXE off, wait for that, and turn it on again. On a plain WDS server: install the role anew.',
        on,
      }),
    },
    'provider-unclear': {
      level: 'unknown',
      text: ({ on, why }: On & { why: string }) =>
        `Whether the PXE provider of WDS on ${on} is disabled could not be read (Providers\\WDSPXE, Disabled): ${why}.`,
    },
    undecided: {
      level: 'unknown',
      text: ({ on }: On) =>
        `On ${on} SccmPxe is stopped and WDSServer does not run; which should answer, only the site knows.`,
      remedy: () => ({
        text: 'Let the site be asked (site: { server: CM01.contoso.com, code: PS1 }); if it was, look at the PXE properties of the distribution point.',
      }),
    },
    'site-without-row': {
      level: 'unknown',
      text: ({ on }: On) =>
        `The site was asked and knows no distribution point ${on}, so how it has set PXE there is not known.`,
      remedy: () => ({ text: 'Name the distribution point as the site does, or name the site that it belongs to.' }),
    },
    'not-pxe': { level: 'not-applicable', text: ({ on }: On) => `${on} is not a PXE distribution point.` },
    'services-without-pxe': {
      level: 'info',
      text: ({ on, services }: On & { services: string }) =>
        `${services} exists on ${on}. To judge plain WDS: pxeServers: [${on}]`,
    },
    'site-not-asked': {
      level: 'info',
      text: ({ on }: On) =>
        `How the site has set PXE on ${on} was not asked. To ask it: site: { server: CM01.contoso.com }`,
    },
  },
  judge(facts, { target, configuration }) {
    const args = { on: target.name };
    const evidence = facts.services.data.services.map(({ name, state, startMode }) => ({
      fact: 'pxe-services',
      target: target.name,
      seen: `${name}: ${state}, start type ${startMode}`,
    }));
    const responder = responderOn(facts, target);
    switch (responder.kind) {
      case 'not-pxe': {
        const services = responder.present.join(' and ');
        return [
          { code: 'not-pxe', args },
          ...(services ? [{ code: 'services-without-pxe' as const, args: { ...args, services } }] : []),
        ];
      }
      case 'two-responders':
        return [{ code: 'two-responders', args, evidence }];
      case 'missing':
        return [{ code: 'no-service', args, evidence }];
      case 'site-expects-sccmpxe':
        return [{ code: 'sccmpxe-absent', args, evidence }];
      case 'undecided':
        return [{ code: 'undecided', args, evidence }];
    }
    if (responder.mode === 'WDS' && facts.provider.status === 'ok') {
      const { present, disabled } = facts.provider.data;
      if (!present) return [{ code: 'provider-key-missing', args, evidence }];
      if (!wasRead(disabled)) return [{ code: 'provider-unclear', args: { on: target.name, why: disabled.message } }];
      if (disabled.value === 1) return [{ code: 'provider-disabled', args, evidence }];
    }
    if (isUnknownToSite(facts, target)) return [{ code: 'site-without-row', args }];
    // Plain WDS has no site that could be asked.
    const askable = configuration.site === null && target.roles.includes('distribution-point');
    return askable ? [{ code: 'site-not-asked', args }] : [];
  },
});
