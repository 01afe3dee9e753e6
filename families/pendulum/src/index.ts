// A damped, driven pendulum: the smallest whole family, made to be copied.

import type { Simulator } from '@holdfast/core';
import { compilePendulum } from './compile.ts';
import { parsePendulum, pendulumSchema, type PendulumSpec } from './document.ts';

export type { PendulumSpec } from './document.ts';

export const pendulum: Simulator<PendulumSpec> = {
  family: 'pendulum',
  version: '1',
  get schema() {
    return pendulumSchema();
  },
  files: () => [],
  parse: parsePendulum,
  compile: compilePendulum,
};
