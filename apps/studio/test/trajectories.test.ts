import type { Channel, Frame } from '@holdfast/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divergenceOf, sharedQuantities, type Trajectory } from '../src/compare/trajectories.ts';
import { trajectoryPicture } from '../src/compare/trajectory-pictures.ts';

const speed: Channel = { name: 'speed', unit: 'm/s', shape: [], role: 'scalar', subject: 'motion' };
const fill: Channel = { name: 'fill', unit: '', shape: [2], role: 'field', subject: 'floaters' };
const mean: Channel = { name: 'mean', unit: '', shape: [2], role: 'estimate', subject: 'x' };

/** A run whose frames are [time, speed, fill, fill]. */
function run(letter: string, rows: readonly (readonly number[])[]): Trajectory {
  const frames = rows.map(([time = 0, ...values], sequence): Frame => ({
    sequence,
    time,
    values: Float64Array.from(values),
  }));
  return { letter, channels: [speed, fill], frames };
}

const base = run('A', [
  [0, 1, 0, 0],
  [1, 2, 0.5, 0],
  [2, 4, 1, 0],
]);

describe('runs against time', () => {
  it('share the quantities that all have in the same size and unit, and no estimates', () => {
    const withMean = { ...base, channels: [mean, ...base.channels] };
    expect(sharedQuantities([withMean, base]).map(({ name }) => name)).toEqual(['speed', 'fill']);
    const longer = { ...base, channels: [speed, { ...fill, shape: [3] }] };
    expect(sharedQuantities([base, longer])).toEqual([speed]);
    expect(sharedQuantities([base, { ...base, channels: [{ ...speed, unit: 'km/h' }] }])).toEqual([]);
  });

  it('part where a quantity first is further away than its share of its own size', () => {
    const other = run('B', [
      [0, 1, 0, 0],
      [1, 2, 0.5, 0.02],
      [2, 4.5, 1, 0],
    ]);
    const [strict, loose] = [0.01, 0.05].map((tolerance) =>
      divergenceOf(base, other, [speed, fill], tolerance),
    );
    expect(strict.first).toMatchObject({ channel: 'fill', first: 1, largest: 0.02, largestAt: 1 });
    expect(loose.first).toMatchObject({ channel: 'speed', first: 2, largest: 0.5, scale: 4 });
    expect(divergenceOf(base, other, [speed, fill], 0.2).first).toBeUndefined();
  });

  it('are equal to themselves at no tolerance, NaN and all, and a number that is missing is a difference', () => {
    const nan = run('A', [[0, Number.NaN, 0, 0]]);
    expect(divergenceOf(nan, { ...nan, letter: 'B' }, [speed], 0)).toMatchObject({
      compared: 1,
      first: undefined,
    });
    const found = divergenceOf(base, run('B', [[0, Number.NaN, 0, 0]]), [speed], 0.5);
    expect(found.first).toMatchObject({ first: 0, largest: Infinity });
  });

  it('read a run with other times on the line between its frames, and say so', () => {
    const coarse = run('B', [
      [0, 1, 0, 0],
      [2, 3, 1, 0],
    ]);
    const found = divergenceOf(base, coarse, [speed], 0.01);
    expect(found).toMatchObject({ compared: 3, between: 1 });
    expect(found.first).toMatchObject({ first: 2, largest: 1 });
  });

  it('compare nothing beyond the end of the shorter one', () => {
    expect(divergenceOf(base, run('B', [[0, 1, 0, 0]]), [speed], 0).compared).toBe(1);
  });

  it('never part earlier under a larger tolerance', () => {
    const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(values, values, fc.double({ min: 0, max: 1, noNaN: true }), (left, right, tolerance) => {
        const [a, b] = [left, right].map((list, index) =>
          run(
            'AB'.charAt(index),
            list.map((value, time) => [time, value, 0, 0]),
          ),
        );
        const narrow = divergenceOf(a, b, [speed], tolerance / 2).first?.first ?? Infinity;
        const wide = divergenceOf(a, b, [speed], tolerance).first?.first ?? Infinity;
        expect(wide).toBeGreaterThanOrEqual(narrow);
      }),
    );
  });

  it('are drawn with a rule where they part', () => {
    const other = run('B', [
      [0, 1, 0, 0],
      [1, 3, 0, 0],
    ]);
    const found = divergenceOf(base, other, [speed], 0);
    const picture = trajectoryPicture([base, other], speed, [found], 's');
    expect(picture.plot?.marks.filter(({ kind }) => kind === 'line')).toHaveLength(2);
    expect(picture.plot?.marks).toContainEqual(expect.objectContaining({ kind: 'rule', at: 1 }));
    expect(picture.summary).toBe('B leaves the tolerance at 1 s; at most 1 m/s away, at 1 s.');
    expect(picture.table.rows).toEqual([
      ['0', '1', '1'],
      ['1', '2', '3'],
      ['2', '4', '–'],
    ]);
  });
});
