// Chunks may be computed anywhere, by anyone, in any order: absorbed by index they give the bits of one worker.

import type { Chunks, Frame, Input, Simulation, Snapshot } from '@holdfast/core';
import { decodeSnapshot, encodeSnapshot } from '@holdfast/protocol';
import * as fc from 'fast-check';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, frameOf, sameBytes, stateOf } from '../walk.ts';

/** Enough for three workers to get out of step. */
const chunksMost = 4;

const workerCounts = [1, 2, 3] as const;

/** Completion orders tried for each count of workers; a failure prints the seed that reproduces it. */
const tries = 1;

function chunksOf(simulation: Simulation): Chunks {
  const { chunks } = simulation;
  demand(chunks !== undefined, 'one simulation of the model has chunks and another has none');
  return chunks;
}

function begin(example: Example, inputs: readonly Input[]): Simulation {
  const simulation = example.begin();
  for (const input of inputs) simulation.apply(input);
  return simulation;
}

function absorbAll(
  example: Example,
  simulation: Simulation,
  partials: readonly Snapshot[],
  first = 0,
): readonly Frame[] {
  return partials.map((partial, index) => {
    const chunks = chunksOf(simulation);
    demand(
      chunks.next === first + index,
      `chunk ${first + index} is due and ${chunks.next} is said to be next`,
    );
    const before = simulation.time;
    const { advanced } = chunks.absorb(first + index, partial);
    const gap = Math.abs(simulation.time - before - advanced);
    demand(advanced > 0 && gap <= 1e-9 * simulation.time, `chunk ${first + index} advanced ${advanced}`);
    return frameOf(simulation, example.model, first + index + 1);
  });
}

interface Alone {
  /** Encoded before they were absorbed. */
  readonly partials: readonly Uint8Array[];
  readonly frames: readonly Frame[];
  readonly end: Uint8Array;
}

/** One worker, one chunk after the other, interrupted by a restore in the middle. */
function alone(example: Example, inputs: readonly Input[], count: number): Alone {
  let simulation = begin(example, inputs);
  const partials: Uint8Array[] = [];
  const frames: Frame[] = [];
  for (let index = 0; index < count; index++) {
    const partial = chunksOf(simulation).runChunk(index);
    partials.push(encodeSnapshot(partial));
    frames.push(...absorbAll(example, simulation, [partial], index));
    if (index !== count >> 1) continue;
    const restored = example.begin();
    restored.restore(simulation.snapshot());
    simulation = restored;
  }
  return { partials, frames, end: stateOf(simulation) };
}

/** Steps and chunks are two ways to the same numbers wherever both stop. */
function demandSameAsSteps(example: Example, frames: readonly Frame[]): void {
  const { model, reference } = example;
  for (const frame of reference.frames) {
    const other = frames.find(({ time }) => time === frame.time);
    if (other !== undefined) demandSameFrames(model, [frame], [{ ...other, sequence: frame.sequence }]);
  }
}

function demandSameFromWorkers(
  example: Example,
  inputs: readonly Input[],
  expected: Alone,
  workers: number,
  order: readonly number[],
): void {
  const replicas = Array.from({ length: workers }, () => begin(example, inputs));
  const fresh = stateOf(replicas[0]!);
  const partials: Snapshot[] = [];
  order.forEach((index, turn) => {
    const replica = replicas[turn % workers]!;
    const partial = encodeSnapshot(chunksOf(replica).runChunk(index));
    demand(
      sameBytes(partial, expected.partials[index]!),
      `chunk ${index} depends on who computes it, or when`,
    );
    demand(sameBytes(stateOf(replica), fresh), 'computing a chunk changes the simulation');
    partials[index] = decodeSnapshot(partial);
  });
  const whole = begin(example, inputs);
  demandSameFrames(example.model, expected.frames, absorbAll(example, whole, partials));
  demand(sameBytes(stateOf(whole), expected.end), 'the state after the chunks differs');
}

const anyWorkers: Law<Example> = {
  name: 'chunks give the same result for 1, 2 and 3 workers in any completion order',
  check(example) {
    const { chunks } = example.begin();
    if (chunks === undefined) return;
    demand(chunks.next === 0 && chunks.end > 0, `chunks begin at ${chunks.next} and end at ${chunks.end}`);
    const count = Math.min(chunksMost, chunks.end);
    const expected = [alone(example, [], count), alone(example, example.changes, count)] as const;
    demandSameAsSteps(example, expected[0].frames);
    const indices = Array.from({ length: count }, (_, index) => index);
    const orders = fc.shuffledSubarray(indices, { minLength: count });
    for (const workers of workerCounts) {
      const property = fc.property(orders, fc.boolean(), (order, change) => {
        demandSameFromWorkers(
          example,
          change ? example.changes : [],
          expected[change ? 1 : 0],
          workers,
          order,
        );
      });
      fc.assert(property, { numRuns: tries });
    }
  },
};

export const chunkLaws: readonly Law<Example>[] = [anyWorkers];
