// The kernel against the plain passes, to the bit, and what a browser computes against both.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { evaluateInChromium } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { platformEngine } from '@holdfast/numerics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from '../src/network.ts';
import { writeSnapshot } from '../src/snapshot.ts';
import { digests } from './digest.ts';
import { lively, networkOf } from './scene.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Any network small enough to be followed, the odd ones included: no light, no upkeep, much noise, one connection each. */
const models = fc.record({
  sensory: fc.record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    pattern: fc.constantFrom('steady', 'bars', 'flicker'),
    brightness: share,
    contrast: share,
  }),
  workspace: fc.record({
    width: fc.integer({ min: 1, max: 5 }),
    height: fc.integer({ min: 1, max: 5 }),
    rate: share,
  }),
  dynamic: fc.record({ count: fc.integer({ min: 0, max: 150 }) }),
  capacity: fc.constant({ nodes: 300, connections: 2000, highway: 300 }),
  energy: fc.record({
    transfer: fc.double({ min: 0, max: 4, noNaN: true }),
    drain: fc.double({ min: 0, max: 0.95, noNaN: true }),
    transmission: share,
    noise: fc.double({ min: 0, max: 7, noNaN: true }),
    maintenance: fc.double({ min: 0, max: 0.5, noNaN: true }),
    decay: fc.double({ min: 0, max: 0.2, noNaN: true }),
  }),
  life: fc.record({
    sweep: fc.integer({ min: 1, max: 9 }),
    highways: share,
    starvation: fc.double({ min: 0, max: 2, noNaN: true }),
  }),
  growth: fc.record({ rate: share, wither: share }),
  plasticity: fc.record({ rate: fc.tuple(share, share), period: fc.constantFrom(1, 2, 8) }),
});

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const [left, right] = [a, b].map((each) => Buffer.from(each.buffer, each.byteOffset, each.byteLength));
  return left.equals(right);
}

/** Names of what differs. */
function differences(kernel: Network, plain: Network): readonly string[] {
  const [left, right] = [writeSnapshot(kernel).fields, writeSnapshot(plain).fields];
  const kept = Object.keys(left).filter((name) => {
    const [a, b] = [left[name], right[name]];
    return typeof a === 'object' && typeof b === 'object' ? !sameBytes(a, b) : a !== b;
  });
  const [graph, other] = [kernel.parts.graph, plain.parts.graph];
  const { high } = graph.tally;
  const scratch = (['loss', 'level', 'fallen'] as const).filter(
    (name) => !sameBytes(graph[name].subarray(0, high), other[name].subarray(0, high)),
  );
  return [...kept, ...scratch, ...(sameBytes(graph.sums, other.sums) ? [] : ['sums'])];
}

describe('the kernel', () => {
  it('has an engine to run on here', () => {
    expect(platformEngine()).toBeDefined();
  });

  it('gives the bits of the plain passes in any network', () => {
    fc.assert(
      fc.property(models, fc.nat(1e6), (model, seed) => {
        const kernel = networkOf(model, seed);
        const plain = networkOf(model, seed, null);
        for (let step = 0; step < 24; step++) {
          expect(kernel.advance()).toEqual([]);
          expect(plain.advance()).toEqual([]);
          if (step % 6 === 5) expect(differences(kernel, plain)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('gives them over a long life with learning, hubs and refusals', () => {
    const kernel = networkOf(lively, 11);
    const plain = networkOf(lively, 11, null);
    for (let step = 0; step < 600; step++) {
      kernel.advance();
      plain.advance();
    }
    expect(differences(kernel, plain)).toEqual([]);
    expect(kernel.events.births).toBeGreaterThan(100);
  });
});

it('digests recorded in Node equal those Chromium computes', { timeout: 240_000 }, async () => {
  const documents = ['teaching', 'crowded'].map(
    (name) =>
      JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8')) as ModelDocument,
  );
  const entry = fileURLToPath(new URL('digest.ts', import.meta.url));
  const runs = digests(documents);
  expect(new Set(Object.values(runs)).size).toBe(documents.length);
  expect(await evaluateInChromium(entry, `fixture.digests(${JSON.stringify(documents)})`)).toEqual(runs);
});
