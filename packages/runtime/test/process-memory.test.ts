import { afterEach, expect, test } from 'vitest';
import { createNodeSpawner } from '../src/node/spawner.ts';
import type { WorkerHandle } from '../src/ports.ts';

const entry = new URL('fixtures/churning-process.js', import.meta.url);

let worker: WorkerHandle<string, number>;
afterEach(() => worker.kill());

test('a worker process gives back the memory of blocks let go and of threads that ended, whatever lives on between them', async () => {
  const spawner = createNodeSpawner<string, number>({ entry, checkpointDirectory: '/nowhere' });
  worker = spawner.spawn({ memoryMb: 256, workers: 1 });
  const grownMb = await new Promise<number>((resolve, reject) => {
    worker.onMessage(resolve);
    worker.onExit(({ stderr }) => reject(new Error(`it ended: ${stderr}`)));
  });
  // The last thread and what lives on are 5 MB; with glibc as it comes it is 25 to 37.
  expect(grownMb).toBeLessThan(10);
});
