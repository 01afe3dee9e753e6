import { LogTable, platformEngine } from '@holdfast/numerics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compiledExchange, exchangeModule } from '../src/air-code.ts';
import { airMapOf, AirNumbers, rowNames } from '../src/air-numbers.ts';
import { plainExchange, type Exchange } from '../src/air-plain.ts';
import { figuresOf, logTableOf, loopOf } from '../src/figures.ts';
import { parametersOf } from '../src/controls.ts';
import { airAt, layoutOf } from '../src/layout.ts';
import { specOf } from './scene.ts';

const count = 7;
const layout = layoutOf(count);
const spec = specOf({ floaters: { count } });
const logs = logTableOf(spec);
const controls = Float64Array.from(parametersOf(spec), ({ value }) => value);
const figures = figuresOf(spec, loopOf(spec), logs, controls);

interface Floater {
  readonly mass: number;
  readonly warmth: number;
  readonly pressure: number;
  readonly slope: number;
  readonly position: number;
  readonly inflow: number;
  readonly spill: number;
}

const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const floater: fc.Arbitrary<Floater> = fc.record({
  mass: fc.oneof(between(1e-3, 2), fc.constantFrom(0, 1e-18)),
  warmth: fc.oneof(between(200, 400), fc.constantFrom(100, 5000, Number.NaN)),
  pressure: between(101_325, 4e5),
  slope: between(-1, 1),
  position: between(0, figures.loop.length),
  inflow: fc.constantFrom(0, 0.7),
  spill: fc.constantFrom(0, 1),
});

/** Everything an exchange writes for some floaters, as bits. */
function outcome(
  floaters: readonly Floater[],
  from: number,
  to: number,
  smooth: boolean,
  compiled: boolean,
): { inside: boolean; bits: readonly bigint[] } {
  const engine = compiled ? platformEngine() : undefined;
  const map = airMapOf(layout, logs.cells.length);
  const numbers = new AirNumbers(map, logs.cells, 2 * layout.size, engine);
  const exchange: Exchange =
    engine === undefined
      ? plainExchange(numbers)
      : compiledExchange(engine, exchangeModule(engine, map), numbers);
  numbers.setFigures(figures);
  numbers.setSink(-figures.weight * 2.5);
  const state = numbers.take(layout.size);
  const slopes = numbers.take(layout.size);
  floaters.forEach((each, i) => {
    state[airAt + i] = each.mass;
    state[layout.heatAt + i] = each.mass * 1004.7 * each.warmth;
    for (const name of rowNames) if (name in each) numbers.rows[name][i] = each[name as keyof Floater];
    numbers.rows.loss[i] = 1 - each.spill;
  });
  const inside = exchange(numbers.addressOf(state), numbers.addressOf(slopes), from, to, smooth);
  const kept = [...slopes, ...numbers.rows.outflow, ...(inside ? numbers.sums : [])];
  // one of the many bit patterns of what is no number
  return {
    inside,
    bits: [...new BigUint64Array(Float64Array.from(kept, (x) => (x === x ? x : NaN)).buffer)],
  };
}

describe('the code that exchanges air', () => {
  it('runs on this platform', () => {
    expect(platformEngine()).toBeDefined();
  });

  it('gives the bits of the plain code, for any floaters, few or many, inside the table of logarithms or not', () => {
    fc.assert(
      fc.property(
        fc.array(floater, { minLength: count, maxLength: count }),
        fc.nat(count - 1),
        fc.integer({ min: 1, max: count }),
        fc.boolean(),
        (floaters, from, many, smooth) => {
          const to = Math.min(count, from + many);
          expect(outcome(floaters, from, to, smooth, true)).toEqual(
            outcome(floaters, from, to, smooth, false),
          );
        },
      ),
      { numRuns: 150 },
    );
  });

  it('says when a temperature lies outside the table', () => {
    const each = { mass: 1, pressure: 2e5, slope: 1, position: 5, inflow: 0, spill: 1 };
    const [usual, hot] = [293.15, 5000].map((warmth) =>
      Array.from({ length: count }, () => ({ ...each, warmth })),
    );
    expect(outcome(usual, 0, count, false, true).inside).toBe(true);
    expect(outcome(hot, 0, count, false, true).inside).toBe(false);
    expect(new LogTable(0.4, 3).last).toBeGreaterThan(1000);
  });
});
