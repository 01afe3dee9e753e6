import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ExperimentResult, Report, ReportOf } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  layoutOf,
  metricWords,
  namesOf,
  picturesOf,
  placeNames,
  ticksOf,
  type Plot,
  type PlotMark,
} from '@holdfast/pictures';

const folder = fileURLToPath(new URL('../../../examples/analyses/expected/', import.meta.url));
const recorded = readdirSync(folder);
const names = namesOf(undefined);

function reportOf(name: string): Report {
  const { report } = JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as ExperimentResult;
  if (report === null) throw new Error('a recorded analysis has no report');
  return report;
}

/** Where a mark lies on each axis. */
function placesOf(mark: PlotMark): { readonly x: readonly number[]; readonly y: readonly number[] } {
  switch (mark.kind) {
    case 'bar':
      return { x: [mark.from, mark.to], y: mark.y };
    case 'whisker':
      return mark.along === 'x'
        ? { x: [mark.low, mark.high], y: [mark.at] }
        : { x: [mark.at], y: [mark.low, mark.high] };
    case 'line':
      return { x: mark.points.map(([x]) => x), y: mark.points.map(([, y]) => y) };
    case 'band':
      return { x: mark.points.map(([x]) => x), y: mark.points.flatMap(([, low, high]) => [low, high]) };
    case 'rule':
      return mark.on === 'x' ? { x: [mark.at], y: [] } : { x: [], y: [mark.at] };
    case 'cell':
      return { x: mark.x, y: mark.y };
    case 'dot':
    case 'name':
      return { x: [mark.x], y: [mark.y] };
  }
}

function within(value: number, { low, high }: { readonly low: number; readonly high: number }): boolean {
  return value >= low - 1e-9 * Math.abs(low) && value <= high + 1e-9 * Math.abs(high);
}

function outside({ x, y, marks }: Plot): readonly PlotMark[] {
  const up = 'rows' in y ? { low: 0, high: y.rows.length } : y;
  return marks.filter((mark) => {
    const places = placesOf(mark);
    return !(places.x.every((value) => within(value, x)) && places.y.every((value) => within(value, up)));
  });
}

describe('the pictures of every recorded analysis', () => {
  it.each(recorded)('of %s have axes that hold their marks, a table and a sentence', (name) => {
    const pictures = picturesOf(reportOf(name), names);
    expect(pictures.some(({ plot }) => plot !== undefined)).toBe(true);
    for (const { title, summary, plot, table } of pictures) {
      expect(title).toMatch(/^[A-Z]/);
      expect(`${title} ${summary}`).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(table.rows.length).toBeGreaterThan(0);
      expect(table.rows.filter((row) => row.length !== table.columns.length)).toEqual([]);
      if (plot === undefined) continue;
      expect(plot.x.label).not.toBe('');
      expect(plot.readings.length).toBeGreaterThan(0);
      // The band of a goal's answer may reach past the values tried: it is an interval, not a mark.
      expect(outside(plot).filter(({ kind }) => kind !== 'band' && kind !== 'whisker')).toEqual([]);
    }
  });
});

const estimate = (value: number | null, standardError: number | null) => ({ value, standardError });

describe('what a picture says', () => {
  it('keeps what is only undecided apart from what is kept', () => {
    const report = reportOf('newsvendor-optimize.json') as ReportOf<'optimize'>;
    const judged = (verdict: 'feasible' | 'infeasible' | 'undecided') => {
      const verified = {
        ...report.verified!,
        verdict,
        constraints: report.verified!.constraints.map((each) => ({ ...each, verdict })),
      };
      return picturesOf({ ...report, verified }, names);
    };
    expect(judged('feasible')[0]?.summary).toContain('All bounds are kept with 95 % confidence');
    expect(judged('undecided')[0]?.summary).toContain('cannot be said');
    expect(judged('infeasible')[0]?.summary).toContain('NOT FEASIBLE');
    expect(judged('undecided').at(-1)?.table.rows[0]?.at(-1)).toBe('undecided');
  });

  it('counts the swings that their error does not explain', () => {
    const bar = (parameter: string, swing: number) => ({
      parameter,
      low: { ...estimate(10, 1), at: 0 },
      high: { ...estimate(10 + swing, 1), at: 1 },
      swing: estimate(swing, 2),
    });
    const report: Report = {
      kind: 'tornado',
      outputs: [
        {
          subject: 'a',
          metric: 'mean',
          unit: 'USD',
          base: estimate(10, 1),
          bars: [bar('p', 9), bar('q', 3)],
        },
      ],
    };
    const [picture] = picturesOf(report, names);
    expect(picture?.summary).toContain('1 of 2 swings are told apart from none');
    expect(picture?.plot?.readings[0]?.text).toBe('p: 10.0 ± 1.0 at 0, 19.0 ± 1.0 at 1; swing 9.0 ± 2.0');
  });

  it('draws a grid of two parameters as cells, and says the value that is missing', () => {
    const points = [0, 1].flatMap((x) =>
      [0, 1].map((y) => ({
        parameters: [
          { parameter: 'x', value: x },
          { parameter: 'y', value: y },
        ],
        figures: [x + y === 2 ? estimate(null, null) : estimate(x - y, 0.1)],
      })),
    );
    const report: Report = { kind: 'sweep', figures: [{ subject: 'a', metric: 'mean', unit: '1' }], points };
    const plot = picturesOf(report, names)[0]?.plot;
    const shares = plot?.marks.map((mark) => (mark.kind === 'cell' ? mark.share : 'no cell'));
    expect(shares).toEqual([0.5, 0, 1, null]);
    expect(plot?.readings.at(-1)?.text).toBe('x 1, y 1: –');
  });

  it('has a word for every figure', () => {
    expect(
      ['mean', 'sd', 'p05', 'cvar-lower-0.95', 'probability-at-most-0', 'probability-below-2000'].map(
        metricWords,
      ),
    ).toEqual([
      'mean',
      'standard deviation',
      'p05',
      'expected shortfall, lower 95 %',
      'probability at most 0',
      'probability below 2000',
    ]);
  });
});

describe('the layout of a plot', () => {
  it('has round ticks inside its axis, never more than fit', () => {
    const ends = fc.tuple(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 12 }), ([low, span], most) => {
        const high = low + span;
        fc.pre(high - low > 1e-9 * Math.abs(low));
        const ticks = ticksOf({ label: '', low, high }, most).map(({ at }) => at);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        expect(ticks.filter((at) => at < low - 1e-6 * span || at > high + 1e-6 * span)).toEqual([]);
        expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
      }),
      { numRuns: 200 },
    );
  });

  it('hides no dot behind a name, and leaves out what has no place', () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ x: (index % 4) * 0.2, y: (index % 3) * 0.2 }));
    const marks = many.flatMap(({ x, y }, index): readonly PlotMark[] => [
      { kind: 'dot', x, y, tone: 0 },
      { kind: 'name', x, y, text: `parameter ${index}` },
    ]);
    const axis = { label: '', low: 0, high: 1 };
    const layout = layoutOf({ x: axis, y: axis, marks, readings: [], legend: [] }, 500);
    const placed = placeNames(marks, layout);
    expect(placed.length).toBeGreaterThan(4);
    expect(placed.length).toBeLessThan(40);
    const overlaps = placed.filter((name, index) =>
      placed
        .slice(index + 1)
        .some((other) => Math.abs(name.y - other.y) < 12 && Math.abs(name.x - other.x) < 60),
    );
    expect(overlaps).toEqual([]);
  });
});
