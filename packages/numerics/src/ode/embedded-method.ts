// Embedded Runge-Kutta methods as data: the last stage is the step itself, so that its slope opens the next one.

/** Coefficients of a pair whose higher order advances and whose difference estimates the error. */
export interface EmbeddedMethod {
  readonly name: string;
  /** Order of the solution that is carried on. */
  readonly order: number;
  /** Times of the stages, as fractions of the step. */
  readonly nodes: readonly number[];
  /** Row i weighs the slopes before stage i + 1; the last row gives the step. */
  readonly stages: readonly (readonly number[])[];
  /** Weights of the slopes in the error estimate. */
  readonly errors: readonly number[];
  /** Row i holds the coefficients of theta, theta^2, ... of slope i in the dense output. */
  readonly dense: readonly (readonly number[])[];
  /** Exponent of the previous error in the step controller. */
  readonly memory: number;
}
