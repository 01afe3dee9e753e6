// A graph of nodes that grows and dies under an energy budget, with a ledger that closes to the quantum.

import type { Simulator } from '@holdfast/core';
import { compileNeural } from './compile.ts';
import { neuralSchema } from './document.ts';
import { parseNeural, type NeuralSpec } from './parse.ts';

export type { NeuralSpec } from './parse.ts';

export const neural: Simulator<NeuralSpec> = {
  family: 'neural',
  version: '1',
  schema: neuralSchema,
  files: () => [],
  parse: parseNeural,
  compile: compileNeural,
};
