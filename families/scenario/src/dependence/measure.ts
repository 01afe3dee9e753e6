// Between a measure of dependence and the correlation of the normals behind the draws. For both copulas Kendall's is exact, and
// Spearman's is for the Gaussian one; for the t copula it is solved numerically.

import { asin, sin } from '@holdfast/numerics';
import type { Measure } from './document.ts';
import { correlationOf, scaleRatios, spearmanOf } from './t-spearman.ts';

/** Both ways; 1 and -1 stay what they are. */
export interface Conversion {
  /** Correlation of the normals that gives this coefficient. */
  readonly toNormal: (coefficient: number) => number;
  /** The coefficient that this correlation of the normals gives. */
  readonly fromNormal: (correlation: number) => number;
}

/** W. H. Kruskal (1958), doi:10.1080/01621459.1958.10501481; for elliptical copulas F. Lindskog, A. McNeil, U. Schmock (2003),
 * doi:10.1007/978-3-642-57453-3_8. */
const closed: Readonly<Record<Measure, Conversion>> = {
  spearman: {
    toNormal: (rho) => 2 * sin((Math.PI * rho) / 6),
    fromNormal: (r) => (6 / Math.PI) * asin(r / 2),
  },
  kendall: {
    toNormal: (tau) => sin((Math.PI * tau) / 2),
    fromNormal: (r) => (2 / Math.PI) * asin(r),
  },
  'pearson-of-normals': { toNormal: (r) => r, fromNormal: (r) => r },
};

/** For a Gaussian copula, or for a t copula with these degrees of freedom. */
export function conversionOf(measure: Measure, degreesOfFreedom: number | undefined): Conversion {
  const { toNormal, fromNormal } =
    measure === 'spearman' && degreesOfFreedom !== undefined ? ofT(degreesOfFreedom) : closed[measure];
  return {
    toNormal: (coefficient) => (isExtreme(coefficient) ? coefficient : toNormal(coefficient)),
    fromNormal: (correlation) => {
      const r = Math.max(-1, Math.min(1, correlation));
      return isExtreme(r) ? r : fromNormal(r);
    },
  };
}

function ofT(degreesOfFreedom: number): Conversion {
  const ratios = scaleRatios(degreesOfFreedom);
  return {
    toNormal: (rho) => correlationOf(rho, ratios),
    fromNormal: (r) => spearmanOf(r, ratios),
  };
}

/** 0 needs no conversion either, and pairs that are not correlated are many. */
function isExtreme(coefficient: number): boolean {
  return coefficient === 0 || Math.abs(coefficient) === 1;
}
