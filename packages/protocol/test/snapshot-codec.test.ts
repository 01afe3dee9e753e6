import { createHash } from 'node:crypto';
import { SimulationError, type Snapshot, type SnapshotField } from '@holdfast/core';
import { decodeSnapshot, encodeSnapshot } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const field: fc.Arbitrary<SnapshotField> = fc.oneof(
  fc.double(),
  fc.string({ unit: 'grapheme' }),
  fc.float64Array({ maxLength: 9 }),
  fc.uint32Array({ maxLength: 9 }),
  fc.int32Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 19 }),
);
const snapshots: fc.Arbitrary<Snapshot> = fc.record(
  {
    layout: fc.string(),
    fields: fc
      .uniqueArray(fc.tuple(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('__proto__')), field), {
        selector: ([name]) => name,
        maxLength: 6,
      })
      .map((entries) => Object.fromEntries(entries)),
  },
  { noNullPrototype: true },
);
const sample: Snapshot = {
  layout: 'sample/1',
  fields: {
    time: 1.5,
    mode: 'run',
    state: Float64Array.of(1, -0, Number.NaN),
    counter: Uint32Array.of(1, 2, 4294967295),
    signed: Int32Array.of(-1),
    raw: Uint8Array.of(1, 2, 3),
  },
};

function sealed(body: Uint8Array): Uint8Array {
  return Uint8Array.of(...body, ...createHash('sha256').update(body).digest());
}

function outcome(bytes: Uint8Array): string {
  try {
    decodeSnapshot(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(SimulationError);
    return (error as SimulationError).code;
  }
  return 'accepted';
}

describe('the snapshot codec', () => {
  it('writes the layout of the README', () => {
    const bytes = encodeSnapshot({ layout: 'a/1', fields: { n: 0.5, w: Uint32Array.of(7) } });
    const body = Buffer.from(
      '4846534e' +
        '0100' +
        '0000' +
        '8000000000000000' +
        '02000000' +
        '03000000' +
        '612f310000000000' +
        '01000000' +
        '01000000' +
        '0800000000000000' +
        '6e00000000000000' +
        '000000000000e03f' +
        '04000000' +
        '01000000' +
        '0400000000000000' +
        '7700000000000000' +
        '0700000000000000',
      'hex',
    );
    expect(Buffer.from(bytes.subarray(0, -32)).toString('hex')).toBe(body.toString('hex'));
    expect(Buffer.from(bytes.subarray(-32))).toStrictEqual(createHash('sha256').update(body).digest());
  });

  it('gives back any snapshot at any alignment, and its bytes again', () => {
    fc.assert(
      fc.property(snapshots, fc.integer({ min: 0, max: 9 }), (snapshot, by) => {
        const bytes = encodeSnapshot(snapshot);
        const moved = new Uint8Array(bytes.length + by);
        moved.set(bytes, by);
        const back = decodeSnapshot(Buffer.from(moved.buffer, by));
        expect(back).toStrictEqual(snapshot);
        expect(encodeSnapshot(back)).toStrictEqual(bytes);
      }),
    );
  });

  it('gives equal bytes whatever the order the fields were made in', () => {
    const backwards = Object.fromEntries(Object.entries(sample.fields).reverse());
    expect(encodeSnapshot({ layout: sample.layout, fields: backwards })).toStrictEqual(
      encodeSnapshot(sample),
    );
  });

  it('reads arrays in place when the bytes are aligned', () => {
    const bytes = encodeSnapshot(sample);
    const { fields } = decodeSnapshot(bytes);
    for (const name of ['state', 'counter', 'signed', 'raw'])
      expect((fields[name] as Float64Array).buffer, name).toBe(bytes.buffer);
  });

  it('refuses every single flipped bit and every truncation', () => {
    const bytes = encodeSnapshot(sample);
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      expect(outcome(flipped), `bit ${bit}`).toBe('protocol.malformed');
    }
    for (let length = 0; length < bytes.length; length++)
      expect(outcome(bytes.subarray(0, length)), `length ${length}`).toBe('protocol.malformed');
  });

  it('survives any damage that comes with a valid hash, and what it accepts is canonical', () => {
    const body = encodeSnapshot(sample).subarray(0, -32);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(body.length - 1), fc.nat(255)), { maxLength: 4 }), (changes) => {
        const damaged = body.slice();
        for (const [at, byte] of changes) damaged[at] = byte;
        const bytes = sealed(damaged);
        if (outcome(bytes) === 'accepted')
          expect(outcome(encodeSnapshot(decodeSnapshot(bytes)))).toBe('accepted');
        else expect(outcome(bytes)).toBe('protocol.malformed');
      }),
      { numRuns: 2000 },
    );
  });

  it('claims no memory that the input does not hold, whatever lengths the input states', () => {
    const body = encodeSnapshot({ layout: '', fields: { a: new Float64Array(1) } }).subarray(0, -32);
    for (const [at, width] of [
      [16, 4],
      [20, 4],
      [28, 4],
      [32, 8],
    ] as const) {
      const damaged = body.slice();
      damaged.fill(0xff, at, at + width);
      expect(outcome(sealed(damaged)), `offset ${at}`).toBe('protocol.malformed');
    }
  });

  it('answers arbitrary bytes with protocol.malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(outcome(bytes)).toBe('protocol.malformed');
      }),
    );
  });

  it('refuses fields out of order, unknown kinds and text that is not UTF-8, even under a valid hash', () => {
    const two = encodeSnapshot({ layout: '', fields: { a: 1, b: 2 } }).subarray(0, -32);
    const swapped = Uint8Array.of(...two.subarray(0, 24), ...two.subarray(56), ...two.subarray(24, 56));
    expect(outcome(sealed(two))).toBe('accepted');
    expect(outcome(sealed(swapped))).toBe('protocol.malformed');
    const unknown = two.slice();
    unknown[24] = 9;
    expect(outcome(sealed(unknown))).toBe('protocol.malformed');
    const text = two.slice();
    text[40] = 0xff;
    expect(outcome(sealed(text))).toBe('protocol.malformed');
  });

  it('refuses to encode text that UTF-8 cannot carry', () => {
    expect(() => encodeSnapshot({ layout: '\ud800', fields: {} })).toThrow(SimulationError);
    expect(() => encodeSnapshot({ layout: '', fields: { a: 'x\udc00' } })).toThrow(SimulationError);
  });
});
