import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type Joined = { on: string; domain: string | null };

export default defineCheck({
  id: 'capture-computer-in-domain',
  ...onReferenceComputer,
  titles: {
    fine: 'The reference computer is in a workgroup',
    broken: 'The reference computer is joined to a domain',
  },
  why: 'The step Prepare Windows for Capture fails on a member of a domain.',
  needs: { system: here('reference-system') },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: Task sequence steps (Prepare Windows for Capture)',
    'Microsoft: Create a task sequence to capture an OS',
    'Microsoft: Customize OS images',
  ],
  messages: {
    joined: {
      level: 'fail',
      text: ({ on, domain }: Joined) => `${on} is joined to ${domain === null ? 'a domain' : `the domain ${domain}`}.`,
      because: 'Prepare Windows for Capture runs in a workgroup only.',
      remedy: ({ on }: Joined) => ({
        text: 'Leave the domain and restart, as administrator, with the password of a local administrator at hand. A sequence that builds and captures joins a workgroup in its step Apply Network Settings, and no domain before the capture.',
        on,
        commands: ['Remove-Computer -UnjoinDomainCredential (Get-Credential) -WorkgroupName WORKGROUP -Restart'],
      }),
    },
    ...unreadMessages,
  },
  *judge(facts, { target: { name: on } }) {
    const { partOfDomain, domain } = facts.system.data;
    yield* unreadParts(on, [['Whether it is in a domain', partOfDomain]]);
    if (!wasRead(partOfDomain) || !partOfDomain.value) return;
    const seen = `PartOfDomain True${domain === null ? '' : `, Domain ${domain}`}`;
    const evidence = [{ fact: 'reference-system', target: on, seen, expected: 'a workgroup' }];
    yield { code: 'joined', args: { on, domain }, evidence };
  },
});
