import { SimulationError, type RunResult, type StopReason } from '@holdfast/core';
import { decodeResult, encodeResult } from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';

const result: RunResult = {
  format: 1,
  family: 'scenario',
  engine: '1.0.0',
  document: 'a'.repeat(64),
  name: 'demo',
  seed: 7,
  parameters: [{ parameter: 'load', value: 1 }],
  inputs: [{ parameter: 'load', value: 2, time: 5 }],
  stop: { kind: 'limit', limit: 'wallMs', bound: 300 },
  partial: true,
  timeUnit: 'iteration',
  asked: Infinity,
  reached: 1000,
  metrics: [{ subject: 'profit.value', name: 'mean', value: Number.NaN, standardError: null, unit: 'EUR' }],
  frames: 3,
  trail: 'b'.repeat(64),
};

describe('encodeResult', () => {
  it('writes one text, whatever the order of the keys', () => {
    const backwards = Object.fromEntries(Object.entries(result).reverse()) as unknown as RunResult;
    const metrics = result.metrics.map(
      (metric) =>
        Object.fromEntries(Object.entries(metric).reverse()) as unknown as (typeof result.metrics)[0],
    );
    expect(encodeResult({ ...backwards, metrics })).toBe(encodeResult(result));
  });

  it('begins with the format and ends with one newline, indented by 2', () => {
    const text = encodeResult(result);
    expect(text.startsWith('{\n  "format": 1,\n  "family": "scenario",')).toBe(true);
    expect(text.endsWith('"\n}\n')).toBe(true);
    expect(text).toContain('\n      "value": "NaN",\n      "standardError": null,');
  });

  it('keeps a list of an input on one line, and text that looks like one as it is', () => {
    const value = [0, -1, 0.5, 1e300, 255];
    const given = {
      ...result,
      name: '[\n  1,\n  2\n]',
      inputs: [...result.inputs, { parameter: 'picture', value, time: 6 }],
    };
    const text = encodeResult(given);
    expect(text).toContain('"value": [0,-1,0.5,1e+300,255],\n');
    expect(decodeResult(text)).toStrictEqual(given);
  });

  it('leaves out what is not part of a result', () => {
    expect(encodeResult({ ...result, elapsedMs: 3 } as RunResult)).toBe(encodeResult(result));
  });

  it.each<StopReason>([
    { kind: 'reached-end' },
    { kind: 'converged' },
    { kind: 'cancelled' },
    { kind: 'halted', rule: 'energy' },
    { kind: 'failed', code: 'worker.crashed', message: 'm', remedy: 'r' },
    { kind: 'limit', limit: 'frames', bound: 3 },
  ])('reads back an ending by $kind', (stop) => {
    const given = { ...result, stop };
    expect(decodeResult(encodeResult(given))).toStrictEqual(given);
    expect(encodeResult(decodeResult(encodeResult(given)))).toBe(encodeResult(given));
  });
});

describe('decodeResult', () => {
  it.each([
    '',
    '{',
    '[]',
    '{}',
    encodeResult({ ...result, trail: 'x' }),
    encodeResult({ ...result, seed: -1 }),
  ])('refuses %j with protocol.malformed', (text) => {
    expect(() => decodeResult(text)).toThrow(SimulationError);
    expect(() => decodeResult(text)).toThrow(/^bytes that cannot be decoded: a result/);
  });
});
