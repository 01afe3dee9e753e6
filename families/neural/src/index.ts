// A graph of nodes that grows and dies under an energy budget, with a ledger that closes to the quantum.

import type { Simulator } from '@holdfast/core';
import { compileNeural } from './compile.ts';
import { neuralSchema } from './document.ts';
import { parseNeural, type NeuralSpec } from './parse.ts';

export { writeNetwork } from './network-export.ts';
export type { NetworkFormat, WrittenNetwork } from './network-export.ts';
export type { NeuralSpec } from './parse.ts';

/** The attachments a model begins with and shows, found without validating it. */
function filesOf(model: unknown): readonly string[] {
  const names = [at(model, 'topology'), at(at(at(model, 'sensory'), 'series'), 'file')];
  return names.filter((name) => typeof name === 'string');
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

export const neural: Simulator<NeuralSpec> = {
  family: 'neural',
  version: '5',
  schema: neuralSchema,
  files: filesOf,
  parse: parseNeural,
  compile: compileNeural,
};
