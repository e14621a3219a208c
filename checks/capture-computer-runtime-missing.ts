import { wasRead } from '../src/model/answer.ts';
import { here } from '../src/model/check.ts';
import { onReferenceComputer, referenceRights, unreadMessages, unreadParts } from './facts/reference-computer.ts';
import { defineCheck } from './facts.ts';

type On = { on: string };

export default defineCheck({
  id: 'capture-computer-runtime-missing',
  ...onReferenceComputer,
  askedBy: {
    configuration: "capture: { media: 'E:\\' }, referenceComputer: REF01",
    option: "--capture-media 'E:\\' --reference-computer REF01",
  },
  titles: {
    fine: 'The program of the capture media can start',
    broken: 'The program of the capture media cannot start',
  },
  why: 'OsdCaptureCD.exe of the capture media needs a Visual C++ runtime that comes with the client of Configuration Manager.',
  needs: { system: here('reference-system'), leftovers: here('reference-leftovers') },
  gate: { capture: 'blocking' },
  rights: referenceRights,
  sources: ['Microsoft: Windows 11 image capture fails (windows-11-image-capture-fail)'],
  messages: {
    ...unreadMessages,
    missing: {
      level: 'fail',
      text: ({ on }: On) => `VCRUNTIME140_1.dll is missing on ${on}, so OsdCaptureCD.exe will not start.`,
      because: 'The client of Configuration Manager would bring it, and is not installed there.',
      remedy: ({ on }: On) => ({
        text: 'Install vcredist_x64.exe in the version that lies in Client\\x64 of the share SMS_<site code> on the site server.',
        on,
      }),
    },
    'no-media': {
      level: 'not-applicable',
      text: ({ on }: On) =>
        `${on} is not captured by media. To ask it: capture: { media: 'E:\\' } (or --capture-media 'E:\\')`,
    },
    'has-client': {
      level: 'not-applicable',
      text: ({ on }: On) => `${on} has the client of Configuration Manager, which brings the runtime.`,
    },
  },
  *judge({ system: { data: system }, leftovers: { data: leftovers } }, { target: { name: on }, configuration }) {
    if (!configuration.capture?.media) {
      yield { code: 'no-media', args: { on } };
      return;
    }
    const { client } = system;
    const { runtime } = leftovers;
    if (wasRead(client) && client.value) {
      yield { code: 'has-client', args: { on } };
      return;
    }
    if (wasRead(runtime) && runtime.value) return;
    yield* unreadParts(on, [
      ['The service of the client', client],
      ['The Visual C++ runtime', runtime],
    ]);
    if (wasRead(client) && wasRead(runtime)) yield { code: 'missing', args: { on } };
  },
});
