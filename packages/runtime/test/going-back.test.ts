import { SimulationError, type Simulation, type Simulator } from '@holdfast/core';
import { describe, expect, test } from 'vitest';
import { DriverBench } from './fixtures/driver-bench.ts';
import { simulators } from './fixtures/simulators.js';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';

const strict = { parameter: 'stiffness', value: 2 };

type Oscillator = Simulation & { readonly values: { readonly stiffness: number } };

/** The oscillator, which diverges at a time unless its spring is soft, and may be made soft as often as told. */
function divergingAt(at: number, returns: number): ReadonlyMap<string, Simulator> {
  const sound = simulators.get('oscillator')!;
  const begin = (simulation: Oscillator): Simulation =>
    new Proxy(simulation, {
      get(target, name) {
        const { stiffness } = target.values;
        if (name === 'tighter') return () => (returns > 0 && stiffness > 2 ? strict : undefined);
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== 'step') return value.bind(target) as unknown;
        return (dt: number) => {
          if (target.time >= at && stiffness > 2) {
            const details = { state: 'x', component: 'spring', time: target.time, reason: 'a test' };
            throw new SimulationError('simulation.diverged', details);
          }
          return target.step(dt);
        };
      },
    });
  const diverging: Simulator = {
    ...sound,
    parse: (document) => sound.parse(document),
    compile(spec) {
      const model = sound.compile(spec);
      return { ...model, begin: (options) => begin(model.begin(options) as Oscillator) };
    },
  };
  return new Map([['oscillator', diverging]]);
}

const spec = specOf('oscillator', { until: 5 });

describe('a run that diverges', () => {
  test('goes back to its last good state, says so, goes on more strictly, and can be replayed from its log', async () => {
    const bench = new DriverBench({ known: divergingAt(2, 1) });
    const { standing, stop } = await bench.toEnd(spec);
    expect(stop).toEqual({ kind: 'reached-end' });
    const [{ inputs }] = bench.all('applied');
    const event = bench.all('event').find(({ kind }) => kind === 'recovery');
    expect(inputs).toMatchObject([strict]);
    const [{ time }] = inputs;
    expect(event).toMatchObject({ time, details: { code: 'simulation.diverged', ...strict } });
    expect(event?.message).toMatch(/^went back to .* x of spring cannot be followed at time 2/);
    // to a checkpoint, which is not the start
    expect(time).toBeGreaterThan(0);
    expect(time).toBeLessThan(2.1);
    const { result, frames } = await undisturbed({ ...spec, inputs });
    expect(standing).toMatchObject({ trail: result.trail, metrics: result.metrics, inputs: 1 });
    const stored = bench.messages.flatMap((message) =>
      message.type === 'progress' || message.type === 'ended' ? message.frames : [],
    );
    expect(stored).toEqual(frames);
  });

  test('goes back no further than its last input, so that the log keeps its order', async () => {
    // checkpoints so rare that there is none before
    const bench = new DriverBench({ known: divergingAt(2, 1) });
    bench.listener = ({ type }) => {
      if (type !== 'ready') return;
      bench.driver.receive({
        type: 'input',
        request: 7,
        inputs: [{ parameter: 'stiffness', value: 5 }],
      });
    };
    const { standing, stop } = await bench.toEnd(spec, { checkpointMs: 1e9 });
    expect(stop).toEqual({ kind: 'reached-end' });
    const inputs = bench.all('applied').flatMap((message) => message.inputs);
    expect(inputs.map(({ value }) => value)).toEqual([5, 2]);
    expect(inputs[1].time).toBe(inputs[0].time);
    const { result } = await undisturbed({ ...spec, inputs });
    expect(standing?.trail).toBe(result.trail);
  });

  test('ends with what it is and its partial result when it may not go back', async () => {
    const bench = new DriverBench({ known: divergingAt(2, 0) });
    const { standing, stop } = await bench.toEnd(spec);
    expect(stop).toMatchObject({ kind: 'failed', code: 'simulation.diverged' });
    expect(standing?.time).toBeGreaterThanOrEqual(2);
    expect(standing?.metrics.length).toBeGreaterThan(0);
    expect(bench.all('applied')).toEqual([]);
  });
});
