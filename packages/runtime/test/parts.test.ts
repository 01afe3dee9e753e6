import { SimulationError, type StepReport } from '@holdfast/core';
import { limitsSchema, runRequestSchema } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCheckpoint, encodeCheckpoint } from '../src/checkpoint.ts';
import { CrashBudget } from '../src/crash-budget.ts';
import { checkBounds } from '../src/limits.ts';
import { RateWindow } from '../src/rate-window.ts';
import { recordInterval } from '../src/recording.ts';
import { Slots } from '../src/slots.ts';
import { StepControl } from '../src/step-control.ts';
import { specOf } from './fixtures/specs.ts';

const accepts = (change: object): boolean => {
  try {
    checkBounds({ ...specOf('sampler'), ...change });
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'limit.out-of-bounds' });
    return false;
  }
};

describe('bounds of a spec', () => {
  const values = [-1, 0, 0.5, 1, 1.5, 63, 64, 65, 1e6, 1_048_577, 1e8, 1e8 + 1, 3.2e10, 1e300, NaN];
  test.each(['wallMs', 'steps', 'simulatedTime', 'memoryMb', 'frames'])(
    'of %s agree with the wire schema',
    (name) => {
      for (const value of values) {
        const wire = limitsSchema.safeParse({ [name]: value }).success;
        expect([name, value, accepts({ limits: { [name]: value } })]).toEqual([name, value, wire]);
      }
    },
  );

  test.each(['workers', 'seed', 'until'])('of %s agree with the wire schema', (name) => {
    const { document } = specOf('sampler');
    for (const value of values) {
      const wire = runRequestSchema.safeParse({ document, [name]: value }).success;
      expect([name, value, accepts({ [name]: value })]).toEqual([name, value, wire]);
    }
  });

  test('leave the end open to a run without one', () => {
    expect(accepts({ until: Infinity })).toBe(true);
  });
});

describe('the recording interval', () => {
  test('is a multiple of the largest step and keeps a bounded run within 256 frames', () => {
    const property = fc.property(
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
      (max, until) => {
        const interval = recordInterval({ step: { initial: max, min: max, max } }, until);
        expect(until / interval).toBeLessThanOrEqual(256 * (1 + 1e-12));
        expect(interval === max || until / (interval - max) > 256 * (1 - 1e-9)).toBe(true);
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  test('is the largest step for a run with an open end', () => {
    expect(recordInterval({ step: { initial: 1, min: 1, max: 4 } }, Infinity)).toBe(4);
  });
});

const report = (advanced: number, error: number): StepReport => ({ advanced, error, remaining: 1 });

describe('step control', () => {
  const bounds = { initial: 0.1, min: 0.001, max: 1 };
  test('halves at least after a rejected step and gives up at the smallest', () => {
    const control = new StepControl(bounds);
    const refuse = (): void => {
      for (let tries = 0; tries < 100; tries++) control.learn(report(0, 50), control.offer(0, 1, 10), 0);
    };
    expect(refuse).toThrow(SimulationError);
    expect(control.dt).toBe(bounds.min);
  });

  test('grows towards the largest step while errors are small, and never past it', () => {
    const control = new StepControl(bounds);
    for (let step = 0; step < 20; step++) control.learn(report(control.dt, 1e-9), control.dt, 0);
    expect(control.dt).toBe(bounds.max);
  });

  test('does not forget its step because one was cut short for a frame', () => {
    const control = new StepControl(bounds);
    control.learn(report(0.01, 0.01), control.offer(0, 0.01, 10), 0);
    expect(control.dt).toBe(0.1);
  });

  test('offers neither more than is left nor anything when even the smallest step is too long', () => {
    const control = new StepControl(bounds);
    expect(control.offer(0, 5, 0.05)).toBe(0.05);
    expect(control.offer(0, 5, 0.0005)).toBe(0);
  });

  test('keeps a family without errors at its initial step', () => {
    const control = new StepControl(bounds);
    control.learn(report(0.1, 0), 0.1, 0);
    expect(control.dt).toBe(0.1);
  });
});

describe('a checkpoint', () => {
  const driver = {
    steps: 12,
    dt: 0.05,
    runningMs: 81.5,
    inputs: 2,
    recording: { count: 9, trail: 'ab'.repeat(32), last: -0 },
  };

  test('gives back what it was made from, also fields that are named like its own', () => {
    const simulation = {
      layout: 'test/1',
      fields: { steps: 3, x: Float64Array.of(NaN, -0), layout: 'text' },
    };
    expect(decodeCheckpoint(encodeCheckpoint(simulation, driver))).toEqual({ simulation, driver });
  });

  test('with any bit flipped is refused', () => {
    const bytes = encodeCheckpoint({ layout: 'test/1', fields: { x: 1 } }, driver);
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] ^= 1 << (at % 8);
      expect(() => decodeCheckpoint(damaged)).toThrow(SimulationError);
    }
  });
});

describe('slots', () => {
  test('are handed out first come, first served, and a ticket given back leaves the queue', async () => {
    const slots = new Slots(1);
    const [first, second, third] = [slots.ask(), slots.ask(), slots.ask()];
    expect([first, second, third].map(({ held }) => held)).toEqual([true, false, false]);
    second.giveBack();
    first.giveBack();
    first.giveBack();
    await third.granted;
    expect([first, second, third].map(({ held }) => held)).toEqual([false, false, true]);
    third.giveBack();
    expect([slots.ask().held, slots.ask().held]).toEqual([true, false]);
  });
});

describe('the crash budget', () => {
  test('ends after three crashes without progress, and refills by progress past the failing time', () => {
    const budget = new CrashBudget();
    expect([1, 1, 0.5].map((time) => budget.spend('crash', time))).toEqual([true, true, false]);
    expect([2, 2].map((time) => budget.spend('crash', time))).toEqual([true, true]);
  });

  test('bears twenty kills from outside, which say nothing about the model', () => {
    const budget = new CrashBudget();
    const allowed = Array.from({ length: 20 }, () => budget.spend('killed', 1));
    expect(allowed.filter(Boolean)).toHaveLength(19);
  });
});

describe('the rate', () => {
  test('is that of the last five seconds', () => {
    const window = new RateWindow();
    for (let at = 0; at <= 20_000; at += 500) window.add(at, at < 10_000 ? at : 10_000 + (at - 10_000) * 3);
    expect(window.rate).toBeCloseTo(3000, 6);
    window.clear();
    expect(window.rate).toBe(0);
  });
});
