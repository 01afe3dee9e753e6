import { describe, expect, it } from 'vitest';
import * as numerics from '../src/index.ts';
import { referencePoints, ulpError } from './reference.ts';

/** Documented bounds in ulp; the table in README.md gives the measured figures behind them. */
const bounds = {
  exp: 0.77,
  log: 0.8,
  log2: 0.51,
  log10: 0.51,
  log1p: 0.52,
  expm1: 0.56,
  sinh: 0.52,
  cosh: 0.52,
  tanh: 0.53,
  sin: 0.8,
  cos: 0.8,
  tan: 0.8,
  asin: 0.62,
  acos: 0.6,
  atan: 0.56,
  atan2: 0.62,
  pow: 0.51,
  cbrt: 0.51,
  erf: 0.77,
  erfc: 0.77,
  normalCdf: 0.77,
} as const;

type Name = keyof typeof bounds;
const names = Object.keys(bounds) as Name[];

function call(name: string, ...values: number[]): number {
  const f = (numerics as unknown as Record<string, (...values: number[]) => number>)[name];
  return f(...values);
}

describe('accuracy against 300-bit arithmetic', () => {
  it.each(names)('%s stays within its documented ulp', (name) => {
    let worst = 0;
    let where: readonly number[] = [];
    for (const point of referencePoints(name)) {
      const error = ulpError(call(name, ...point.inputs), point);
      if (error > worst) [worst, where] = [error, point.inputs];
    }
    expect(worst, `at ${where.join(', ')}`).toBeLessThanOrEqual(bounds[name]);
    // An accuracy below half an ulp would mean that the measurement itself is broken.
    expect(worst).toBeGreaterThan(0.4);
  });

  it('reduces the largest and the nearest-to-zero angles exactly', () => {
    // 6381956970095103 * 2^797 is the double closest to a multiple of pi/2 (Muller, Elementary Functions, 11.2).
    expect(numerics.cos(6381956970095103 * 2 ** 797)).toBe(-4.687165924254628e-19);
    expect(numerics.sin(1e22)).toBe(-0.8522008497671888);
    expect(numerics.cos(Number.MAX_VALUE)).toBe(-0.9999876894265599);
    expect(numerics.sin(Math.PI)).toBe(1.2246467991473532e-16);
  });
});

/** Equal as numbers with the sign of zero, or finite and within 3 ulp: the built-in functions are not exact. */
function agree(ours: number, theirs: number): boolean {
  if (Object.is(ours, theirs)) return true;
  if (!Number.isFinite(ours) || !Number.isFinite(theirs) || ours * theirs < 0 || theirs === 0) return false;
  return Math.abs(ours - theirs) <= 3 * Math.max(Math.abs(theirs) * 2 ** -52, 5e-324);
}

describe('special cases are those of ECMAScript Math', () => {
  const edge = [
    NaN,
    0,
    -0,
    1,
    -1,
    0.5,
    -0.5,
    2,
    -2,
    3,
    -3,
    Infinity,
    -Infinity,
    5e-324,
    -5e-324,
    1e-320,
    1e-300,
    -1e-300,
    2 ** -1022,
    2 ** 53,
    -(2 ** 53) + 1,
    1e300,
    -1e300,
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    1 - 2 ** -53,
    1 + 2 ** -52,
    709.782712893384,
    709.7827128933841,
    -745.1332191019411,
    -745.1332191019412,
    710.4758600739439,
    710.475860073944,
  ];
  const builtIn = Math as unknown as Record<string, (...values: number[]) => number>;

  const one = names.filter((name) => !['pow', 'atan2', 'erf', 'erfc', 'normalCdf'].includes(name));
  it.each(one)('%s', (name) => {
    for (const x of edge) {
      const ours = call(name, x);
      expect(agree(ours, builtIn[name](x)), `${name}(${x}) = ${ours}, not ${builtIn[name](x)}`).toBe(true);
    }
  });

  it.each(['pow', 'atan2'])('%s', (name) => {
    for (const x of edge) {
      for (const y of edge) {
        const ours = call(name, x, y);
        expect(
          agree(ours, builtIn[name](x, y)),
          `${name}(${x}, ${y}) = ${ours}, not ${builtIn[name](x, y)}`,
        ).toBe(true);
      }
    }
  });

  it('erf, erfc and the normal distribution function saturate with the right sign', () => {
    expect(numerics.erf(-Infinity)).toBe(-1);
    expect(numerics.erf(-0)).toBe(-0);
    expect(numerics.erf(5e-324)).toBe(5e-324);
    expect(numerics.erfc(Infinity)).toBe(0);
    expect(numerics.erfc(-Infinity)).toBe(2);
    expect(numerics.normalCdf(-Infinity)).toBe(0);
    expect(numerics.normalCdf(Infinity)).toBe(1);
    expect(numerics.normalCdf(0)).toBe(0.5);
    for (const f of [numerics.erf, numerics.erfc, numerics.normalCdf]) expect(f(NaN)).toBeNaN();
  });
});

it('sineAndCosine has the bits of both for any angle', () => {
  const angles = Array.from({ length: 400 }, (_, k) => 0.13 * (k - 200));
  const into = new Float64Array(2);
  for (const angle of [...angles, 0, -0, 1e7, -1e22, Math.PI / 2, 1e-300, Infinity, NaN]) {
    numerics.sineAndCosine(angle, into);
    expect([...into]).toEqual([numerics.sin(angle), numerics.cos(angle)]);
  }
});

describe('values that fit a double come out exact', () => {
  it('whole powers, cubes, powers of ten and of two', () => {
    for (let base = 2; base <= 30; base++) {
      let power = 1;
      for (let n = 1; power * base < 2 ** 53; n++) {
        power *= base;
        expect(numerics.pow(base, n)).toBe(power);
      }
      expect(numerics.cbrt(base * base * base)).toBe(base);
      expect(numerics.cbrt(-base * base * base)).toBe(-base);
    }
    for (let n = 0; n <= 22; n++) expect(numerics.log10(Number(`1e${n}`))).toBe(n);
    for (let n = -1074; n <= 1023; n++) expect(numerics.log2(2 ** n)).toBe(n);
    expect(numerics.pow(2, 0.5)).toBe(Math.SQRT2);
    expect(numerics.exp(1)).toBe(Math.E);
    expect(numerics.acos(-1)).toBe(Math.PI);
  });
});
