// Decides where everything lies in linear memory before any of it exists; the host writes the contents at instantiation.
// Modules that share a memory share one layout, so tables and constants are kept once.

import { pageBytes } from '@holdfast/numerics';

/** Constants per run of the pool: neighbours in the code stay neighbours in memory. */
const poolRun = 64;

/** Bytes of a number in both lanes. */
export const pairBytes = 16;

type Table = Float64Array | Int32Array;

export class MemoryLayout {
  readonly #tables = new Map<Table, number>();
  readonly #constants = new Map<number | bigint, number>();
  #end = 0;
  #poolNext = 0;
  #poolEnd = 0;

  /** Bytes laid out so far. */
  get bytes(): number {
    return this.#end;
  }

  /** Pages a memory needs to hold all of it. */
  get pages(): number {
    return Math.ceil(this.#end / pageBytes);
  }

  /** Address of `bytes` bytes of its own, zero at the start; `alignment` is a power of two. */
  reserve(bytes: number, alignment = 16): number {
    const address = Math.ceil(this.#end / alignment) * alignment;
    this.#end = address + bytes;
    return address;
  }

  /** Address at which the host puts `values`, one address per array; keep the array unchanged until `write`. */
  place(values: Table): number {
    const known = this.#tables.get(values);
    if (known !== undefined) return known;
    const address = this.reserve(values.byteLength);
    this.#tables.set(values, address);
    return address;
  }

  /** Address of a constant in the pool, a double or 64 bits, twice in a row: a vector is loaded in one instruction, one number
   * spread over two lanes takes V8 two. */
  constant(value: number | bigint): number {
    // A map takes both zeros for one; the bits of -0 are the sign.
    const key = Object.is(value, -0) ? 1n << 63n : value;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    if (this.#poolNext === this.#poolEnd) {
      this.#poolNext = this.reserve(pairBytes * poolRun, 64);
      this.#poolEnd = this.#poolNext + pairBytes * poolRun;
    }
    const address = this.#poolNext;
    this.#poolNext += pairBytes;
    this.#constants.set(key, address);
    return address;
  }

  /** Writes tables and constants into a memory of at least `pages` pages. */
  write(memory: ArrayBuffer): void {
    for (const [values, address] of this.#tables) {
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      new Uint8Array(memory, address, bytes.length).set(bytes);
    }
    const view = new DataView(memory);
    for (const [value, address] of this.#constants) {
      for (const lane of [address, address + pairBytes / 2]) {
        if (typeof value === 'number') view.setFloat64(lane, value, true);
        else view.setBigUint64(lane, BigInt.asUintN(64, value), true);
      }
    }
  }
}
