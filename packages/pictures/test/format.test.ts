import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  estimateLine,
  formatCompact,
  formatDuration,
  formatEstimate,
  formatNumber,
  formatShare,
  levelName,
  stopInWords,
} from '../src/format.ts';

describe('a value with its error', () => {
  it.each([
    [12.3456, 0.0123, '12.346 ± 0.012'],
    [12.3456, 0.0996, '12.35 ± 0.10'],
    [1_234_567, 1234, '1,234,600 ± 1,200'],
    [0.000123456, 0.0000012, '0.0001235 ± 0.0000012'],
    [-5, 0.25, '−5.00 ± 0.25'],
    [1.2345e12, 3.4e9, '1.2345e12 ± 0.0034e12'],
    [7, 0, '7 ± 0'],
    [42.125, null, '42.125'],
    [Number.NaN, 0.1, 'NaN ± 0.1'],
  ])('%f with %f reads %s', (value, error, text) => {
    expect(estimateLine(value, error)).toBe(text);
  });

  it('never moves the value by more than half a unit of the last digit its error keeps', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e8, max: 1e8, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (value, error) => {
          const text = formatEstimate(value, error);
          const read = Number(text.value.replaceAll(',', '').replace('−', '-'));
          const kept = Number((text.error ?? '').replaceAll(',', ''));
          expect(Math.abs(read - value)).toBeLessThanOrEqual(0.051 * error + 1e-9 * Math.abs(value));
          expect(Math.abs(kept - error)).toBeLessThanOrEqual(0.051 * error);
        },
      ),
    );
  });

  it('shows no negative zero', () => {
    expect(estimateLine(-0.0001, 0.1)).toBe('0.00 ± 0.10');
  });
});

describe('plain numbers', () => {
  it.each([
    [0, '0'],
    [1234.5678, '1,234.57'],
    [-0.00012, '−0.00012'],
    [0.0000012, '1.2e-6'],
    [1_964_030_080, '1,964,030,080'],
    [3e12, '3e12'],
    [Infinity, '∞'],
  ])('%f reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('shortens counts with one suffix', () => {
    expect([950, 12_345, 4_100_000, 1e10].map(formatCompact)).toEqual(['950', '12.3k', '4.1M', '10G']);
  });

  it('never lets a share that is there read as none', () => {
    expect([0, 0.0000042, 0.00004, 0.05, 0.5, 1].map(formatShare)).toEqual([
      '0.0 %',
      '0.0004 %',
      '0.004 %',
      '5.00 %',
      '50.0 %',
      '100.0 %',
    ]);
  });

  it('says durations in their two largest units', () => {
    expect([320, 4200, 75_000, 7_260_000, 200_000_000].map(formatDuration)).toEqual([
      '320 ms',
      '4.2 s',
      '1 min 15 s',
      '2 h 1 min',
      '2 d 7 h',
    ]);
  });

  it('names probability levels as percentiles', () => {
    expect([0.05, 0.5, 0.999].map(levelName)).toEqual(['p5', 'p50', 'p99.9']);
  });
});

describe('endings', () => {
  it('say which limit was met, with its unit', () => {
    expect(stopInWords({ kind: 'limit', limit: 'wallMs', bound: 300 })).toBe(
      'stopped at its limit: wall time of 300 ms',
    );
    expect(stopInWords({ kind: 'limit', limit: 'steps', bound: 1e6 })).toBe(
      'stopped at its limit: 1,000,000 steps',
    );
  });

  it('repeat what the failure said', () => {
    expect(stopInWords({ kind: 'failed', code: 'worker.crashed', message: 'it broke', remedy: '' })).toBe(
      'failed: it broke',
    );
  });
});
