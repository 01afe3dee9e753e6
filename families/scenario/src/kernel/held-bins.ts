// Counts of sketches that still lie in a kernel's memory: bins near the centre of each output, pages of bins farther out,
// given out as values reach them, and counts of heavy values.

import type { BinPage, QuantileSketch } from '@holdfast/numerics';
import type { BlockEvaluator } from './block-evaluator.ts';
import {
  account,
  accountStride,
  binPagesMost,
  nearCountBytes,
  nearOctaves,
  pageCountBytes,
} from './cells.ts';

/** Pages of bins of one side of a sketch. */
const pagesPerSide = binPagesMost / 2;

interface FarPage extends BinPage {
  readonly output: number;
}

/** Least and greatest value. */
export interface Extremes {
  readonly min: number;
  readonly max: number;
}

export class HeldBins {
  readonly #evaluator: BlockEvaluator;
  readonly #near: readonly (readonly BinPage[])[];
  #far: FarPage[] = [];

  constructor(evaluator: BlockEvaluator, outputs: number) {
    this.#evaluator = evaluator;
    this.#near = Array.from({ length: outputs }, (_, output) => this.#nearPagesOf(output));
  }

  /** Whether every page is given out. */
  get isFull(): boolean {
    return this.#far.length === this.#evaluator.kernel.pool.pages;
  }

  /** Gives the entry at that address of a page table its page and returns the page's address. */
  give(entry: number): number {
    const { kernel, words } = this.#evaluator;
    const from = entry - kernel.accountAddress(0);
    const output = Math.floor(from / accountStride);
    const page = (from - output * accountStride - account.pages) / 4;
    const address = kernel.pool.address + 3 * pageCountBytes * this.#far.length;
    this.#far.push({ output, ...this.#pageAt(page, address, address + pageCountBytes) });
    words[entry / 4] = address;
    return address;
  }

  /** Moves all counts into the sketches that do not keep their values; `extremes` are those of the values counted, by output. */
  empty(sketches: readonly QuantileSketch[], extremes: readonly Extremes[]): void {
    const { kernel, doubles, words } = this.#evaluator;
    for (const [index, sketch] of sketches.entries()) {
      if (words[(kernel.accountAddress(index) + account.keep) / 4] !== 0) continue;
      const { min, max } = extremes[index]!;
      const { center, scale } = sketch.calibration;
      // As the kernel finds the bin of a value: no value lies in an octave beyond that of the farthest one.
      const reach = 1 + Math.max(Math.abs((min - center) * scale), Math.abs((max - center) * scale));
      const near = this.#near[index]!.filter(({ page }) => octaveOf(page) <= reach);
      const far = this.#far.filter(({ output }) => output === index);
      const place = (kernel.accountAddress(index) + account.heavyCounts) / 8;
      const heavy = doubles.subarray(place, place + (sketch.calibration.heavy?.length ?? 0));
      sketch.addPages([...near, ...far], min, max, heavy);
      heavy.fill(0);
      for (const { counts } of near) counts.fill(0);
      const table = (kernel.accountAddress(index) + account.pages) / 4;
      words.fill(0, table, table + binPagesMost);
    }
    for (const { counts } of this.#far) counts.fill(0);
    this.#far = [];
  }

  #pageAt(page: number, counts: number, atoms: number): BinPage {
    const { buffer } = this.#evaluator;
    return {
      page,
      counts: new Uint32Array(buffer, counts, 256),
      atoms: new Float64Array(buffer, atoms, 256),
    };
  }

  /** Bins near the centre of an output, the upper side first. */
  #nearPagesOf(output: number): readonly BinPage[] {
    const counts = this.#evaluator.kernel.nearAddress(output);
    const atoms = counts + nearCountBytes;
    return Array.from({ length: 2 * nearOctaves }, (_, at) => {
      const page = at < nearOctaves ? at : at - nearOctaves + pagesPerSide;
      return this.#pageAt(page, counts + pageCountBytes * at, atoms + 2 * pageCountBytes * at);
    });
  }
}

/** Where the octave of a page begins. */
function octaveOf(page: number): number {
  let start = 1;
  for (let octave = page % pagesPerSide; octave > 0; octave--) start *= 2;
  return start;
}
