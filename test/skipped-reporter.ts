import type { Reporter, TestModule } from 'vitest/node';

/** After a run: every test that was skipped, by name, and the counts on a plain line of their own. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state: 'passed' | 'failed' | 'skipped') => tests.filter((test) => test.result().state === state);
    const skipped = inState('skipped').map((test) => `  skipped: ${test.module.relativeModuleId} > ${test.fullName}\n`);
    const counts = `${inState('passed').length} passed, ${inState('failed').length} failed, ${skipped.length} skipped\n`;
    process.stdout.write(`\n${skipped.join('')}\n${counts}`);
  }
}
