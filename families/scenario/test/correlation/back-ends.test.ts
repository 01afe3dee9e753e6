// Correlated draws, parts and correlations of outputs have the same bits in a kernel and in the plain back end.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ModelDocument } from '@holdfast/core';
import { platformEngine } from '@holdfast/numerics';
import { computersOf } from '../../src/computers.ts';
import { plainComputers } from '../../src/computer.ts';
import { planOf } from '../../src/plan.ts';
import { ScenarioSimulation } from '../../src/simulation.ts';
import { finish, snapshotBytes, specOf } from '../documents.ts';

const stores = JSON.parse(
  readFileSync(new URL('../../examples/two-stores.json', import.meta.url), 'utf8'),
) as ModelDocument;

describe('two stores', () => {
  it.each(['random', 'sobol'])('under %s', (method) => {
    expect(platformEngine()).toBeDefined();
    const document = { ...stores, model: { ...(stores.model as object), sampling: { method } } };
    const plan = planOf(specOf(document));
    const [kernel, plain] = [computersOf(plan), plainComputers(plan)].map((computers) =>
      finish(new ScenarioSimulation(plan, { seed: 5, until: 40_000 }, computers)),
    );
    expect(kernel.metrics()).toEqual(plain.metrics());
    expect(snapshotBytes(kernel)).toBe(snapshotBytes(plain));
  });
});
