// Lowers a mixture: weights, a share of the uniform for each component, and the value of the one it falls into.

import { Algebra } from '../distributions/algebra.ts';
import { domainHolds, inDomain } from '../distributions/distribution.ts';
import { chosenValue, splitUniform } from '../distributions/mixture.ts';
import type { ComponentSpec } from '../distributions/document.ts';
import type { Ref } from '../program/program.ts';
import { lowerDrawn, type DistributionContext } from './distribution.ts';

/** Undefined after an issue. */
export function lowerMixture(
  id: string,
  components: readonly ComponentSpec[],
  context: DistributionContext,
): Ref | undefined {
  const { builder, issues } = context;
  const m = new Algebra<Ref>(builder);
  const place = ['parameters', 'components'];
  const weights = components.map(({ weight }, index) =>
    typeof weight === 'string'
      ? context.compile(weight, [...place, index, 'weight'])
      : builder.constant(weight),
  );
  const known = weights.map((weight) => builder.constantOf(weight));
  const path = [...context.path, ...place];
  for (const [index, weight] of known.entries()) {
    if (weight === undefined || inDomain('non-negative', weight)) continue;
    issues.add(
      [...path, index, 'weight'],
      'distribution.out-of-domain',
      `weight ${weight} must be 0 or above`,
    );
  }
  if (known.every((weight) => weight === 0)) {
    issues.add(path, 'distribution.out-of-domain', 'at least one weight must be above 0');
  }
  // A component that is never drawn would only divide by its weight.
  const drawn = components.map((_, index) => index).filter((index) => known[index] !== 0);
  const shares = splitUniform(
    m,
    context.uniform,
    drawn.length > 0 ? drawn.map((index) => weights[index]!) : [builder.constant(1)],
  );
  const values = components.map((component, index) =>
    lowerDrawn(
      { ...component, id: `${id} ${index}` },
      {
        ...context,
        path: [...path, index],
        uniform: shares[drawn.indexOf(index)]?.uniform ?? context.uniform,
        compile: (source, key) => context.compile(source, [...place, index, ...key]),
      },
    ),
  );
  if (values.includes(undefined) || drawn.length === 0) return undefined;
  const value = chosenValue(
    m,
    shares,
    drawn.map((index) => values[index]!),
  );
  if (!known.includes(undefined)) return value;
  const total = weights.reduce((sum, weight) => m.add(sum, weight));
  const sound = weights
    .map((weight) => domainHolds(m, 'non-negative', weight))
    .reduce((all, one) => m.and(all, one), m.gt(total, m.constant(0)));
  return m.select(sound, value, m.constant(Number.NaN));
}
