import { scenarioGoldens } from './scenario-goldens.ts';

/** Every row of the verdict table and every cause of PXE's silence. */
scenarioGoldens({ group: 'pxe', title: 'PXE', words: () => ['--for', 'pxe'] });
