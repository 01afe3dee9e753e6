import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bounded, rangeOf } from '../src/arguments.ts';
import { experimentRequest, figureOf, type AnalyzeOptions } from '../src/experiment-request.ts';

const shop = join(import.meta.dirname, '../../../examples/newsvendor.json');
const folder = mkdtempSync(join(tmpdir(), 'holdfast-request-'));
afterAll(() => rmSync(folder, { recursive: true }));

const methodOf = async (options: AnalyzeOptions): Promise<unknown> =>
  (await experimentRequest(shop, options)).method;
const sold = { subject: 'result.value', metric: 'mean' };

describe('the request of an analysis', () => {
  it('looks at the mean of every estimate unless told otherwise', async () => {
    expect(await methodOf({})).toEqual({
      kind: 'tornado',
      outputs: [sold, { subject: 'stockout.value', metric: 'mean' }],
    });
    expect(await methodOf({ output: ['result.value', 'stockout.value:p95'], metric: ['sd', 'p05'] })).toEqual(
      {
        kind: 'tornado',
        outputs: [
          { subject: 'result.value', metric: 'sd' },
          { subject: 'result.value', metric: 'p05' },
          { subject: 'stockout.value', metric: 'p95' },
        ],
      },
    );
  });

  it('carries the options of each method and no others', async () => {
    const output = ['result.value'];
    const range = rangeOf('order=400..600');
    const ranges = [{ parameter: 'order', low: 400, high: 600 }];
    expect(await methodOf({ method: 'spider', output, range, levels: 3, rows: 20 })).toEqual({
      kind: 'spider',
      outputs: [sold],
      ranges,
      levels: 3,
    });
    expect(await methodOf({ method: 'goal-seek', output, target: 2000 })).toEqual({
      kind: 'goal-seek',
      output: sold,
      range: { parameter: 'order' },
      target: 2000,
    });
    expect(
      await methodOf({
        method: 'optimize',
        maximize: 'result.value',
        subjectTo: bounded('result.value:p05 >= 800'),
        range,
      }),
    ).toEqual({
      kind: 'optimize',
      objective: { ...sold, direction: 'maximize' },
      constraints: [{ subject: 'result.value', metric: 'p05', side: 'at-least', bound: 800 }],
      ranges,
    });
  });

  it('is read from a file, whose own document does not count', async () => {
    const file = join(folder, 'sweep.json');
    const method = { kind: 'sweep', outputs: [sold], levels: 3 };
    writeFileSync(file, JSON.stringify({ document: '../other.json', replicates: 4, seed: 3, method }));
    const request = await experimentRequest(shop, { request: file, seed: 9 });
    expect(request).toMatchObject({ replicates: 4, seed: 9, method, document: { name: 'Newsvendor' } });
  });

  it('is refused with what is missing', async () => {
    const wrong: readonly [AnalyzeOptions, RegExp][] = [
      [{ method: 'optimize' }, /--minimize/],
      [{ method: 'frontier', minimize: 'result.value' }, /--risk/],
      [{ method: 'goal-seek' }, /--target/],
      [{ share: 3 }, /share/],
      [{ request: join(folder, 'nothing.json') }, /nothing\.json/],
    ];
    for (const [options, said] of wrong) await expect(experimentRequest(shop, options)).rejects.toThrow(said);
  });
});

describe('words of the analysis', () => {
  it('name figures, ranges and bounds', () => {
    expect(figureOf('a.value:p05')).toEqual({ subject: 'a.value', metric: 'p05' });
    expect(rangeOf('b= -1e3 .. 2', rangeOf('a'))).toEqual([
      { parameter: 'a' },
      { parameter: 'b', low: -1000, high: 2 },
    ]);
    expect(bounded('a.value:cvar-lower-0.95<=-3.5')).toEqual([
      { subject: 'a.value', metric: 'cvar-lower-0.95', side: 'at-most', bound: -3.5 },
    ]);
    for (const text of ['', 'a=', 'a=1', 'a=1..', 'a=1..2..3', '=1..2'])
      expect(() => rangeOf(text)).toThrow();
    for (const text of ['a>=1', 'a:b=1', 'a:b>=', 'a:b>=x', ':b>=1']) expect(() => bounded(text)).toThrow();
  });
});
