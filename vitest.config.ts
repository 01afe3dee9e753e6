// One alias line: tests read sources; worker processes and threads load `dist`, so the test script builds first.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const sources = ['packages', 'families', 'apps'].flatMap((place) =>
  readdirSync(root + place).map((name) => [`@holdfast/${name}`, `${root}${place}/${name}/src/index.ts`]),
);

export default defineConfig({
  resolve: { alias: Object.fromEntries(sources) },
  test: {
    include: ['{packages,families,apps}/*/test/**/*.test.ts', 'tidy/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
