// An MCAP file (mcap.dev/spec, version 0) from front to back: what was written may leave before the rest is known, and a reader
// finds every message by time through the summary at the end. Equal calls give equal bytes.

import { crc32 } from '../crc32.ts';
import type { Topic } from '../viewer/topics.ts';
import { Chunk, type Message } from './chunk.ts';
import { opcode } from './opcode.ts';
import { RecordBuffer } from './record-buffer.ts';
import { writeSummary, type AttachmentIndex, type MetadataIndex, type Recorded } from './summary.ts';

export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly data: Uint8Array;
}

const magic = Uint8Array.of(0x89, 0x4d, 0x43, 0x41, 0x50, 0x30, 0x0d, 0x0a);
const chunkBytes = 256 * 1024;
const encoder = new TextEncoder();

/** Every topic is a channel of JSON messages. `take` gives what has been written since the last call. */
export class McapWriter {
  readonly #out = new RecordBuffer(chunkBytes);
  readonly #chunk = new Chunk();
  readonly #topics: readonly Topic[];
  readonly #counts: number[];
  readonly #chunks: Recorded['chunks'][number][] = [];
  readonly #attachments: AttachmentIndex[] = [];
  readonly #metadata: MetadataIndex[] = [];
  #taken = 0;
  #sum = 0;

  constructor(topics: readonly Topic[]) {
    this.#topics = topics;
    this.#counts = topics.map(() => 0);
    this.#out.bytes(magic);
    this.#out.record(opcode.header, () => {
      this.#out.text('');
      this.#out.text('holdfast');
    });
    this.#declare();
  }

  #declare(): void {
    const out = this.#out;
    for (const [at, { name, schemaName, schema }] of this.#topics.entries()) {
      out.record(opcode.schema, () => {
        out.u16(at + 1);
        out.text(schemaName);
        out.text('jsonschema');
        out.text(schema);
      });
      out.record(opcode.channel, () => {
        out.u16(at);
        out.u16(at + 1);
        out.text(name);
        out.text('json');
        out.texts({});
      });
    }
  }

  get #position(): number {
    return this.#taken + this.#out.length;
  }

  metadata(name: string, values: Readonly<Record<string, string>>): void {
    const start = this.#position;
    this.#out.record(opcode.metadata, () => {
      this.#out.text(name);
      this.#out.texts(values);
    });
    this.#metadata.push({ name, start, length: this.#position - start });
  }

  attachment({ name, mediaType, data }: Attachment): void {
    const start = this.#position;
    const out = this.#out;
    out.record(opcode.attachment, () => {
      const from = out.length;
      out.u64(0);
      out.u64(0);
      out.text(name);
      out.text(mediaType);
      out.u64(data.length);
      out.bytes(data);
      out.u32(crc32(out.peek(from)));
    });
    this.#attachments.push({ name, mediaType, size: data.length, start, length: this.#position - start });
  }

  /** Adds a message of the topic at index `channel` at a time in ns. */
  message(channel: number, time: bigint, text: string): void {
    const sequence = this.#counts[channel] ?? 0;
    this.#counts[channel] = sequence + 1;
    const message: Message = { channel, sequence, time, data: encoder.encode(text) };
    this.#chunk.add(message);
    if (this.#chunk.size >= chunkBytes) this.#flush();
  }

  #flush(): void {
    if (this.#chunk.size > 0) this.#chunks.push(this.#chunk.flush(this.#out, this.#taken));
  }

  /** Bytes that `take` would give now. */
  get pending(): number {
    return this.#out.length;
  }

  /** Bytes of the file in order; none twice. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.#out.slice();
    this.#sum = crc32(bytes, this.#sum);
    this.#taken += bytes.length;
    this.#out.clear();
    return bytes;
  }

  /** The rest of the file. */
  end(): Uint8Array<ArrayBuffer> {
    this.#flush();
    const out = this.#out;
    const sum = crc32(out.peek(), this.#sum);
    out.record(opcode.dataEnd, () => out.u32(sum));
    const from = out.length;
    this.#declare();
    writeSummary(out, this.#taken, from, {
      chunks: this.#chunks,
      attachments: this.#attachments,
      metadata: this.#metadata,
      messages: this.#counts,
    });
    out.bytes(magic);
    return out.slice();
  }
}
