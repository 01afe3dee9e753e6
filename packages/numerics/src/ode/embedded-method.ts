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

/** Order 5 with error of order 4 and dense output of order 4.
 * Dormand and Prince 1980, doi 10.1016/0771-050X(80)90013-3; dense output: Shampine 1986, doi 10.1090/S0025-5718-1986-0815836-3. */
export const dormandPrince: EmbeddedMethod = Object.freeze({
  name: 'dormand-prince',
  order: 5,
  nodes: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1],
  stages: [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
  ],
  errors: [71 / 57600, 0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40],
  dense: [
    [1, -8048581381 / 2820520608, 8663915743 / 2820520608, -12715105075 / 11282082432],
    [],
    [0, 131558114200 / 32700410799, -68118460800 / 10900136933, 87487479700 / 32700410799],
    [0, -1754552775 / 470086768, 14199869525 / 1410260304, -10690763975 / 1880347072],
    [0, 127303824393 / 49829197408, -318862633887 / 49829197408, 701980252875 / 199316789632],
    [0, -282668133 / 205662961, 2019193451 / 616988883, -1453857185 / 822651844],
    [0, 40617522 / 29380423, -110615467 / 29380423, 69997945 / 29380423],
  ],
  memory: 0.04,
});

/** Order 3 with error of order 2 and cubic dense output. Bogacki and Shampine 1989, doi 10.1016/0893-9659(89)90079-7. */
export const bogackiShampine: EmbeddedMethod = Object.freeze({
  name: 'bogacki-shampine',
  order: 3,
  nodes: [0, 1 / 2, 3 / 4, 1],
  stages: [[1 / 2], [0, 3 / 4], [2 / 9, 1 / 3, 4 / 9]],
  errors: [-5 / 72, 1 / 12, 1 / 9, -1 / 8],
  dense: [
    [1, -4 / 3, 5 / 9],
    [0, 1, -2 / 3],
    [0, 4 / 3, -8 / 9],
    [0, -1, 1],
  ],
  memory: 0.06,
});
