import * as fc from 'fast-check';
import { encodeSnapshot } from '@holdfast/protocol';
import { expect, test } from 'vitest';
import { ChunkReplica } from '../src/chunk-replica.ts';
import { openModel } from '../src/open-model.ts';
import { SpanReplica } from '../src/span-replica.ts';
import { simulators } from './fixtures/simulators.js';
import { specOf } from './fixtures/specs.ts';

const { document, seed, until } = specOf('sampler');
const { model } = openModel(simulators, document);
const [{ name, min, max }] = model.parameters as [(typeof model.parameters)[number]];

test('a span has the same bytes whatever was computed before it, under whichever inputs', () => {
  const input = fc.double({ min, max, noNaN: true }).map((value) => ({ parameter: name, value }));
  const request = fc.record({ first: fc.nat(8), count: fc.integer({ min: 1, max: 3 }), applied: fc.nat(3) });
  fc.assert(
    fc.property(
      fc.array(input, { minLength: 3, maxLength: 3 }),
      fc.array(request, { minLength: 1 }),
      (log, requests) => {
        const replica = new SpanReplica(model, { seed, until });
        for (const { first, count, applied } of requests) {
          const inputs = log.slice(0, applied);
          const fresh = new ChunkReplica(simulators, { document, seed, until });
          const expected = encodeSnapshot(fresh.run({ first, count }, inputs));
          expect(encodeSnapshot(replica.run({ first, count }, inputs))).toEqual(expected);
        }
      },
    ),
    { numRuns: 50 },
  );
});
