// Messages that are written together, with the index that finds each of them.

import { crc32 } from '../crc32.ts';
import { opcode } from './opcode.ts';
import { RecordBuffer } from './record-buffer.ts';

/** What a reader needs to find a chunk and the messages in it. */
export interface ChunkIndex {
  readonly first: bigint;
  readonly last: bigint;
  readonly start: number;
  readonly length: number;
  /** Where the message index of each channel begins. */
  readonly indexes: ReadonlyMap<number, number>;
  readonly indexLength: number;
  readonly size: number;
}

export interface Message {
  readonly channel: number;
  /** Counts the messages of its channel. */
  readonly sequence: number;
  /** ns. */
  readonly time: bigint;
  readonly data: Uint8Array;
}

export class Chunk {
  readonly #records = new RecordBuffer(64 * 1024);
  readonly #places = new Map<number, { readonly time: bigint; readonly at: number }[]>();
  #first = 0n;
  #last = 0n;

  get size(): number {
    return this.#records.length;
  }

  add({ channel, sequence, time, data }: Message): void {
    const at = this.#records.length;
    if (at === 0 || time < this.#first) this.#first = time;
    if (at === 0 || time > this.#last) this.#last = time;
    const places = this.#places.get(channel);
    if (places === undefined) this.#places.set(channel, [{ time, at }]);
    else places.push({ time, at });
    this.#records.record(opcode.message, () => {
      this.#records.u16(channel);
      this.#records.u32(sequence);
      this.#records.u64(time);
      this.#records.u64(time);
      this.#records.bytes(data);
    });
  }

  /** Writes the chunk and its message indexes to a file that is `start` bytes long without `out`, and begins anew. */
  flush(out: RecordBuffer, start: number): ChunkIndex {
    const [first, last, size] = [this.#first, this.#last, this.#records.length];
    const at = start + out.length;
    out.record(opcode.chunk, () => {
      out.u64(first);
      out.u64(last);
      out.u64(size);
      out.u32(crc32(this.#records.peek()));
      out.text('');
      out.u64(size);
      out.bytes(this.#records.peek());
    });
    const end = start + out.length;
    const indexes = new Map<number, number>();
    for (const [channel, places] of this.#places) {
      indexes.set(channel, start + out.length);
      out.record(opcode.messageIndex, () => {
        out.u16(channel);
        out.sized(4, () => {
          for (const place of places) {
            out.u64(place.time);
            out.u64(place.at);
          }
        });
      });
    }
    this.#records.clear();
    this.#places.clear();
    return { first, last, start: at, length: end - at, indexes, indexLength: start + out.length - end, size };
  }
}
