// Coefficients of the classic method of order 4, for fixed steps and comparison.

import type { EmbeddedMethod } from '../embedded-method.ts';

/** Order 4 by Kutta 1901; the slope at the end, which opens the next step anyway, gives an error of order 3 (weights 1/6, 1/3,
 * 1/3, 0, 1/6) and cubic Hermite dense output. Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, II.1. */
export const classicRungeKutta: EmbeddedMethod = Object.freeze({
  name: 'classic',
  order: 4,
  nodes: [0, 1 / 2, 1 / 2, 1, 1],
  stages: [[1 / 2], [0, 1 / 2], [0, 0, 1], [1 / 6, 1 / 3, 1 / 3, 1 / 6]],
  errors: [0, 0, 0, 1 / 6, -1 / 6],
  dense: [
    [1, -3 / 2, 2 / 3],
    [0, 1, -2 / 3],
    [0, 1, -2 / 3],
    [0, 1 / 2, -1 / 3],
    [0, -1, 1],
  ],
  memory: 0.05,
});
