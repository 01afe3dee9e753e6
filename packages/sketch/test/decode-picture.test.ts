import { deflateSync } from 'node:zlib';
import { SimulationError } from '@holdfast/core';
import { decodePicture, readDrawing, strokesOf } from '@holdfast/sketch';
import { encode } from 'fast-png';
import * as fc from 'fast-check';
import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { ring, way } from '../../../bench/parts/drawings.js';
import { drawInk } from '../../../bench/parts/ink.js';

const ink = () => drawInk([way([60, 60], [400, 300]), ring(160, 60, 40)], 500, 400, 2);

function codeOf(bytes: Uint8Array): string {
  try {
    decodePicture(bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(SimulationError);
    return (error as SimulationError).code;
  }
  return 'read';
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  new DataView(bytes.buffer).setUint32(0, data.length);
  bytes.set(Buffer.from(type), 4);
  bytes.set(data, 8);
  return bytes;
}

function png(width: number, height: number, packed: Uint8Array): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', packed),
    chunk('IEND', new Uint8Array()),
  ]);
}

describe('a picture file', () => {
  it('gives the pixels of a PNG bit for bit', () => {
    const pixels = ink();
    const file = encode({
      width: pixels.width,
      height: pixels.height,
      data: pixels.data,
      channels: 4,
      depth: 8,
    });
    const { width, height, data } = decodePicture(file);
    expect([width, height]).toEqual([500, 400]);
    expect(Buffer.compare(Uint8Array.from(data), Uint8Array.from(pixels.data))).toBe(0);
  });

  it('leads to the same drawing as PNG and as JPEG', () => {
    const pixels = ink();
    const asPng = encode({
      width: pixels.width,
      height: pixels.height,
      data: pixels.data,
      channels: 4,
      depth: 8,
    });
    const asJpeg = jpeg.encode({ width: pixels.width, height: pixels.height, data: pixels.data }, 85).data;
    for (const file of [asPng, asJpeg]) {
      const { parts } = readDrawing(strokesOf(decodePicture(file)));
      expect(parts.map(({ shape, role }) => `${shape.kind} ${role}`).toSorted()).toEqual([
        'circle body',
        'line fixed',
      ]);
    }
  });

  it('is refused by its size, its extent, and its first bytes', () => {
    expect(codeOf(new Uint8Array(10_000_001))).toBe('picture.too-large');
    expect(codeOf(png(100_000, 100_000, deflateSync(new Uint8Array(10))))).toBe('picture.too-large');
    expect(codeOf(new TextEncoder().encode('GIF89a and more'))).toBe('picture.unreadable');
    expect(codeOf(new Uint8Array())).toBe('picture.unreadable');
    expect(codeOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0xff, 0xff, 0xff, 0xff, 0, 0, 0))).toBe(
      'picture.too-large',
    );
  });

  it('that unpacks to more than its pixels is stopped while it unpacks', () => {
    expect(codeOf(png(8, 8, deflateSync(new Uint8Array(20_000_000))))).toBe('picture.unreadable');
  });

  it('may be damaged anywhere: it is read, or refused with a code', () => {
    const { width, height, data } = drawInk([way([5, 5], [30, 20])], 40, 30, 2);
    const files = [
      encode({ width, height, data, channels: 4, depth: 8 }),
      new Uint8Array(jpeg.encode({ width, height, data }, 70).data),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 5 }),
        fc.nat(),
        (file, hits, cut) => {
          const bytes = file.slice(0, cut % 3 === 0 ? cut % file.length : file.length);
          for (const [at, value] of hits) if (bytes.length > 0) bytes[at % bytes.length] = value;
          expect(codeOf(bytes)).toMatch(/^(read|picture\.(unreadable|too-large))$/);
        },
      ),
      { numRuns: 150 },
    );
  });
});
