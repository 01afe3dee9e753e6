// Chunks may be computed anywhere, by anyone, in spans of any length and any order: absorbed by index they give the bits of
// one worker that goes chunk by chunk.

import type { Chunks, Frame, Input, Simulation, Snapshot, StepReport } from '@holdfast/core';
import { decodeSnapshot, encodeSnapshot } from '@holdfast/protocol';
import * as fc from 'fast-check';
import type { Example } from '../example.ts';
import { demand, type Law } from '../law.ts';
import { demandSameFrames, frameOf, sameBytes, stateOf } from '../walk.ts';

/** Enough for three workers to get out of step. */
const chunksMost = 6;

const workerCounts = [1, 2, 3] as const;

/** Cuts and completion orders tried for each count of workers; a failure prints the seed that reproduces it. */
const tries = 2;

interface Span {
  readonly first: number;
  readonly count: number;
}

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

function demandAdvance(
  { model }: Example,
  simulation: Simulation,
  { first, count }: Span,
  move: () => StepReport,
): void {
  const length = model.step.initial;
  const chunks = chunksOf(simulation);
  demand(chunks.next === first, `chunk ${first} is due and ${chunks.next} is said to be next`);
  const before = simulation.time;
  const { advanced } = move();
  const gap = Math.abs(simulation.time - before - advanced);
  const whole = first + count < chunks.end ? count : count - 1;
  const right = advanced > 0 && advanced <= count * length && advanced >= whole * length;
  demand(right && gap <= 1e-9 * simulation.time, `${count} chunks from ${first} advanced ${advanced}`);
  demand(chunks.next === first + count, `after ${count} chunks from ${first}, ${chunks.next} is next`);
}

/** What is shown after every span, by the number of chunks absorbed. */
type Shown = ReadonlyMap<number, Frame>;

interface Alone {
  /** Of single chunks, encoded before they were absorbed. */
  readonly partials: readonly Uint8Array[];
  readonly shown: Shown;
  readonly end: Uint8Array;
}

/** One worker, one chunk after the other, interrupted by a restore in the middle. */
function alone(example: Example, inputs: readonly Input[], count: number): Alone {
  let simulation = begin(example, inputs);
  const partials: Uint8Array[] = [];
  const shown = new Map<number, Frame>();
  for (let first = 0; first < count; first++) {
    const partial = chunksOf(simulation).run(first, 1);
    partials.push(encodeSnapshot(partial));
    demandAdvance(example, simulation, { first, count: 1 }, () =>
      chunksOf(simulation).absorb(first, partial),
    );
    shown.set(first + 1, frameOf(simulation, example.model, first + 1));
    if (first !== count >> 1) continue;
    const restored = example.begin();
    restored.restore(simulation.snapshot());
    simulation = restored;
  }
  return { partials, shown, end: stateOf(simulation) };
}

/** Steps and chunks are two ways to the same numbers wherever both stop. */
function demandSameAsSteps(example: Example, shown: Shown): void {
  const { model, reference } = example;
  for (const frame of reference.frames) {
    const other = [...shown.values()].find(({ time }) => time === frame.time);
    if (other !== undefined) demandSameFrames(model, [frame], [{ ...other, sequence: frame.sequence }]);
  }
}

/** Absorbs what `spans` of it were computed by whoever, and in place what nobody computed. */
function demandSameFromSpans(
  example: Example,
  inputs: readonly Input[],
  expected: Alone,
  spans: readonly Span[],
  partials: ReadonlyMap<number, Snapshot>,
): void {
  const whole = begin(example, inputs);
  for (const span of spans) {
    const partial = partials.get(span.first);
    demandAdvance(example, whole, span, () =>
      partial === undefined
        ? chunksOf(whole).advance(span.count)
        : chunksOf(whole).absorb(span.first, partial),
    );
    const after = span.first + span.count;
    demandSameFrames(example.model, [expected.shown.get(after)!], [frameOf(whole, example.model, after)]);
  }
  demand(sameBytes(stateOf(whole), expected.end), 'the state after the chunks differs');
}

interface Plan {
  readonly spans: readonly Span[];
  /** Places of spans in the order in which they are computed; the others are computed in place. */
  readonly order: readonly number[];
  readonly change: boolean;
}

function computeElsewhere(
  example: Example,
  inputs: readonly Input[],
  expected: Alone,
  workers: number,
  { spans, order }: Plan,
): ReadonlyMap<number, Snapshot> {
  const replicas = Array.from({ length: workers }, () => begin(example, inputs));
  const fresh = stateOf(replicas[0]!);
  const partials = new Map<number, Snapshot>();
  order.forEach((place, turn) => {
    const { first, count } = spans[place]!;
    const replica = replicas[turn % workers]!;
    const partial = encodeSnapshot(chunksOf(replica).run(first, count));
    demand(
      count > 1 || sameBytes(partial, expected.partials[first]!),
      `chunk ${first} depends on who computes it, or when`,
    );
    demand(sameBytes(stateOf(replica), fresh), 'computing a span changes the simulation');
    partials.set(first, decodeSnapshot(partial));
  });
  return partials;
}

/** Any cut of chunks 0 .. count - 1 at multiples of the stride, and any order of all or some of its spans. */
function plans(count: number, stride: number): fc.Arbitrary<Plan> {
  const inner = Array.from({ length: count - 1 }, (_, index) => index + 1);
  const fixed = inner.filter((index) => index % stride === 0);
  return fc.subarray(inner).chain((cuts) => {
    const starts = [...new Set([0, ...fixed, ...cuts])].sort((a, b) => a - b);
    const spans = starts.map((first, at) => ({ first, count: (starts[at + 1] ?? count) - first }));
    const order = fc.shuffledSubarray([...spans.keys()]);
    return fc.record({ spans: fc.constant(spans), order, change: fc.boolean() });
  });
}

const anyWorkers: Law<Example> = {
  name: 'chunks give the same result for 1, 2 and 3 workers, however they are cut into spans, in any completion order',
  check(example) {
    const { chunks } = example.begin();
    if (chunks === undefined) return;
    demand(chunks.next === 0 && chunks.end > 0, `chunks begin at ${chunks.next} and end at ${chunks.end}`);
    demand(chunks.stride >= 1, `spans end at multiples of ${chunks.stride} chunks`);
    const count = Math.min(chunksMost, chunks.end);
    const expected = [alone(example, [], count), alone(example, example.changes, count)] as const;
    demandSameAsSteps(example, expected[0].shown);
    const judge = (workers: number, plan: Plan): void => {
      const inputs = plan.change ? example.changes : [];
      const reference = expected[plan.change ? 1 : 0];
      const partials = computeElsewhere(example, inputs, reference, workers, plan);
      demandSameFromSpans(example, inputs, reference, plan.spans, partials);
    };
    for (const workers of workerCounts) {
      const singles = Array.from({ length: count }, (_, first) => ({ first, count: 1 }));
      const order = [...singles.keys()].toReversed();
      judge(workers, { spans: singles, order, change: workers === 2 });
      const property = fc.property(plans(count, chunks.stride), (plan) => judge(workers, plan));
      fc.assert(property, { numRuns: tries });
    }
    judge(1, { spans: spansOf(count, chunks.stride), order: [], change: false });
  },
};

/** The longest spans there are. */
function spansOf(count: number, stride: number): readonly Span[] {
  const longest = Math.min(count, stride);
  return Array.from({ length: Math.ceil(count / longest) }, (_, place) => {
    const first = place * longest;
    return { first, count: Math.min(longest, count - first) };
  });
}

export const chunkLaws: readonly Law<Example>[] = [anyWorkers];
