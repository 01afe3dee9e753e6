// Tests read sources, by one alias line; worker processes and threads load `dist`, so the test script builds first.
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { EveryTest, LongFirst } from './tidy/suite-run.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const sources = ['packages', 'families', 'apps'].flatMap((place) =>
  readdirSync(root + place).map((name) => [`@holdfast/${name}`, `${root}${place}/${name}/src/index.ts`]),
);

export default defineConfig({
  resolve: { alias: Object.fromEntries(sources) },
  test: {
    include: ['{packages,families,apps}/*/test/**/*.test.ts', 'tidy/**/*.test.ts'],
    setupFiles: ['tidy/property-seed.ts'],
    // Modules keep no mutable state, so test files share them: loading them anew for each file takes longer than most tests.
    isolate: false,
    // Half of the long tests wait for processes, so that two at a time keep two cores busy.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongFirst },
    reporters: ['default', new EveryTest()],
    // Of text that is as it should be nobody wants to read a page; of a failure the last lines are enough.
    silent: 'passed-only',
    slowTestThreshold: 10_000,
    diff: { truncateThreshold: 1000 },
    allowOnly: false,
    // Bounds for what hangs, not for what is slow: nothing waits for them when it is green.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
