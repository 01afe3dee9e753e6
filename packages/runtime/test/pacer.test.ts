import { secondsOf } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DurationHistogram } from '../src/duration-histogram.ts';
import { OverrunLadder } from '../src/overrun-ladder.ts';
import { Pacer } from '../src/pacer.ts';
import { loopParts, Profiler } from '../src/profiler.ts';

describe('a pacer', () => {
  test('holds every state back to its place on the wall clock, without a drift', () => {
    const factors = fc.constantFrom(0.5, 1, 10);
    fc.assert(
      fc.property(factors, fc.array(fc.double({ min: 0, max: 40, noNaN: true })), (factor, costs) => {
        const pacer = new Pacer(factor, 1);
        let now = 1000;
        expect(pacer.waitMs(0, now)).toBe(0);
        costs.forEach((cost, index) => {
          const time = (index + 1) * 0.05;
          now += Math.min(cost, 45 / factor);
          expect(pacer.arrived(time, now)).toBeUndefined();
          now += pacer.waitMs(time, now);
          expect(now).toBeCloseTo(1000 + (1000 * time) / factor, 6);
        });
        expect(pacer.lateness).toMatchObject({ lagMs: 0, overruns: 0, slips: 0 });
      }),
    );
  });

  test('counts what comes late, and catches up without a slip', () => {
    const pacer = new Pacer(1, 1);
    pacer.waitMs(0, 0);
    pacer.arrived(0.05, 120);
    expect(pacer.lateness).toEqual({ lagMs: 70, overruns: 1, slips: 0, slippedMs: 0 });
    expect(pacer.waitMs(0.05, 120)).toBe(0);
    pacer.arrived(0.1, 121);
    pacer.arrived(0.15, 122);
    expect(pacer.waitMs(0.15, 122)).toBeCloseTo(28, 9);
    expect(pacer.lateness).toMatchObject({ lagMs: 0, overruns: 2, slips: 0 });
  });

  test('goes on from where it is when it is more than 100 ms late, and counts what it lost', () => {
    const pacer = new Pacer(1, 1);
    pacer.waitMs(0, 0);
    expect(pacer.arrived(0.05, 250)).toBeCloseTo(200, 9);
    expect(pacer.lateness).toEqual({ lagMs: 0, overruns: 1, slips: 1, slippedMs: 200 });
    expect(pacer.waitMs(0.1, 260)).toBeCloseTo(40, 9);
  });

  test('is lost after ten late steps in a row, five forgiven at the start; one in time begins the count anew', () => {
    const pacer = new Pacer(1, 1);
    pacer.waitMs(0, 0);
    const late = (from: number, steps: number): void => {
      for (let step = from; step < from + steps; step++) pacer.arrived(0.05 * step, 80 * step);
    };
    late(1, 14);
    expect(pacer.lost).toBe(false);
    pacer.release();
    pacer.waitMs(0.05 * 14, 80 * 14);
    late(15, 9);
    expect(pacer.lost).toBe(false);
    late(24, 1);
    expect(pacer.lost).toBe(true);
  });

  test('knows how long a unit of time lasts', () => {
    expect(new Pacer(2, secondsOf('min')).wallMs(1)).toBe(30_000);
    expect(new Pacer(1, secondsOf('iteration')).wallMs(5)).toBe(5000);
    expect(new Pacer(0, 1).wallMs(5)).toBe(0);
  });
});

/** Steps of 50 ms for `seconds`, each with a load; answers the rungs it stood on. */
function climb(ladder: OverrunLadder, seconds: number, from: number, load: number): readonly number[] {
  const rungs: number[] = [];
  for (let at = from; at < from + 1000 * seconds; at += 50)
    if (ladder.learn(load * 50, 50, at)) rungs.push(ladder.rung);
  return rungs;
}

describe('an overrun ladder', () => {
  test('climbs one rung for each second of overrun, to its top, and comes down after ten easy seconds each', () => {
    const ladder = new OverrunLadder();
    expect(climb(ladder, 3.5, 0, 0.9)).toEqual([1, 2, 3]);
    expect(climb(ladder, 10, 3500, 0.9)).toEqual([4, 5]);
    expect(climb(ladder, 60, 20_000, 0.1)).toEqual([4, 3, 2, 1, 0]);
  });

  test('stands where it is between the budget and half of it', () => {
    const ladder = new OverrunLadder();
    climb(ladder, 2.5, 0, 0.9);
    const { rung } = ladder;
    expect(climb(ladder, 60, 10_000, 0.5)).toEqual([]);
    expect(ladder.rung).toBe(rung);
    expect(ladder.headroom).toBeCloseTo(1.4, 1);
  });
});

describe('a histogram of durations', () => {
  test('gives quantiles to 4 % of what a sorted list gives', () => {
    const durations = fc.array(fc.double({ min: 1e-5, max: 1e5, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99), (values, share) => {
        const histogram = new DurationHistogram(1000);
        for (const value of values) histogram.add(value, 0);
        const sorted = values.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(0, Math.ceil(share * values.length) - 1)];
        expect(Math.abs(histogram.quantile(share) / exact - 1)).toBeLessThan(0.04);
      }),
    );
  });

  test('forgets what is older than two windows', () => {
    const histogram = new DurationHistogram(1000);
    histogram.add(500, 0);
    histogram.add(1, 1500);
    expect(histogram.count).toBe(2);
    histogram.add(1, 2600);
    expect(histogram.count).toBe(2);
    expect(histogram.quantile(1)).toBeCloseTo(1, 1);
    histogram.add(1, 9000);
    expect(histogram.count).toBe(1);
  });
});

describe('a profiler', () => {
  test('adds up the parts of sampled steps, each from where it is entered to the next border', () => {
    const clock = { now: 0 };
    const profiler = new Profiler(['equations', 'events'], () => clock.now);
    let probed = 0;
    for (let step = 0; step < 160; step++) {
      const probe = profiler.probe();
      clock.now += 1;
      probe?.(1);
      clock.now += 3;
      probe?.(0);
      clock.now += 2;
      profiler.stepped(clock.now);
      profiler.add('step', 6, clock.now);
      if (probe !== undefined) probed++;
    }
    expect(probed).toBe(10);
    const costs = profiler.costs();
    expect(costs.map(({ name, within }) => [name, within])).toEqual([
      ...loopParts.map((part) => [part, null]),
      ['equations', 'step'],
      ['events', 'step'],
    ]);
    expect(costs[0]).toMatchObject({ name: 'step', count: 160, share: 1 });
    expect(costs.slice(-2)).toMatchObject([
      { count: 10, share: 0.5 },
      { count: 10, share: 0.5 },
    ]);
    expect(costs.at(-1)!.p95).toBeCloseTo(3, 0);
  });
});
