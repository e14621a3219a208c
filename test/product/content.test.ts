import { scenarioGoldens } from './scenario-goldens.ts';

/** Every state of a package, every damage of a list or a file, and every gap in what could be read. */
scenarioGoldens({
  group: 'content',
  title: 'content',
  words: () => ['--for', 'deploy'],
  foreign: /^command-/,
});
