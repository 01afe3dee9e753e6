// A snapshot put over a network that has lived on: nothing of that life remains, not even in places that belong to nobody.
import { encodeSnapshot } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSnapshot, writeSnapshot } from '../src/snapshot.ts';
import { lively, networkOf } from './scene.ts';

it('restored over any later state of the same network, it lives the same life again', () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 0, max: 40 }), (seed, before) => {
      const network = networkOf(lively, seed);
      const live = (steps: number): Uint8Array => {
        for (let step = 0; step < steps; step++) expect(network.advance()).toEqual([]);
        return encodeSnapshot(writeSnapshot(network));
      };
      live(before);
      const snapshot = writeSnapshot(network);
      const end = live(20);
      readSnapshot(snapshot, network);
      expect(Buffer.from(live(20)).equals(Buffer.from(end))).toBe(true);
    }),
    { numRuns: 4 },
  );
});
