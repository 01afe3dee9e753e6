import { canonicalJson, decodeJson, encodeJson, wireNumber } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

describe('encodeJson', () => {
  it('writes the three non-finite numbers as strings that wireNumber reads back', () => {
    const text = encodeJson({ a: Number.NaN, b: [Infinity, -Infinity], c: 1.5 });
    expect(text).toBe('{"a":"NaN","b":["Infinity","-Infinity"],"c":1.5}');
    const schema = z.object({ a: wireNumber, b: z.array(wireNumber), c: wireNumber });
    expect(schema.parse(decodeJson(text))).toStrictEqual({ a: Number.NaN, b: [Infinity, -Infinity], c: 1.5 });
  });

  it('gives zero no sign, written or read, so that kept text means one number', () => {
    expect(encodeJson(-0)).toBe('0');
    for (const text of ['-0', '[-0.0]', '{"a":-0e7}', '-1e-999', '-0.1e-999', '{"a":[{"b":-0}]}']) {
      const seen = JSON.stringify(decodeJson(text), (_, value: unknown) =>
        Object.is(value, -0) ? 'signed' : value,
      );
      expect(seen, text).not.toContain('signed');
    }
    expect(decodeJson('[-0.5,-1e-3,-10]')).toStrictEqual([-0.5, -0.001, -10]);
  });

  it('round-trips every double', () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const back = wireNumber.parse(decodeJson(encodeJson(value)));
        expect(back).toBe(value === 0 ? 0 : value);
      }),
    );
  });

  it('never leaves a negative zero, whatever the text of the number', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?(0|[1-9]\d{0,4})(\.\d{1,4})?([eE][+-]?\d{1,3})?$/), (text) => {
        expect(Object.is(decodeJson(`[${text}]`), [-0])).toBe(false);
        expect(Object.is((decodeJson(`[${text}]`) as number[])[0], -0)).toBe(false);
      }),
    );
  });

  it('lets a schema encode what it decodes', () => {
    const schema = z.object({ value: wireNumber });
    expect(z.encode(schema, { value: Number.NaN })).toStrictEqual({ value: 'NaN' });
    expect(z.encode(schema, { value: 2 })).toStrictEqual({ value: 2 });
  });
});

describe('canonicalJson', () => {
  it('writes the example of RFC 8785 apart from its literals', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys by UTF-16 code unit as RFC 8785 does', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text) as object).filter((key) => key !== '1')).toStrictEqual([
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
  });

  it('does not depend on key order or undefined members, and parses to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toStrictEqual(decodeJson(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });
});

/** Rebuilds every object with its keys inserted backwards. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => reversed(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
