// The way from a t variable to a normal keeps the probability, in the middle and far out.

import { describe, expect, it } from 'vitest';
import { normalCdf } from '@holdfast/numerics';
import { tScore } from '../../src/dependence/t-score.ts';
import { studentT } from '../../src/distributions/student-t.ts';
import { blockSize, createEvaluator } from '../../src/program/evaluator.ts';
import { ProgramBuilder } from '../../src/program/program.ts';

/** The score of one value. */
function scoreOf(t: number, degrees: number): number {
  const builder = new ProgramBuilder();
  const score = tScore(builder, builder.parameter(0), degrees);
  const evaluator = createEvaluator(builder.build([score]), { seed: 1, parameters: Float64Array.of(t) });
  evaluator.evaluate(0, 1);
  return evaluator.column(0)[0];
}

describe('the tail of a t variable', () => {
  it('is exact far out, whatever its degrees of freedom', () => {
    // Quantiles at normalCdf(-8), by 40-digit arithmetic.
    for (const [degrees, t] of [
      [100, 9.498664849345532],
      [1000, 8.13181041167571],
    ]) {
      expect(studentT.survival(t, degrees, 0, 1, 0) / normalCdf(-8)).toBeCloseTo(1, 12);
    }
  });
});

describe('the normal score of a t variable', () => {
  it.each([1, 1.5, 3, 4, 10, 77.7, 1000])('has its probability, with %s degrees of freedom', (degrees) => {
    for (const z of [1e-9, 1e-3, 0.1, 0.5, 1, 2, 3, 4.5, 6, 8]) {
      const t = studentT.upperQuantile(normalCdf(-z), degrees, 0, 1, 0);
      expect(Math.abs(scoreOf(t, degrees) - z), `${z}`).toBeLessThan(2e-11 * (1 + z));
      expect(scoreOf(-t, degrees)).toBe(-scoreOf(t, degrees));
    }
    expect(scoreOf(0, degrees)).toBe(0);
  });

  it('rises without a step', () => {
    for (const degrees of [1, 5]) {
      const b = new ProgramBuilder();
      const t = b.binary('sub', b.binary('mul', b.iteration(), b.constant(0.01)), b.constant(60));
      const evaluator = createEvaluator(b.build([tScore(b, t, degrees)]), {
        seed: 1,
        parameters: new Float64Array(0),
      });
      let before = -Infinity;
      for (let first = 0; first < 12_000; first += blockSize) {
        evaluator.evaluate(first, blockSize);
        for (const score of evaluator.column(0)) {
          expect(score > before, `after ${before}`).toBe(true);
          before = score;
        }
      }
    }
  });
});
