// The tiny simulator as a module that worker threads and other processes can import.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

export interface BuiltTiny {
  readonly moduleUrl: URL;
  /** Deletes the module. */
  readonly remove: () => void;
}

export async function buildTiny(): Promise<BuiltTiny> {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-tiny-'));
  const entry = fileURLToPath(new URL('tiny-simulator.ts', import.meta.url));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: { lib: { entry, formats: ['es'], fileName: 'tiny' }, outDir: directory, minify: false },
  });
  return {
    moduleUrl: pathToFileURL(join(directory, 'tiny.js')),
    remove: () => rmSync(directory, { recursive: true }),
  };
}
