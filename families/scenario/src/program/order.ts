// Puts operations in an order in which every loop is one unbroken stretch and everything is computed before it is read.
// Without loops, invariant operations come first and each group keeps the order in which it was written.

import type { Operation, Ref } from './operations.ts';
import type { Regions, Written } from './regions.ts';

/** A stretch of the order that belongs to a loop as written. */
export interface Stretch {
  readonly loop: number;
  readonly from: number;
  readonly to: number;
}

export interface Order {
  readonly refs: readonly Ref[];
  readonly invariantCount: number;
  /** An outer one before those inside it. */
  readonly stretches: readonly Stretch[];
}

/** @throws RangeError when a loop waits for what comes after it or begins with a value of its own */
export function orderOperations(written: Written, regions: Regions): Order {
  if (written.loops.length > 0) return new Ordering(written, regions).run();
  const { live, varying } = regions;
  const refs = [...written.operations.keys()].filter((ref) => live[ref]);
  const invariant = refs.filter((ref) => !varying[ref]);
  const rest = refs.filter((ref) => varying[ref]);
  return { refs: [...invariant, ...rest], invariantCount: invariant.length, stretches: [] };
}

/** How far an item has come. */
const begun = 1;
const done = 2;

/** Operations by index and loops by the number after all operations are the items of the region they stand in. */
class Ordering {
  readonly #count: number;
  readonly #parentOf: Int32Array;
  readonly #varying: Uint8Array;
  /** By region + 1: items in the order written. A loop stands where its last operation was written. */
  readonly #members: number[][];
  /** By item: items of the same region that come before it. */
  readonly #needs: Set<number>[];
  readonly #state: Uint8Array;
  readonly #refs: Ref[] = [];
  readonly #stretches: Stretch[] = [];

  constructor({ operations, loops }: Written, { live, varying, regionOf, parentOf, carried }: Regions) {
    this.#count = operations.length;
    const items = operations.length + loops.length;
    this.#parentOf = Int32Array.from({ length: items }, (_, item) =>
      item < operations.length ? regionOf[item]! : parentOf[item - operations.length]!,
    );
    this.#varying = varying;
    this.#members = Array.from({ length: loops.length + 1 }, () => []);
    this.#needs = Array.from({ length: items }, () => new Set<number>());
    this.#state = new Uint8Array(items);
    const lastOf = new Int32Array(loops.length).fill(-1);
    for (const ref of operations.keys()) {
      if (!live[ref]) continue;
      for (let region = regionOf[ref]!; region >= 0; region = parentOf[region]!) lastOf[region] = ref;
      this.#readAll(operations[ref]!, ref);
    }
    for (const [loop, values] of carried.entries()) {
      for (const [, next] of values) this.#before(next, operations.length + loop);
    }
    const endings = new Map<Ref, number[]>();
    for (const [loop, last] of lastOf.entries()) {
      if (last >= 0) endings.set(last, [...(endings.get(last) ?? []), loop]);
    }
    for (const ref of operations.keys()) {
      if (!live[ref]) continue;
      this.#members[regionOf[ref]! + 1]!.push(ref);
      for (const loop of endings.get(ref) ?? []) this.#members[parentOf[loop]! + 1]!.push(this.#count + loop);
    }
  }

  run(): Order {
    const [outside = []] = this.#members;
    this.#place(outside.filter((item) => !this.#varying[item]));
    const invariantCount = this.#refs.length;
    this.#place(outside.filter((item) => this.#varying[item]));
    const stretches = this.#stretches.toSorted((a, b) => a.from - b.from || b.to - a.to || a.loop - b.loop);
    return { refs: this.#refs, invariantCount, stretches };
  }

  #readAll(operation: Operation, ref: Ref): void {
    const { kind, operands } = operation;
    // What a loop begins with must be there before the loop, not only before the operation.
    const user = kind === 'carried' ? this.#count + operation.loop : ref;
    for (const operand of operands) this.#before(operand, user);
    if (kind === 'carried' && this.#isInside(operands[0]!, user)) {
      throw new RangeError('a loop begins with a value of its own');
    }
    if (kind === 'solved') this.#before(this.#count + operation.loop, ref);
  }

  /** Notes that `item` comes before `user`, for the two items of one region that hold them. */
  #before(item: number, user: number): void {
    const around = new Set<number>();
    for (let at = user; at !== -1; at = this.#outward(at)) around.add(this.#parentOf[at]!);
    let earlier = item;
    while (!around.has(this.#parentOf[earlier]!)) earlier = this.#outward(earlier);
    let later = user;
    while (this.#parentOf[later] !== this.#parentOf[earlier]) later = this.#outward(later);
    if (earlier !== later) this.#needs[later]!.add(earlier);
  }

  #isInside(item: number, loop: number): boolean {
    for (let at = this.#outward(item); at !== -1; at = this.#outward(at)) if (at === loop) return true;
    return false;
  }

  /** The loop around an item, as an item; -1 outside of all. */
  #outward(item: number): number {
    const loop = this.#parentOf[item]!;
    return loop < 0 ? -1 : this.#count + loop;
  }

  /** Appends items of one region, each after what it needs. Depth is kept in a list: chains are as long as programs. */
  #place(items: readonly number[]): void {
    const state = this.#state;
    for (const start of items) {
      const path = [start];
      while (path.length > 0) {
        const item = path.at(-1)!;
        if (state[item] === done) {
          path.pop();
          continue;
        }
        const waiting = [...this.#needs[item]!].filter((need) => state[need] !== done);
        if (waiting.length === 0) {
          state[item] = done;
          this.#append(item);
          path.pop();
        } else if (state[item] === begun) {
          throw new RangeError('a loop waits for what comes after it');
        } else {
          state[item] = begun;
          path.push(...waiting.toReversed());
        }
      }
    }
  }

  #append(item: number): void {
    if (item < this.#count) {
      this.#refs.push(item);
      return;
    }
    const loop = item - this.#count;
    const from = this.#refs.length;
    this.#place(this.#members[loop + 1]!);
    this.#stretches.push({ loop, from, to: this.#refs.length });
  }
}
