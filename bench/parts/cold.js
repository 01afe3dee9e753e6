// A process of its own from its start to the last figure: the packed module a host starts for a run, asked as a host asks it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createNodeSpawner } from '@holdfast/runtime';
import { workerEntry } from '@holdfast/worker';
import { documentOf, makeGraph } from '../peers/graphs.js';

const repeats = 5;
const memoryMb = 1024;
const limitMs = 250;
const sizes = [
  [10, 1e6],
  [50, 1e5],
  [50, 1e6],
  [500, 1e6],
];

/** Milliseconds to the end and to the first iteration, and memory, of one run in a new process. */
function once(spawner, document, until) {
  const start = performance.now();
  const worker = spawner.spawn({ memoryMb, workers: 1 });
  let readyMs = NaN;
  return new Promise((resolve, reject) => {
    worker.onExit(({ stderr }) => reject(new Error(stderr)));
    worker.onMessage((message) => {
      if (message.type === 'ready') readyMs = performance.now() - start;
      if (message.type !== 'ended') return;
      resolve({ wall: performance.now() - start, readyMs, megabytes: worker.rssMb() });
      worker.kill();
    });
    worker.send({
      type: 'start',
      run: 'cold',
      spec: { document, seed: 1, until, parameters: [], limits: {}, workers: 1 },
      incarnation: '1.0',
      checkpoints: [],
      inputs: [],
      recordedTo: -1,
      runningMs: 0,
      checkpointMs: 60_000,
      memoryMb,
      fleet: false,
    });
  });
}

/** Prints the median of a few processes for each size. */
export async function measureCold(print) {
  const checkpointDirectory = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  const spawner = createNodeSpawner({ entry: workerEntry, checkpointDirectory });
  print('cold processes, document to result, frames included');
  for (const [size, iterations] of sizes) {
    const document = documentOf(makeGraph(size));
    const runs = [];
    for (let repeat = 0; repeat < repeats; repeat++) runs.push(await once(spawner, document, iterations));
    const { wall, readyMs, megabytes } = runs.toSorted((a, b) => a.wall - b.wall)[repeats >> 1];
    const limit =
      size === 50 && iterations === 1e6
        ? `, ${(wall / limitMs).toFixed(2)} of the limit of ${limitMs} ms`
        : '';
    print(
      `  ${size} nodes, ${iterations.toLocaleString('en')} iterations: ${wall.toFixed(0)} ms with the start of Node${limit}; ready after ${readyMs.toFixed(0)} ms; ${megabytes.toFixed(0)} MB`,
    );
  }
  spawner.close();
  await rm(checkpointDirectory, { recursive: true, force: true });
}
