// ZIP files: what is packed comes back, and what lies about itself or grows without bound does not.
import { SimulationError } from '@holdfast/core';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { archiveCaps, isArchive, readArchive } from '../src/index.ts';

const encoder = new TextEncoder();
const zip = (files: Readonly<Record<string, Uint8Array>>, level: 0 | 9 = 9): Uint8Array =>
  zipSync(files, { level });

function reasonOf(bytes: Uint8Array): string {
  try {
    readArchive(bytes, 'a.zip');
  } catch (error) {
    expect(error).toBeInstanceOf(SimulationError);
    expect((error as SimulationError).code).toBe('archive.refused');
    return (error as SimulationError).message;
  }
  return 'it was read';
}

/** The same archive with another declared size of its only entry, in the directory and before the entry. */
function lying(bytes: Uint8Array, size: number): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = 0; at + 4 <= copy.length; at++) {
    const signature = view.getUint32(at, true);
    if (signature === 0x04034b50) view.setUint32(at + 22, size, true);
    if (signature === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return copy;
}

describe('an archive', () => {
  it('gives back what was packed, compressed or not', () => {
    const content = fc
      .uint8Array({ maxLength: 500, size: 'max' })
      .map((bytes) => new Uint8Array(40_000).map((_, i) => bytes[i % (bytes.length + 1)] ?? i));
    const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8}){0,2}\.stl$/);
    fc.assert(
      fc.property(
        fc.dictionary(name, content, { minKeys: 1, maxKeys: 5 }),
        fc.constantFrom(0, 9),
        (files, level) => {
          const bytes = zip(files, level);
          expect(isArchive(bytes)).toBe(true);
          const read = readArchive(bytes, 'a.zip');
          expect([...read.keys()].sort()).toEqual(Object.keys(files).sort());
          for (const [path, content] of read) expect(Buffer.compare(content, files[path]), path).toBe(0);
        },
      ),
      { numRuns: 10 },
    );
  });

  it.each([
    ['leads out of itself', zip({ '../../etc/passwd': encoder.encode('x') }), /leads out/],
    ['leads out of itself by backslashes', zip({ 'a\\..\\..\\b': encoder.encode('x') }), /leads out/],
    ['begins at the root', zip({ '/etc/passwd': encoder.encode('x') }), /leads out/],
    ['begins at a drive', zip({ 'C:/x': encoder.encode('x') }), /leads out/],
    ['holds nothing', zip({}), /no files/],
    ['is cut off', zip({ a: new Uint8Array(1000) }).subarray(0, 40), /damaged/],
    ['is nothing of the kind', encoder.encode('PK\x03\x04 but no more'), /damaged/],
    ['is a bomb that says so', zip({ a: new Uint8Array(archiveCaps.fileBytes + 1) }), /more than 32 MB/],
    [
      'is a bomb that says it is small',
      lying(zip({ a: new Uint8Array(archiveCaps.fileBytes) }), 100),
      /larger than/,
    ],
    [
      'promises more than it holds',
      lying(zip({ a: new Uint8Array(100) }), 200),
      /not what its directory says/,
    ],
    [
      'has more files than anyone reads',
      zip(
        Object.fromEntries(
          Array.from({ length: archiveCaps.files + 1 }, (_, i) => [`${i}`, new Uint8Array()]),
        ),
      ),
      /more than 2000 files/,
    ],
  ])('that %s is refused with the reason', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toMatch(reason);
  });

  it('damaged anywhere is refused or gives other content, and fails in no other way', () => {
    const whole = zip({ 'robot.xml': encoder.encode('<mujoco/>'.repeat(50)), 'a.stl': new Uint8Array(300) });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = whole.slice();
        bytes[at] = bytes[at] ^ change;
        expect(reasonOf(bytes)).toMatch(/^a\.zip is not unpacked|^it was read$/);
      }),
    );
  });
});
