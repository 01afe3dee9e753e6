// Networks for tests: small documents, and what a test reads of a simulation.

import type { ModelDocument } from '@holdfast/core';
import type { Engine } from '@holdfast/numerics';
import { neural } from '../src/index.ts';
import type { Network } from '../src/network.ts';
import { parseNeural, type NeuralSpec } from '../src/parse.ts';
import { parametersOf } from '../src/rules.ts';
import { openNetwork } from '../src/simulation.ts';

export function documentOf(model: unknown, until = 1000): ModelDocument {
  return { family: neural.family, version: 1, name: 'scene', model, run: { until } };
}

export function specOf(model: unknown): NeuralSpec {
  const parsed = parseNeural(documentOf(model));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.spec;
}

/** A lively network in which everything happens: births, deaths, learning, hubs, refusals. */
export const lively = {
  sensory: { width: 7, height: 5, pattern: 'flicker', brightness: 0.4 },
  workspace: { width: 3, height: 3 },
  dynamic: { count: 120, energy: [5, 40] },
  capacity: { nodes: 300, connections: 2500, outgoing: 24, highway: 300, incoming: 60 },
  energy: { decay: 0.01, idle: 0.05, noise: 1 },
  connections: { start: [2, 9], kinds: { excitatory: 4, inhibitory: 1, gated: 1, plastic: 3 } },
  life: { birthsMost: 8, highways: 0.1, mutation: 0.5, starvation: 0.5, sweep: 3 },
  growth: { rate: 0.3, wither: 0.1 },
  plasticity: { rate: [0.2, 1], period: 4 },
} as const;

export function networkOf(model: unknown, seed = 1, engine?: Engine | null): Network {
  const spec = specOf(model);
  return openNetwork(spec, parametersOf(spec.model), seed, engine);
}
