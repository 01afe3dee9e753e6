// Arrows of forces: as long as the scale says, at a scale that is easy to read and does not flicker.
import type { WorldForces } from '@holdfast/catalog';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forceFigures, ForceArrows, niceAbove } from '../src/views/physics/force-arrows.ts';
import { ForceTrack } from '../src/views/physics/force-track.ts';

const row = (force: number): number[] => [0, 1, 2, 3, 0, 0, force];
const forcesOf = (...sizes: readonly number[]): WorldForces => ({
  contacts: Float64Array.from(sizes.flatMap(row)),
  hand: new Float64Array(),
});

describe('arrows of forces', () => {
  it('are as long as the scale says, whatever pushes, and fit the scene', () => {
    const property = fc.property(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.array(fc.double({ min: 1e-3, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 9 }),
      (radius, sizes) => {
        const scale = new ForceArrows(radius);
        const arrows = scale.arrows(forcesOf(...sizes), 0);
        arrows.forEach(({ from, to }, index) => {
          expect(from).toEqual([1, 2, 3]);
          const length = to[2] - from[2];
          expect(Math.abs(length - (sizes[index] * scale.unit) / scale.newtons)).toBeLessThan(
            1e-9 * (3 + length),
          );
          expect(length).toBeLessThan(0.51 * radius);
        });
        expect(scale.unit).toBeLessThanOrEqual(radius);
      },
    );
    fc.assert(property);
  });

  it('keep their scale through a knock that is over at once, and are drawn longer when it stays quiet', () => {
    const scale = new ForceArrows(1);
    scale.arrows(forcesOf(10), 0);
    expect([scale.unit, scale.newtons]).toEqual([0.1, 2]);
    scale.arrows(forcesOf(1000), 100);
    expect(scale.newtons).toBe(200);
    scale.arrows(forcesOf(10), 200);
    scale.arrows(forcesOf(10), 1000);
    expect(scale.newtons).toBe(200);
    scale.arrows(forcesOf(10), 1800);
    expect(scale.newtons).toBe(2);
    expect(scale.arrows(forcesOf(), 1900)).toEqual([]);
  });

  it('are counted and summed, the hand apart', () => {
    const hand = Float64Array.of(0, 0, 0, 0, 3, 0, 4);
    expect(forceFigures({ ...forcesOf(1, 2), hand })).toEqual({ contacts: 2, force: 3, hand: 5 });
    expect([0.3, 1, 1.1, 30, 51].map(niceAbove)).toEqual([0.5, 1, 2, 50, 100]);
  });

  it('are held by their time, bounded, and forgotten where time goes back', () => {
    const track = new ForceTrack();
    const big = forcesOf(...Array.from({ length: 256 }, () => 1));
    for (let time = 0; time < 1000; time++) track.push(time, big);
    expect(track.at(999, 0.1)).toBe(big);
    expect(track.at(0, 0.1)).toBeUndefined();
    expect(track.at(999.5, 0.1)).toBeUndefined();
    const other = forcesOf(2);
    track.push(990, other);
    expect([track.at(989, 0), track.at(990.05, 0.1), track.at(991, 0.1)]).toEqual([big, other, undefined]);
    track.clear();
    expect(track.at(990, 1)).toBeUndefined();
  });
});
