import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelDocument } from '@holdfast/core';
import { createNodeSpawner, type WorkerHandle, type WorkerMessage } from '@holdfast/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { workerEntry } from '../src/index.ts';

const example = new URL('../../../examples/estimate-pi.json', import.meta.url);
const document = JSON.parse(readFileSync(example, 'utf8')) as ModelDocument;

let directory: string;
const started: WorkerHandle[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-worker-'));
});
afterEach(() => {
  for (const worker of started.splice(0)) worker.kill();
  rmSync(directory, { recursive: true, force: true });
});

function endOf(workers: number): Promise<WorkerMessage & { type: 'ended' }> {
  const spawner = createNodeSpawner({ entry: workerEntry, checkpointDirectory: directory });
  const worker = spawner.spawn({ memoryMb: 512, workers });
  started.push(worker);
  return new Promise((resolve, reject) => {
    worker.onMessage((message) => {
      if (message.type === 'ended') resolve(message);
    });
    worker.onExit(({ stderr }) => reject(new Error(stderr)));
    worker.send({
      type: 'start',
      run: 'run',
      spec: { document, seed: 7, until: 100_000, parameters: [], limits: {}, workers },
      incarnation: '1.0',
      checkpoints: [],
      inputs: [],
      recordedTo: -1,
      runningMs: 0,
      checkpointMs: 1e9,
      memoryMb: 512,
      fleet: false,
    });
  });
}

test('the entry is the module that was built', () => {
  expect(existsSync(fileURLToPath(workerEntry))).toBe(true);
});

test('a scenario gives the same numbers with one worker and with two', async () => {
  const [one, two] = await Promise.all([endOf(1), endOf(2)]);
  expect(one.stop).toEqual({ kind: 'reached-end' });
  expect(one.standing!.time).toBe(100_000);
  expect(two.standing).toEqual(one.standing);
});

test('the packed modules are of characters that take one byte, of which every thread keeps a copy', () => {
  const packed = fileURLToPath(new URL('./', workerEntry));
  const modules = readdirSync(packed, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.js'),
  );
  expect(modules.length).toBeGreaterThan(3);
  const wide = modules.filter((name) => /[^\0-\xff]/.test(readFileSync(join(packed, name), 'utf8')));
  expect(wide).toEqual([]);
});
