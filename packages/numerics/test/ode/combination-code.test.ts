import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bogackiShampine,
  dormandPrince,
  EmbeddedStepper,
  pageBytes,
  platformEngine,
  type OdeSystem,
  type VectorMemory,
} from '../../src/index.ts';

function sharedMemory(): VectorMemory {
  const engine = platformEngine()!;
  const memory = new engine.Memory({ initial: 1, maximum: 1 });
  let used = 0;
  const take = (doubles: number): Float64Array => {
    if (8 * (used + doubles) > pageBytes) return new Float64Array(doubles);
    used += doubles;
    return new Float64Array(memory.buffer, 8 * (used - doubles), doubles);
  };
  return { engine, memory, take };
}

/** Elements that turn about each other; only those in `runs` may change. */
function turning(size: number, runs: readonly number[], memory?: VectorMemory): OdeSystem {
  const live = (i: number): boolean => runs.some((from, at) => at % 2 === 0 && i >= from && i < runs[at + 1]);
  return {
    size,
    sumsFrom: size - 1,
    ...(memory === undefined ? {} : { memory }),
    runs: () => runs,
    derivative: (_, state, slope) => {
      for (let i = 0; i < size; i++) slope[i] = live(i) ? state[(i + 1) % (size - 1)] - 0.3 * state[i] : 0;
    },
  };
}

const size = 11;
const bounds = fc
  .uniqueArray(fc.nat(size), { minLength: 2, maxLength: 8 })
  .map((found) => found.toSorted((a, b) => a - b).slice(0, 2 * Math.floor(found.length / 2)));

it.each([dormandPrince, bogackiShampine])(
  '$name takes steps of equal bits in memory that code reaches and in any other',
  (method) => {
    fc.assert(
      fc.property(bounds, fc.double({ min: 0.01, max: 1, noNaN: true }), (runs, h) => {
        const tolerances = {
          absolute: new Float64Array(size - 1).fill(1),
          relative: new Float64Array(size - 1),
        };
        const steppers = [undefined, sharedMemory()].map(
          (memory) => new EmbeddedStepper(method, turning(size, runs, memory), tolerances),
        );
        const inside = steppers.map(() => new Float64Array(size));
        steppers.forEach((stepper, which) => {
          for (let i = 0; i < size; i++) stepper.state[i] = 1 / (i + 1);
          for (let step = 0; step < 3; step++) {
            stepper.attempt(step * h, h);
            stepper.interpolate(0.37, inside[which]);
            stepper.accept();
          }
        });
        expect(steppers[1].state).toEqual(steppers[0].state);
        expect(inside[1]).toEqual(inside[0]);
      }),
      { numRuns: 40 },
    );
  },
);
