import type { Frame, RecordedInput, RunSpec } from '@holdfast/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DriverBench } from './fixtures/driver-bench.ts';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';
import { World } from './fixtures/world.ts';

const oscillator = specOf('oscillator', { until: 5 });
const sampler = specOf('sampler');

/** All frames a worker handed over, in the order it did. */
function framesOf(bench: DriverBench): readonly Frame[] {
  return [...bench.all('progress'), ...bench.all('ended')].flatMap(({ frames }) => frames);
}

describe('a run without limits', () => {
  test('reaches its end with frames numbered from 0, at 0, at multiples of the interval and at the end', async () => {
    const bench = new DriverBench();
    const ended = await bench.toEnd(specOf('oscillator', { until: 60.05 }));
    expect(ended.stop).toEqual({ kind: 'reached-end' });
    const frames = framesOf(bench);
    expect(frames.map(({ sequence }) => sequence)).toEqual(frames.map((_, index) => index));
    expect(frames.length).toBeLessThanOrEqual(256 + 2);
    expect(ended.standing).toMatchObject({ frames: frames.length, time: expect.closeTo(60.05, 9) });
    frames.slice(0, -1).forEach(({ time }, index) => expect(time).toBeCloseTo(index * 0.3, 6));
    expect(frames.at(-1)!.time).toBe(ended.standing!.time);
  });

  test('that stops before its end by itself has converged', async () => {
    const ended = await new DriverBench().toEnd(specOf('sampler', { model: { converge: 1200 } }));
    expect(ended.stop).toEqual({ kind: 'converged' });
    expect(ended.standing?.time).toBe(1200);
  });

  test('whose goals hold no sooner than at its end has converged too', async () => {
    const ended = await new DriverBench().toEnd(
      specOf('sampler', { until: 1200, model: { converge: 1200 } }),
    );
    expect(ended.stop).toEqual({ kind: 'converged' });
  });

  test('records the same whatever the pace of clock, checkpoints and messages', async () => {
    const { result, frames } = await undisturbed(oscillator);
    for (const [costMs, checkpointMs] of [
      [0.01, 1e9],
      [0.5, 2],
      [3, 0],
    ] as const) {
      const bench = new DriverBench({ costMs });
      const { standing } = await bench.toEnd(oscillator, { checkpointMs });
      expect(standing).toEqual({
        time: result.reached,
        inputs: 0,
        frames: result.frames,
        trail: result.trail,
        metrics: result.metrics,
      });
      expect(framesOf(bench)).toEqual(frames);
    }
  });
});

async function endOf(spec: RunSpec): Promise<Awaited<ReturnType<DriverBench['toEnd']>>> {
  return new DriverBench({ costMs: 1 }).toEnd(spec);
}

describe('limits', () => {
  test('on steps ends after exactly that many', async () => {
    const { stop, standing } = await endOf({ ...sampler, limits: { steps: 7 } });
    expect(stop).toEqual({ kind: 'limit', limit: 'steps', bound: 7 });
    expect(standing?.time).toBe(700);
  });

  test('on frames ends at the last one allowed', async () => {
    const bench = new DriverBench();
    const { stop, standing } = await bench.toEnd({ ...sampler, limits: { frames: 4 } });
    expect(stop).toEqual({ kind: 'limit', limit: 'frames', bound: 4 });
    expect(standing).toMatchObject({ frames: 4, time: 300 });
    expect(framesOf(bench)).toHaveLength(4);
  });

  test('on frames may end a run before its first step', async () => {
    const { standing } = await endOf({ ...sampler, limits: { frames: 1 } });
    expect(standing).toMatchObject({ frames: 1, time: 0 });
  });

  test.each([
    ['oscillator', oscillator, 1.2345, 1.2345],
    ['a chunked family, which takes chunks whole', sampler, 1234, 1200],
    ['a chunked family at the end of a chunk', sampler, 1200, 1200],
    ['a chunked family before its first chunk', sampler, 99, 0],
  ])('on simulated time is never passed (%s)', async (_, spec, bound, reached) => {
    const { stop, standing } = await endOf({ ...spec, limits: { simulatedTime: bound } });
    expect(stop).toEqual({ kind: 'limit', limit: 'simulatedTime', bound });
    expect(standing!.time).toBeLessThanOrEqual(bound);
    expect(standing!.time).toBeCloseTo(reached, 9);
  });

  test.each([1e9, 5000, 5050])(
    'on simulated time at the end or beyond does not matter (%d)',
    async (bound) => {
      const { stop, standing } = await endOf({ ...sampler, limits: { simulatedTime: bound } });
      expect(stop).toEqual({ kind: 'reached-end' });
      expect(standing!.time).toBe(5000);
    },
  );

  test('on simulated time leaves room for a last chunk that is shorter than the others', async () => {
    const { stop } = await endOf({ ...sampler, until: 5050, limits: { simulatedTime: 5050 } });
    expect(stop).toEqual({ kind: 'reached-end' });
  });

  test.each([2, 3])('on simulated time holds with %d chunk workers', async (workers) => {
    const { stop, standing } = await endOf({ ...sampler, workers, limits: { simulatedTime: 1234 } });
    expect(stop).toMatchObject({ limit: 'simulatedTime' });
    expect(standing).toMatchObject({ time: 1200 });
  });

  test('on simulated time holds when an input begins the sample again', async () => {
    const spec = specOf('restarter', { until: 1000, limits: { simulatedTime: 1550 } });
    const inputs = [{ parameter: 'gain', value: 3, time: 600 }];
    const { stop, standing } = await new DriverBench({ costMs: 1 }).toEnd(spec, { inputs });
    expect(stop).toEqual({ kind: 'limit', limit: 'simulatedTime', bound: 1550 });
    expect(standing).toMatchObject({ time: 1500, inputs: 1 });
    expect(standing!.metrics).toContainEqual(expect.objectContaining({ name: 'n', value: 900 }));
  });

  test('on wall time ends with the numbers of what was really done', async () => {
    const { stop, standing } = await endOf({ ...sampler, until: 1e6, limits: { wallMs: 100 } });
    expect(stop).toEqual({ kind: 'limit', limit: 'wallMs', bound: 100 });
    expect(standing!.time).toBeGreaterThan(0);
    expect(standing!.time).toBeLessThan(1e6);
    const { result } = await undisturbed({
      ...sampler,
      until: 1e6,
      limits: { simulatedTime: standing!.time },
    });
    expect(standing!.metrics).toEqual(result.metrics);
  });

  test('on wall time counts what earlier workers used', async () => {
    const { standing } = await new DriverBench({ costMs: 1 }).toEnd(
      { ...sampler, until: 1e6, limits: { wallMs: 100 } },
      { runningMs: 99 },
    );
    expect(standing?.time).toBe(100);
  });

  test('on memory is the ending when an allocation is refused', async () => {
    const { stop } = await endOf(specOf('bomb', { model: { kind: 'refused' } }));
    expect(stop).toEqual({ kind: 'limit', limit: 'memoryMb', bound: 512 });
  });
});

async function replayed(spec: RunSpec, inputs: readonly RecordedInput[]): Promise<void> {
  const first = await undisturbed(spec, inputs);
  expect(first.result.stop).toMatchObject({ kind: 'limit' });
  expect(first.result.inputs.length).toBeGreaterThan(0);
  const { reached } = first.result;
  const again = { ...spec, inputs: first.result.inputs, limits: { simulatedTime: reached } };
  const bench = new DriverBench({ costMs: 1 });
  const { stop, standing } = await bench.toEnd(again, { inputs: first.result.inputs });
  expect(stop).toEqual({ kind: 'limit', limit: 'simulatedTime', bound: reached });
  const { trail, metrics, frames } = first.result;
  expect(standing).toEqual({ time: reached, inputs: first.result.inputs.length, frames, trail, metrics });
  expect(framesOf(bench)).toEqual(first.frames);
}

describe('a replay of what was cut short', () => {
  test('after an input that began the sample again stops exactly there, with the same frames', async () => {
    for (const workers of [1, 2]) {
      const spec = specOf('restarter', { until: 1e5, limits: { steps: 9 }, workers });
      await replayed(spec, [
        { parameter: 'gain', value: 3, time: 300 },
        { parameter: 'gain', value: 5, time: 700 },
      ]);
    }
  });

  test('of adaptive steps repeats them to the bit, wherever they were cut', async () => {
    const property = fc.asyncProperty(
      fc.nat(1000),
      fc.oneof(
        fc.record({ steps: fc.integer({ min: 4, max: 400 }) }),
        fc.record({ simulatedTime: fc.double({ min: 0.1, max: 4.9, noNaN: true }) }),
      ),
      async (seed, limits) => {
        const { frames } = await undisturbed({ ...oscillator, seed, limits: { steps: 3 } });
        const { time } = frames.at(-1)!;
        if ('simulatedTime' in limits && limits.simulatedTime <= time) return;
        await replayed({ ...oscillator, seed, limits }, [{ parameter: 'stiffness', value: 30, time }]);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

describe('an input of a log whose time no step meets', () => {
  test('takes effect at the first place between steps that has reached it, however chunks are cut', async () => {
    const inputs: readonly RecordedInput[] = [{ parameter: 'gain', value: 2, time: 150 }];
    const met = [{ parameter: 'gain', value: 2, time: 200 }];
    const { standing } = await new DriverBench().toEnd(sampler, { inputs: met });
    for (const workers of [1, 2, 3]) {
      const again = await new DriverBench().toEnd({ ...sampler, workers }, { inputs });
      expect(again.standing).toEqual(standing);
    }
  });
});

describe('requests of the host', () => {
  test('to conclude are honoured after the step, with a partial result', async () => {
    const bench = new DriverBench();
    bench.listener = ({ type }) => {
      if (type === 'progress') bench.driver.receive({ type: 'conclude', stop: { kind: 'cancelled' } });
    };
    const ended = await bench.toEnd({ ...sampler, until: 1e6 });
    expect(ended.stop).toEqual({ kind: 'cancelled' });
    expect(framesOf(bench).at(-1)!.time).toBe(ended.standing!.time);
  });

  test('to park end in a stored checkpoint, and another worker goes on from it to the same end', async () => {
    const bench = new DriverBench();
    bench.start(oscillator, { checkpointMs: 1e9 });
    await bench.first('frame');
    bench.driver.receive({ type: 'park' });
    const { time } = await bench.first('parked');
    const { checkpoint, frames } = bench.all('progress').at(-1)!;
    expect(checkpoint).toMatchObject({ sequence: 0, time });
    const next = new DriverBench({ world: bench.world });
    const ended = await next.toEnd(oscillator, { checkpoints: [checkpoint!], incarnation: '1.1' });
    expect(next.all('ready')).toMatchObject([{ resumed: 0, time, skipped: [] }]);
    const reference = await undisturbed(oscillator);
    expect(ended.standing).toMatchObject({
      trail: reference.result.trail,
      metrics: reference.result.metrics,
    });
    expect([...frames, ...framesOf(next)]).toEqual(reference.frames);
  });

  test('to park are refused when the disk is, and the run goes on to its end', async () => {
    const bench = new DriverBench();
    bench.world.faults = { ...bench.world.faults, diskFails: 1 };
    bench.driver.receive({ type: 'park' });
    const ended = await bench.toEnd(oscillator, { checkpointMs: 1e9 });
    expect(bench.all('unparked')).toHaveLength(1);
    expect(bench.all('warning')).toMatchObject([{ code: 'checkpoint.unwritable' }]);
    expect(ended.stop).toEqual({ kind: 'reached-end' });
    expect(framesOf(bench)).toEqual((await undisturbed(oscillator)).frames);
  });

  test('with an input take effect at once and stop the run until the host has stored it', async () => {
    const bench = new DriverBench();
    bench.answering = false;
    bench.start(oscillator, { checkpointMs: 1e9 });
    await bench.first('frame');
    bench.driver.receive({ type: 'input', request: 3, inputs: [{ parameter: 'stiffness', value: 9 }] });
    const applied = await bench.first('applied');
    expect(applied).toMatchObject({ request: 3, refused: null });
    const { time } = applied.inputs[0];
    await bench.world.serve(() => false, 2000);
    expect(bench.all('ended')).toEqual([]);
    expect(bench.all('beat').at(-1)!.time).toBe(time);
    bench.answer(applied);
    const { standing } = await bench.first('ended');
    const { result } = await undisturbed(oscillator, applied.inputs);
    expect(standing).toMatchObject({ inputs: 1, trail: result.trail, metrics: result.metrics });
  });

  test('with an input outside its range change nothing', async () => {
    const bench = new DriverBench();
    bench.driver.receive({ type: 'input', request: 0, inputs: [{ parameter: 'stiffness', value: -1 }] });
    const { standing } = await bench.toEnd(oscillator);
    expect(bench.all('applied')).toMatchObject([{ inputs: [], refused: { code: 'input.out-of-range' } }]);
    expect(standing?.trail).toBe((await undisturbed(oscillator)).result.trail);
  });
});

describe('a failure', () => {
  test('in the code of a model ends the run with what is known so far', async () => {
    const ended = await new DriverBench().toEnd(specOf('bomb', { model: { kind: 'throw' } }));
    expect(ended.stop).toMatchObject({ kind: 'failed', code: 'worker.crashed' });
    expect(ended.standing).toMatchObject({ time: 3, frames: 4 });
  });

  test('before the model begins has no standing', async () => {
    const ended = await new DriverBench().toEnd(specOf('oscillator', { model: { broken: true } }));
    expect(ended).toMatchObject({
      stop: { kind: 'failed', code: 'document.invalid' },
      standing: null,
      frames: [],
    });
  });
});

describe('chunk workers', () => {
  test('in any number, finishing in any order, with inputs in between, leave the same bytes', async () => {
    const property = fc.asyncProperty(fc.nat(1e6), fc.integer({ min: 2, max: 3 }), async (seed, workers) => {
      const bench = new DriverBench({ world: new World(seed) });
      bench.world.faults = { ...bench.world.faults, executorDies: 0.05 };
      for (const value of [2, 5]) {
        bench.world.schedule(bench.world.between(0, 40), bench.process, () => {
          bench.driver.receive({ type: 'input', request: value, inputs: [{ parameter: 'gain', value }] });
        });
      }
      const { standing, stop } = await bench.toEnd({ ...sampler, workers });
      expect(stop).toEqual({ kind: 'reached-end' });
      const inputs = bench.all('applied').flatMap((message) => message.inputs);
      const { result } = await undisturbed(sampler, inputs);
      expect(standing).toMatchObject({ trail: result.trail, metrics: result.metrics });
    });
    await fc.assert(property, { numRuns: 40 });
  });

  test('that die over and over on one chunk end the run as crashed', async () => {
    const bench = new DriverBench();
    bench.world.faults = { ...bench.world.faults, executorDies: 1 };
    const { stop } = await bench.toEnd({ ...sampler, workers: 2 });
    expect(stop).toMatchObject({ kind: 'failed', code: 'worker.crashed' });
  });
});
