import { wasRead } from '../src/model/answer.ts';
import { anywhere, here, optional } from '../src/model/check.ts';
import { uncParts } from '../src/model/configuration.ts';
import { hostKey } from '../src/model/target.ts';
import { inSentence } from '../src/windows/wording.ts';
import { whereabouts } from './facts/capture-identities.ts';
import { isOwn, onCaptureShare } from './facts/capture-shares.ts';
import { captureDestinations } from './facts/capture-steps.ts';
import { defineCheck } from './facts.ts';

type Name = { on: string; name: string; own: string };

const key = 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0';
const single = (text: string): string => `'${text.replace(/'/g, "''")}'`;

export default defineCheck({
  id: 'capture-share-name-refused',
  ...onCaptureShare,
  titles: {
    fine: 'The server of the capture share accepts it under the name of the destination',
    broken: 'The server of the capture share may refuse it under the name of the destination',
  },
  why: 'Windows refuses a connection to itself under a name that it does not take for its own, so that a local SMS Provider is denied whatever the share grants.',
  needs: {
    loopback: here('loopback-check'),
    providers: optional(anywhere('sms-providers')),
    sequence: optional(anywhere('capture-sequence')),
    dfs: optional(anywhere('dfs-targets')),
  },
  gate: { capture: 'blocking' },
  sources: ['Microsoft: Access is denied when a server is accessed locally by FQDN or CNAME alias', 'MS-KILE 2.2.4'],
  messages: {
    refused: {
      level: 'warn',
      text: ({ name, own }: Name) =>
        `The destination names ${own} as ${name}, under which it may refuse its own SMS Provider.`,
      because: ({ name, own }: Name) =>
        `The loopback check is on, and ${name} is neither the NetBIOS name ${own} nor in BackConnectionHostNames; the rights on the share do not change that.`,
      leadsTo: 'Access is denied. (smsprov.log: error 5)',
      remedy: ({ on, name, own }: Name) => ({
        on,
        text: `Write the destination with ${own}. Else add ${name} to the value BackConnectionHostNames (REG_MULTI_SZ) of HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0 and restart the server, as administrator:`,
        commands: [
          `$names = @((Get-ItemProperty -LiteralPath '${key}').BackConnectionHostNames) + ${single(name)} | Where-Object { $_ }`,
          `New-ItemProperty -LiteralPath '${key}' -Name BackConnectionHostNames -PropertyType MultiString -Value $names -Force`,
        ],
      }),
    },
    'not-read': {
      level: 'unknown',
      text: ({ own, name, why }: Name & { why: string }) =>
        `Whether ${own} accepts its own share as ${name} is not known: ${why}.`,
    },
    'name-unread': {
      level: 'unknown',
      text: ({ on }: { on: string }) =>
        `The NetBIOS name of ${on} is not known, with which the destination is compared.`,
    },
    'provider-unplaced': {
      level: 'unknown',
      text: ({ on, provider, why }: { on: string; provider: string; why: string }) =>
        `Whether the SMS Provider ${provider} is on ${on} itself, where the name of the destination counts, is not known: ${why}.`,
    },
    'no-local-provider': {
      level: 'not-applicable',
      text: ({ on }: { on: string }) =>
        `No SMS Provider is on ${on}, and only who connects to itself is refused by name.`,
    },
  },
  *judge(facts, { target, identity, configuration }) {
    const on = target.name;
    const host = { target, identity };
    const read = facts.providers.flatMap(({ answer }) => (answer.status === 'ok' ? answer.data.providers : []));
    const places = [...new Set(read.map(({ machine }) => machine))].map((provider) => ({
      provider,
      place: whereabouts(provider, facts.providers, host),
    }));
    const { site } = configuration;
    // A site has a provider at least: an answer that names none, or no answer, does not say that it is elsewhere.
    if (site !== null && places.length === 0) {
      if (facts.providers.every(({ answer }) => answer.status === 'ok'))
        yield {
          code: 'provider-unplaced',
          args: { on, provider: `of ${site.server.name}`, why: `${site.server.name} names none` },
        };
      return;
    }
    if (!places.some(({ place }) => place.is === 'here')) {
      // A list that failed may have named one; the engine says that.
      if (
        !facts.providers.some(({ answer }) => answer.status === 'failed') &&
        places.every(({ place }) => place.is === 'elsewhere')
      )
        yield { code: 'no-local-provider', args: { on } };
      for (const { provider, place } of places)
        if (place.is === 'unknown')
          yield { code: 'provider-unplaced', subject: provider, args: { on, provider, why: place.why } };
      return;
    }
    const own = identity?.machineName;
    if (!own) {
      yield { code: 'name-unread', args: { on } };
      return;
    }
    const targets = facts.dfs.flatMap(({ answer }) =>
      answer.status === 'ok' ? answer.data.targets.map(({ targetPath }) => targetPath) : [],
    );
    const paths = [...captureDestinations(configuration, facts.sequence).map(({ path }) => path), ...targets];
    const names = paths.flatMap((path) => uncParts(path)?.host ?? []).filter((name) => isOwn(name, host));
    const others = new Map(names.filter((name) => hostKey(name) !== hostKey(own)).map((name) => [hostKey(name), name]));
    const { disabled, ownNames, strictNamesOff } = facts.loopback.data;
    if (wasRead(disabled) && disabled.value === 1) return;
    for (const name of others.values()) {
      const args = { on, name, own };
      if (wasRead(ownNames) && ownNames.value?.some((each) => hostKey(each.trim()) === hostKey(name))) continue;
      const why = [disabled, ownNames].flatMap((each) => ('message' in each ? [inSentence(each.message)] : []));
      if (why.length > 0) {
        yield { code: 'not-read', subject: name, args: { ...args, why: [...new Set(why)].join('; ') } };
        continue;
      }
      const seen = [
        `DisableLoopbackCheck: ${shown(disabled)}`,
        `BackConnectionHostNames: ${shown(ownNames)}`,
        `DisableStrictNameChecking: ${shown(strictNamesOff)}`,
      ].join('; ');
      yield { code: 'refused', subject: name, args, evidence: [{ fact: 'loopback-check', target: on, seen }] };
    }
  },
});

function shown(reading: { value: unknown } | { message: string }): string {
  if (!('value' in reading)) return `not read (${inSentence(reading.message)})`;
  const { value } = reading;
  if (value === null) return 'not set';
  return Array.isArray(value) ? value.join(', ') || 'empty' : String(value);
}
