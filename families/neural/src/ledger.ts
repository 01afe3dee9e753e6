// The account of all energy, to the quantum: what is stored changes by the sum of the lines and by nothing else.
// Lines are kept as 64-bit whole numbers over the whole life; a mismatch of any size is corruption, never rounding.

import type { Graph } from './graph.ts';
import { sumAt } from './layout.ts';
import { sumOf } from './seals.ts';

/** What moves energy in (+) and out (-). */
export const ledgerLines = [
  'sensor',
  'amplified',
  'regulator',
  'noise',
  'deficit',
  'inhibition',
  'transmission',
  'maintenance',
  'decay',
  'spill',
  'death',
  'birth',
  'dead ends',
] as const;
export type LedgerLine = (typeof ledgerLines)[number];

const lines = ledgerLines.length;

export class Ledger {
  readonly #longs = new BigInt64Array(2 * lines + 4);
  /** Everything, as words. */
  readonly words = new Int32Array(this.#longs.buffer);
  /** Sums over the life so far, quanta, in the order of `ledgerLines`. */
  readonly total = this.#longs.subarray(0, lines);
  /** The same for the last step. */
  readonly last = this.#longs.subarray(lines, 2 * lines);
  /** Stored energy the lines lead to, and at the beginning; [stored, begun, sent in all, sent in the last step]. */
  readonly stored = this.#longs.subarray(2 * lines);
  #seal = 0;

  /** Whether everything is as it was left between two steps. */
  get holds(): boolean {
    return sumOf(this.words) === this.#seal;
  }

  /** Closes the account after it was written on purpose. */
  seal(): void {
    this.#seal = sumOf(this.words);
  }

  begin(stored: bigint): void {
    this.total.fill(0n);
    this.last.fill(0n);
    this.stored.fill(0n);
    this.stored[0] = stored;
    this.stored[1] = stored;
    this.seal();
  }

  /** Opens a step. */
  open(): void {
    this.last.fill(0n);
    // a step that is given up leaves an account that holds
    this.seal();
  }

  book(line: LedgerLine, quanta: bigint | number): void {
    this.last[ledgerLines.indexOf(line)]! += BigInt(quanta);
  }

  /** Takes over what the passes over nodes summed up. */
  bookSums({ sums }: Graph): void {
    const sum = (name: keyof typeof sumAt): bigint => sums[sumAt[name]]!;
    this.book('amplified', sum('amplified'));
    this.book('regulator', sum('regulator'));
    this.book('noise', sum('noise'));
    this.book('deficit', sum('deficit'));
    this.book('inhibition', sum('arrived') - sum('sent'));
    this.book('transmission', sum('transmission'));
    this.book('maintenance', sum('maintenance'));
    this.book('decay', sum('decay'));
    this.book('spill', sum('spill'));
    this.book('dead ends', sum('dead'));
    this.stored[3] = sum('sent');
  }

  /** Closes a step: the lines join the totals and move the stored energy. */
  close(): void {
    let change = 0n;
    this.last.forEach((quanta, line) => {
      this.total[line]! += quanta;
      change += quanta;
    });
    this.stored[0]! += change;
    this.stored[2]! += this.stored[3]!;
    this.seal();
  }
}
