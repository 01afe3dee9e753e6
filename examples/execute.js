// Executes example documents on a host of their own, in a directory that is removed afterwards.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalog } from '@holdfast/catalog';
import { openHost, readConfiguration } from '@holdfast/server';

const directory = fileURLToPath(new URL('.', import.meta.url));

/** Names of all examples, in alphabetical order. */
export async function exampleNames() {
  const files = await readdir(directory);
  return files
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** An example with its attachments inlined. */
export async function readExample(name) {
  const document = JSON.parse(await readFile(`${directory}${name}.json`, 'utf8'));
  const names = catalog.get(document.family).files(document.model);
  const texts = await Promise.all(names.map((file) => readFile(directory + file, 'utf8')));
  const files = Object.fromEntries(names.map((file, at) => [file, texts[at]]));
  return names.length === 0 ? document : { ...document, files };
}

/** Runs the named examples one after another and hands each result to `onResult(name, result)`. */
export async function executeExamples(names, onResult) {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'holdfast-examples-'));
  const configuration = readConfiguration(
    { HOLDFAST_DATA_DIR: dataDirectory, HOLDFAST_LOG_LEVEL: 'silent' },
    {},
  );
  const host = await openHost(configuration);
  try {
    for (const name of names) {
      const spec = host.toRunSpec({ document: await readExample(name) });
      const { id } = await host.runs.start(spec);
      const { result } = await host.runs.ended(id);
      await onResult(name, result);
    }
  } finally {
    await host.close(10_000);
    await rm(dataDirectory, { recursive: true, force: true });
  }
}
