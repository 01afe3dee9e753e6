// Bytes of MCAP records: little-endian numbers, strings and maps with their lengths before them. It grows as needed.

const encoder = new TextEncoder();

export class RecordBuffer {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  get length(): number {
    return this.#length;
  }

  /** Where `count` bytes may be written; the view may be another one afterwards. */
  #take(count: number): number {
    const at = this.#length;
    if (at + count > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, at + count));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    this.#length += count;
    return at;
  }

  u8(value: number): void {
    const at = this.#take(1);
    this.#view.setUint8(at, value);
  }

  u16(value: number): void {
    const at = this.#take(2);
    this.#view.setUint16(at, value, true);
  }

  u32(value: number): void {
    const at = this.#take(4);
    this.#view.setUint32(at, value, true);
  }

  u64(value: number | bigint): void {
    const at = this.#take(8);
    this.#view.setBigUint64(at, BigInt(value), true);
  }

  bytes(value: Uint8Array): void {
    const at = this.#take(value.length);
    this.#bytes.set(value, at);
  }

  text(value: string): void {
    const bytes = encoder.encode(value);
    this.u32(bytes.length);
    this.bytes(bytes);
  }

  /** What `fill` writes, with its length before it. */
  sized(width: 4 | 8, fill: () => void): void {
    const at = this.#take(width);
    fill();
    const length = this.#length - at - width;
    if (width === 4) this.#view.setUint32(at, length, true);
    else this.#view.setBigUint64(at, BigInt(length), true);
  }

  texts(entries: Readonly<Record<string, string>>): void {
    this.sized(4, () => {
      for (const [key, value] of Object.entries(entries)) {
        this.text(key);
        this.text(value);
      }
    });
  }

  record(opcode: number, fill: () => void): void {
    this.u8(opcode);
    this.sized(8, fill);
  }

  /** A copy of the bytes from `from` on. */
  slice(from = 0): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(from, this.#length);
  }

  /** A view of the bytes from `from` on, valid until the next write. */
  peek(from = 0): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(from, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }
}
