// Carries out the recorded analyses: each file of examples/analyses names a document and what is asked of it.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openHost, readConfiguration } from '@holdfast/server';
import { readExample } from './execute.js';

const directory = fileURLToPath(new URL('./analyses/', import.meta.url));

/** Names of all analyses, in alphabetical order. */
export async function analysisNames() {
  const files = await readdir(directory);
  return files
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** The request in a file, with its document in place of the name of it. */
export async function readAnalysis(name) {
  const asked = JSON.parse(await readFile(`${directory}${name}.json`, 'utf8'));
  return { ...asked, document: await readExample(asked.document.replace(/^\.\.\/(.*)\.json$/, '$1')) };
}

/** Carries out the named analyses one after another and hands each result to `onResult(name, result)`. */
export async function carryOutAnalyses(names, onResult) {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'holdfast-analyses-'));
  const configuration = readConfiguration(
    { HOLDFAST_DATA_DIR: dataDirectory, HOLDFAST_LOG_LEVEL: 'silent' },
    {},
  );
  const host = await openHost(configuration);
  try {
    for (const name of names) {
      const { id } = await host.experiments.start(await readAnalysis(name));
      for (;;) {
        const { result } = await host.experiments.get(id);
        if (result !== null) {
          await onResult(name, result);
          break;
        }
        await wait(20);
      }
    }
  } finally {
    await host.close(10_000);
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
