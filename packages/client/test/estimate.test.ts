import { formatEstimate, formatNumber } from '@holdfast/client';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

function line(value: number, standardError: number | null): string {
  const text = formatEstimate(value, standardError);
  return text.error === null ? text.value : `${text.value} ± ${text.error}`;
}

describe('a figure with its error', () => {
  it.each([
    [12.3456, 0.0123, '12.346 ± 0.012'],
    [12.3456, 0.0996, '12.35 ± 0.10'],
    [1_234_567, 1234, '1,234,600 ± 1,200'],
    [0.000123456, 0.0000012, '0.0001235 ± 0.0000012'],
    [-5, 0.25, '-5.00 ± 0.25'],
    [0, 0.25, '0.00 ± 0.25'],
    [1.2345e12, 3.4e9, '1.2345e12 ± 0.0034e12'],
    [7, 0, '7 ± 0'],
    [42.125, null, '42.125'],
    [Number.NaN, 0.1, 'NaN ± 0.1'],
    [3.5, Infinity, '3.5 ± ∞'],
  ])('%f with %f reads %s', (value, error, text) => {
    expect(line(value, error)).toBe(text);
  });

  it('shows no digit that is only rounding, however small the error', () => {
    expect(line(123_456.789, 1e-12)).toBe('123,456.789000000 ± 1e-12');
  });

  it('shows no negative zero', () => {
    expect(line(-0.0001, 0.1)).toBe('0.00 ± 0.10');
    expect(line(-0.4, 12)).toBe('0 ± 12');
    expect(formatNumber(-0)).toBe('0');
  });

  it('never moves a value by more than half a unit of the last digit its error keeps', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e8, max: 1e8, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (value, error) => {
          const text = formatEstimate(value, error);
          const read = Number(text.value.replaceAll(',', ''));
          const kept = Number(text.error?.replaceAll(',', ''));
          expect(Math.abs(read - value)).toBeLessThanOrEqual(0.051 * error + 1e-9 * Math.abs(value));
          expect(Math.abs(kept - error)).toBeLessThanOrEqual(0.051 * error);
        },
      ),
    );
  });
});

describe('a plain number', () => {
  it.each([
    [0, '0'],
    [1234.5678, '1,234.57'],
    [1_000_000, '1,000,000'],
    [-0.00012, '-0.00012'],
    [0.0000012, '1.2e-6'],
    [3e12, '3e12'],
    [-Infinity, '-∞'],
  ])('%f reads %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});
