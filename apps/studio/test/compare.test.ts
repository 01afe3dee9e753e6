import type { Channel, RunResult } from '@holdfast/core';
import type { RunView } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fanPictures } from '../src/compare/compare-fans.ts';
import { distributionPictures, sharedSubjects } from '../src/compare/compare-pictures.ts';
import type { ComparedRun } from '../src/compare/compared-run.ts';
import { differenceOf, figureRows } from '../src/compare/difference.ts';
import { documentDifference } from '../src/compare/document-difference.ts';
import { bytesVerdict, identityRows } from '../src/compare/identity.ts';

interface Given {
  readonly letter?: string;
  readonly seed?: number;
  readonly document?: string;
  readonly trail?: string;
  readonly ended?: boolean;
  readonly partial?: boolean;
  readonly mean?: number;
}

function runOf({
  letter = 'A',
  seed = 1,
  document = 'd',
  trail = 't',
  ended = true,
  partial = false,
  mean = 10,
}: Given): ComparedRun {
  const run = {
    id: letter,
    family: 'f',
    document,
    seed,
    until: 100,
    parameters: [],
    time: 100,
  } as unknown as RunView;
  const metrics = [{ subject: 'x', name: 'mean', value: mean, standardError: 0.1, unit: 'USD' }];
  const result = {
    engine: '2',
    inputs: [],
    reached: 100,
    frames: 3,
    trail,
    partial,
    metrics,
  } as unknown as RunResult;
  return {
    letter,
    run,
    model: {
      timeUnit: 'iterations',
      until: 100,
      channels: [
        { name: 'x.h', unit: 'USD', shape: [6], role: 'histogram', subject: 'x', label: 'Profit' },
        { name: 'x.q', unit: 'USD', shape: [1], role: 'quantiles', subject: 'x', levels: [0.5] },
      ],
      parameters: [],
    },
    document: { family: 'f', version: 1, name: 'n', model: {} },
    metrics,
    result: ended ? result : undefined,
    values: new Map([
      ['x.h', Float64Array.of(0, 4, 1, 2, 1, 0)],
      ['x.q', Float64Array.of(mean)],
    ]),
  };
}

describe('the difference of two figures', () => {
  const first = { value: 10, standardError: 3 };
  const second = { value: 16, standardError: 4 };

  it('adds errors as squares for independent runs, and whole where luck may be shared', () => {
    expect(differenceOf(first, second, true)).toEqual({ value: 6, standardError: 5, verdict: 'within' });
    expect(differenceOf(first, second, false)).toEqual({ value: 6, standardError: 7, verdict: 'within' });
    expect(differenceOf(first, { value: 30, standardError: 4 }, true).verdict).toBe('differs');
  });

  it('says so where there is no error, or no value', () => {
    expect(differenceOf(first, { value: 11, standardError: null }, true)).toMatchObject({
      value: 1,
      verdict: 'unknown',
    });
    expect(differenceOf(first, { value: 10, standardError: null }, true).verdict).toBe('equal');
    expect(differenceOf(first, { value: Number.NaN, standardError: 1 }, true)).toMatchObject({
      value: null,
      verdict: 'unknown',
    });
  });

  it('is held against the first run, figure by figure', () => {
    const [row] = figureRows([
      runOf({}),
      runOf({ letter: 'B', seed: 2, mean: 11 }),
      runOf({ letter: 'C', mean: 10.1 }),
    ]);
    expect(row?.values.map((each) => each?.value)).toEqual([10, 11, 10.1]);
    expect(row?.differences.map((each) => each?.verdict)).toEqual(['differs', 'within']);
  });
});

describe('the verdict on bytes', () => {
  it('tells equal runs, other questions, and a divergence apart', () => {
    const a = runOf({});
    expect(bytesVerdict(a, runOf({ letter: 'B' }))).toMatchObject({ tone: 'ok' });
    expect(bytesVerdict(a, runOf({ letter: 'B', seed: 2, trail: 'u' })).text).toContain('differ in seed');
    expect(bytesVerdict(a, runOf({ letter: 'B', trail: 'u' }))).toMatchObject({
      tone: 'bad',
      text: expect.stringContaining('DIVERGED'),
    });
    expect(bytesVerdict(a, runOf({ letter: 'B', trail: 'u', partial: true })).tone).toBe('quiet');
    expect(bytesVerdict(a, runOf({ letter: 'B', ended: false })).text).toContain('once both have ended');
  });

  it('marks each setting that is not the same', () => {
    const rows = identityRows([runOf({}), runOf({ letter: 'B', seed: 2 })]);
    expect(rows.filter(({ same }) => !same).map(({ name }) => name)).toEqual(['seed']);
  });
});

describe('the difference of documents', () => {
  it('matches members of lists by id and names each place once', () => {
    const first = { nodes: [{ id: 'a', mean: 1 }, { id: 'b' }], at: [1, 2] };
    const second = { nodes: [{ id: 'b' }, { id: 'a', mean: 2, 'sd/x': 3 }], at: [1] };
    expect(documentDifference(first, second)).toEqual([
      { path: '/nodes/a/mean', first: '1', second: '2' },
      { path: '/nodes/a/sd~1x', first: undefined, second: '3' },
      { path: '/at/1', first: '2', second: undefined },
    ]);
  });

  it('is empty for equal documents and never for others', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        expect(documentDifference(a, structuredClone(a))).toEqual([]);
        const same = JSON.stringify(a) === JSON.stringify(b);
        if (typeof a !== 'object' || typeof b !== 'object')
          expect(documentDifference(a, b).length === 0).toBe(same);
      }),
      { numRuns: 200 },
    );
  });
});

describe('distributions on one pair of axes', () => {
  it('are densities that hold all of the values, and functions that end at one', () => {
    const runs = [runOf({}), runOf({ letter: 'B' })];
    const [shared = { subject: '', title: '', unit: '' }] = sharedSubjects(runs);
    expect(shared).toEqual({ subject: 'x', title: 'Profit', unit: 'USD' });
    const [density, steps] = distributionPictures(runs, shared);
    const [line] = density?.plot?.marks ?? [];
    if (line?.kind !== 'line') throw new Error('a density is a line');
    const mass = line.points.slice(1, -2).reduce((sum, [, height]) => sum + height, 0);
    expect(mass).toBeCloseTo(1);
    const last = steps?.plot?.marks.map((mark) => (mark.kind === 'line' ? mark.points.at(-1)?.[1] : 0));
    expect(last).toEqual([1, 1]);
    expect(steps?.table.rows).toEqual([['50.0 %', '10', '10']]);
  });

  it('are not drawn of what one run alone has', () => {
    const alone = { ...runOf({ letter: 'B' }), model: { ...runOf({}).model, channels: [] } };
    expect(sharedSubjects([runOf({}), alone])).toEqual([]);
  });
});

function fan(letter: string, shift: number): ComparedRun {
  const run = runOf({ letter });
  const channel: Channel = {
    name: 'x.fan',
    unit: 'USD',
    shape: [3, 4],
    role: 'fan',
    subject: 'x',
    label: 'Profit',
    levels: [0.05, 0.5, 0.95],
    axis: { at: [1, 2, 3], unit: 'year' },
  };
  const rows = [0, 1, 2].flatMap((at) => [at, at - 1, at + shift, at + 1]);
  return {
    ...run,
    model: { ...run.model, channels: [...run.model.channels, channel] },
    values: new Map([['x.fan', Float64Array.from(rows)]]),
  };
}

describe('fans over time', () => {
  it('lie on one pair of axes with their medians and bands, and say where each ends', () => {
    const [picture, ...others] = fanPictures([fan('A', 0), fan('B', 0.5)]);
    expect(others).toEqual([]);
    expect(picture?.title).toBe('Profit over time');
    expect(picture?.summary).toBe('A ends at 2, B ends at 2.5. Bands go from p5 to p95.');
    expect(picture?.plot?.marks.map(({ kind }) => kind)).toEqual(['band', 'line', 'band', 'line']);
    expect(picture?.table.rows[0]).toEqual(['1', '0', '−1', '1', '0.5', '−1', '1']);
    expect(picture?.plot?.readings).toHaveLength(6);
  });

  it('need two runs that have them', () => {
    expect(fanPictures([fan('A', 0), runOf({ letter: 'B' })])).toEqual([]);
  });

  it('are no rows of the table of figures', () => {
    const run = runOf({});
    const metrics = [
      ...run.metrics,
      { subject: 'x', name: 'p50@2', value: 1, standardError: null, unit: 'USD' },
    ];
    expect(figureRows([{ ...run, metrics }, run]).map(({ metric }) => metric)).toEqual(['mean']);
  });
});
