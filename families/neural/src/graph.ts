// The living graph as typed arrays over one block of memory. Slots never move; rows do, but nothing outside `rows.ts` knows
// where they are. Invariants: see `inspection.ts`.

import {
  accountStride,
  headCount,
  sumCount,
  countCount,
  coefficientCount,
  bands,
  gainStride,
  rateCount,
  type Layout,
} from './layout.ts';

/** A block of memory that may belong to a kernel. */
export interface Block {
  readonly buffer: ArrayBufferLike;
}

/** Figures of the whole graph that are kept beside the arrays. */
export interface Tally {
  /** Slots below this one have been used. */
  high: number;
  /** No slot below this one is free. */
  firstFree: number;
  /** Living dynamic nodes, highways included. */
  living: number;
  dying: number;
  connections: number;
  /** Places below this one have been used. */
  end: number;
  /** Unused places below `end`, in lists. */
  free: number;
  /** Unused places that a compaction under way left behind; they join the lists when it has been through. */
  left: number;
  /** Slot at which the next part of a compaction begins. */
  cursor: number;
}

/** What the passes of one lane booked. */
export interface Account {
  readonly sums: BigInt64Array;
  readonly counts: Int32Array;
}

export class Graph {
  readonly layout: Layout;
  /** What the passes of each lane booked; a step adds it up in those of the first. */
  readonly accounts: readonly Account[];
  readonly sums: BigInt64Array;
  readonly counts: Int32Array;
  readonly coefficients: readonly { readonly i: Int32Array; readonly f: Float32Array }[];
  readonly rates: Float32Array;
  /** Coefficients and rates as words: nothing writes them but a change of a parameter. */
  readonly constants: Int32Array;
  readonly heads: Int32Array;
  readonly gains: readonly Int32Array[];
  readonly tag: Int32Array;
  readonly energy: readonly [Int32Array, Int32Array];
  readonly activation: Int32Array;
  readonly level: Int32Array;
  readonly start: Int32Array;
  readonly length: Int32Array;
  readonly room: Int32Array;
  readonly weights: Int32Array;
  readonly checksum: Int32Array;
  readonly loss: Int32Array;
  readonly degree: Int32Array;
  readonly birth: Int32Array;
  readonly seal: Int32Array;
  readonly fallen: Int32Array;
  readonly target: Int32Array;
  readonly meta: Int32Array;
  readonly tally: Tally = {
    high: 0,
    firstFree: 0,
    living: 0,
    dying: 0,
    connections: 0,
    end: 0,
    free: 0,
    left: 0,
    cursor: 0,
  };

  constructor(layout: Layout, { buffer }: Block) {
    const { node, nodes, places, lanes } = layout;
    const words = (at: number, count = nodes): Int32Array => new Int32Array(buffer, at, count);
    this.layout = layout;
    this.accounts = Array.from({ length: lanes }, (_, lane) => {
      const skipped = accountStride * lane;
      const sums = new BigInt64Array(buffer, layout.sums + skipped, sumCount);
      return { sums, counts: words(layout.counts + skipped, countCount) };
    });
    ({ sums: this.sums, counts: this.counts } = this.accounts[0]!);
    this.coefficients = bands.map((_, band) => {
      const at = layout.coefficients + 4 * coefficientCount * band;
      return { i: words(at, coefficientCount), f: new Float32Array(buffer, at, coefficientCount) };
    });
    this.rates = new Float32Array(buffer, layout.rates, rateCount);
    this.constants = words(layout.coefficients, (layout.heads - layout.coefficients) / 4);
    this.heads = words(layout.heads, headCount);
    this.gains = Array.from({ length: lanes }, (_, lane) =>
      words(layout.gains + gainStride(nodes) * lane, nodes + 4),
    );
    this.tag = words(node.tag);
    this.energy = [words(node.energyA), words(node.energyB)];
    this.activation = words(node.activation);
    this.level = words(node.level);
    this.start = words(node.start);
    this.length = words(node.length);
    this.room = words(node.room);
    this.weights = words(node.weights);
    this.checksum = words(node.checksum);
    this.loss = words(node.loss);
    this.degree = words(node.degree);
    this.birth = words(node.birth);
    this.seal = words(node.seal);
    this.fallen = words(node.fallen);
    this.target = words(layout.target, places);
    this.meta = words(layout.meta, places);
    this.heads.fill(-1);
  }

  /** Goes on in another block, where nobody writes who wrote in this one: everything that is kept goes along, flows do not. */
  move(block: Block): void {
    const { tally, layout, tag } = this;
    const there = new Graph(layout, block);
    new Uint8Array(block.buffer).set(new Uint8Array(tag.buffer, 0, layout.bytes));
    Object.assign(this, there, { tally });
    for (const gain of this.gains) gain.fill(0);
  }
}
