import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPlaces, place, placeOf, placeSome, survey } from '../src/chain-places.ts';
import { parametersOf } from '../src/controls.ts';
import { figuresOf, logTableOf, loopOf, type Figures } from '../src/figures.ts';
import { specOf } from './scene.ts';

function plant(count: number, height: number, radius: number): Figures {
  const spec = specOf({ floaters: { count, volume: 1e-4 }, chain: { height, radius } });
  const controls = Float64Array.from(parametersOf(spec), ({ value }) => value);
  return figuresOf(spec, loopOf(spec), logTableOf(spec), controls);
}

function placesOf(count: number): ReturnType<typeof createPlaces> {
  const row = (): Float64Array => new Float64Array(count);
  return createPlaces({ position: row(), pressure: row(), slope: row() });
}

const any = fc.record({
  count: fc.integer({ min: 2, max: 200 }),
  height: fc.double({ min: 1, max: 15, noNaN: true }),
  radius: fc.double({ min: 0.1, max: 4, noNaN: true }),
  ways: fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: 1, maxLength: 4 }),
});

it('places floaters where each of them is by itself, wherever the chain was looked at before', () => {
  fc.assert(
    fc.property(any, ({ count, height, radius, ways }) => {
      const figures = plant(count, height, radius);
      const places = placesOf(count);
      for (const loops of ways) {
        const way = loops * figures.loop.length;
        place(figures, way, places);
        const each = Array.from({ length: count }, (_, i) => placeOf(figures, way, i));
        each.forEach(({ pressure, up }, i) => {
          expect(Math.abs(places.pressure[i] - pressure)).toBeLessThan(1e-6);
          expect(Math.abs(places.slope[i] - up)).toBeLessThan(1e-9);
        });
        const slopes = each.reduce((sum, { up }) => sum + up, 0);
        expect(Math.abs(places.slopes - slopes)).toBeLessThan(1e-9 * count);
      }
    }),
    { numRuns: 60 },
  );
});

it('leaves floaters alone that nobody asked for', () => {
  const figures = plant(20, 5, 1);
  const places = placesOf(20);
  places.pressure.fill(-1);
  places.position.fill(-1);
  survey(figures, 1.3, places);
  placeSome(figures, places, [2, 5, 11, 20], false);
  const placed = [...places.pressure.keys()].filter((i) => places.pressure[i] !== -1);
  expect(new Set(places.position)).toEqual(new Set([-1]));
  expect(placed).toEqual([2, 3, 4, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
});
