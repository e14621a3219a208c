import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { quoted } from '../src/windows/powershell-text.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };
type Script = On & { path: string };

export default defineCheck({
  id: 'capture-computer-leftovers',
  ...onReferenceComputer,
  titles: {
    fine: 'Nothing on the reference computer troubles the computers that the image makes',
    broken: 'Something on the reference computer troubles the computers that the image makes',
  },
  why: 'What is unique to one computer, or belongs to its own installation, is copied to every computer with the image.',
  needs: { leftovers: here('reference-leftovers') },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: [
    'Microsoft: Onboard non-persistent virtual desktop infrastructure devices',
    'Microsoft: KB 4509131 (OSD task sequence fails with error 0x80070005)',
  ],
  messages: {
    'sensor-identity': {
      level: 'warn',
      text: ({ on }: On) => `${on} has an identity of its own in Defender for Endpoint (senseGuid).`,
      because: 'Every computer from the image would share it, and Sysprep is reported to stop with 0x80070005.',
      remedy: ({ on }: On) => ({
        text: 'Run the offboarding script, and see that the sensor has stopped. Then remove its identity as SYSTEM, and onboard the computers that the image makes:',
        on,
        commands: [
          'sc.exe query sense',
          'reg.exe delete "HKLM\\SOFTWARE\\Microsoft\\Windows Advanced Threat Protection" /v senseGuid /f',
        ],
      }),
    },
    'setup-script': {
      level: 'warn',
      text: ({ on, path }: Script) => `${path} on ${on} would be captured.`,
      because: 'A task sequence that deploys the image writes a file of that name, and cannot where one is.',
      leadsTo: 'Failed to install the setup hook (smsts.log: 0x80070005)',
      remedy: ({ on, path }: Script) => ({
        text: 'Move what it does into steps of the task sequence, and delete it before the capture:',
        on,
        commands: [`Remove-Item -LiteralPath ${quoted(path)}`],
      }),
    },
    'setup-hook': {
      level: 'info',
      text: ({ on, path }: Script) =>
        `${path} on ${on} only calls osdsetuphook.exe: a task sequence left it, and the next replaces it.`,
    },
    ...unreadMessages,
  },
  *judge({ leftovers: { data } }, { target: { name: on } }) {
    const { senseGuid, setupComplete } = data;
    yield* unreadParts(on, [
      ['The identity in Defender for Endpoint', senseGuid],
      ['SetupComplete.cmd', setupComplete],
    ]);
    const see = (seen: string, expected: string) => [{ fact: 'reference-leftovers', target: on, seen, expected }];
    if (wasRead(senseGuid) && senseGuid.value)
      yield { code: 'sensor-identity', args: { on }, evidence: see('senseGuid is there', 'no senseGuid') };
    const script = wasRead(setupComplete) ? setupComplete.value : null;
    if (!script) return;
    const { path, bytes, lines, hookLines } = script;
    const isHook = lines > 0 && hookLines === lines;
    const seen = `${path}: ${bytes} bytes, ${lines} lines that do something, ${hookLines} of them call osdsetuphook.exe`;
    const found = { args: { on, path }, evidence: see(seen, 'no file') };
    yield isHook ? { code: 'setup-hook', ...found } : { code: 'setup-script', ...found };
  },
});
