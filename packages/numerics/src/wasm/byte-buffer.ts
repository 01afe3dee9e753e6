// A growing run of bytes with the binary format's own encodings (WebAssembly core specification 2.0, section 5.2).
// It grows by doubling one typed array, so that functions of megabytes cost no more per byte than small ones.

export class ByteBuffer {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A few bytes, for which a loop is faster than a call of the platform. */
  bytes(values: readonly number[]): void {
    this.#reserve(values.length);
    for (let i = 0; i < values.length; i++) this.#bytes[this.#length++] = values[i]!;
  }

  /** All bytes of another buffer. */
  append(other: ByteBuffer): void {
    this.#reserve(other.length);
    this.#bytes.set(other.written(), this.#length);
    this.#length += other.length;
  }

  /** A whole number 0 .. 2^32 - 1 as unsigned LEB128. */
  unsigned(value: number): void {
    let left = value;
    while (left >= 128) {
      this.byte((left & 127) | 128);
      left = Math.floor(left / 128);
    }
    this.byte(left);
  }

  /** A 32-bit whole number as signed LEB128. */
  signed(value: number): void {
    let left = value | 0;
    while (left < -64 || left > 63) {
      this.byte((left & 127) | 128);
      left >>= 7;
    }
    this.byte(left & 127);
  }

  /** A 64-bit whole number as signed LEB128; only its low 64 bits count. */
  signedLong(value: bigint): void {
    let left = BigInt.asIntN(64, value);
    while (left < -64n || left > 63n) {
      this.byte(Number(left & 127n) | 128);
      left >>= 7n;
    }
    this.byte(Number(left & 127n));
  }

  /** Eight bytes, lowest first; only the low 64 bits count. */
  long(value: bigint): void {
    this.#reserve(8);
    this.#view.setBigUint64(this.#length, BigInt.asUintN(64, value), true);
    this.#length += 8;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
  }

  /** A name of ASCII characters, with its length. */
  name(text: string): void {
    this.unsigned(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** Another buffer's bytes, preceded by their number. */
  sized(content: ByteBuffer): void {
    this.unsigned(content.length);
    this.append(content);
  }

  /** What has been written, as a view that the next write may leave behind. */
  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.written());
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
