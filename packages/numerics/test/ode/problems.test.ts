import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  bogackiShampine,
  classicRungeKutta,
  dormandPrince,
  EmbeddedStepper,
  locateRoot,
  rosenbrock,
  RosenbrockStepper,
  StepSize,
  type OdeStepper,
  type OdeSystem,
} from '../../src/index.ts';

/** Made by tables/ode_reference.py. */
const reference = JSON.parse(readFileSync(new URL('reference.json', import.meta.url), 'utf8')) as Record<
  'scipy' | 'cvode',
  { readonly problems: Readonly<Record<string, readonly number[]>> }
>;

const robertson: OdeSystem = {
  size: 3,
  derivative(_, [a, b, c], slope) {
    slope[0] = -0.04 * a + 1e4 * b * c;
    slope[2] = 3e7 * b * b;
    slope[1] = -slope[0] - slope[2];
  },
};

const vanDerPol: OdeSystem = {
  size: 2,
  derivative(_, [x, v], slope) {
    slope[0] = v;
    slope[1] = 1000 * (1 - x * x) * v - x;
  },
};

const lotkaVolterra: OdeSystem = {
  size: 2,
  derivative(_, [prey, hunters], slope) {
    slope[0] = 1.5 * prey - prey * hunters;
    slope[1] = -3 * hunters + prey * hunters;
  },
};

const explicit = [dormandPrince, bogackiShampine, classicRungeKutta];

function stepperOf(name: string, system: OdeSystem, tolerance: number, floor = tolerance): OdeStepper {
  const tolerances = {
    absolute: new Float64Array(system.size).fill(floor),
    relative: new Float64Array(system.size).fill(tolerance),
  };
  const method = explicit.find((one) => one.name === name);
  return method === undefined
    ? new RosenbrockStepper(rosenbrock, system, tolerances)
    : new EmbeddedStepper(method, system, tolerances);
}

/** Goes on to `end` under error control. @returns the number of accepted steps */
function follow(stepper: OdeStepper, end: number): number {
  const size = new StepSize(stepper.method, 1e-5);
  let steps = 0;
  for (let time = 0; time < end;) {
    const h = Math.min(size.next, end - time);
    const error = stepper.attempt(time, h);
    if (!(error <= 1)) {
      size.rejected(h, error);
      continue;
    }
    size.accepted(h, error);
    stepper.accept();
    time += h;
    if (steps++ > 200_000) throw new Error('no end of steps');
  }
  return steps;
}

function apart(found: Float64Array, exact: readonly number[]): number {
  return Math.max(...exact.map((value, at) => Math.abs(found[at] / value - 1)));
}

describe.each(['scipy', 'cvode'] as const)('beside %s', (peer) => {
  const { problems } = reference[peer];

  it.each([
    ['dormand-prince', 1e-9, 1e-7],
    ['bogacki-shampine', 1e-7, 1e-4],
    ['classic', 1e-8, 1e-5],
    ['rosenbrock', 1e-6, 1e-2],
  ])('%s at %s follows prey and hunters within %s', (name, tolerance, most) => {
    const stepper = stepperOf(name, lotkaVolterra, tolerance);
    stepper.state.set([10, 5]);
    follow(stepper, 15);
    expect(apart(stepper.state, problems['lotka volterra'])).toBeLessThan(most);
  });

  it('the stiff method follows the reaction of Robertson in few steps', () => {
    const stepper = stepperOf('rosenbrock', robertson, 1e-6, 1e-12);
    stepper.state.set([1, 0, 0]);
    expect(follow(stepper, 40)).toBeLessThan(6000);
    expect(apart(stepper.state, problems['robertson'])).toBeLessThan(1e-4);
  });

  it('the stiff method follows the slow branch of a stiff oscillator of Van der Pol', () => {
    const stepper = stepperOf('rosenbrock', vanDerPol, 1e-6);
    stepper.state.set([2, 0]);
    expect(follow(stepper, 500)).toBeLessThan(3000);
    expect(apart(stepper.state, problems['van der pol'])).toBeLessThan(1e-3);
  });
});

function stepsOf(name: string): number {
  const stepper = stepperOf(name, robertson, 1e-4, 1e-9);
  stepper.state.set([1, 0, 0]);
  return follow(stepper, 4);
}

it('the stiff method takes far fewer steps than an explicit one where the system is stiff', () => {
  expect(stepsOf('rosenbrock')).toBeLessThan(stepsOf('bogacki-shampine') / 10);
});

/** Solves with rows (0 -2 -1), (-3 0 1), (-1 1 0). */
function solved([p, q, r]: readonly number[]): readonly number[] {
  // z = q + 3x, y = r + x, so -2r - 2x - q - 3x = p
  const x = -(p + 2 * r + q) / 5;
  return [x, r + x, q + 3 * x];
}

describe('the stiff method', () => {
  const oscillator: OdeSystem = {
    size: 2,
    derivative(time, [x, v], slope) {
      slope[0] = v;
      slope[1] = Math.cos(time) - Math.sin(x);
    },
  };
  const loose = { absolute: new Float64Array(2).fill(1e-3), relative: new Float64Array(2) };
  const run = (steps: number, blocks?: readonly (readonly number[])[]): number => {
    const stepper = new RosenbrockStepper(rosenbrock, oscillator, loose, blocks);
    stepper.state.set([1, 0.5]);
    for (let step = 0; step < steps; step++) {
      stepper.attempt((2 * step) / steps, 2 / steps);
      stepper.accept();
    }
    return stepper.state[0];
  };

  it.each<[string, readonly (readonly number[])[] | undefined]>([
    ['the whole Jacobian', undefined],
    ['one element at a time', [[0], [1]]],
    ['no Jacobian', []],
  ])('has order two with %s', (_, blocks) => {
    const exact = 0.5 * (run(4000) + run(4000, []));
    const order = Math.log2(Math.abs(run(50, blocks) - exact) / Math.abs(run(100, blocks) - exact));
    expect(order).toBeGreaterThan(1.7);
    expect(order).toBeLessThan(2.5);
  });

  it('solves its linear systems with rows exchanged: a matrix with a zero on its diagonal', () => {
    // y' = A y with I - gamma h A of zero diagonal for this h
    const { gamma } = rosenbrock;
    const system: OdeSystem = {
      size: 3,
      derivative(_, [x, y, z], slope) {
        slope[0] = x + 2 * y + z;
        slope[1] = 3 * x + y - z;
        slope[2] = x - y + z;
      },
    };
    const tolerances = { absolute: new Float64Array(3).fill(1e-6), relative: new Float64Array(3) };
    const stepper = new RosenbrockStepper(rosenbrock, system, tolerances);
    stepper.state.set([1, 2, 3]);
    const h = 1 / gamma;
    stepper.attempt(0, h);
    const slopeOf = (state: readonly number[]): readonly number[] => {
      const slope = new Float64Array(3);
      system.derivative(0, Float64Array.from(state), slope);
      return [...slope];
    };
    const first = solved(slopeOf([1, 2, 3]));
    const between = slopeOf([1, 2, 3].map((value, at) => value + h * first[at]));
    const second = solved(between.map((value, at) => value - 2 * first[at]));
    const exact = [1, 2, 3].map((value, at) => value + h * (1.5 * first[at] + 0.5 * second[at]));
    exact.forEach((value, at) => expect(Math.abs(stepper.trial[at] / value - 1)).toBeLessThan(1e-6));
  });

  it('reads inside a step by value and slope of both ends', () => {
    const stepper = new RosenbrockStepper(rosenbrock, oscillator, loose);
    stepper.state.set([1, 0.5]);
    stepper.attempt(0, 0.1);
    const inside = new Float64Array(2);
    stepper.interpolate(0, inside);
    expect([...inside]).toEqual([1, 0.5]);
    stepper.interpolate(1, inside);
    expect(inside[0]).toBeCloseTo(stepper.trial[0], 14);
    const some = new Float64Array(2);
    stepper.interpolate(0.3, inside);
    stepper.interpolateSome(0.3, [1], some);
    expect([...some]).toEqual([0, inside[1]]);
  });
});

/** Drops from 1 m under 10 m/s^2 and keeps a share of its speed at every bounce. @returns times of the bounces */
function bounces(name: string, keeps: number, number: number): readonly number[] {
  const falling: OdeSystem = {
    size: 2,
    derivative(_, [, v], slope) {
      slope[0] = v;
      slope[1] = -10;
    },
  };
  const stepper = stepperOf(name, falling, 1e-8);
  stepper.state.set([1, 0]);
  const inside = new Float64Array(2);
  const times: number[] = [];
  let time = 0;
  while (times.length < number) {
    const h = 0.1;
    stepper.attempt(time, h);
    const under = (theta: number): number => {
      stepper.interpolate(theta, inside);
      return inside[1] < 0 ? -inside[0] : -1;
    };
    if (under(1) <= 0) {
      stepper.accept();
      time += h;
      continue;
    }
    const theta = locateRoot(under, 0, 1, 1e-12);
    stepper.acceptInside(theta);
    time += theta * h;
    times.push(time);
    stepper.state.set([0, -keeps * stepper.state[1]]);
    stepper.restart();
  }
  return times;
}

describe('a bouncing ball', () => {
  it.each(['dormand-prince', 'bogacki-shampine', 'classic', 'rosenbrock'])(
    'of %s meets the floor on time',
    (name) => {
      const fall = Math.sqrt(2 / 10);
      const times = bounces(name, 0.8, 6);
      times.forEach((time, bounce) => {
        let exact = fall;
        for (let k = 1; k <= bounce; k++) exact += 2 * fall * 0.8 ** k;
        expect(time).toBeCloseTo(exact, 9);
      });
    },
  );
});
