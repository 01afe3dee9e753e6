import { SimulationError } from '@holdfast/core';
import { decodeFrame, encodeFrame } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const frames = fc.record(
  {
    sequence: fc.maxSafeNat(),
    time: fc.double(),
    values: fc.float64Array({ maxLength: 40 }),
  },
  { noNullPrototype: true },
);

function shifted(bytes: Uint8Array, by: number): Uint8Array {
  const whole = new Uint8Array(bytes.length + by);
  whole.set(bytes, by);
  return whole.subarray(by);
}

function refused(bytes: Uint8Array): string {
  try {
    decodeFrame(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(SimulationError);
    return (error as SimulationError).code;
  }
  return 'accepted';
}

describe('the frame codec', () => {
  it('writes the layout of the README', () => {
    const bytes = encodeFrame({ sequence: 258, time: 0.5, values: Float64Array.of(-2, Number.NaN) });
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '48464652' +
        '0100' +
        '0000' +
        '0201000000000000' +
        '000000000000e03f' +
        '02000000' +
        '00000000' +
        '00000000000000c0' +
        '000000000000f87f',
    );
  });

  it('gives back any frame, aligned or not, from a plain array or a Buffer', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 0, max: 9 }), (frame, by) => {
        const bytes = shifted(encodeFrame(frame), by);
        expect(decodeFrame(bytes)).toStrictEqual(frame);
        expect(decodeFrame(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))).toStrictEqual(frame);
      }),
    );
  });

  it('copies nothing when the bytes are aligned', () => {
    const bytes = encodeFrame({ sequence: 1, time: 2, values: Float64Array.of(3) });
    expect(decodeFrame(bytes).values.buffer).toBe(bytes.buffer);
    expect(decodeFrame(shifted(bytes, 3)).values.byteLength).toBe(8);
  });

  it('refuses every truncation and every extension', () => {
    const bytes = encodeFrame({ sequence: 1, time: 2, values: Float64Array.of(3, 4) });
    for (let length = 0; length < bytes.length; length++)
      expect(refused(bytes.subarray(0, length)), String(length)).toBe('protocol.malformed');
    expect(refused(shifted(Uint8Array.of(...bytes, 0), 0))).toBe('protocol.malformed');
  });

  it.each([0, 4, 6, 15, 24, 28])('refuses a wrong byte %i of the header', (at) => {
    const bytes = encodeFrame({ sequence: 1, time: 2, values: Float64Array.of(3, 4) });
    bytes[at] ^= 0x80;
    expect(refused(bytes)).toBe('protocol.malformed');
  });

  it('answers arbitrary bytes with a frame or protocol.malformed and nothing else', () => {
    const header = Array.from(encodeFrame({ sequence: 1, time: 2, values: new Float64Array(0) }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(32), (tail, kept) => {
        const bytes = Uint8Array.of(...header.slice(0, kept), ...tail);
        expect(['accepted', 'protocol.malformed']).toContain(refused(bytes));
      }),
      { numRuns: 1000 },
    );
  });
});
