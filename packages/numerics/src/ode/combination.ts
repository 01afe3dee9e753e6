// Sums of slopes, one loop for each number of terms: the inner loop of every Runge-Kutta method.

/** Terms of a weighted sum of slopes; those with weight zero are left out. */
export interface Combination {
  readonly slopes: readonly Float64Array[];
  readonly weights: readonly number[];
}

export function combination(weights: readonly number[], slopes: readonly Float64Array[]): Combination {
  const used = weights.flatMap((weight, at) => (weight === 0 ? [] : [at]));
  return { slopes: used.map((at) => slopes[at]!), weights: used.map((at) => weights[at]!) };
}

/** into = base + h * (sum of weights times slopes), for all elements. At most seven terms. */
export function combine(
  into: Float64Array,
  base: Float64Array,
  h: number,
  { slopes, weights }: Combination,
): void {
  const count = base.length;
  const [k0, k1, k2, k3, k4, k5, k6] = slopes as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [w0 = 0, w1 = 0, w2 = 0, w3 = 0, w4 = 0, w5 = 0, w6 = 0] = weights;
  if (weights.length === 1) for (let i = 0; i < count; i++) into[i] = base[i]! + h * (w0 * k0[i]!);
  else if (weights.length === 2)
    for (let i = 0; i < count; i++) into[i] = base[i]! + h * (w0 * k0[i]! + w1 * k1[i]!);
  else if (weights.length === 3)
    for (let i = 0; i < count; i++) into[i] = base[i]! + h * (w0 * k0[i]! + w1 * k1[i]! + w2 * k2[i]!);
  else if (weights.length === 4)
    for (let i = 0; i < count; i++)
      into[i] = base[i]! + h * (w0 * k0[i]! + w1 * k1[i]! + w2 * k2[i]! + w3 * k3[i]!);
  else if (weights.length === 5)
    for (let i = 0; i < count; i++)
      into[i] = base[i]! + h * (w0 * k0[i]! + w1 * k1[i]! + w2 * k2[i]! + w3 * k3[i]! + w4 * k4[i]!);
  else if (weights.length === 6)
    for (let i = 0; i < count; i++)
      into[i] =
        base[i]! + h * (w0 * k0[i]! + w1 * k1[i]! + w2 * k2[i]! + w3 * k3[i]! + w4 * k4[i]! + w5 * k5[i]!);
  else
    for (let i = 0; i < count; i++)
      into[i] =
        base[i]! +
        h * (w0 * k0[i]! + w1 * k1[i]! + w2 * k2[i]! + w3 * k3[i]! + w4 * k4[i]! + w5 * k5[i]! + w6 * k6[i]!);
}
