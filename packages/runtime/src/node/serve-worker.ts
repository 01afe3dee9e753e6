// What a worker process does: one driver, driven by the messages of its parent, with the real clock and disk.

import { isMainThread, workerData } from 'node:worker_threads';
import type { Simulator } from '@holdfast/core';
import { RunDriver } from '../driver.ts';
import type { HostMessage } from '../messages.ts';
import { createCheckpointDisk } from './checkpoint-disk.ts';
import { isAnswerThread, openAnswerThread, serveAnswers } from './answer-thread.ts';
import { openThreadExecutor, serveChunks } from './chunk-thread.ts';
import { nodeClock, nodeRandom } from './clock.ts';
import { isLane, openLaneTeam, serveLane } from './lane-thread.ts';
import { serveSpans, spansArgument } from './span-process.ts';

/** Serves one run in a process started by the spawner of `createNodeSpawner`, chunks, answers or a lane when called in one of its threads, or
 * spans of many runs in a process of a fleet worker: all run the same entry module. */
export function serveWorker(simulators: ReadonlyMap<string, Simulator>): void {
  if (isAnswerThread()) {
    void serveAnswers(simulators);
    return;
  }
  if (isLane(workerData)) serveLane(workerData);
  if (!isMainThread) {
    serveChunks(simulators);
    return;
  }
  const [, entry = '', directory] = process.argv;
  if (directory === undefined || process.send === undefined) {
    throw new Error('a worker is started by a host, not by hand');
  }
  if (directory === spansArgument) {
    serveSpans(simulators);
    return;
  }
  const driver = new RunDriver({
    clock: nodeClock,
    disk: createCheckpointDisk(directory),
    simulators,
    post: (message) => process.send?.(message),
    // What was posted is still sent; the handler below then ends the process.
    abandon: () => process.disconnect(),
    openExecutor: (setup) => openThreadExecutor(entry, setup),
    assistants: { open: (document) => openAnswerThread(entry, document), random: nodeRandom },
    openTeam: (workers, onLost) => openLaneTeam(entry, workers, onLost),
  });
  // Ctrl-C in a terminal reaches the whole process group; what becomes of the run is for the host to say.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('message', (message: HostMessage) => driver.receive(message));
  // Without its host a worker has nobody to report to; the run goes on from its checkpoint elsewhere.
  process.on('disconnect', () => process.exit(0));
}
