import { describe, expect, it } from 'vitest';
import {
  bogackiShampine,
  classicRungeKutta,
  dormandPrince,
  EmbeddedStepper,
  StepSize,
  type OdeSystem,
} from '../../src/index.ts';

const methods = [dormandPrince, bogackiShampine, classicRungeKutta];

/** x' = v, v' = -sin(x): no solution in closed form; t' = 1 makes the nodes matter through cos(t). */
const pendulum: OdeSystem = {
  size: 2,
  derivative(time, state, slope) {
    slope[0] = state[1]!;
    slope[1] = Math.cos(time) - Math.sin(state[0]);
  },
};

const loose = (size: number) => ({
  absolute: new Float64Array(size).fill(1),
  relative: new Float64Array(size),
});

function fixedSteps(method: (typeof methods)[number], steps: number): Float64Array {
  const stepper = new EmbeddedStepper(method, pendulum, loose(2));
  stepper.state.set([1, 0.5]);
  for (let step = 0; step < steps; step++) {
    stepper.attempt((2 * step) / steps, 2 / steps);
    stepper.accept();
  }
  return stepper.state;
}

const sum = (row: readonly number[]): number => row.reduce((a, b) => a + b, 0);

/** Slope of log error over log step between two step counts. */
function orderOf(errorAt: (steps: number) => number, steps: number): number {
  return Math.log2(errorAt(steps) / errorAt(2 * steps));
}

describe.each(methods)('$name', (method) => {
  it('has rows that sum to its nodes, and errors and dense output that fit the step', () => {
    method.stages.forEach((row, at) => expect(sum(row)).toBeCloseTo(method.nodes[at + 1], 14));
    expect(sum(method.errors)).toBeCloseTo(0, 14);
    const last = method.stages.at(-1)!;
    method.dense.forEach((row, at) => expect(sum(row)).toBeCloseTo(last[at] ?? 0, 12));
    // the slope of the dense output at its beginning and at its end is the slope of the solution
    method.dense.forEach((row, at) => {
      expect(row[0] ?? 0).toBeCloseTo(at === 0 ? 1 : 0, 14);
      const end = sum(row.map((coefficient, power) => coefficient * (power + 1)));
      expect(end).toBeCloseTo(at === method.dense.length - 1 ? 1 : 0, 12);
    });
  });

  it('converges with its order', () => {
    const exact = fixedSteps(dormandPrince, 4000);
    const errorAt = (steps: number): number => {
      const [x, v] = fixedSteps(method, steps);
      return Math.hypot(x - exact[0], v - exact[1]);
    };
    const order = orderOf(errorAt, 40);
    expect(order).toBeGreaterThan(method.order - 0.25);
    expect(order).toBeLessThan(method.order + 1.2);
  });

  it('reads inside a step with order four, or three for cubic Hermite', () => {
    const errorAt = (halvings: number): number => {
      const h = 0.5 / halvings;
      const stepper = new EmbeddedStepper(method, pendulum, loose(2));
      stepper.state.set([1, 0.5]);
      stepper.attempt(0, h);
      const inside = new Float64Array(2);
      stepper.interpolate(0.37, inside);
      const fine = new EmbeddedStepper(dormandPrince, pendulum, loose(2));
      fine.state.set([1, 0.5]);
      for (let step = 0; step < 20; step++) {
        fine.attempt((step * 0.37 * h) / 20, (0.37 * h) / 20);
        fine.accept();
      }
      return Math.abs(inside[0] - fine.state[0]);
    };
    // local error: one power more than the order
    expect(orderOf(errorAt, 2)).toBeGreaterThan((method === dormandPrince ? 4 : 3) + 1 - 0.5);
  });

  it('keeps the error it is asked for when steps follow the error', () => {
    for (const tolerance of [1e-4, 1e-7]) {
      const tolerances = {
        absolute: new Float64Array(2).fill(tolerance),
        relative: new Float64Array(2).fill(tolerance),
      };
      const stepper = new EmbeddedStepper(method, pendulum, tolerances);
      stepper.state.set([1, 0.5]);
      const size = new StepSize(method, 1e-3);
      let time = 0;
      let steps = 0;
      while (time < 2) {
        const h = Math.min(size.next, 2 - time);
        const error = stepper.attempt(time, h);
        if (!(error <= 1)) {
          size.rejected(h, error);
          continue;
        }
        size.accepted(h, error);
        stepper.accept();
        time += h;
        steps++;
      }
      const exact = fixedSteps(dormandPrince, 4000);
      expect(Math.abs(stepper.state[0] - exact[0])).toBeLessThan(20 * tolerance);
      expect(steps).toBeGreaterThan(3);
      expect(steps).toBeLessThan(2000);
    }
  });
});

/** Error of going on from inside a step, taken at `share` of it. */
function ending(share: number): number {
  const stepper = new EmbeddedStepper(dormandPrince, pendulum, loose(2));
  stepper.state.set([1, 0.5]);
  stepper.attempt(0, 0.4);
  stepper.acceptInside(share);
  const exact = new EmbeddedStepper(dormandPrince, pendulum, loose(2));
  exact.state.set([1, 0.5]);
  exact.attempt(0, 0.4 * share);
  return Math.abs(stepper.state[0] - exact.trial[0]);
}

describe('EmbeddedStepper', () => {
  it('leaves elements behind the tolerances out of the error', () => {
    const rough: OdeSystem = {
      size: 2,
      derivative(time, state, slope) {
        slope[0] = -state[0];
        slope[1] = Math.sin(1000 * time);
      },
    };
    const stepper = new EmbeddedStepper(dormandPrince, rough, loose(1));
    stepper.state.set([1, 0]);
    expect(stepper.attempt(0, 0.1)).toBeLessThan(1e-6);
  });

  it('answers NaN and names the element when something is not finite', () => {
    const blowing: OdeSystem = {
      size: 3,
      derivative(_, state, slope) {
        slope.fill(0);
        slope[1] = 1 / state[1];
      },
    };
    const stepper = new EmbeddedStepper(dormandPrince, blowing, loose(3));
    expect(stepper.attempt(0, 0.1)).toBeNaN();
    expect(stepper.worst).toBe(1);
  });

  it('repeats an attempt bit for bit after a longer one', () => {
    const stepper = new EmbeddedStepper(dormandPrince, pendulum, loose(2));
    stepper.state.set([1, 0.5]);
    stepper.attempt(0, 0.1);
    const first = [...stepper.trial];
    stepper.attempt(0, 0.7);
    stepper.attempt(0, 0.1);
    expect([...stepper.trial]).toEqual(first);
  });

  it('takes a group of elements by its root mean square, and names the worst of it', () => {
    const steep: OdeSystem = {
      size: 4,
      derivative(time, _, slope) {
        slope.fill(0);
        slope[2] = Math.sin(30 * time);
      },
    };
    const errorOf = (groups?: readonly number[]): readonly [number, number] => {
      const stepper = new EmbeddedStepper(dormandPrince, steep, {
        ...loose(4),
        ...(groups ? { groups } : {}),
      });
      return [stepper.attempt(0, 0.1), stepper.worst];
    };
    const [alone] = errorOf();
    const [grouped, worst] = errorOf([1, 4]);
    expect(grouped).toBeCloseTo(alone / Math.sqrt(3), 15);
    expect(alone).toBeGreaterThan(1e-6);
    expect(worst).toBe(2);
  });

  it('computes what may change only, to the same bits', () => {
    const still: OdeSystem = {
      size: 5,
      derivative(_, state, slope) {
        slope.fill(0);
        slope[1] = -state[1];
        slope[4] = state[1];
      },
    };
    const parts: OdeSystem = { ...still, runs: () => [1, 2, 4, 5] };
    const [whole, partial] = [still, parts].map((system) => {
      const stepper = new EmbeddedStepper(dormandPrince, system, loose(5));
      stepper.state.set([7, 1, 8, 9, 0]);
      const error = stepper.attempt(0, 0.3);
      const inside = new Float64Array(5);
      stepper.interpolate(0.4, inside);
      const some = new Float64Array(5);
      stepper.interpolateSome(0.4, [0, 1, 4], some);
      stepper.accept();
      return [error, ...inside, some[0], some[1], some[4], ...stepper.state];
    });
    expect(partial).toEqual(whole);
    expect(whole.slice(6, 9)).toEqual([7, whole[2], whole[5]]);
  });

  it('goes on from inside an attempt as from a step of that length, but for the square of what is cut off', () => {
    expect(ending(0.6)).toBeLessThan(1e-6);
    expect(ending(0.99)).toBeLessThan(ending(0.6));
  });
});
