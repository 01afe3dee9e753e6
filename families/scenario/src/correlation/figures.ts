// From pairs to figures: the correlation of values and of ranks, each with one standard error; what does not vary has none.

import type { Metric } from '@holdfast/core';
import {
  comoment,
  correlation,
  createComoments,
  mergeComoments,
  pairCount,
  pairMeans,
  type Comoments,
} from '@holdfast/numerics';
import { spread } from '../sampling/design-errors.ts';
import type { CorrelationPlan } from './plan.ts';
import type { PairTally } from './pair-tally.ts';
import { rankCorrelation } from './rank-grid.ts';

/** Fewest pairs from which an error is estimated. */
const fewest = 8;

export function correlationMetrics(plan: CorrelationPlan, tally: PairTally): readonly Metric[] {
  return plan.pairs.flatMap(({ subject }, pair) => {
    const copies = Array.from({ length: plan.copies }, (_, copy) => tally.momentsOf(pair, copy));
    const whole = merged(copies.map(([values]) => values!));
    const n = pairCount(whole);
    if (n < 2) return [];
    const design = plan.copies > 1;
    const ranks = rankCorrelation(tally.counts[pair]!);
    const valueError = design ? replicateError(copies.map(([values]) => values!)) : pearsonError(whole);
    const rankError = design ? replicateError(copies.map(([, classes]) => classes!)) : ranks.standardError;
    const known = (error: number | null): number | null =>
      n >= fewest && error !== null && Number.isFinite(error) ? error : null;
    return [
      {
        subject,
        name: 'correlation',
        value: correlation(whole),
        standardError: known(valueError),
        unit: '1',
      },
      { subject, name: 'rank-correlation', value: ranks.value, standardError: known(rankError), unit: '1' },
    ].filter(({ value }) => Number.isFinite(value));
  });
}

function merged(parts: readonly Comoments[]): Comoments {
  const [first] = parts;
  const whole = new Float64Array(first?.length ?? createComoments(2).length);
  for (const part of parts) mergeComoments(whole, part);
  return whole;
}

/** By the influence of one more pair, zx zy - r (zx^2 + zy^2) / 2; S. J. Devlin, R. Gnanadesikan, J. R. Kettenring (1975),
 * doi:10.1093/biomet/62.3.531. */
function pearsonError(moments: Comoments): number {
  const r = correlation(moments);
  const [sx, sy] = [Math.sqrt(comoment(moments, 2, 0)), Math.sqrt(comoment(moments, 0, 2))];
  const [xx, xy, yy] = [sx * sx, sx * sy, sy * sy];
  const z22 = comoment(moments, 2, 2) / xx / yy;
  const skewed = comoment(moments, 3, 1) / xx / xy + comoment(moments, 1, 3) / xy / yy;
  const peaked = comoment(moments, 4, 0) / xx / xx + comoment(moments, 0, 4) / yy / yy;
  const square = z22 - r * skewed + ((r * r) / 4) * (peaked + 2 * z22);
  return Math.sqrt(Math.max(0, square) / pairCount(moments));
}

/** The same influence averaged in each replicate, and its spread between them. */
function replicateError(copies: readonly Comoments[]): number | null {
  const whole = merged(copies);
  const r = correlation(whole);
  const [sx, sy] = [Math.sqrt(comoment(whole, 2, 0)), Math.sqrt(comoment(whole, 0, 2))];
  const center = pairMeans(whole);
  return spread(
    copies.map((moments) => {
      const means = pairMeans(moments);
      const dx = (means.x - center.x) / sx;
      const dy = (means.y - center.y) / sy;
      const xy = comoment(moments, 1, 1) / sx / sy + dx * dy;
      const xx = comoment(moments, 2, 0) / sx / sx + dx * dx;
      const yy = comoment(moments, 0, 2) / sy / sy + dy * dy;
      return xy - (r / 2) * (xx + yy);
    }),
  );
}
