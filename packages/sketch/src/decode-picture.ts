// PNG and JPEG files as pixels. Size, kind and extent are judged from the first bytes, and what is compressed is bounded before a
// library unpacks it: a file cannot ask for more memory than its picture is allowed.

import { SimulationError } from '@holdfast/core';
import { decode as decodePng, type DecodedPng } from 'fast-png';
import { Inflate } from 'fflate';
import jpeg from 'jpeg-js';
import type { Pixels } from './raster.ts';

/** Largest file, 10 MB. */
export const pictureBytesMost = 10_000_000;
/** Largest picture, in pixels: 64 MB when unpacked. */
export const picturePixelsMost = 16_000_000;

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunks that make the picture; the others may hold compressed text and profiles nobody needs. */
const pngChunks: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
/** Compressed bytes unpacked at a time: deflate grows them at most 1032 times. */
const slice = 16_384;

interface Extent {
  readonly width: number;
  readonly height: number;
}

/** Reads a PNG or JPEG file. @throws SimulationError `picture.too-large`, `picture.unreadable` */
export function decodePicture(bytes: Uint8Array): Pixels {
  if (bytes.length > pictureBytesMost)
    throw new SimulationError('picture.too-large', {
      what: `${bytes.length} bytes`,
      most: `${pictureBytesMost} bytes`,
    });
  if (pngSignature.every((byte, i) => bytes[i] === byte)) return decoded(() => readPng(bytes));
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return decoded(() => readJpeg(bytes));
  throw unreadable('it is neither PNG nor JPEG');
}

function unreadable(reason: string, cause?: unknown): SimulationError {
  return new SimulationError('picture.unreadable', { reason }, cause);
}

/** Whatever a library throws about a damaged file is one error. */
function decoded(read: () => Pixels): Pixels {
  try {
    return read();
  } catch (error) {
    if (error instanceof SimulationError) throw error;
    throw unreadable(error instanceof Error ? error.message : String(error), error);
  }
}

function bounded(extent: Extent): Extent {
  const { width, height } = extent;
  if (!(width > 0) || !(height > 0)) throw unreadable('it has no pixels');
  if (width * height > picturePixelsMost)
    throw new SimulationError('picture.too-large', {
      what: `${width} x ${height} pixels`,
      most: `${picturePixelsMost} pixels`,
    });
  return extent;
}

function readPng(bytes: Uint8Array): Pixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw unreadable('it ends early');
  const { width, height } = bounded({ width: view.getUint32(16), height: view.getUint32(20) });
  const kept = essentialChunks(bytes, view);
  // Eight bytes a pixel at most, a byte for each row of up to seven interlaced passes.
  boundPacked(kept.packed, 8 * width * height + 16 * (width + height) + 1024);
  return pngPixels(decodePng(kept.file));
}

function essentialChunks(bytes: Uint8Array, view: DataView) {
  const file: Uint8Array[] = [bytes.subarray(0, 8)];
  const packed: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw unreadable('it ends early');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (pngChunks.has(type)) file.push(bytes.subarray(at, end));
    if (type === 'IDAT') packed.push(bytes.subarray(at + 8, end - 4));
    if (type === 'IEND') break;
    at = end;
  }
  return { file: joinedBytes(file), packed: joinedBytes(packed) };
}

function joinedBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Unpacks piece by piece, keeping nothing, until it is known that the whole stays within a bound. */
function boundPacked(packed: Uint8Array, most: number): void {
  let length = 0;
  const inflate = new Inflate((data) => {
    length += data.length;
  });
  // Two bytes of zlib header; the checksum at the end is the library's business.
  for (let at = 2; at < packed.length; at += slice) {
    inflate.push(packed.subarray(at, at + slice), at + slice >= packed.length);
    if (length > most) throw unreadable(`it unpacks to more than the ${most} bytes its pixels need`);
  }
}

function pngPixels({ width, height, data, depth, channels, palette, transparency }: DecodedPng): Pixels {
  const rgba = new Uint8Array(4 * width * height);
  const most = 2 ** depth - 1;
  const perRow = depth < 8 ? Math.ceil((width * channels * depth) / 8) : width * channels;
  const sample = (x: number, y: number, channel: number): number => {
    const index = x * channels + channel;
    if (depth >= 8) return data[y * perRow + index]!;
    const bit = index * depth;
    return (data[y * perRow + (bit >> 3)]! >> (8 - depth - (bit & 7))) & most;
  };
  const level = (value: number) => Math.round((value * 255) / most);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      const first = sample(x, y, 0);
      const entry = palette?.[first];
      if (palette !== undefined) {
        rgba.set([entry?.[0] ?? 0, entry?.[1] ?? 0, entry?.[2] ?? 0, entry?.[3] ?? 255], at);
        continue;
      }
      const isGray = channels < 3;
      const isClear =
        transparency !== undefined && [...transparency].every((value, i) => sample(x, y, i) === value);
      rgba[at] = level(first);
      rgba[at + 1] = level(isGray ? first : sample(x, y, 1));
      rgba[at + 2] = level(isGray ? first : sample(x, y, 2));
      rgba[at + 3] = isClear ? 0 : channels % 2 === 0 ? level(sample(x, y, channels - 1)) : 255;
    }
  }
  return { width, height, data: rgba };
}

function readJpeg(bytes: Uint8Array): Pixels {
  bounded(jpegExtent(bytes));
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    tolerantDecoding: false,
    maxResolutionInMP: picturePixelsMost / 1e6,
    maxMemoryUsageInMB: 512,
  });
  return { width, height, data };
}

/** Extent from the start of the frame (ITU T.81, B.2.2). */
function jpegExtent(bytes: Uint8Array): Extent {
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) throw unreadable('a marker is missing');
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame)
      return { height: bytes[at + 5]! * 256 + bytes[at + 6]!, width: bytes[at + 7]! * 256 + bytes[at + 8]! };
    const hasLength = !(marker >= 0xd0 && marker <= 0xd9) && marker !== 0x01;
    at += hasLength ? 2 + bytes[at + 2]! * 256 + bytes[at + 3]! : 2;
  }
  throw unreadable('it has no frame');
}
