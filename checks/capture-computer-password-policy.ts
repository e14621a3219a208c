import { here } from '../src/model/check.ts';
import { onReferenceComputer, referenceRights } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };

const policy = '"Password must meet complexity requirements"';
const turnOff =
  'Turn it off before the task sequence runs: secpol.msc, Account Policies, Password Policy; where Group Policy sets it, there';

export default defineCheck({
  id: 'capture-computer-password-policy',
  ...onReferenceComputer,
  titles: {
    fine: 'The password policy lets the local Administrator have a blank password',
    broken: 'The password policy forbids a blank password',
  },
  why: 'Prepare Windows for Capture sets the password of the local Administrator to blank.',
  needs: { policy: here('reference-password-policy') },
  gate: { capture: 'advisory' },
  rights: referenceRights,
  sources: ['Microsoft: Customize OS images', 'Microsoft: RSOP_SecuritySettingBoolean class'],
  messages: {
    complexity: {
      level: 'warn',
      text: ({ on }: On) => `Group Policy turns ${policy} on for ${on}.`,
      because:
        'A blank password does not meet them, so the step cannot set it. Whether the step fails as a whole is not documented.',
      remedy: ({ on }: On) => ({ text: `${turnOff}.`, on }),
    },
    'not-told': {
      level: 'manual',
      text: ({ on }: On) =>
        `Whether ${policy} is on for ${on} has to be looked up: only what Group Policy sets is told, and it does not set this.`,
      because: 'A blank password does not meet them, so the step Prepare Windows for Capture could not set it.',
      remedy: ({ on }: On) => ({
        text: `See whether PasswordComplexity is 0, as administrator. ${turnOff}:`,
        on,
        commands: [
          'secedit.exe /export /areas SECURITYPOLICY /cfg $env:TEMP\\policy.inf',
          'Select-String -LiteralPath $env:TEMP\\policy.inf -Pattern PasswordComplexity',
        ],
      }),
    },
  },
  *judge({ policy: { data } }, { target: { name: on } }) {
    if (data.complexity === null) yield { code: 'not-told', args: { on } };
    else if (data.complexity) {
      const seen = 'PasswordComplexity True, of precedence 1';
      const evidence = [{ fact: 'reference-password-policy', target: on, seen, expected: 'False' }];
      yield { code: 'complexity', args: { on }, evidence };
    }
  },
});
