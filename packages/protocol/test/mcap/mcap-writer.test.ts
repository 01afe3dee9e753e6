// Files are read back by the reader of the format's own project, checksums and all.
import { McapIndexedReader, McapStreamReader, type McapTypes } from '@mcap/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/crc32.ts';
import { McapWriter } from '../../src/mcap/mcap-writer.ts';

const topics = ['/a', '/b', '/ü'].map((name) => ({
  name,
  schemaName: `test${name}`,
  schema: '{"type":"object","properties":{}}',
}));

interface Said {
  readonly channel: number;
  readonly time: bigint;
  readonly text: string;
}

/** The bytes of a file, taken in parts between messages. */
function fileOf(said: readonly Said[], finish: (writer: McapWriter) => void = () => undefined): Uint8Array {
  const writer = new McapWriter(topics);
  const parts: Uint8Array[] = [];
  for (const [at, { channel, time, text }] of said.entries()) {
    writer.message(channel, time, text);
    if (at % 3 === 0) parts.push(writer.take());
  }
  finish(writer);
  parts.push(writer.end());
  return new Uint8Array(Buffer.concat(parts));
}

function readable(bytes: Uint8Array) {
  const reads: bigint[] = [];
  return {
    reads,
    size: () => Promise.resolve(BigInt(bytes.length)),
    read(offset: bigint, size: bigint) {
      reads.push(size);
      return Promise.resolve(bytes.slice(Number(offset), Number(offset + size)));
    },
  };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const line = (...parts: readonly unknown[]): string => parts.join(' ');
const textOf = ({ data }: McapTypes.TypedMcapRecords['Message']): string => new TextDecoder().decode(data);

const texts = fc.string({ maxLength: 20, unit: 'grapheme' });
const saidMessages = fc.array(
  fc.record({ channel: fc.nat(2), time: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), text: texts }),
  { maxLength: 40 },
);

describe('an MCAP file', () => {
  it('gives an indexed reader every message of every topic, in order of time', async () => {
    await fc.assert(
      fc.asyncProperty(saidMessages, async (said) => {
        const reader = await McapIndexedReader.Initialize({ readable: readable(fileOf(said)) });
        const read = await collect(reader.readMessages({ validateCrcs: true }));
        const wanted = [...said].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
        expect(
          new Set(read.map((each) => line(each.logTime, each.channelId, each.sequence, textOf(each)))),
        ).toEqual(
          new Set(
            said.map(({ time, channel, text }, at) => {
              const before = said.slice(0, at).filter((other) => other.channel === channel);
              return line(time, channel, before.length, text);
            }),
          ),
        );
        expect(read).toHaveLength(said.length);
        expect(read.map(({ logTime }) => logTime)).toEqual(wanted.map(({ time }) => time));
        expect(reader.statistics?.messageCount).toBe(BigInt(said.length));
      }),
    );
  });

  it('passes a reader that checks every record and checksum from front to back', async () => {
    const long = 'x'.repeat(1000);
    const said = Array.from({ length: 700 }, (_, at) => ({
      channel: at % 3,
      time: BigInt(at),
      text: long,
    }));
    const reader = new McapStreamReader({ validateCrcs: true });
    reader.append(
      fileOf(said, (writer) => {
        writer.metadata('facts', { seed: '7', 'who, what': 'größer' });
        writer.attachment({
          name: 'a.json',
          mediaType: 'application/json',
          data: Uint8Array.of(123, 125),
        });
      }),
    );
    const kinds = new Map<string, number>();
    for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
      kinds.set(record.type, (kinds.get(record.type) ?? 0) + 1);
    }
    expect(reader.done()).toBe(true);
    expect(kinds.get('Message')).toBe(700);
    expect(kinds.get('Attachment')).toBe(1);
    expect(kinds.get('AttachmentIndex')).toBe(1);
    expect(kinds.get('MetadataIndex')).toBe(1);
    expect(kinds.get('Statistics')).toBe(1);
    expect(kinds.get('ChunkIndex')).toBeGreaterThan(2);
    expect(kinds.get('SummaryOffset')).toBe(4);
  });

  it('is seekable: a window in the middle is read without the rest', async () => {
    const said = Array.from({ length: 5000 }, (_, at) => ({
      channel: 0,
      time: 1000n * BigInt(at),
      text: `{"at":${at},"filling":"${'y'.repeat(200)}"}`,
    }));
    const bytes = fileOf(said);
    const source = readable(bytes);
    const reader = await McapIndexedReader.Initialize({ readable: source });
    source.reads.length = 0;
    const window = await collect(
      reader.readMessages({ startTime: 2_500_000n, endTime: 2_509_000n, topics: ['/a'] }),
    );
    expect(window.map((each) => (JSON.parse(textOf(each)) as { at: number }).at)).toEqual(
      Array.from({ length: 10 }, (_, at) => 2500 + at),
    );
    const read = source.reads.reduce((sum, size) => sum + size, 0n);
    expect(Number(read)).toBeLessThan(bytes.length / 2);
  });

  it('holds metadata and attachments as they were given', async () => {
    const data = Uint8Array.from({ length: 300 }, (_, at) => at % 256);
    const bytes = fileOf([], (writer) => {
      writer.metadata('run', { seed: '1', document: 'abc' });
      writer.attachment({ name: 'model.bin', mediaType: 'application/octet-stream', data });
    });
    const reader = await McapIndexedReader.Initialize({ readable: readable(bytes) });
    const [metadata] = await collect(reader.readMetadata());
    expect([...(metadata?.metadata ?? [])]).toEqual([
      ['seed', '1'],
      ['document', 'abc'],
    ]);
    const [attachment] = await collect(reader.readAttachments({ validateCrcs: true }));
    expect(attachment?.name).toBe('model.bin');
    expect(attachment?.data).toEqual(data);
  });

  it('has the published checksum of its published example', () => {
    // ITU-T V.42, "check value" of CRC-32
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
    expect(crc32(new TextEncoder().encode('6789'), crc32(new TextEncoder().encode('12345')))).toBe(
      0xcbf43926,
    );
  });
});
