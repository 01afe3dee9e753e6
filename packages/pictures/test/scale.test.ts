import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Drawing } from '../src/picture.ts';
import { rangesOf, roundStep, xTicks, yTicks } from '../src/scale.ts';

const drawing = (x: readonly number[], y: readonly (number | null)[]): Drawing => ({
  x,
  lines: [{ label: 'line', y, tone: 'accent' }],
  say: () => '',
});

describe('the axes of a drawing', () => {
  it('hold every number, are never empty, and show no negative place for what is never negative', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, fc.option(value)), { minLength: 1, maxLength: 20 }), (points) => {
        const { x, y } = rangesOf(
          drawing(
            points.map(([at]) => at),
            points.map(([, height]) => height),
          ),
        );
        const heights = points.flatMap(([, height]) => (height === null ? [] : [height]));
        expect(x[1]).toBeGreaterThan(x[0]);
        expect(y[1]).toBeGreaterThan(y[0]);
        expect(points.every(([at]) => at >= x[0] && at <= x[1])).toBe(true);
        expect(heights.every((height) => height >= y[0] && height <= y[1])).toBe(true);
        if (heights.length > 0 && Math.min(...heights) > 0) expect(y[0]).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 200, examples: [[[[5e-324, 5e-324]]], [[[0, 0]]]] },
    );
  });

  it('are what the drawing asks for', () => {
    expect(rangesOf({ ...drawing([1, 2], [3, 4]), xRange: [0, 9], yRange: [0, 1] })).toEqual({
      x: [0, 9],
      y: [0, 1],
    });
    expect(rangesOf(drawing([], []))).toMatchObject({ x: [0, 1] });
  });

  it('carry round ticks inside their range, about as many as fit, each with another label', () => {
    const end = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    const span = fc.double({ noNaN: true, min: 1e-3, max: 1e9 });
    fc.assert(
      fc.property(end, span, fc.integer({ min: 2, max: 12 }), (low, width, most) => {
        const high = low + width;
        const { at, labels } = xTicks({ xLabel: '' }, [low, high], most);
        const slack = 1e-6 * width;
        expect(at.every((tick) => tick >= low - slack && tick <= high + slack)).toBe(true);
        expect(at.length).toBeLessThanOrEqual(most + 1);
        expect(at.length).toBeGreaterThanOrEqual(Math.floor(most / 2.6));
        expect(new Set(labels).size).toBe(at.length);
      }),
      { numRuns: 100 },
    );
  });

  it('step by 1, 2, 2.5 or 5 times a power of ten', () => {
    expect([0.9, 1.1, 2.1, 2.6, 6, 0.00021].map(roundStep)).toEqual([1, 2, 2.5, 5, 10, 0.00025]);
  });

  it('say shares as per cent, and round numbers as they are written', () => {
    const ticks = yTicks({ xLabel: '', yShare: true }, [0, 0.3], 3);
    expect(ticks).toEqual({ at: [0, 0.1, 0.2, 0.3], labels: ['0 %', '10 %', '20 %', '30 %'] });
    expect(xTicks({ xLabel: '', logX: true }, [3, 4e3], 4).labels).toEqual(['10', '100', '1k']);
  });
});
