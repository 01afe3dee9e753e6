import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runDigest } from '@holdfast/conformance';
import { build } from 'vite';
import { afterAll, describe, expect, it } from 'vitest';
import { tiny, tinyDocuments } from './tiny-simulator.ts';

const directory = mkdtempSync(join(tmpdir(), 'holdfast-digest-'));
afterAll(() => rmSync(directory, { recursive: true }));

const [document, other] = tinyDocuments;

describe('runDigest', () => {
  it('is the same whenever it is computed', () => {
    const digest = runDigest(tiny(), document, 7, 5);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(runDigest(tiny(), document, 7, 5)).toBe(digest);
    expect(runDigest(tiny(), { ...document, name: 'renamed' }, 7, 5)).toBe(digest);
  });

  it('differs for another seed, number of steps, document or behaviour', () => {
    const digests = [
      runDigest(tiny(), document, 7, 5),
      runDigest(tiny(), document, 8, 5),
      runDigest(tiny(), document, 7, 6),
      runDigest(tiny(), other, 7, 5),
      runDigest(tiny('ignores the seed'), document, 7, 5),
      runDigest(tiny('metric twice'), document, 7, 5),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });

  it('fits into a browser: a bundle of it holds no test runner and no platform module, and gives the same digest', async () => {
    const entry = join(directory, 'entry.js');
    writeFileSync(entry, "export { runDigest } from '@holdfast/conformance';");
    await build({
      configFile: false,
      logLevel: 'silent',
      resolve: {
        alias: { '@holdfast/conformance': fileURLToPath(new URL('../dist/index.js', import.meta.url)) },
      },
      build: {
        lib: { entry, formats: ['es'], fileName: 'digest' },
        outDir: directory,
        emptyOutDir: false,
        minify: false,
      },
    });
    const file = join(directory, 'digest.js');
    const text = readFileSync(file, 'utf8');
    expect(text.match(/vitest|fast-check|node:|process\.|import\.meta/g)).toBeNull();
    const bundled = (await import(pathToFileURL(file).href)) as { runDigest: typeof runDigest };
    expect(bundled.runDigest(tiny(), document, 7, 5)).toBe(runDigest(tiny(), document, 7, 5));
  });
});
