// What a forked run takes over from its parent: the newest checkpoint at or before the fork, with the frames up to it. It
// goes on from there as after a recovery; without one it begins anew, which gives the same numbers later.

import type { Checkpoint, Frame, RunRecord, RunSpec, Store } from '@holdfast/core';
import { sha256Hex } from '@holdfast/protocol';
import { checkpointFile, decodeCheckpoint, encodeCheckpoint, findCheckpoint } from './checkpoint.ts';
import type { CheckpointDisk } from './ports.ts';
import type { StoredLog } from './run-log.ts';

/** Frames in one read and write. */
const page = 500;

/** Copies what `child`, which is stored and claimed, can begin from; undefined when nothing of the parent can be used. */
export async function inherit(
  store: Store,
  disk: CheckpointDisk,
  { id, epoch }: Pick<RunRecord, 'id' | 'epoch'>,
  { run, time }: NonNullable<RunSpec['parent']>,
): Promise<Pick<StoredLog, 'checkpoints' | 'recordedTo'> | undefined> {
  const rows = (await store.listCheckpoints(run)).filter((row) => row.time <= time);
  const { found } = await findCheckpoint(disk, run, rows);
  if (found === undefined) return undefined;
  const { simulation, driver } = decodeCheckpoint(found.bytes);
  const { pace: _, ...place } = driver;
  let last: Frame | undefined;
  for (let count = 0; count < driver.recording.count;) {
    const limit = Math.min(page, driver.recording.count - count);
    const frames = await store.listFrames(run, count === 0 ? { limit } : { after: count - 1, limit });
    last = frames.at(-1);
    if (last === undefined) return undefined;
    await store.appendFrames(id, epoch, frames);
    count += frames.length;
  }
  // the wall time its parent took is not the child's
  const bytes = encodeCheckpoint(simulation, { ...place, runningMs: 0 });
  const file = checkpointFile(0, `${epoch}.fork`);
  await disk.write(id, file, bytes);
  const checkpoint: Checkpoint = {
    sequence: 0,
    time: found.row.time,
    sha256: sha256Hex(bytes),
    bytes: bytes.length,
    file,
  };
  await store.putCheckpoint(id, epoch, checkpoint);
  return { checkpoints: [checkpoint], recordedTo: last?.time ?? -1 };
}
