import { createHash } from 'node:crypto';
import { documentDigest, encodeFrame, extendTrail, sha256Hex, startTrail } from '@holdfast/protocol';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const document = { family: 'scenario', version: 1, name: 'a', model: { nodes: [{ id: 'x', value: 1 }] } };
const frame = { sequence: 0, time: 1, values: Float64Array.of(1, 2) };

describe('sha256Hex', () => {
  it('gives the published digest of "abc" and agrees with the platform on any bytes', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
  });
});

describe('documentDigest', () => {
  it('is the SHA-256 of the canonical text of what decides the numbers', () => {
    const text = '{"family":"scenario","model":{"nodes":[{"id":"x","value":1}]},"version":1}';
    expect(documentDigest(document)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('ignores what changes no number', () => {
    const dressed = {
      ...document,
      $schema: 's',
      name: 'b',
      description: 'd',
      source: 'p',
      files: {},
      run: { seed: 9, until: 3 },
    };
    expect(documentDigest(dressed)).toBe(documentDigest(document));
  });

  it.each([
    { ...document, family: 'plant' },
    { ...document, version: 2 },
    { ...document, model: { nodes: [{ id: 'x', value: 2 }] } },
    { ...document, files: { 'a.csv': '' } },
  ])('changes with %o', (other) => {
    expect(documentDigest(other)).not.toBe(documentDigest(document));
  });
});

describe('the trail', () => {
  const begun = startTrail(documentDigest(document), 7, [{ parameter: 'a', value: 1 }]);

  it('begins differently for another document, seed or parameter', () => {
    const others = [
      startTrail(documentDigest({ ...document, version: 2 }), 7, [{ parameter: 'a', value: 1 }]),
      startTrail(documentDigest(document), 8, [{ parameter: 'a', value: 1 }]),
      startTrail(documentDigest(document), 7, [{ parameter: 'a', value: 2 }]),
      startTrail(documentDigest(document), 7, []),
    ];
    expect(new Set([begun, ...others]).size).toBe(5);
  });

  it('chains the bytes of each frame', () => {
    const expected = createHash('sha256').update(Buffer.from(begun, 'hex')).update(encodeFrame(frame));
    expect(extendTrail(begun, frame)).toBe(expected.digest('hex'));
  });

  it.each([
    { ...frame, sequence: 1 },
    { ...frame, time: 2 },
    { ...frame, values: Float64Array.of(2, 1) },
    { ...frame, values: Float64Array.of(1, 2, 0) },
  ])('differs for %o', (other) => {
    expect(extendTrail(begun, other)).not.toBe(extendTrail(begun, frame));
  });

  it('is the same for every NaN an engine may keep', () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n, 0x7ff8_dead_beef_0000n]).buffer);
    const plain = Float64Array.of(Number.NaN, Number.NaN);
    expect(extendTrail(begun, { ...frame, values: odd })).toBe(
      extendTrail(begun, { ...frame, values: plain }),
    );
  });
});
