// The replicates of a sample or of a span of its chunks. Records merge chunk by chunk in chunk order, as moments do; verdicts
// are counts. Cuts come from the pilot and stay those of the sample.

import type { Snapshot } from '@holdfast/core';
import { countVerdicts, hits } from '../block-tally.ts';
import type { Plan } from '../plan.ts';
import { replicateCount, replicateOf } from './layout.ts';
import { addToRecord, emptyRecord, mergeRecord, type RecordLayout } from './replicates.ts';

type Fields = Snapshot['fields'];

/** Records of one chunk, by output. */
export type ChunkRecords = readonly Float64Array[];

export class ReplicateTally {
  /** By output: one record of all chunks of a sample, or those of each chunk of a span one after another. */
  readonly chunks: ChunkRecords[] = [];
  /** By output. */
  readonly cuts: readonly Float64Array[];
  /** [violated, judged] of every replicate, for one constraint after the other. */
  readonly verdicts: Float64Array;
  readonly #layouts: readonly RecordLayout[];
  readonly #apart: boolean;

  /** `apart` keeps every chunk for whoever merges them. */
  constructor(
    { constraints }: Pick<Plan, 'constraints'>,
    layouts: readonly RecordLayout[],
    cuts: readonly Float64Array[],
    apart: boolean,
  ) {
    this.#layouts = layouts;
    this.#apart = apart;
    this.cuts = cuts;
    this.verdicts = new Float64Array(2 * replicateCount * constraints.length);
  }

  /** The record of a sample; undefined before its first chunk. */
  recordOf(output: number): Float64Array | undefined {
    return this.chunks[0]?.[output];
  }

  /** Bytes held by records and verdicts. */
  get bytes(): number {
    return this.chunks.flat().reduce((sum, record) => sum + record.byteLength, this.verdicts.byteLength);
  }

  addChunk(records: ChunkRecords): void {
    const [held] = this.chunks;
    if (this.#apart || held === undefined) this.chunks.push(records.map((record) => record.slice()));
    else
      for (const [index, record] of records.entries())
        mergeRecord(held[index]!, record, this.#layouts[index]!);
  }

  /** Takes in the chunks that follow. */
  merge(other: ReplicateTally): void {
    for (const records of other.chunks) this.addChunk(records);
    for (let i = 0; i < this.verdicts.length; i++) this.verdicts[i]! += other.verdicts[i]!;
  }

  fields(): Fields {
    const outputs = this.#layouts.map((_, output) => {
      const record = this.chunks.flatMap((records) => [...records[output]!]);
      return [`${output}.replicates`, Float64Array.from(record)] as const;
    });
    const cuts = this.cuts.map((at, output) => [`${output}.cuts`, at.slice()] as const);
    return { ...Object.fromEntries([...outputs, ...cuts]), verdicts: this.verdicts.slice() };
  }

  static from(
    plan: Pick<Plan, 'constraints'>,
    layouts: readonly RecordLayout[],
    fields: Fields,
    apart: boolean,
  ): ReplicateTally {
    const of = (name: string): Float64Array => fields[name] as Float64Array;
    const tally = new ReplicateTally(
      plan,
      layouts,
      layouts.map((_, output) => of(`${output}.cuts`)),
      apart,
    );
    const sizes = layouts.map(({ width }) => replicateCount * width);
    const count = layouts.length === 0 ? 0 : of('0.replicates').length / sizes[0]!;
    for (let chunk = 0; chunk < count; chunk++) {
      tally.addChunk(
        sizes.map((size, output) => of(`${output}.replicates`).subarray(chunk * size, (chunk + 1) * size)),
      );
    }
    tally.verdicts.set(of('verdicts'));
    return tally;
  }
}

/** Takes blocks of one chunk into records, then the chunk into a tally. */
export class ReplicateBlocks {
  readonly #plan: Plan;
  readonly #layouts: readonly RecordLayout[];
  readonly #finite: Float64Array;

  constructor(plan: Plan, layouts: readonly RecordLayout[], blockSize: number) {
    this.#plan = plan;
    this.#layouts = layouts;
    this.#finite = new Float64Array(blockSize);
  }

  begin(): ChunkRecords {
    return this.#layouts.map(emptyRecord);
  }

  /** Takes in the first `count` values of every column; they belong to one replicate. */
  add(
    tally: ReplicateTally,
    records: ChunkRecords,
    columnOf: (column: number) => Float64Array,
    firstIteration: number,
    count: number,
  ): void {
    const { outputs, constraints } = this.#plan;
    const finite = this.#finite;
    for (const [index, { column, targets }] of outputs.entries()) {
      const values = columnOf(column);
      let kept = 0;
      for (let i = 0; i < count; i++) {
        const value = values[i]!;
        if (value - value === 0) finite[kept++] = value;
      }
      const found = targets.map(({ at, side }) => countHits(finite, kept, at, hits[side]));
      const layout = this.#layouts[index]!;
      addToRecord(records[index]!, layout, tally.cuts[index]!, firstIteration, finite, kept, found);
    }
    for (const [index, { column }] of constraints.entries()) {
      const at = 2 * (replicateCount * index + replicateOf(firstIteration));
      countVerdicts(columnOf(column), count, tally.verdicts, at);
    }
  }
}

function countHits(
  values: Float64Array,
  count: number,
  at: number,
  hit: (value: number, at: number) => boolean,
): number {
  let found = 0;
  for (let i = 0; i < count; i++) if (hit(values[i]!, at)) found++;
  return found;
}
