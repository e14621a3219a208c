import { wasRead } from '../src/model/answer.ts';
import { anywhere, here, optional } from '../src/model/check.ts';
import { siteBuild, siteVersionName, supportOf } from '../src/windows/supported-windows.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type Windows = { on: string; windows: string };
type OnSite = Windows & { site: string };

const list = '"Supported operating systems for clients and devices" in the documentation of Configuration Manager';

export default defineCheck({
  id: 'capture-computer-unsupported',
  ...onReferenceComputer,
  titles: {
    fine: 'Configuration Manager supports this Windows',
    broken: 'Configuration Manager does not support this Windows',
  },
  why: 'An image of a Windows that the site does not support can be captured, and fails when it is deployed or managed.',
  needs: { system: here('reference-system'), site: optional(anywhere('site-version')) },
  gate: { capture: 'blocking' },
  rights: `${referenceRights}; read-only analyst in Configuration Manager`,
  sources: [
    'Microsoft: Task sequence steps (Capture Operating System Image)',
    'Microsoft: Support for Windows 11 and for Windows 10 in Configuration Manager',
    'Microsoft: Supported operating systems for clients and devices',
  ],
  messages: {
    ...unreadMessages,
    unsupported: {
      level: 'fail',
      text: ({ on, windows }: Windows) =>
        `${windows} on ${on} is too old for any current version of Configuration Manager.`,
      remedy: () => ({ text: `Capture a newer Windows; see ${list}.` }),
    },
    'too-early': {
      level: 'fail',
      text: ({ on, windows, site, since }: OnSite & { since: string }) =>
        `${windows} on ${on} is supported from version ${since} of Configuration Manager on, and the site has ${site}.`,
      remedy: ({ since }: { since: string }) => ({
        text: `Update the site to ${since} or later, or capture an older Windows.`,
      }),
    },
    'not-listed': {
      level: 'unknown',
      text: ({ on, windows, site }: OnSite) =>
        `Whether ${site} supports ${windows} on ${on} is not known: the list of this tool does not say.`,
      remedy: () => ({ text: `Look it up in ${list}, for the version of the site.` }),
    },
    'site-not-told': {
      level: 'unknown',
      text: ({ version }: { version: string }) => `The version of the site is not known: it says ${version}.`,
    },
    'without-site': {
      level: 'info',
      text: ({ on, windows }: Windows) =>
        `${windows} on ${on} is supported by versions of Configuration Manager that this tool knows; which one the site has was not asked.`,
    },
  },
  *judge({ system: { data }, site }, { target: { name: on }, configuration }) {
    yield* unreadParts(on, [['The version of Windows', data.windows]]);
    if (!wasRead(data.windows)) return;
    const { build, caption, version } = data.windows.value;
    const windows = `${caption} (build ${build})`;
    const evidence = [{ fact: 'reference-system', target: on, seen: `Windows ${version}` }];
    const versions = [...new Set(site.flatMap(({ answer }) => (answer.status === 'ok' ? [answer.data.version] : [])))];
    if (site.length === 0) {
      const { kind } = supportOf(data.windows.value, null);
      if (kind === 'unsupported') yield { code: 'unsupported', args: { on, windows }, evidence };
      else if (kind === 'supported' && configuration.site !== null)
        yield { code: 'site-not-told', args: { version: 'nothing' } };
      else if (kind === 'supported') yield { code: 'without-site', args: { on, windows }, evidence };
      else yield { code: 'not-listed', args: { on, windows, site: 'Configuration Manager' }, evidence };
    }
    for (const each of versions) {
      const number = siteBuild(each);
      if (number === null) {
        yield { code: 'site-not-told', subject: each ?? '', args: { version: each ?? 'nothing' } };
        continue;
      }
      const name = siteVersionName(number);
      const named = `Configuration Manager ${name ?? each}`;
      const support = supportOf(data.windows.value, number);
      const args = { on, windows, site: named };
      if (support.kind === 'unsupported')
        yield { code: 'unsupported', subject: named, args: { on, windows }, evidence };
      else if (support.kind === 'too-early')
        yield { code: 'too-early', subject: named, args: { ...args, since: support.since }, evidence };
      else if (support.kind === 'unknown') yield { code: 'not-listed', subject: named, args, evidence };
    }
  },
});
