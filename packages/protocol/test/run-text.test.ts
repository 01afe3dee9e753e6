import { SimulationError, type Limits } from '@holdfast/core';
import { formatDuration, formatLimits, parseDuration, parseLimits } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function refusal(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(SimulationError);
    const { code, message } = error as SimulationError;
    return `${code}: ${message}`;
  }
  return 'accepted';
}

describe('parseDuration', () => {
  it.each([
    ['300ms', 300],
    ['2s', 2000],
    ['1.5 m', 90_000],
    ['1h', 3_600_000],
    ['7d', 604_800_000],
    ['1e3ms', 1000],
    ['.5s', 500],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 'ms', '5 parsecs', '-1s', '1s2', 'Infinitys', '5constructor', '1e999s'])(
    'refuses %j and says what to write',
    (text) => {
      expect(refusal(() => parseDuration(text, 'timeout'))).toMatch(/^configuration\.invalid: timeout = /);
    },
  );

  it('reads back what formatDuration prints', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(),
          fc.nat(9).map((days) => days * 86_400_000),
        ),
        (ms) => {
          expect(parseDuration(formatDuration(ms))).toBe(ms);
        },
      ),
    );
    expect(formatDuration(90_000)).toBe('90s');
    expect(formatDuration(7_200_000)).toBe('2h');
  });
});

describe('parseLimits', () => {
  it('reads every limit', () => {
    expect(parseLimits('time=300ms, steps=1e6,memory=512MB,frames=100,simulated=10.5')).toStrictEqual({
      wallMs: 300,
      steps: 1e6,
      memoryMb: 512,
      frames: 100,
      simulatedTime: 10.5,
    });
    expect(parseLimits('memory=2GB')).toStrictEqual({ memoryMb: 2048 });
    expect(parseLimits('iterations=1e6')).toStrictEqual({ simulatedTime: 1e6 });
    expect(parseLimits('')).toStrictEqual({});
  });

  it.each([
    [
      'tme=3s',
      'configuration.invalid: limit = "tme=3s" is not valid: write name=amount with one of the names',
    ],
    ['time', 'configuration.invalid: limit = "time" is not valid'],
    ['time=3s=4s', 'configuration.invalid: limit = "time=3s=4s" is not valid'],
    ['time=1s,time=2s', 'configuration.invalid: limit = "time=1s,time=2s" is not valid: time is given twice'],
    [
      'time=3',
      'configuration.invalid: limit time = "3" is not valid: write a number with one of the units ms, s',
    ],
    ['memory=64', 'configuration.invalid: limit memory = "64"'],
    ['memory=1MB', 'limit.out-of-bounds: limit memory = 1MB lies outside 64 .. 1048576'],
    ['steps=1.5', 'configuration.invalid: limit steps = "1.5"'],
    ['steps=0', 'limit.out-of-bounds: limit steps = 0 lies outside 1 ..'],
    [
      'iterations=10,simulated=5',
      'configuration.invalid: limit = "iterations=10,simulated=5" is not valid: simulated is given twice',
    ],
    ['time=400d', 'limit.out-of-bounds: limit time = 400d lies outside 1 .. 31536000000'],
    ['frames=5s', 'configuration.invalid: limit frames = "5s" is not valid: write a number without a unit'],
    ['constructor=5', 'configuration.invalid: limit = "constructor=5"'],
  ])('refuses %j', (text, start) => {
    expect(refusal(() => parseLimits(text)).slice(0, start.length)).toBe(start);
  });

  it('reads back what formatLimits prints', () => {
    const limits = fc.record(
      {
        wallMs: fc.integer({ min: 1, max: 31_536_000_000 }),
        steps: fc.integer({ min: 1 }),
        simulatedTime: fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        memoryMb: fc.integer({ min: 64, max: 1_048_576 }),
        frames: fc.integer({ min: 1, max: 100_000_000 }),
      },
      { requiredKeys: [], noNullPrototype: true },
    );
    fc.assert(
      fc.property(limits, (value) => {
        expect(parseLimits(formatLimits(value as Limits))).toStrictEqual(value);
      }),
    );
  });
});
