// What may happen to the state a run keeps: files damaged after they were written, a disk that is full, memory that runs out.
// Whatever it is, the run ends as an undisturbed one. These hold of every family, whether it can look for damage or not.

import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checkpoint, Simulation } from '@holdfast/core';
import { sha256Hex } from '@holdfast/protocol';
import { checkpointFile, createCheckpointDisk, findCheckpoint, type CheckpointDisk } from '@holdfast/runtime';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, sameBytes, stateOf, stepOnce, walk } from '../walk.ts';
import { memoryFaults, type Draw } from './patient.ts';
import { starve } from './starvation.ts';

const run = 'run';

/** Two checkpoints of a walk, after one step and after half of it, and the disk they are written to. */
class Keeper {
  readonly disk: CheckpointDisk;
  readonly directory: string;
  /** Newest first. */
  readonly #rows: Checkpoint[] = [];

  constructor(directory: string) {
    this.directory = directory;
    this.disk = createCheckpointDisk(directory);
  }

  fileOf(steps: number): string {
    return checkpointFile(steps, '1.0');
  }

  /** Writes a state; the row is there only when the disk took it. */
  async keep(steps: number, bytes: Uint8Array): Promise<void> {
    const file = this.fileOf(steps);
    await this.disk.write(run, file, bytes);
    this.#rows.unshift({ sequence: steps, time: 0, sha256: sha256Hex(bytes), bytes: bytes.length, file });
  }

  /** Demands that the checkpoint after `steps` is found. */
  async find(steps: number, what: string): Promise<Uint8Array<ArrayBuffer>> {
    const { found } = await findCheckpoint(this.disk, run, this.#rows);
    demand(found?.row.sequence === steps, `${what}: found the state after ${found?.row.sequence} steps`);
    return Uint8Array.from(found.bytes);
  }
}

function demandGoesOn(example: Example, simulation: Simulation, from: number): void {
  const { model, steps, reference } = example;
  const frames = walk(simulation, model, { steps: steps - from, from });
  demandSameFrames(model, reference.frames.slice(from), frames);
  demand(sameBytes(stateOf(simulation), reference.end), 'the state at the end differs');
}

async function withKeeper(
  example: Example,
  work: (keeper: Keeper, first: Uint8Array) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-keeping-'));
  try {
    const simulation = example.begin();
    walk(simulation, example.model, { steps: 1 });
    await work(new Keeper(directory), stateOf(simulation));
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The same numbers each time. */
function draws(seed: number): Draw {
  let state = seed;
  return (count) => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state % count;
  };
}

const damagedFile: Law<Example> = {
  name: 'a checkpoint damaged on its disk is never taken, and the run ends the same from the one before',
  async check(example) {
    await withKeeper(example, async (keeper, first) => {
      const { middle } = example.reference;
      await keeper.keep(1, first);
      await keeper.keep(example.half, middle);
      for (const fault of memoryFaults) {
        const bytes = middle.slice();
        const patient = { simulation: example.begin(), memory: () => ({ file: bytes }), injuries: {} };
        if (fault.strike(patient, draws(example.seed)) === undefined) continue;
        await keeper.disk.write(run, keeper.fileOf(example.half), bytes);
        await keeper.find(1, fault.name);
      }
      for (const length of [0, middle.length - 1]) {
        await keeper.disk.write(run, keeper.fileOf(example.half), middle.subarray(0, length));
        await keeper.find(1, `a file of ${length} bytes`);
      }
      await keeper.disk.remove(run, keeper.fileOf(example.half));
      demandGoesOn(example, example.restored(await keeper.find(1, 'a file that is gone')), 1);
    });
  },
};

const fullDisk: Law<Example> = {
  name: 'a disk that is full when a checkpoint is written refuses it, and the run ends the same with it or from the one before',
  async check(example) {
    await withKeeper(example, async (keeper, first) => {
      await keeper.keep(1, first);
      // what the system has for this: every write to it finds no space
      const place = join(keeper.directory, run);
      await mkdir(place, { recursive: true });
      await symlink('/dev/full', join(place, `${keeper.fileOf(example.half)}.partial`));
      const living = example.restored();
      const refusal = await keeper.keep(example.half, stateOf(living)).then(
        () => undefined,
        (error: unknown) => error,
      );
      const full = refusal instanceof Error && 'code' in refusal && refusal.code === 'ENOSPC';
      demand(full, `the disk was full and answered ${String(refusal)}`);
      demandGoesOn(example, living, example.half);
      demand(sameBytes(await keeper.find(1, 'a full disk'), first), 'a full disk: the one before is another');
    });
  },
};

/** Refuses the first array that is asked for, one in the middle and the last, each in an attempt of its own. */
function refuseSome(work: () => void, afterwards: () => void): void {
  const asked = starve(-1, work);
  afterwards();
  const places = [...new Set([0, asked >> 1, asked - 1])].filter((at) => at >= 0 && at < asked);
  for (const at of places) {
    let said = false;
    try {
      // where the first time made things that last, the second asks for less
      said = starve(at, work) <= at;
    } catch {
      said = true;
    }
    demand(said, `array ${at} of ${asked} was refused and nobody said so`);
    afterwards();
  }
}

const noMemory: Law<Example> = {
  name: 'memory that runs out in a snapshot, a step or a restore is said, and leaves nothing behind',
  check(example) {
    const { model, half, reference } = example;
    const living = example.restored();
    refuseSome(
      () => void living.snapshot(),
      () => demand(sameBytes(stateOf(living), reference.middle), 'a snapshot that was refused left traces'),
    );
    demandGoesOn(example, living, half);
    const torn = example.restored();
    const middle = example.restored().snapshot();
    const back = (): void => {
      torn.restore(middle);
      demand(sameBytes(stateOf(torn), reference.middle), 'what was torn is still there after a restore');
    };
    refuseSome(() => void stepOnce(torn, model, half), back);
    refuseSome(() => torn.restore(middle), back);
    demandGoesOn(example, torn, half);
  },
};

/** Laws on what is kept, tried on each example. */
export const keepingLaws: readonly Law<Example>[] = [damagedFile, fullDisk, noMemory];
