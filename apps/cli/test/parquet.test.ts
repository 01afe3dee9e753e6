import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDocument } from '../src/documents.ts';
import { parquetOf, parquetToCsv } from '../src/parquet.ts';

const awkward = [0.1 + 0.2, -1e-300, 1.7976931348623157e308, 123_456_789.123_456_79];

describe('Parquet', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-parquet-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('comes in as CSV that gives the same doubles', async () => {
    const bytes = parquetOf([{ name: 'flow, m3/s', values: awkward }]);
    const [header, ...lines] = (await parquetToCsv(bytes)).trimEnd().split('\n');
    expect(header).toBe('"flow, m3/s"');
    expect(lines.map(Number)).toEqual(awkward);
  });

  it('comes in with whole numbers, truth values and gaps', async () => {
    const columnData = [
      { name: 'count', data: [1n, 9_007_199_254_740_991n], type: 'INT64' as const },
      { name: 'wet', data: [true, false], type: 'BOOLEAN' as const },
      { name: 'gap', data: [2.5, null], type: 'DOUBLE' as const, nullable: true },
    ];
    const text = await parquetToCsv(new Uint8Array(parquetWriteBuffer({ columnData })));
    expect(text).toBe('count,wet,gap\n1,1,2.5\n9007199254740991,0,\n');
  });

  it('goes out with text, numbers and unknown errors', async () => {
    const bytes = parquetOf([
      { name: 'metric', values: ['mean', 'min'] },
      { name: 'standard error', values: [0.5, null] },
    ]);
    const rows = await parquetReadObjects({ file: Uint8Array.from(bytes).buffer });
    expect(rows).toEqual([
      { metric: 'mean', 'standard error': 0.5 },
      { metric: 'min', 'standard error': null },
    ]);
  });

  const documentOn = async (file: string): Promise<string> => {
    const model = {
      nodes: [
        { id: 'flow', kind: 'data', csv: { file, column: 'flow' }, sample: 'bootstrap' },
        { id: 'out', kind: 'output' },
      ],
      edges: [{ from: 'flow', to: 'out' }],
    };
    const path = join(directory, `${file}.json`);
    await writeFile(path, JSON.stringify({ family: 'scenario', version: 1, name: 'Flow', model }));
    return path;
  };

  it('is attached to a document that names it', async () => {
    await writeFile(join(directory, 'flow.parquet'), parquetOf([{ name: 'flow', values: [3, 1, 2] }]));
    const { document } = await openDocument(await documentOn('flow.parquet'));
    expect(document.files).toEqual({ 'flow.parquet': 'flow\n3\n1\n2\n' });
  });

  it('names the file when it cannot be read', async () => {
    await writeFile(join(directory, 'torn.parquet'), 'PAR1');
    await expect(openDocument(await documentOn('torn.parquet'))).rejects.toThrow(/torn\.parquet/);
  });
});
