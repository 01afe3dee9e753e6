import type { RunResult, RunSpec } from '@holdfast/core';
import { encodeResult } from '@holdfast/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { openRealHost, type RealHost } from './fixtures/real-host.ts';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';

const memoryMb = 160;

const bombOf = (kind: string, limits: RunSpec['limits'] = {}): RunSpec =>
  specOf('bomb', { model: { kind }, until: 100, limits });

describe('a simulation that goes off', () => {
  let real: RealHost;
  afterEach(() => real.dispose());

  async function resultOf(spec: RunSpec): Promise<RunResult> {
    const { id } = await real.host.start(spec);
    return (await real.host.ended(id)).result!;
  }

  const innocent = specOf('oscillator', { until: 4, model: { rounds: 100_000 } });

  test('in an endless loop is ended by the host, while another run finishes', async () => {
    real = openRealHost({ unresponsiveMs: 3000 });
    const [loop, other] = await Promise.all([resultOf(bombOf('loop')), resultOf(innocent)]);
    expect(loop.stop).toMatchObject({ kind: 'failed', code: 'worker.unresponsive' });
    expect(loop.partial).toBe(true);
    expect(encodeResult(other)).toBe(encodeResult((await undisturbed(innocent)).result));
  });

  test('with heap, ArrayBuffers or WASM memory ends at its memory limit, while another run finishes', async () => {
    real = openRealHost({ slots: 4, unresponsiveMs: 20_000 });
    const [heap, buffer, wasm, other] = await Promise.all([
      resultOf(bombOf('heap', { memoryMb })),
      resultOf(bombOf('buffer', { memoryMb })),
      resultOf(bombOf('wasm', { memoryMb })),
      resultOf(innocent),
    ]);
    for (const { stop, partial } of [heap, buffer, wasm]) {
      expect(stop).toEqual({ kind: 'limit', limit: 'memoryMb', bound: memoryMb });
      expect(partial).toBe(true);
    }
    expect(encodeResult(other)).toBe(encodeResult((await undisturbed(innocent)).result));
  });

  test('an endless loop under a limit on wall time ends at that limit', async () => {
    real = openRealHost();
    const { stop } = await resultOf(bombOf('loop', { wallMs: 200 }));
    expect(stop).toEqual({ kind: 'limit', limit: 'wallMs', bound: 200 });
  });

  test('a slow leak is asked for its partial result before it reaches its bound', async () => {
    real = openRealHost();
    const result = await resultOf(bombOf('hoard', { memoryMb: 200 }));
    expect(result.stop).toEqual({ kind: 'limit', limit: 'memoryMb', bound: 200 });
    expect(result.reached).toBeGreaterThan(3);
    expect(result.metrics[0]).toMatchObject({ name: 'seconds', value: result.reached });
    expect(result.frames).toBe(result.reached + 1);
  });

  test('a worker that keeps ending by itself is given up after three times', async () => {
    real = openRealHost();
    const { stop } = await resultOf(bombOf('exit'));
    expect(stop).toMatchObject({ kind: 'failed', code: 'worker.crashed' });
    expect(real.workers).toHaveLength(3);
  });

  test('a programming mistake ends the run once, with its text and the numbers so far', async () => {
    real = openRealHost();
    const result = await resultOf(bombOf('throw'));
    expect(result.stop).toMatchObject({ kind: 'failed', code: 'worker.crashed' });
    expect(result.stop).toHaveProperty('message', expect.stringContaining('a programming mistake'));
    expect(result.reached).toBe(3);
    expect(real.workers).toHaveLength(1);
  });
});
