import type { Frame } from '@holdfast/core';
import { describe, expect, test } from 'vitest';
import { DriverBench } from './fixtures/driver-bench.ts';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';

const spec = specOf('oscillator', { until: 5 });
const sampler = specOf('sampler');
const balanced = { mode: 'balanced', hard: false } as const;

function framesOf(bench: DriverBench): readonly Frame[] {
  return [...bench.all('progress'), ...bench.all('ended')].flatMap(({ frames }) => frames);
}

describe('a paced run', () => {
  test('takes the wall time its pace asks for, and gives the frames of one that hurries', async () => {
    const { result, frames } = await undisturbed(spec);
    for (const factor of [1, 10]) {
      const bench = new DriverBench({ costMs: 0.01 });
      const { standing } = await bench.toEnd({ ...spec, pace: { factor, ...balanced } });
      expect(bench.world.now).toBeGreaterThan((1000 * 4.8) / factor);
      expect(bench.world.now).toBeLessThan((1000 * 5.3) / factor);
      expect(standing).toMatchObject({ time: result.reached, trail: result.trail });
      expect(framesOf(bench)).toEqual(frames);
    }
  });

  test('of chunks does not run ahead by long spans', async () => {
    const bench = new DriverBench({ costMs: 0.01 });
    const { standing } = await bench.toEnd({ ...sampler, pace: { factor: 2000, ...balanced } });
    expect(bench.world.now).toBeGreaterThan(2300);
    expect(standing?.trail).toBe((await undisturbed(sampler)).result.trail);
  });

  test.each([
    ['performance', 200],
    ['balanced', 100],
    ['accuracy', 50],
  ] as const)('in %s mode shows a frame every %d ms', async (mode, everyMs) => {
    const bench = new DriverBench({ costMs: 0.01 });
    await bench.toEnd({ ...spec, pace: { factor: 1, mode, hard: false } });
    const expected = 5000 / everyMs;
    expect(bench.all('frame').length).toBeGreaterThan(0.8 * expected);
    expect(bench.all('frame').length).toBeLessThan(1.2 * expected);
  });

  test.each([
    ['accuracy', 60, 1000 / 60],
    ['accuracy', 5, 50],
    ['balanced', 60, 100],
  ] as const)(
    'in %s mode, asked for %d frames a second, shows one every %i ms',
    async (mode, hz, everyMs) => {
      const bench = new DriverBench({ costMs: 0.01 });
      bench.driver.receive({ type: 'show', hz });
      const { standing } = await bench.toEnd({ ...spec, pace: { factor: 1, mode, hard: false } });
      const expected = 5000 / everyMs;
      expect(bench.all('frame').length).toBeGreaterThan(0.8 * expected);
      expect(bench.all('frame').length).toBeLessThan(1.2 * expected);
      expect(standing?.trail).toBe((await undisturbed(spec)).result.trail);
    },
  );

  test('changes pace and mode while it lives, reports them, and still answers inputs where it waits', async () => {
    const bench = new DriverBench({ costMs: 0.01 });
    bench.start({ ...spec, pace: { factor: 0.001, ...balanced } });
    await bench.first('ready');
    const input = [{ parameter: 'stiffness', value: 30 }];
    bench.driver.receive({ type: 'input', request: 1, inputs: input });
    const { inputs } = await bench.first('applied');
    expect(inputs).toMatchObject(input);
    bench.driver.receive({ type: 'pace', change: { factor: 0, mode: 'accuracy' } });
    await bench.first('ended');
    expect(bench.world.now).toBeLessThan(5000);
    expect(bench.all('clock').at(-1)?.report.pace).toEqual({ factor: 0, mode: 'accuracy', hard: false });
  });

  test('beats while it waits, so that it is not taken for an endless loop', async () => {
    const bench = new DriverBench({ costMs: 0.01 });
    bench.start({ ...spec, pace: { factor: 0.001, ...balanced } });
    await bench.world.serve(() => bench.world.now > 3000, 10_000);
    const beats = bench.all('beat').length;
    expect(beats).toBeGreaterThan(10);
    expect(bench.all('frame').length).toBeLessThan(beats);
  });

  test('that cannot keep its pace climbs the ladder, each rung an event, and computes the same', async () => {
    const bench = new DriverBench({ costMs: 3 });
    const { standing } = await bench.toEnd({ ...spec, pace: { factor: 5, ...balanced } });
    const events = bench.all('event').filter(({ details }) => 'rung' in details);
    expect(events.map(({ details }) => details['rung'])).toEqual([1, 2, 3, 4, 5]);
    const { report } = bench.all('clock').at(-1)!;
    expect(report).toMatchObject({ rung: 5 });
    expect(report.slips).toBeGreaterThan(0);
    expect(report.overruns).toBeGreaterThanOrEqual(report.slips);
    expect(report.headroom).toBeLessThan(1);
    expect(standing?.trail).toBe((await undisturbed(spec)).result.trail);
  });

  test('that is hard ends when ten steps in a row come late, with what it has', async () => {
    const pace = { factor: 5, mode: 'balanced', hard: true } as const;
    const { stop, standing } = await new DriverBench({ costMs: 3 }).toEnd({ ...spec, pace });
    expect(stop).toEqual({ kind: 'halted', rule: 'pace' });
    expect(standing!.time).toBeGreaterThan(0);
    expect(standing!.time).toBeLessThan(5);
  });

  test('repeats what is recorded, and the past of its parent, without holding back', async () => {
    const pace = { factor: 1, ...balanced };
    const forked = new DriverBench({ costMs: 0.01 });
    await forked.toEnd({ ...spec, pace, parent: { run: 'parent', time: 4 } });
    expect(forked.world.now).toBeLessThan(1500);
    const recovered = new DriverBench({ costMs: 0.01 });
    await recovered.toEnd({ ...spec, pace }, { recordedTo: 4 });
    expect(recovered.world.now).toBeLessThan(1500);
  });

  test('goes on at the pace it was changed to, when its worker is replaced', async () => {
    const first = new DriverBench({ costMs: 0.01 });
    first.start({ ...spec, pace: { factor: 0.001, ...balanced } });
    await first.first('ready');
    first.driver.receive({ type: 'pace', change: { factor: 0.01 } });
    await first.first('clock');
    first.driver.receive({ type: 'park' });
    await first.first('parked');
    const { checkpoint } = first.all('progress').at(-1)!;
    const second = new DriverBench({ costMs: 0.01, world: first.world });
    second.start(spec, { checkpoints: [checkpoint!] });
    expect((await second.first('clock')).report.pace).toEqual({ factor: 0.01, ...balanced });
  });
});
