// Recordings and tables of a run are opened by readers that other people wrote.
import { McapIndexedReader, type McapTypes } from '@mcap/core';
import type { Channel, Frame, ModelDocument, RecordedInput, RunEvent } from '@holdfast/core';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { exportedBytes, type ExportClient } from '../src/export.ts';

const channels: readonly Channel[] = [
  { name: 'speed', unit: 'm/s', shape: [], role: 'scalar', subject: 'motion' },
  { name: 'fill', unit: '1', shape: [3], role: 'field', subject: 'floaters' },
];
const model = {
  timeUnit: 's',
  until: 300,
  channels,
  parameters: [{ name: 'load', label: 'Load', unit: '1', value: 1, min: 0, max: 2, step: 0 }],
};
const document = { family: 'test', version: 1, name: 'a run', model: {} } as ModelDocument;
const inputs: readonly RecordedInput[] = [{ parameter: 'load', value: 0.5, time: 100.2 }];
const events: readonly RunEvent[] = Array.from({ length: 600 }, (_, sequence) => ({
  sequence,
  kind: 'checkpoint',
  time: sequence / 2,
  at: 1,
  message: `checkpoint ${sequence}`,
  details: {},
}));

function page<Row extends { readonly sequence: number }>(rows: readonly Row[]) {
  return (_: string, { after = -1, limit = 0 } = {}): Promise<readonly Row[]> =>
    Promise.resolve(rows.filter(({ sequence }) => sequence > after).slice(0, limit));
}

/** A client whose only run has `count` recorded frames of which every seventh holds no number. */
function clientOf(count: number, status = 'ended'): ExportClient {
  const frames = Array.from({ length: count }, (_, sequence): Frame => {
    const speed = sequence % 7 === 6 ? Number.NaN : sequence / 4;
    return { sequence, time: sequence / 4, values: Float64Array.of(speed, 1, 2, 3) };
  });
  const run = { id: 'r', name: 'a run', family: 'test', document: 'd1', seed: 7, until: 300 };
  return {
    run: () => Promise.resolve({ run: { ...run, status, parameters: [] }, model } as never),
    document: () => Promise.resolve(document),
    inputs: () => Promise.resolve(inputs),
    result: () =>
      Promise.resolve({ engine: '3', stop: { kind: 'reached-end' }, partial: false, frames: count } as never),
    frames: page(frames),
    events: page(events),
    metrics: () => Promise.reject(new Error('not asked')),
    report: () => Promise.reject(new Error('not asked')),
  };
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function bytesOf(client: ExportClient, format: 'mcap' | 'frames-parquet'): Promise<Uint8Array> {
  return new Uint8Array(Buffer.concat(await collect(exportedBytes(client, 'r', format))));
}

async function opened(bytes: Uint8Array) {
  return McapIndexedReader.Initialize({
    readable: {
      size: () => Promise.resolve(BigInt(bytes.length)),
      read: (offset, size) => Promise.resolve(bytes.slice(Number(offset), Number(offset + size))),
    },
  });
}

const contentOf = ({ data }: McapTypes.TypedMcapRecords['Message']): unknown =>
  JSON.parse(new TextDecoder().decode(data));

describe('a recording', () => {
  it('holds every frame by subject, every event, and the parameters as they changed', async () => {
    const reader = await opened(await bytesOf(clientOf(1200), 'mcap'));
    const topics = [...reader.channelsById.values()].map(({ topic }) => topic);
    expect(topics).toEqual(['/motion', '/floaters', '/parameters', '/events']);
    const motion = await collect(reader.readMessages({ topics: ['/motion'], validateCrcs: true }));
    expect(motion).toHaveLength(1200);
    expect(contentOf(motion[5])).toEqual({ time: 1.25, speed: 1.25 });
    expect(contentOf(motion[6])).toEqual({ time: 1.5, speed: null });
    expect(motion.map(({ logTime }) => logTime)).toEqual(motion.map((_, at) => BigInt(at) * 250_000_000n));
    expect(await collect(reader.readMessages({ topics: ['/events'] }))).toHaveLength(600);
    const parameters = await collect(reader.readMessages({ topics: ['/parameters'] }));
    expect(parameters.map(contentOf)).toEqual([
      { time: 0, load: 1 },
      { time: 100.2, load: 0.5 },
    ]);
    expect(reader.statistics?.messageEndTime).toBe(299_750_000_000n);
  });

  it('names its schemas and writes messages nearly in order of time, so that a reader holds few chunks', async () => {
    const reader = await opened(await bytesOf(clientOf(1200), 'mcap'));
    expect([...reader.schemasById.values()].map(({ name, encoding }) => [name, encoding])).toEqual([
      ['holdfast.motion', 'jsonschema'],
      ['holdfast.floaters', 'jsonschema'],
      ['holdfast.parameters', 'jsonschema'],
      ['foxglove.Log', 'jsonschema'],
    ]);
    for (const [at, chunk] of reader.chunkIndexes.entries()) {
      const before = reader.chunkIndexes[at - 1];
      expect(before === undefined || before.messageEndTime <= chunk.messageStartTime).toBe(true);
    }
  });

  it('says what run it is, and carries its document and result', async () => {
    const reader = await opened(await bytesOf(clientOf(10), 'mcap'));
    const [about] = await collect(reader.readMetadata({ name: 'holdfast.run' }));
    expect(Object.fromEntries(about?.metadata ?? [])).toMatchObject({
      document: 'd1',
      seed: '7',
      engine: '3',
      partial: 'false',
      timeUnit: 's',
      inputs: '[{"parameter":"load","value":0.5,"time":100.2}]',
    });
    const files = await collect(reader.readAttachments({ validateCrcs: true }));
    expect(files.map(({ name }) => name)).toEqual(['document.json', 'result.json']);
    expect(JSON.parse(new TextDecoder().decode(files[0]?.data))).toEqual(document);
  });

  it('of a run that has not ended is called partial and has no result', async () => {
    const reader = await opened(await bytesOf(clientOf(3, 'running'), 'mcap'));
    const [about] = await collect(reader.readMetadata({ name: 'holdfast.run' }));
    expect(about?.metadata.get('partial')).toBe('true');
    expect(reader.attachmentIndexes.map(({ name }) => name)).toEqual(['document.json']);
  });
});

describe('frames of another version', () => {
  it.each(['mcap', 'frames-parquet'] as const)(
    'are refused as %s, because no name would be right',
    async (format) => {
      const odd = [{ sequence: 0, time: 0, values: Float64Array.of(1, 2) }];
      const client = { ...clientOf(0), frames: page(odd) };
      await expect(bytesOf(client, format)).rejects.toMatchObject({ code: 'protocol.malformed' });
    },
  );
});

describe('a table of frames', () => {
  it('is a Parquet file of doubles with units in its metadata, and NaN stays NaN', async () => {
    const bytes = await bytesOf(clientOf(1200), 'frames-parquet');
    const file = Uint8Array.from(bytes).buffer;
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(1200);
    expect(rows[5]).toEqual({
      sequence: 5,
      time: 1.25,
      speed: 1.25,
      'fill[0]': 1,
      'fill[1]': 2,
      'fill[2]': 3,
    });
    expect(rows[6]?.['speed']).toBeNaN();
    const about = new Map(
      parquetMetadata(file).key_value_metadata?.map(({ key, value }) => [key, value]) ?? [],
    );
    expect(JSON.parse(about.get('units') ?? '')).toMatchObject({ time: 's', speed: 'm/s', 'fill[0]': '1' });
    expect(about.get('document')).toBe('d1');
  });

  it('of a run without frames is empty', async () => {
    const file = Uint8Array.from(await bytesOf(clientOf(0), 'frames-parquet')).buffer;
    expect(await parquetReadObjects({ file })).toEqual([]);
  });

  it('of wide frames leaves in parts', async () => {
    const wide = { ...channels[1], shape: [1500] };
    const client: ExportClient = {
      ...clientOf(0),
      run: () => Promise.resolve({ run: {}, model: { ...model, channels: [wide] } } as never),
      frames: page(
        Array.from({ length: 350 }, (_, sequence) => ({
          sequence,
          time: sequence,
          values: new Float64Array(1500).fill(sequence),
        })),
      ),
    };
    const parts = await collect(exportedBytes(client, 'r', 'frames-parquet'));
    expect(parts.length).toBeGreaterThan(2);
    const file = Uint8Array.from(Buffer.concat(parts)).buffer;
    const { num_rows: rows, row_groups: groups } = parquetMetadata(file);
    expect(rows).toBe(350n);
    expect(groups.map(({ columns }) => columns.length)).toEqual([1502, 1502, 1502]);
  });
});
