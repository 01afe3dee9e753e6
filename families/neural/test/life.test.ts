// The living example, for a while: a million steps are a benchmark (npm run bench -- neural-life).
import { readFileSync } from 'node:fs';
import type { ModelDocument } from '@holdfast/core';
import { expect, it } from 'vitest';
import { networkOf } from './scene.ts';

it('keeps the living example alive between both bounds, with births and deaths in balance', () => {
  const path = new URL('../../../examples/neural-living.json', import.meta.url);
  const { model } = JSON.parse(readFileSync(path, 'utf8')) as ModelDocument;
  const network = networkOf(model, 2);
  const { tally } = network.parts.graph;
  for (let step = 0; step < 2500; step++)
    if (network.advance().length > 0) throw new Error(`damage in step ${step}`);
  const { births, deaths } = network.events;
  const settled = tally.living;
  for (let step = 0; step < 1000; step++)
    if (network.advance().length > 0) throw new Error(`damage in step ${step}`);
  expect(settled).toBeGreaterThan(1000);
  expect(tally.living / settled).toBeGreaterThan(0.8);
  expect(tally.living / settled).toBeLessThan(1.3);
  const [born, died] = [network.events.births - births, network.events.deaths - deaths];
  expect(died).toBeGreaterThan(3000);
  expect(born / died).toBeGreaterThan(0.9);
  expect(born / died).toBeLessThan(1.2);
  expect(network.events.birthsRefused).toBe(0);
  expect(network.mismatch).toBe(0);
  expect(network.inspect()).toEqual([]);
});
