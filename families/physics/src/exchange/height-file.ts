// Files of heights: grey PNG pictures of 8 or 16 bits, and the engine's own binary form. Every size is judged before anything is
// unpacked, so a file cannot ask for more than a grid of ours holds.

import { unzlibSync } from 'fflate';
import { linesMost } from '../spec/height-field.ts';
import { short } from './mesh-file.ts';

/** Heights over a grid: rows from the lowest y to the highest, each from the lowest x to the highest. */
export interface ReadHeights {
  readonly rows: readonly (readonly number[])[];
  /** The largest number that could be written; 1 where numbers are shares themselves. */
  readonly most: number;
}

/** Why bytes are no heights we read. */
export class HeightRefusal extends Error {
  override readonly name = 'HeightRefusal';
}

/** What to do about a file that is refused. */
export const heightsRemedy =
  'Write it as a grey PNG of 8 or 16 bits, or as MuJoCo writes heights, with 200 by 200 heights at most.';

/** Largest file. */
const heightBytesMost = 1_000_000;
const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Of the header that comes first, and of what it says. */
const headerAt = 16;
const headerEnd = 33;

function judged(columns: number, rows: number): void {
  if (columns < 2 || rows < 2)
    throw new HeightRefusal(`it has ${columns} by ${rows} heights, a surface needs 2 by 2`);
  if (columns > linesMost || rows > linesMost)
    throw new HeightRefusal(
      `it has ${columns} by ${rows} heights, ${linesMost} by ${linesMost} are the most; scale it down`,
    );
}

/** The compressed pixels of all chunks that hold any. */
function packedOf(bytes: Uint8Array, view: DataView): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IDAT') pieces.push(bytes.subarray(at + 8, end - 4));
    if (type === 'IEND') return joined(pieces);
    at = end;
  }
  throw new HeightRefusal('it ends early');
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** RFC 1950, section 9. */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

/** Exactly `size` bytes. What is packed may hardly be longer than that, which bounds what unpacking can cost. */
function unpacked(packed: Uint8Array, size: number): Uint8Array {
  if (packed.length > 1.01 * size + 1024)
    throw new HeightRefusal('its pixels are packed into more bytes than they need');
  let raw: Uint8Array;
  try {
    raw = unzlibSync(packed, { out: new Uint8Array(size + 1) });
  } catch {
    throw new HeightRefusal('its pixels cannot be unpacked');
  }
  if (raw.length !== size) throw new HeightRefusal('it holds another number of pixels than it says');
  const end = packed.subarray(-4);
  const sum = end.reduce((whole, byte) => whole * 256 + byte, 0);
  if (sum !== adler32(raw)) throw new HeightRefusal('it is damaged: its checksum is another one');
  return raw;
}

/** The predictor of Paeth, PNG specification (third edition) 9.4. */
function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/** Takes the filters of PNG rows back, in place; specification section 9.2. */
function unfilter(raw: Uint8Array, stride: number, step: number): void {
  for (let start = 0; start < raw.length; start += stride + 1) {
    const filter = raw[start]!;
    if (filter > 4) throw new HeightRefusal(`a row has the unknown filter ${filter}`);
    for (let at = 1; at <= stride; at++) {
      const [here, back] = [start + at, start - stride - 1 + at];
      const left = at > step ? raw[here - step]! : 0;
      const above = start > 0 ? raw[back]! : 0;
      const corner = start > 0 && at > step ? raw[back - step]! : 0;
      const guess = [0, left, above, (left + above) >> 1, filter === 4 ? paeth(left, above, corner) : 0][
        filter
      ]!;
      raw[here] = raw[here]! + guess;
    }
  }
}

function readPng(bytes: Uint8Array): ReadHeights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headerEnd || view.getUint32(8) !== 13 || view.getUint32(12) !== 0x49484452)
    throw new HeightRefusal('it does not begin with the header of a PNG file');
  const [columns, rows] = [view.getUint32(headerAt), view.getUint32(headerAt + 4)];
  const [depth, kind, , , interlace] = bytes.subarray(headerAt + 8, headerAt + 13);
  if (kind !== 0 || (depth !== 8 && depth !== 16))
    throw new HeightRefusal('it is no grey picture of 8 or 16 bits without transparency');
  if (interlace !== 0) throw new HeightRefusal('it is interlaced');
  judged(columns, rows);
  const step = depth / 8;
  const stride = columns * step;
  const raw = unpacked(packedOf(bytes, view), rows * (stride + 1));
  unfilter(raw, stride, step);
  const pixel = (row: number, column: number): number => {
    const at = row * (stride + 1) + 1 + column * step;
    return depth === 8 ? raw[at]! : 256 * raw[at]! + raw[at + 1]!;
  };
  // A picture begins at its upper edge.
  const heights = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_each, column) => pixel(rows - 1 - row, column)),
  );
  return { rows: heights, most: depth === 8 ? 255 : 65_535 };
}

/** Two counts and the shares, row by row from the lowest y on; MuJoCo XML reference, hfield/file. */
function readBinary(bytes: Uint8Array): ReadHeights {
  if (bytes.length < 8) throw new HeightRefusal('it is shorter than its two counts');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [rows, columns] = [view.getInt32(0, true), view.getInt32(4, true)];
  judged(columns, rows);
  if (bytes.length !== 8 + 4 * rows * columns)
    throw new HeightRefusal(`it says ${columns} by ${rows} heights and has another length`);
  const heights = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_each, column) => {
      const share = view.getFloat32(8 + 4 * (row * columns + column), true);
      if (!Number.isFinite(share)) throw new HeightRefusal('it has a height that is no number');
      return short(share);
    }),
  );
  return { rows: heights, most: 1 };
}

/** Reads heights: what begins as PNG files do is one, all else is the engine's own form. @throws HeightRefusal */
export function readHeights(bytes: Uint8Array): ReadHeights {
  if (bytes.length > heightBytesMost)
    throw new HeightRefusal(`it has ${bytes.length} bytes, ${heightBytesMost} are the most`);
  return pngSignature.every((byte, index) => bytes[index] === byte) ? readPng(bytes) : readBinary(bytes);
}
