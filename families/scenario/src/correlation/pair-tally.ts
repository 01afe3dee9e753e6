// Pairs of outputs of a sample or of a span of its chunks. Joint moments merge chunk by chunk in chunk order; counts of classes
// are whole numbers, so their order does not matter. The classes come from the pilot and stay those of the sample.

import type { Snapshot } from '@holdfast/core';
import { addPairs, createComoments, mergeComoments } from '@holdfast/numerics';
import type { OutputPlan } from '../plan.ts';
import { replicateOf } from '../sampling/layout.ts';
import type { CorrelationPlan } from './plan.ts';
import { classCount, classOf } from './rank-grid.ts';

type Fields = Snapshot['fields'];

const cells = classCount * classCount;

/** Joint moments of one chunk, by pair. */
export type PairRecords = readonly Float64Array[];

export class PairTally {
  /** By place among the correlated outputs: upper ends of their classes. */
  readonly grids: readonly Float64Array[];
  /** By pair: counts of pairs of classes, row by row. */
  readonly counts: readonly Float64Array[];
  /** One record of all chunks of a sample, or those of each chunk of a span one after another. */
  readonly chunks: PairRecords[] = [];
  readonly #plan: CorrelationPlan;
  readonly #apart: boolean;

  /** `apart` keeps every chunk for whoever merges them. */
  constructor(plan: CorrelationPlan, grids: readonly Float64Array[], apart: boolean) {
    this.#plan = plan;
    this.#apart = apart;
    this.grids = grids;
    this.counts = plan.pairs.map(() => new Float64Array(cells));
  }

  /** Joint moments of one copy of a pair of a sample: of its values, then, under a design, of its classes. */
  momentsOf(pair: number, copy: number): readonly Float64Array[] {
    const record = this.chunks[0]?.[pair];
    return record === undefined ? [] : partsOf(this.#plan, record, copy);
  }

  addChunk(records: PairRecords): void {
    const [held] = this.chunks;
    if (this.#apart || held === undefined) {
      this.chunks.push(records.map((record) => record.slice()));
      return;
    }
    for (const [pair, record] of records.entries()) {
      for (let copy = 0; copy < this.#plan.copies; copy++) {
        const into = partsOf(this.#plan, held[pair]!, copy);
        for (const [part, from] of partsOf(this.#plan, record, copy).entries())
          mergeComoments(into[part]!, from);
      }
    }
  }

  /** Takes in the chunks that follow. */
  merge(other: PairTally): void {
    for (const records of other.chunks) this.addChunk(records);
    for (const [pair, counts] of this.counts.entries()) {
      const more = other.counts[pair]!;
      for (let at = 0; at < cells; at++) counts[at]! += more[at]!;
    }
  }

  fields(): Fields {
    return {
      'pairs.moments': joined(this.chunks.flat()),
      'pairs.counts': joined(this.counts),
      ...Object.fromEntries(this.grids.map((grid, place) => [`${place}.grid`, grid.slice()])),
    };
  }

  static from(plan: CorrelationPlan, fields: Fields, apart: boolean): PairTally {
    const of = (name: string): Float64Array => fields[name] as Float64Array;
    const grids = plan.outputs.map((_, place) => of(`${place}.grid`));
    const tally = new PairTally(plan, grids, apart);
    const [moments, counts] = [of('pairs.moments'), of('pairs.counts')];
    const size = plan.copies * plan.width;
    const row = size * plan.pairs.length;
    for (let at = 0; at < moments.length; at += row) {
      tally.addChunk(plan.pairs.map((_, pair) => moments.subarray(at + pair * size, at + (pair + 1) * size)));
    }
    for (const [pair, into] of tally.counts.entries()) {
      into.set(counts.subarray(pair * cells, (pair + 1) * cells));
    }
    return tally;
  }
}

/** Takes blocks of one chunk into records, then the chunk into a tally. */
export class PairBlocks {
  readonly #plan: CorrelationPlan;
  readonly #columns: readonly number[];
  /** By place among the correlated outputs: class of each value, -1 where it is not finite. */
  readonly #classes: readonly Int8Array[];
  readonly #x: Float64Array;
  readonly #y: Float64Array;

  constructor(plan: CorrelationPlan, outputs: readonly OutputPlan[], blockSize: number) {
    this.#plan = plan;
    this.#columns = plan.outputs.map((place) => outputs[place]!.column);
    this.#classes = plan.outputs.map(() => new Int8Array(blockSize));
    this.#x = new Float64Array(blockSize);
    this.#y = new Float64Array(blockSize);
  }

  begin(): PairRecords {
    const { pairs, copies, width } = this.#plan;
    return pairs.map(() => new Float64Array(copies * width));
  }

  /** Takes in the first `count` values of every column; they belong to one replicate. */
  add(
    tally: PairTally,
    records: PairRecords,
    columnOf: (column: number) => Float64Array,
    firstIteration: number,
    count: number,
  ): void {
    const { outputs, pairs, copies } = this.#plan;
    const values = this.#columns.map(columnOf);
    for (const [place, column] of values.entries())
      classify(column, tally.grids[place]!, count, this.#classes[place]!);
    const copy = copies === 1 ? 0 : replicateOf(firstIteration);
    for (const [pair, { a, b }] of pairs.entries()) {
      const [left, right] = [outputs.indexOf(a), outputs.indexOf(b)];
      const [moments, ofClasses] = partsOf(this.#plan, records[pair]!, copy);
      const [x, y] = [this.#x, this.#y];
      const [classX, classY] = [this.#classes[left]!, this.#classes[right]!];
      const counts = tally.counts[pair]!;
      const kept = keepPairs(values[left]!, values[right]!, classX, classY, count, x, y);
      addPairs(moments!, x, y, kept);
      let found = 0;
      for (let i = 0; i < count; i++) {
        if (classX[i]! < 0 || classY[i]! < 0) continue;
        counts[classX[i]! * classCount + classY[i]!]!++;
        x[found] = classX[i]!;
        y[found++] = classY[i]!;
      }
      if (ofClasses !== undefined) addPairs(ofClasses, x, y, kept);
    }
  }
}

function classify(values: Float64Array, grid: Float64Array, count: number, out: Int8Array): void {
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    out[i] = value - value === 0 ? classOf(grid, value) : -1;
  }
}

/** Only iterations in which both values are finite. */
function keepPairs(
  left: Float64Array,
  right: Float64Array,
  classLeft: Int8Array,
  classRight: Int8Array,
  count: number,
  x: Float64Array,
  y: Float64Array,
): number {
  let kept = 0;
  for (let i = 0; i < count; i++) {
    if (classLeft[i]! < 0 || classRight[i]! < 0) continue;
    x[kept] = left[i]!;
    y[kept++] = right[i]!;
  }
  return kept;
}

/** Views of one copy in a record: joint moments of values, and of classes where they are kept. */
function partsOf(
  { order, width }: CorrelationPlan,
  record: Float64Array,
  copy: number,
): readonly Float64Array[] {
  const start = copy * width;
  const middle = start + createComoments(order).length;
  const values = record.subarray(start, middle);
  return middle === start + width ? [values] : [values, record.subarray(middle, start + width)];
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
