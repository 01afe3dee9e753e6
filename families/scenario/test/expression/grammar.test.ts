import { describe, expect, it } from 'vitest';
import { problemsIn, valueOf } from './compiled.ts';

const names = { a: 3, b: 5, zero: 0, nan: NaN, price: 20 };

describe('grammar', () => {
  it.each([
    // literals
    ['12', 12],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['5.', 5],
    ['1e6', 1_000_000],
    ['2.5E-3', 0.0025],
    ['1e+2', 100],
    ['true', 1],
    ['false', 0],
    ['pi', Math.PI],
    ['e', Math.E],
    // arithmetic and its binding
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['24 / 4 / 2', 3],
    ['7 % 4 * 2', 6],
    ['-7 % 3', -1],
    ['7 % -3', 1],
    ['5.5 % 2', 1.5],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['(-2) ^ 2', 4],
    ['2 ^ -1', 0.5],
    ['2 ^ -2 ^ 2', 0.0625],
    ['--3', 3],
    ['+3 - -3', 6],
    ['2 * -a', -6],
    // comparison, logic, choice
    ['1 + 1 == 2', 1],
    ['a < b == true', 1],
    ['1 < 2 != 3 > 4', 1],
    ['!0 + 1', 2],
    ['not 0 == 1', 1],
    ['!0 == 1', 1],
    ['not a == b', 1],
    ['!a == b', 0],
    ['2 * not 0 + 1', 3],
    ['-not 0 == -1', 1],
    ['2 ^ not 1', 1],
    ['not 0 and 0', 0],
    ['1 or 0 and 0', 1],
    ['(1 || 0) && 0', 0],
    ['a > 2 and b > 2', 1],
    ['a > 2 ? 10 : 20', 10],
    ['0 ? 1 : 0 ? 2 : 3', 3],
    ['1 ? 0 ? 1 : 2 : 3', 2],
    ['a > 4 or b > 4 ? a : b', 3],
    ['if(a > b, a, b)', 5],
    // names
    ['a + $inputs.b', 8],
    ['a\n  + b', 8],
    ['a\u00a0+ b', 8],
  ])('%s is %d', (source, expected) => {
    expect(valueOf(source, names)).toBe(expected);
    expect(valueOf(source, names, 'constant')).toBe(expected);
  });

  it.each([
    ['0 && nan', 0],
    ['nan && 0', 0],
    ['nan && 1', NaN],
    ['1 && nan', NaN],
    ['1 || nan', 1],
    ['nan || 0', NaN],
    ['0 || nan', NaN],
    ['nan || 1', 1],
    ['!nan', NaN],
    ['not not nan', NaN],
    ['nan ? 1 : 2', NaN],
    ['nan ? 2 : 2', NaN],
    ['if(nan, 1, 2)', NaN],
    ['sqrt(-a) > 0 ? 1 : 2', NaN],
    ['step(nan, 1)', NaN],
    ['step(1, nan)', NaN],
    ['nan^0', 1],
    ['0 ? nan : 2', 2],
    ['if(1, 2, nan)', 2],
    ['nan == nan', NaN],
    ['nan == 1', NaN],
    ['nan != nan', NaN],
    ['1 != nan', NaN],
    ['nan < 1', NaN],
    ['1 <= nan', NaN],
    ['1 > nan', NaN],
    ['nan >= 1', NaN],
    ['coalesce(nan, 4)', 4],
    ['coalesce(a, nan)', 3],
    ['isnan(nan) + isnan(a)', 1],
    ['min(nan, 1)', NaN],
    ['0 * nan', NaN],
  ])(
    'a NaN goes through comparisons, logic and choices unless something else decides: %s is %d',
    (source, expected) => {
      expect(valueOf(source, names)).toBe(expected);
      expect(valueOf(source, names, 'constant')).toBe(expected);
    },
  );

  it.each([
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['round(0.49999999999999994)', 0],
    ['round(-0.2)', -0],
    ['round(4503599627370495.5)', 4503599627370496],
    ['trunc(-1.7)', -1],
    ['floor(-1.5)', -2],
    ['ceil(-1.5)', -1],
    ['sign(-8)', -1],
    ['clamp(9, 0, 5)', 5],
    ['clamp(-9, 0, 5)', 0],
    ['clamp(3, 5, 1)', 1],
    ['sum(1)', 1],
    ['sum(1, 2, 3.5)', 6.5],
    ['mean(1, 2, 6)', 3],
    ['mean(4)', 4],
    ['min(3, 1, 2)', 1],
    ['max(3, 1, 2)', 3],
    ['step(2, 2)', 1],
    ['step(1, 2)', 0],
    ['hypot(3, 4)', 5],
    ['hypot(3e300, 4e300)', 5e300],
    ['hypot(3e-310, 4e-310)', 5e-310],
    ['hypot(1 / 0, 0 / 0)', Infinity],
    ['pow(2, 10)', 1024],
    ['sqrt(16)', 4],
    ['(-1 / 0) ^ 0.5', Infinity],
    ['(-0) ^ 0.5', 0],
    ['(-3) ^ 2', 9],
    ['ln(1)', 0],
    ['atan2(0, 1)', 0],
  ])('%s is %d', (source, expected) => {
    expect(valueOf(source)).toBe(expected);
  });

  it('keeps a bare port name apart from constants and functions of the same name', () => {
    expect(valueOf('$inputs.e + e', { e: 10 })).toBe(10 + Math.E);
    expect(valueOf('$inputs.max + max(1, 2)', { max: 10 })).toBe(12);
    expect(problemsIn('max', { inputs: ['max'] })).toMatchObject([
      { code: 'expression.unknown-name', remedy: 'For the input write `$inputs.max`.' },
    ]);
  });
});
