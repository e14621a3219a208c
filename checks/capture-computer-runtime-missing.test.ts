import { noCapture } from '../src/model/configuration.ts';
import { referenceLeftovers, referenceSystem } from '../test/checks/capture.ts';
import { partError, unread } from '../test/checks/gathering.ts';
import { judges } from '../test/checks/table.ts';
import check from './capture-computer-runtime-missing.ts';

const facts = (client: boolean | null, runtime: boolean | null) => ({
  facts: {
    'reference-system': referenceSystem({ client: client === null ? partError : { value: client } }),
    'reference-leftovers': referenceLeftovers({ runtime: runtime === null ? partError : { value: runtime } }),
  },
});

judges(check, [
  ['media, no client, the runtime is there', {}, 'pass'],
  ['media, no client, no runtime', facts(false, false), 'fail missing'],
  ['the client brings it', facts(true, false), 'not-applicable has-client'],
  ['no media', { ...facts(false, false), configuration: { capture: noCapture } }, 'not-applicable no-media'],
  [
    'nothing configured of a capture',
    { ...facts(false, false), configuration: { capture: null } },
    'not-applicable no-media',
  ],
  ['whether there is a client is not known', facts(null, false), 'unknown part-unread'],
  ['nor does that matter where the runtime is there', facts(null, true), 'pass'],
  ['whether the runtime is there is not known', facts(false, null), 'unknown part-unread'],
  ['nothing read', { facts: { 'reference-leftovers': unread() } }, 'unknown fact-unread'],
  ['nobody asked', { without: ['reference-leftovers', 'reference-system'] }, 'not-applicable not-asked'],
]);
