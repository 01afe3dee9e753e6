import { SimulationError, type Channel } from '@holdfast/core';
import {
  StreamDecoder,
  StreamEncoder,
  streamLayout,
  streamTiers,
  type StreamLayout,
} from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const channels: readonly Channel[] = [
  { name: 'bodies', unit: '', shape: [2, 7], role: 'pose', subject: 'bodies' },
  { name: 'angle', unit: 'rad', shape: [], role: 'scalar', subject: 'joint' },
  { name: 'force', unit: 'N', shape: [3], role: 'scalar', subject: 'joint' },
  { name: 'contacts', unit: '', shape: [], role: 'count', subject: 'contacts' },
];
const layouts = streamTiers.map((tier) => streamLayout(channels, tier));
const size = layouts[0].size;

function angleBetween(a: readonly number[], b: readonly number[]): number {
  const norm = Math.hypot(...a);
  const plus = Math.hypot(...a.map((value, i) => value / norm + b[i]));
  const minus = Math.hypot(...a.map((value, i) => value / norm - b[i]));
  return 4 * Math.asin(Math.min(1, Math.min(plus, minus) / 2));
}

/** The first field whose bound does not hold. */
function brokenBound(layout: StreamLayout, sent: Float64Array, got: Float64Array): string | undefined {
  for (const field of layout.fields) {
    const at = field.at;
    const isClose = (i: number, bound: number) =>
      Object.is(sent[i] + 0, got[i] + 0) || Math.abs(sent[i] - got[i]) <= bound;
    const holds =
      field.kind === 'exact'
        ? Object.is(sent[at], got[at])
        : field.kind === 'relative'
          ? isClose(at, 2 ** -field.bits * Math.abs(sent[at]))
          : field.kind === 'linear'
            ? Array.from({ length: field.count }, (_, i) => isClose(at + i, field.bound)).every(Boolean)
            : [0, 1, 2, 3].every((i) => Object.is(sent[at + i], got[at + i])) ||
              angleBetween([...sent.subarray(at, at + 4)], [...got.subarray(at, at + 4)]) <= field.bound;
    if (!holds)
      return `${JSON.stringify(field)}: ${[...sent.subarray(at, at + 4)].join()} became ${[...got.subarray(at, at + 4)].join()}`;
  }
  return undefined;
}

const anything = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.constantFrom(0, -0, 1e-310, 5e-324, 1e300, Infinity, NaN, 2 ** 27 * 5e-4) },
);
/** Quaternions for the most part; now and then four arbitrary numbers. */
const rotations = fc.tuple(anything, anything, anything, anything, fc.boolean()).map(([w, x, y, z, keep]) => {
  const norm = Math.hypot(w, x, y, z);
  return keep && norm > 1e-3 && norm < 1e6 ? [w / norm, x / norm, y / norm, z / norm] : [w, x, y, z];
});
const positions = fc.tuple(anything, anything, anything);
const frames = fc
  .tuple(positions, rotations, positions, rotations, fc.array(anything, { minLength: 5, maxLength: 5 }))
  .map((parts) => Float64Array.from(parts.flat()));
/** Frames that follow each other: whole new ones, repeated ones, and ones slightly moved. */
const streams = fc.array(
  fc.record({
    frame: frames,
    how: fc.constantFrom('new', 'same', 'moved'),
    by: fc.double({ min: -2e-3, max: 2e-3, noNaN: true }),
    key: fc.nat(9).map((draw) => draw === 0),
    advance: fc.oneof(fc.nat(2), fc.nat()),
    time: fc.double(),
  }),
  { minLength: 1, maxLength: 12 },
);

function moved(values: Float64Array, by: number): Float64Array {
  return values.map((value, i) =>
    (i >= 3 && i < 7) || (i >= 10 && i < 14) ? value : value + by * ((i % 3) - 1),
  );
}

describe('the pose stream', () => {
  it('keeps every bound and every sequence at every tier, whatever the numbers', () => {
    fc.assert(
      fc.property(streams, fc.nat(3), (stream, tier) => {
        const layout = layouts[tier];
        const encoder = new StreamEncoder(layout, tier);
        const decoder = new StreamDecoder(layouts);
        let values = new Float64Array(size);
        let sequence = 0;
        for (const [at, { frame, how, by, key, advance, time }] of stream.entries()) {
          values = Float64Array.from(how === 'new' ? frame : how === 'same' ? values : moved(values, by));
          sequence += advance;
          const bytes = encoder.encode({ sequence, time, values }, at, key);
          const decoded = decoder.decode(bytes);
          expect(decoded.sequence).toBe(at);
          expect(decoded.tier).toBe(tier);
          expect(decoded.frame.sequence).toBe(sequence);
          expect(decoded.frame.values).toEqual(encoder.shown);
          expect(brokenBound(layout, values, decoded.frame.values)).toBeUndefined();
          const late = Math.abs(decoded.frame.time - time);
          expect(Object.is(decoded.frame.time, time) || late <= 1e-6 || late <= Math.abs(time) * 1e-15).toBe(
            true,
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('answers damaged bytes with a frame or with its one error', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(streams, fc.nat(3), damage, fc.nat(60), (stream, tier, hits, cut) => {
        const encoder = new StreamEncoder(layouts[tier], tier);
        const decoder = new StreamDecoder(layouts);
        for (const [at, { frame, key, time }] of stream.entries()) {
          const bytes = encoder.encode({ sequence: at, time, values: frame }, at, key);
          if (at % 2 === 1) for (const [place, value] of hits) bytes[place % bytes.length] = value;
          const given = at % 5 === 4 ? bytes.subarray(0, Math.max(0, bytes.length - cut)) : bytes;
          try {
            expect(decoder.decode(given).frame.values).toHaveLength(size);
          } catch (error) {
            expect(error).toBeInstanceOf(SimulationError);
            expect((error as SimulationError).code).toBe('protocol.malformed');
            expect(decoder.isFollowing).toBe(false);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('answers arbitrary bytes with its one error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(0x4b, 0x44, 0), (bytes, first) => {
        const decoder = new StreamDecoder(layouts);
        try {
          decoder.decode(Uint8Array.of(first, 1, 0, ...bytes));
        } catch (error) {
          expect((error as SimulationError).code).toBe('protocol.malformed');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('sends next to nothing for bodies at rest', () => {
    const encoder = new StreamEncoder(layouts[1], 1);
    const values = Float64Array.of(1, 2, 3, 1, 0, 0, 0, 4, 5, 6, 0, 1, 0, 0, 0.3, 1, 2, 3, 4);
    encoder.encode({ sequence: 0, time: 0, values }, 0, false);
    for (let i = 1; i < 4; i++) encoder.encode({ sequence: 0, time: i / 64, values }, i, false);
    const bytes = encoder.encode({ sequence: 0, time: 4 / 64, values }, 4, false);
    expect(bytes.length).toBeLessThanOrEqual(5);
  });

  it('refuses a frame that follows one the decoder has not seen', () => {
    const encoder = new StreamEncoder(layouts[1], 1);
    const decoder = new StreamDecoder(layouts);
    const frame = { sequence: 0, time: 0, values: new Float64Array(size) };
    const messages = [0, 1, 2].map((i) => encoder.encode(frame, i, false));
    decoder.decode(messages[0]);
    expect(() => decoder.decode(messages[2])).toThrow('missing');
    expect(() => decoder.decode(messages[1])).toThrow('key frame');
    expect(decoder.decode(encoder.encode(frame, 3, true)).key).toBe(true);
  });
});
