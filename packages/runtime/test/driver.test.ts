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
    ['oscillator', oscillator, 1.2345],
    ['sampler', sampler, 1234],
  ])('on simulated time is never passed (%s)', async (_, spec, bound) => {
    const { stop, standing } = await endOf({ ...spec, limits: { simulatedTime: bound } });
    expect(stop).toEqual({ kind: 'limit', limit: 'simulatedTime', bound });
    expect(standing!.time).toBeLessThanOrEqual(bound);
    expect(standing!.time).toBeCloseTo(bound, 4);
  });

  test('on simulated time beyond the end does not matter', async () => {
    const { stop } = await endOf({ ...sampler, limits: { simulatedTime: 1e9 } });
    expect(stop).toEqual({ kind: 'reached-end' });
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
    const { standing, inputs } = await bench.first('ended');
    const { result } = await undisturbed(oscillator, applied.inputs);
    expect(inputs).toBe(1);
    expect(standing).toMatchObject({ trail: result.trail, metrics: result.metrics });
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

  test('of a replay is told when an input comes at a time the run does not meet', async () => {
    const inputs: readonly RecordedInput[] = [{ parameter: 'gain', value: 2, time: 150 }];
    const ended = await new DriverBench().toEnd(sampler, { inputs });
    expect(ended.stop).toMatchObject({ kind: 'failed', code: 'replay.mismatch' });
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
