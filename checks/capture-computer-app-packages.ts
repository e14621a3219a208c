import { wasRead } from '../src/model/answer.ts';
import { here, optional } from '../src/model/check.ts';
import type { Evidence } from '../src/model/finding.ts';
import { type InstalledPackage, type PackageState, packageStates } from '../src/windows/app-packages.ts';
import { quoted } from '../src/windows/powershell-text.ts';
import { refusedPackages } from '../src/windows/sysprep-log.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type Package = { on: string; package: string };
type Versions = Package & { version: string; provisioned: string; provisionedVersion: string };
/** `provisioned`: the full name as it is provisioned; null: it is not. */
type Refused = Package & { said: string; provisioned: string | null };

const remove = (on: string, fullName: string, provisioned: string | null) => ({
  text: 'Remove it, as administrator, and keep the Store from updating meanwhile: without a connection to the Internet, or without automatic updates. Check again then; other packages may follow.',
  on,
  commands: [
    `Remove-AppxPackage -AllUsers -Package ${quoted(fullName)}`,
    ...(provisioned === null ? [] : [`Remove-AppxProvisionedPackage -Online -PackageName ${quoted(provisioned)}`]),
  ],
});
const leadsTo = 'Failed to remove apps for the current user: 0x80073cf2.';
const usersOf = ({ users }: InstalledPackage): string => (users === 1 ? '1 user' : `${users} users`);
/** A line of a log is as long as its writer likes. */
const shown = (line: string): string => (line.length > 300 ? `${line.slice(0, 300)}…` : line);

export default defineCheck({
  id: 'capture-computer-app-packages',
  ...onReferenceComputer,
  titles: {
    fine: 'Sysprep has no reason to stop at an Appx package',
    broken: 'Sysprep will stop at an Appx package',
  },
  why: 'Sysprep stops at a package that a user has and a new user would not get.',
  needs: { packages: here('reference-app-packages'), sysprep: optional(here('reference-sysprep')) },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: KB 2769827 (Sysprep fails after you remove or update Store apps)',
    'Microsoft: Windows 11 image capture fails',
  ],
  messages: {
    refused: {
      level: 'fail',
      text: ({ on, package: name }: Refused) =>
        `Sysprep stopped at ${name} on ${on}, which is still installed as it was.`,
      because: ({ said }: Refused) => `Its log says: ${said}`,
      leadsTo,
      remedy: ({ on, package: name, provisioned }: Refused) => remove(on, name, provisioned),
    },
    'not-provisioned': {
      level: 'fail',
      text: ({ on, package: name, users }: Package & { users: string }) =>
        `${name} is installed for ${users} on ${on}, and not provisioned for all.`,
      because: 'Sysprep stops at a package that new users would not get.',
      leadsTo,
      remedy: ({ on, package: name }: Package) => remove(on, name, null),
    },
    'other-version': {
      level: 'warn',
      text: ({ on, package: name, version, provisionedVersion }: Versions) =>
        `${name} is installed on ${on} in version ${version}, and provisioned in version ${provisionedVersion}.`,
      because: 'Sysprep may stop at a package that a user has in another version than new users would get.',
      leadsTo,
      remedy: ({ on, package: name, provisioned }: Versions) => remove(on, name, provisioned),
    },
    mended: {
      level: 'info',
      text: ({ on, package: name }: Package) =>
        `Sysprep stopped at ${name} on ${on} before; no user has it unprovisioned any more.`,
    },
    'origin-unclear': {
      level: 'unknown',
      text: ({ on, package: name }: Package) =>
        `Whether Sysprep will stop at ${name} on ${on} is not known: it is not provisioned, and this Windows does not tell whether it is a part of Windows.`,
    },
    'too-many': {
      level: 'unknown',
      text: ({ on }: { on: string }) => `${on} has more Appx packages than were read, so others may stop Sysprep.`,
    },
    'log-cut': {
      level: 'unknown',
      text: ({ on }: { on: string }) =>
        `Whether Sysprep stopped at a package of Windows on ${on} is not known: only a part of setupact.log was read.`,
    },
    ...unreadMessages,
  },
  *judge({ packages: { data }, sysprep }, { target: { name: on } }) {
    const log = sysprep.status === 'ok' ? sysprep.data.setupAct : null;
    const { installed, provisioned } = data;
    yield* unreadParts(on, [
      ['The list of installed Appx packages', installed],
      ['The list of provisioned Appx packages', provisioned],
      ...(log ? [['setupact.log of Sysprep', log] as const] : []),
    ]);
    if (data.truncated) yield { code: 'too-many', args: { on } };
    const read = log && wasRead(log) ? log.value : null;
    if (read?.truncated) yield { code: 'log-cut', args: { on } };
    if (!wasRead(installed) || !wasRead(provisioned)) return;
    const seen = (text: string): Evidence[] => [{ fact: 'reference-app-packages', target: on, seen: text }];
    for (const state of packageStates(installed.value, provisioned.value, refusedPackages(read?.lines ?? []))) {
      const name = state.kind === 'mended' ? state.by.package : state.package.fullName;
      const found = { subject: name, args: { on, package: name } };
      if (state.kind === 'refused') {
        const said = shown(state.by.line.text);
        const args = { ...found.args, said, provisioned: state.provisioned?.fullName ?? null };
        yield { code: 'refused', ...found, args, evidence: [{ fact: 'reference-sysprep', target: on, seen: said }] };
      } else if (state.kind === 'not-provisioned') {
        const args = { ...found.args, users: usersOf(state.package) };
        yield { code: 'not-provisioned', ...found, args, evidence: seen(`${name}: Installed for ${args.users}`) };
      } else if (state.kind === 'other-version')
        yield { code: 'other-version', ...found, args: versionsOf(on, state), evidence: seen(pairOf(state)) };
      else yield { code: state.kind, ...found };
    }
  },
});

type OtherVersion = Extract<PackageState, { kind: 'other-version' }>;

const versionsOf = (on: string, { package: one, version, provisioned }: OtherVersion): Versions => ({
  on,
  package: one.fullName,
  version,
  provisioned: provisioned.fullName,
  provisionedVersion: provisioned.version,
});
const pairOf = ({ package: one, provisioned }: OtherVersion): string =>
  `installed: ${one.fullName}; provisioned: ${provisioned.fullName}`;
