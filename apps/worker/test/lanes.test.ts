// A network in real run processes: alone, with a thread beside it, killed, and taken up again with another number of workers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint, ModelDocument } from '@holdfast/core';
import {
  createNodeSpawner,
  type StartMessage,
  type WorkerHandle,
  type WorkerMessage,
} from '@holdfast/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { workerEntry } from '../src/index.ts';

/** Large enough to be shared, and lively. */
const document: ModelDocument = {
  family: 'neural',
  version: 1,
  name: 'lanes',
  model: {
    sensory: { width: 40, height: 40, pattern: 'flicker', brightness: 0.4 },
    workspace: { width: 4, height: 4 },
    dynamic: { count: 4000, energy: [5, 40] },
    capacity: { nodes: 8000, connections: 300_000 },
    life: { birthsMost: 20, starvation: 0.5, sweep: 3 },
    growth: { rate: 0.2, wither: 0.1 },
    solver: { frame: 4 },
  },
  run: { until: 48 },
};

let directory: string;
const started: WorkerHandle[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-lanes-'));
});
afterEach(() => {
  for (const worker of started.splice(0)) worker.kill();
  rmSync(directory, { recursive: true, force: true });
});

type Ended = WorkerMessage & { type: 'ended' };

/** Runs to its end; with `kill` only to its first checkpoint, where the process is killed. */
function live(workers: number, from: readonly Checkpoint[], kill = false): Promise<Ended | Checkpoint> {
  const spawner = createNodeSpawner({ entry: workerEntry, checkpointDirectory: directory });
  const worker = spawner.spawn({ memoryMb: 512, workers });
  started.push(worker);
  const start: StartMessage = {
    type: 'start',
    run: 'run',
    spec: { document, seed: 7, until: 48, parameters: [], limits: {}, workers },
    incarnation: `${workers}.0`,
    checkpoints: from,
    inputs: [],
    recordedTo: -1,
    runningMs: 0,
    checkpointMs: kill ? 1 : 1e9,
    memoryMb: 512,
    fleet: false,
  };
  return new Promise((resolve, reject) => {
    worker.onMessage((message) => {
      if (message.type === 'progress') {
        worker.send({ type: 'stored', message: message.message });
        if (kill && message.checkpoint !== null && message.checkpoint.time > 0) {
          worker.kill();
          resolve(message.checkpoint);
        }
      }
      if (message.type === 'ended') resolve(message);
    });
    worker.onExit(({ stderr }) => reject(new Error(stderr)));
    worker.send(start);
  });
}

test(
  'a network gives the same bytes with one worker, with two, and killed in between',
  { timeout: 120_000 },
  async () => {
    const one = (await live(1, [])) as Ended;
    const two = (await live(2, [])) as Ended;
    expect(one.stop).toEqual({ kind: 'reached-end' });
    expect(one.standing!.time).toBe(48);
    expect(two.standing).toEqual(one.standing);
    expect(two.frames.at(-1)!.values).toEqual(one.frames.at(-1)!.values);
    const checkpoint = (await live(2, [], true)) as Checkpoint;
    expect(checkpoint.time).toBeGreaterThan(0);
    expect(checkpoint.time).toBeLessThan(48);
    const resumed = (await live(1, [checkpoint])) as Ended;
    expect(resumed.standing).toEqual(one.standing);
  },
);
