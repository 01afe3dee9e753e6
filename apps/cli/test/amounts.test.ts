import { describe, expect, it } from 'vitest';
import { formatAmount, formatCount, formatDuration, formatTable, pluralOf } from '../src/amounts.ts';

describe('amounts at a glance', () => {
  it.each([
    [0, '0'],
    [7, '7'],
    [0.25, '0.25'],
    [999.6, '1k'],
    [1_050_000, '1.05M'],
    [999_999, '1M'],
    [3e13, '30T'],
    [-4200, '-4.2k'],
    [Infinity, '∞'],
  ])('%f reads %s', (value, text) => {
    expect(formatAmount(value)).toBe(text);
  });

  it('never shows 60 seconds or 60 minutes', () => {
    expect(
      [0, 350, 999.7, 4200, 59_960, 180_000, 3_599_000, 5_400_000, 172_800_000].map(formatDuration),
    ).toEqual(['0 ms', '350 ms', '1.0 s', '4.2 s', '1.0 min', '3.0 min', '1.0 h', '1.5 h', '2.0 d']);
  });

  it('counts in full', () => {
    expect([1_000_000_000, 12.5, 0.1 + 0.2, Infinity].map(formatCount)).toEqual([
      '1,000,000,000',
      '12.5',
      '0.3',
      '∞',
    ]);
  });

  it('gives words a plural and symbols none', () => {
    expect(['iteration', 'year', 's', 'min'].map(pluralOf)).toEqual(['iterations', 'years', 's', 'min']);
  });
});

it('aligns the columns of a table, numbers to the right, without trailing blanks', () => {
  const lines = formatTable(
    [
      ['mean', '1,064.5', ''],
      ['skewness', '2', 'x'],
    ],
    new Set([1]),
  );
  expect(lines).toEqual(['mean      1,064.5', 'skewness        2  x']);
});
