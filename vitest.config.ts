import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/skipped-reporter.ts'],
    // Builds the program where it is not current.
    globalSetup: ['./test/product/build.ts'],
    include: ['{src,checks,lab,test}/**/*.test.ts'],
    // The tests mostly wait for children; vitest's own choice leaves one of two cores idle.
    maxWorkers: Math.max(2, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 300_000,
  },
});
