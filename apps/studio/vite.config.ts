// Builds the studio from workspace sources into dist; type declarations of `tsc -b` live beside, in dist-types.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Workspace packages the studio is bundled from; the families come with the catalog. */
const sources = [
  ...['core', 'numerics', 'protocol', 'client', 'pictures', 'catalog', 'experiment', 'sketch'].map(
    (name) => ['packages', name] as const,
  ),
  ...readdirSync(`${root}families`).map((name) => ['families', name] as const),
];

/** Workspace modules only declare; a schema or a family nobody reads is left out of the bundle. */
const treeshake = { moduleSideEffects: (id: string) => !/\/(packages|families)\/\w+\/src\//.test(id) };

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    alias: {
      ...Object.fromEntries(
        sources.map(([place, name]) => [`@holdfast/${name}`, `${root}${place}/${name}/src/index.ts`]),
      ),
      // The rest of it executes runs, in Node.
      '@holdfast/runtime': `${root}packages/runtime/src/follower.ts`,
    },
  },
  worker: { format: 'es', rolldownOptions: { treeshake } },
  server: { proxy: { '/api': { target: 'http://127.0.0.1:7700', ws: true } } },
  build: {
    target: 'es2023',
    sourcemap: false,
    // Fonts and images stay files, so that `font-src 'self'` and `img-src 'self'` suffice.
    assetsInlineLimit: 0,
    // The inline preload polyfill is not needed by any browser of the target.
    modulePreload: { polyfill: false },
    // What chunks may weigh is a test, and counts what is sent: test/bundle.test.ts.
    chunkSizeWarningLimit: 1024,
    rolldownOptions: {
      checks: { pluginTimings: false },
      treeshake,
      output: {
        // Schemas and the setting they are made under share a chunk, whose modules keep their order of execution. What only a
        // later page needs comes with that page.
        codeSplitting: {
          groups: [
            {
              name: 'protocol',
              test: /no-eval\.ts$|node_modules\/zod\/|\/packages\/(core\/|client\/src\/(?!stream-frames|recording|export|frames-parquet|goals|fans|correlations|frame-columns)|protocol\/src\/(?!bit-stream|stream-(?!api|layout)|mcap\/|viewer\/|archive|json-scan|locate|run-text))/,
            },
          ],
        },
      },
    },
  },
});
