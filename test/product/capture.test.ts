import { scenarioGoldens } from './scenario-goldens.ts';

/** Every identity and entry that decides about the share, and every condition of the reference computer. */
scenarioGoldens({ group: 'capture', title: 'a capture', words: () => ['--for', 'capture'] });
