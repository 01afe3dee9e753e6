// Bits in and out, most significant first, with the two codes of the pose stream: Exp-Golomb for counts, Rice for residuals.
// A reader never looks past its bytes.

import { malformed } from './binary.ts';

/** Ones that announce a residual too large for its Rice code; it follows in 32 bits. */
const escapeOnes = 20;
/** In place of an escaped residual: the field follows as doubles, or as quanta that need no history. */
export const rawMark = 0xffffffff;
export const pivotMark = 0xfffffffe;

export class BitWriter {
  #bytes = new Uint8Array(256);
  #length = 0;
  #held = 0;
  #heldBits = 0;
  readonly #double = new DataView(new ArrayBuffer(8));

  reset(): void {
    this.#length = 0;
    this.#held = 0;
    this.#heldBits = 0;
  }

  /** Writes the lowest `count` bits of `value`, 0 <= count <= 32. */
  bits(value: number, count: number): void {
    let left = count;
    while (left > 0) {
      const taken = Math.min(left, 8 - this.#heldBits);
      left -= taken;
      this.#held = (this.#held << taken) | ((value >>> left) & ((1 << taken) - 1));
      this.#heldBits += taken;
      if (this.#heldBits === 8) this.#flush();
    }
  }

  /** A count below 2^31 in 2 log2(count + 1) + 1 bits. */
  count(value: number): void {
    const length = 31 - Math.clz32(value + 1);
    this.bits(0, length);
    this.bits(value + 1, length + 1);
  }

  /** An unsigned residual below 2^32 - 2, shortest where it is about 2^k. */
  residual(value: number, k: number): void {
    const ones = value >>> k;
    if (ones >= escapeOnes) {
      this.bits(0xfffff, escapeOnes);
      this.bits(value, 32);
      return;
    }
    const length = ones + 1 + k;
    if (length <= 30) {
      this.bits((((2 << ones) - 2) << k) | (value & ((1 << k) - 1)), length);
    } else {
      this.bits((2 << ones) - 2, ones + 1);
      this.bits(value, k);
    }
  }

  /** Says in place of a residual how the field follows. */
  mark(mark: number): void {
    this.bits(0xfffff, escapeOnes);
    this.bits(mark, 32);
  }

  /** The 64 bits of a double; every NaN is the same one. */
  double(value: number): void {
    const view = this.#double;
    view.setFloat64(0, value);
    if (value !== value) view.setUint32(0, 0x7ff80000);
    this.bits(view.getUint32(0), 32);
    this.bits(value === value ? view.getUint32(4) : 0, 32);
  }

  /** A copy of what was written, filled up with zeros to whole bytes. */
  take(): Uint8Array<ArrayBuffer> {
    if (this.#heldBits > 0) this.bits(0, 8 - this.#heldBits);
    return this.#bytes.slice(0, this.#length);
  }

  #flush(): void {
    if (this.#length === this.#bytes.length) {
      const wider = new Uint8Array(2 * this.#length);
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    this.#bytes[this.#length++] = this.#held;
    this.#held = 0;
    this.#heldBits = 0;
  }
}

export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  readonly #end: number;
  readonly #double = new DataView(new ArrayBuffer(8));

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = 8 * bytes.length;
  }

  /** The next `count` bits, 0 <= count <= 32. @throws SimulationError `protocol.malformed` */
  bits(count: number): number {
    if (this.#at + count > this.#end) throw malformed('a streamed frame ends early');
    let value = 0;
    let left = count;
    while (left > 0) {
      const offset = this.#at & 7;
      const taken = Math.min(left, 8 - offset);
      const piece = (this.#bytes[this.#at >>> 3]! >>> (8 - offset - taken)) & ((1 << taken) - 1);
      value = value * (1 << taken) + piece;
      this.#at += taken;
      left -= taken;
    }
    return value;
  }

  count(): number {
    let length = 0;
    while (this.bits(1) === 0) {
      if (++length > 30) throw malformed('a count of a streamed frame is too large');
    }
    return 2 ** length + this.bits(length) - 1;
  }

  residual(k: number): number {
    let ones = 0;
    while (ones < escapeOnes && this.bits(1) === 1) ones++;
    return ones === escapeOnes ? this.bits(32) : ones * (1 << k) + this.bits(k);
  }

  double(): number {
    const view = this.#double;
    view.setUint32(0, this.bits(32));
    view.setUint32(4, this.bits(32));
    return view.getFloat64(0);
  }

  /** @throws SimulationError `protocol.malformed` unless only the zeros that fill the last byte are left */
  end(): void {
    const left = this.#end - this.#at;
    if (left >= 8 || this.bits(left) !== 0) throw malformed('something follows a streamed frame');
  }
}
