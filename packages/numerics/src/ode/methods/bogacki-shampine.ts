// Coefficients of Bogacki and Shampine's pair of orders 3 and 2: for loose tolerances.

import type { EmbeddedMethod } from '../embedded-method.ts';

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
