// A graph of nodes that grows and dies under an energy budget, with a ledger that closes to the quantum.

import type { Simulator } from '@holdfast/core';
import { compileNeural } from './compile.ts';
import { neuralSchema } from './document.ts';
import { parseNeural, type NeuralSpec } from './parse.ts';

export { writeNetwork } from './network-export.ts';
export type { NetworkFormat, WrittenNetwork } from './network-export.ts';
export type { NeuralSpec } from './parse.ts';

/** The attachment a model begins with, found without validating it. */
function filesOf(model: unknown): readonly string[] {
  if (typeof model !== 'object' || model === null || !('topology' in model)) return [];
  return typeof model.topology === 'string' ? [model.topology] : [];
}

export const neural: Simulator<NeuralSpec> = {
  family: 'neural',
  version: '4',
  schema: neuralSchema,
  files: filesOf,
  parse: parseNeural,
  compile: compileNeural,
};
