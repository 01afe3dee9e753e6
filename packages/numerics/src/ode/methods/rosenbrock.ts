// Coefficients of a linearly implicit method of order 2 for stiff systems.

/** Coefficients of a method that solves two linear systems with I - gamma h A in a step, A an estimate of the Jacobian. */
export interface RosenbrockMethod {
  readonly name: string;
  readonly order: number;
  readonly gamma: number;
  /** Weights of the two stages in the step, and in the error estimate. */
  readonly weights: readonly [number, number];
  readonly errors: readonly [number, number];
  /** Exponent of the previous error in the step controller. */
  readonly memory: number;
}

/** Order 2 whatever A is, L-stable where A is the Jacobian. Verwer, Spee, Blom, Hundsdorfer 1999, doi
 * 10.1137/S1064827597326651; gamma is the smaller of its two values, with the smaller error. */
export const rosenbrock: RosenbrockMethod = Object.freeze({
  name: 'rosenbrock',
  order: 2,
  gamma: 1 - Math.SQRT1_2,
  weights: [3 / 2, 1 / 2] as const,
  errors: [1 / 2, 1 / 2] as const,
  memory: 0.08,
});
