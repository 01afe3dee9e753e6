import { SimulationError, type Repair, type Simulation, type Simulator } from '@holdfast/core';
import { describe, expect, test } from 'vitest';
import { mended, stepMended } from '../src/mending.ts';
import { DriverBench } from './fixtures/driver-bench.ts';
import { simulators } from './fixtures/simulators.js';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';

const damage = (time: number): SimulationError =>
  new SimulationError('state.corrupt', { time, findings: 'a test' });

function failing(): never {
  throw new RangeError('something else');
}

/** A simulation of unit steps that is damaged when it comes to the times given, and repairs itself as told. */
function frail(times: number[], sound: boolean): Simulation & { readonly repairs: Repair[] } {
  const state = { time: 0 };
  const repairs: Repair[] = [];
  return {
    repairs,
    get time() {
      return state.time;
    },
    step(dt: number) {
      for (let left = dt; left > 0; left--) {
        if (times.includes(state.time)) throw damage(state.time);
        state.time++;
      }
      return { advanced: dt, error: 0, remaining: 100 - state.time };
    },
    repair() {
      times.splice(times.indexOf(state.time), 1);
      const repair = { sound, changes: [{ what: 'tests', count: 1 }] };
      repairs.push(repair);
      return repair;
    },
  } as unknown as Simulation & { readonly repairs: Repair[] };
}

describe('mending', () => {
  test('takes the rest of a step after a sound repair, and reports the whole of it', () => {
    const simulation = frail([3, 7], true);
    const told: Repair[] = [];
    const report = stepMended(simulation, (repair) => told.push(repair), 10);
    expect(report).toEqual({ advanced: 10, error: 0, remaining: 90 });
    expect(simulation.time).toBe(10);
    expect(told).toEqual(simulation.repairs);
    expect(told).toHaveLength(2);
  });

  test('throws on what cannot be proven sound, what comes back, and what is no damage', () => {
    expect(() => stepMended(frail([3], false), () => undefined, 10)).toThrow('the state is damaged');
    const again = { ...frail([], true), time: 0 } as Simulation;
    let tries = 0;
    const work = (): never => {
      tries++;
      throw damage(0);
    };
    expect(() => mended(again, () => undefined, work)).toThrow('the state is damaged');
    expect(tries).toBe(4);
    expect(() => mended(again, () => undefined, failing)).toThrow('something else');
  });
});

/** The oscillator, damaged once at a time; a process that begins anew is not damaged again. */
function damagedAt(at: number, repair: (() => Repair) | undefined): ReadonlyMap<string, Simulator> {
  const sound = simulators.get('oscillator')!;
  const wounds = { left: 1 };
  const begin = (simulation: Simulation): Simulation =>
    new Proxy(simulation, {
      get(target, name) {
        if (name === 'repair') return repair;
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'step') return value.bind(target) as unknown;
        return (dt: number) => {
          if (target.time >= at && wounds.left-- > 0) throw damage(target.time);
          return target.step(dt);
        };
      },
    });
  const damaged: Simulator = {
    ...sound,
    parse: (document) => sound.parse(document),
    compile(spec) {
      const model = sound.compile(spec);
      return { ...model, begin: (options) => begin(model.begin(options)) };
    },
  };
  return new Map([['oscillator', damaged]]);
}

describe('a damaged run', () => {
  const spec = specOf('oscillator', { until: 5 });

  test('that repairs itself says so and ends as without the damage', async () => {
    const known = damagedAt(2, () => ({ sound: true, changes: [{ what: 'words', count: 3 }] }));
    const bench = new DriverBench({ known });
    const { standing } = await bench.toEnd(spec);
    const { result } = await undisturbed(spec);
    expect(standing).toMatchObject({ trail: result.trail, metrics: result.metrics });
    expect(bench.all('warning')).toMatchObject([
      { code: 'state.repaired', details: { changes: 'words (3)' } },
    ]);
  });

  test.each([
    ['cannot repair itself', undefined],
    ['cannot prove its repair', (): Repair => ({ sound: false, changes: [] })],
  ] as const)('that %s gives its process up, and says why', async (_, repair) => {
    const bench = new DriverBench({ known: damagedAt(2, repair) });
    bench.start(spec);
    await bench.first('warning');
    await bench.world.serve(() => bench.abandoned, 60_000);
    expect(bench.abandoned).toBe(true);
    expect(bench.all('warning')).toMatchObject([{ code: 'state.corrupt' }]);
    expect(bench.all('ended')).toEqual([]);
  });
});
