// What any family's view is made of: accounts that sum, traces that lose no peak, a clock that shows no future.
import type { Parameter } from '@holdfast/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelope } from '../src/plots/envelope.ts';
import { TimeWindow } from '../src/plots/time-window.ts';
import { Playback } from '../src/run/playback.ts';
import { standingOf, type BalanceRow } from '../src/views/balance.ts';
import { ownValue, shownValue, ungrouped } from '../src/views/control-groups.ts';
import { energyBalance } from '../src/views/neural/neural-accounts.ts';
import { SceneClock } from '../src/views/plant/scene-clock.ts';
import { quantity } from '../src/views/scaled-unit.ts';

function named(name: string): Parameter {
  return { name, label: name, unit: '', value: 0, min: 0, max: 1, step: 0 };
}

const anyRow = fc.record({
  label: fc.string({ minLength: 1, maxLength: 6 }),
  side: fc.constantFrom('in', 'out', 'lost', 'stored'),
  value: fc.integer({ min: -1000, max: 1000 }),
}) as fc.Arbitrary<BalanceRow>;

describe('an account', () => {
  it('sums to given less taken whatever the signs, with no negative row', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 1, maxLength: 20 }), (rows) => {
        const { given, taken, residual } = standingOf({ rows, tolerance: 0 });
        const exact = rows.reduce((sum, { side, value }) => sum + (side === 'in' ? value : -value), 0);
        expect(residual).toBe(exact);
        expect([...given, ...taken].every(({ value }) => value > 0)).toBe(true);
        const sum = (entries: typeof given): number => entries.reduce((all, { value }) => all + value, 0);
        expect(sum(given) - sum(taken)).toBe(exact);
      }),
    );
  });

  it('closes within its tolerance and not beyond it, and never when a number is missing', () => {
    const rows: readonly BalanceRow[] = [
      { label: 'a', side: 'in', value: 10 },
      { label: 'b', side: 'lost', value: 9 },
    ];
    expect(standingOf({ rows, tolerance: 1 }).closes).toBe(true);
    expect(standingOf({ rows, tolerance: 0.999 }).closes).toBe(false);
    const unknown: BalanceRow = { label: 'c', side: 'out', value: Number.NaN };
    expect(standingOf({ rows: [...rows, unknown], tolerance: 10 }).closes).toBe(false);
  });
});

describe('the account of a network', () => {
  it('sums whatever the signs of its lines, and says on which side each stands', () => {
    const frame = new Map([
      ['sensor', 10],
      ['regulator', -2],
      ['decay', -5],
      ['energy stored', 3],
    ]);
    const read = (channel: string): number => frame.get(channel) ?? 0;
    const { given, taken, residual, closes } = standingOf(energyBalance(read));
    expect([residual, closes]).toEqual([0, true]);
    expect(given).toEqual([{ label: 'light on the senses', side: 'in', value: 10 }]);
    expect(taken.map(({ label, value }) => [label, value])).toEqual([
      ['taken by the workspace target', 2],
      ['decay', 5],
      ['stored in nodes', 3],
    ]);
    const lost = (channel: string): number => (channel === 'energy stored' ? 2.75 : read(channel));
    expect(standingOf(energyBalance(lost)).closes).toBe(false);
  });
});

describe('a thinned trace', () => {
  it('keeps the extremes of every series in every bucket, and only true points in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (numbers, buckets) => {
          const y = Float64Array.from(numbers);
          const x = Float64Array.from(numbers, (_, index) => index);
          const range = [0, Math.max(1, numbers.length - 1)] as const;
          const kept = envelope(x, [y, y.map((value) => -value)], range, buckets);
          expect(kept).toEqual([...new Set(kept)].toSorted((left, right) => left - right));
          const values = kept.map((index) => y[index]);
          expect(Math.max(...values)).toBe(Math.max(...numbers));
          expect(Math.min(...values)).toBe(Math.min(...numbers));
          expect([kept[0], kept.at(-1)]).toEqual([0, numbers.length - 1]);
          expect(kept.length).toBeLessThanOrEqual(Math.max(2 * buckets, 6 * (buckets + 1)));
        },
      ),
    );
  });

  it('keeps one point beyond either end of the window, so that lines reach the edge', () => {
    const x = Float64Array.from({ length: 10 }, (_, index) => index);
    expect(envelope(x, [x], [3.5, 5.5], 100)).toEqual([3, 4, 5, 6]);
  });
});

describe('the window of time', () => {
  it('never leaves the run, and shows all of it when zoomed out far enough', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('zoom', 'pan'), fc.double({ min: -3, max: 3, noNaN: true })), {
          maxLength: 20,
        }),
        (moves) => {
          const whole = [10, 110] as const;
          const window = new TimeWindow(() => {});
          for (const [kind, size] of moves) {
            if (kind === 'zoom') window.zoom(2 ** size, whole);
            else window.pan(size, whole);
            const [low, high] = window.within(whole);
            expect(low).toBeGreaterThanOrEqual(10 - 1e-9);
            expect(high).toBeLessThanOrEqual(110 + 1e-9);
            expect(high).toBeGreaterThan(low);
          }
          window.zoom(1e9, whole);
          expect(window.range).toBeUndefined();
        },
      ),
    );
  });

  it('keeps the place under the pointer while it zooms', () => {
    const window = new TimeWindow(() => {});
    window.zoom(0.5, [0, 100], 20);
    expect(window.range).toEqual([10, 60]);
  });
});

describe('what moves', () => {
  it('never shows a time beyond the newest frame, nor goes back while it follows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 50 })), {
          maxLength: 40,
        }),
        (arrivals) => {
          const clock = new SceneClock();
          let [now, newest, last] = [0, 0, -Infinity];
          for (const [later, further] of arrivals) {
            now += later;
            newest += further;
            const shown = clock.at(newest, null, now, true);
            expect(shown).toBeLessThanOrEqual(newest);
            expect(shown).toBeGreaterThanOrEqual(last);
            last = shown;
          }
        },
      ),
    );
  });

  it('shows the cursor exactly, and whole frames where motion is not wanted', () => {
    const clock = new SceneClock();
    clock.at(5, null, 0, true);
    expect(clock.at(9, 3.25, 10, true)).toBe(3.25);
    expect(clock.at(12, null, 20, false)).toBe(12);
  });

  it('plays at its speed to the newest frame, and lets go when somebody else moves the cursor', () => {
    const told: number[] = [];
    const playback = new Playback(10);
    playback.begin(2, 1000, null);
    let cursor: number | null = null;
    const tell = (time: number): void => {
      cursor = time;
      told.push(time);
    };
    expect(playback.advance(1100, 100, cursor, tell, 50)).toBe(true);
    expect(playback.time).toBeCloseTo(3, 9);
    expect(playback.advance(1120, 100, cursor, tell, 50)).toBe(true);
    expect(told).toHaveLength(1);
    expect(playback.advance(99_000, 100, cursor, tell, 50)).toBe(false);
    expect(told.at(-1)).toBe(100);
    playback.begin(0, 0, cursor);
    playback.advance(100, 100, cursor, tell, 50);
    cursor = 42;
    expect(playback.advance(200, 100, cursor, tell, 50)).toBe(false);
    expect(told.at(-1)).not.toBe(42);
  });
});

describe('controls in units people use', () => {
  it('come back as the number they stand for', () => {
    const bounds = { name: 'p', label: 'p', unit: 'Pa', value: 0, min: 0, max: 1e12, step: 0 };
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999 }),
        fc.constantFrom(1e5, 0.01, 1, Math.PI / 30),
        (n, per) => {
          const unit = { unit: 'x', per, from: 273.15 };
          const shown = shownValue(273.15 + n * per, unit);
          expect(Math.abs(ownValue(shown, unit, bounds) - (273.15 + n * per))).toBeLessThanOrEqual(
            1e-5 * n * per + 1e-6,
          );
        },
      ),
    );
    expect(ownValue(-5, { unit: 'x', per: 1, from: 0 }, bounds)).toBe(0);
  });

  it('leave no parameter out', () => {
    const groups = [{ title: 'g', controls: [{ parameter: 'a' }], presets: [] }];
    expect(ungrouped([named('a'), named('b'), named('stop')], groups, ['stop'])).toEqual([named('b')]);
  });
});

it('says a quantity with the prefix that suits it', () => {
  expect(quantity(48_639_000, 'J')).toBe('48.64 MJ');
  expect(quantity(-12, 'W')).toBe('−12 W');
  expect(quantity(Number.NaN, 'W')).toBe('–');
});
