import { placesMost, SimulationError } from '@holdfast/core';
import {
  decodeJson,
  decodeList,
  encodeJson,
  encodeList,
  inputDetails,
  inputSchema,
  inputsRequestSchema,
  inputText,
  tooLong,
} from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const small = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 40 });
const any = fc.array(fc.double({ noNaN: true }), { maxLength: 40 });

describe('the list codec', () => {
  it('gives back every list to the bit, a byte for a number that is one', () => {
    fc.assert(
      fc.property(fc.oneof(small, any), (values) => {
        const bytes = encodeList(values);
        expect(decodeList(bytes)).toStrictEqual(values);
        const isSmall = values.every((value) => Object.is(value, value & 255));
        expect(bytes.length).toBe(1 + values.length * (isSmall ? 1 : 8));
      }),
    );
  });

  it('refuses bytes that are no list, and nothing else happens', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          expect(Buffer.from(encodeList(decodeList(bytes))).length).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect((error as SimulationError).code).toBe('protocol.malformed');
        }
      }),
    );
  });

  it('keeps a picture of 64 x 64 under 17 kB as JSON', () => {
    const value = Array.from({ length: 4096 }, () => 255);
    expect(encodeJson({ parameter: 'picture', value }).length).toBeLessThan(17_000);
    expect(encodeList(value).length).toBe(4097);
  });
});

describe('the change of a list', () => {
  it('is an input on the wire and bytes in a store, and nothing but base64', () => {
    const input = { parameter: 'picture', value: { change: 'AAEJ' } };
    expect(inputSchema.parse(decodeJson(encodeJson(input)))).toStrictEqual(input);
    expect(decodeList(encodeList(input.value))).toStrictEqual(input.value);
    expect(inputText(input.value)).toBe('a change of 3 bytes');
    expect(inputDetails(input)).toStrictEqual({ parameter: 'picture', bytes: 3 });
    for (const value of [
      { change: 'A B' },
      { change: 7 },
      { change: 'AAEJ', at: 1 },
      { change: 'A'.repeat(262_145) },
    ])
      expect(inputSchema.safeParse({ parameter: 'picture', value }).success).toBe(false);
  });
});

describe('an input on the wire', () => {
  it('takes one number or a list, and gives it back the same', () => {
    const values = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 40 }),
    );
    fc.assert(
      fc.property(values, (value) => {
        const sent = encodeJson({ parameter: 'picture', value });
        const read = inputSchema.parse(decodeJson(sent));
        expect(encodeJson(read)).toBe(sent);
        // no wire has a zero with a sign, so no recorded input has one either
        expect([read.value].flat().some((each) => Object.is(each, -0))).toBe(false);
      }),
    );
  });

  it('refuses anything else, however it is nested', () => {
    const wrong = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.oneof(fc.string(), fc.constant(null), fc.array(fc.integer())), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.dictionary(fc.string(), fc.integer()),
    );
    fc.assert(
      fc.property(wrong, (value) => {
        expect(inputSchema.safeParse({ parameter: 'picture', value }).success).toBe(false);
      }),
    );
    expect(inputSchema.safeParse({ parameter: 'picture', value: [] }).success).toBe(false);
    expect(inputSchema.safeParse({ parameter: 'picture', value: [1, Number.NaN] }).success).toBe(false);
  });

  it('names the limit of a list that is too long', () => {
    const value = Array.from({ length: placesMost + 1 }, () => 0);
    const parsed = inputsRequestSchema.safeParse({ inputs: [{ parameter: 'picture', value }] });
    const request = { inputs: [{ parameter: 'picture', value }] };
    expect(tooLong(parsed.error!, request)).toMatchObject({
      code: 'input.too-long',
      message: '/inputs/0/value holds 65537 numbers, at most 65536 numbers are taken at once',
    });
    const other = inputsRequestSchema.safeParse({ inputs: [] });
    expect(tooLong(other.error!, { inputs: [] })).toBeUndefined();
    expect(inputSchema.safeParse({ parameter: 'picture', value: value.slice(1) }).success).toBe(true);
  });

  it('is said by its size where it is a list', () => {
    expect(inputText(0.5)).toBe('0.5');
    expect(inputText([3, 7, 5])).toBe('3 numbers, 3 to 7');
    expect(inputDetails({ parameter: 'gain', value: 2 })).toEqual({ parameter: 'gain', value: 2 });
    expect(inputDetails({ parameter: 'picture', value: [3, 7] })).toEqual({
      parameter: 'picture',
      places: 2,
    });
  });
});
