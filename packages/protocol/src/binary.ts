// What both binary formats share: one NaN, padding to 8, and one way to say that bytes are wrong.

import { SimulationError } from '@holdfast/core';

/** Whether typed arrays here have the byte order of the formats, so that views can stand for decoded numbers. */
const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** Rounds a length up to a multiple of 8. */
export function padded(length: number): number {
  return length + ((8 - (length % 8)) % 8);
}

export function malformed(reason: string, cause?: unknown): SimulationError {
  return new SimulationError('protocol.malformed', { reason }, cause);
}

/** Writes doubles little-endian, every NaN as 0x7ff8000000000000: engines may keep other bits in a NaN. */
export function writeDoubles(view: DataView, offset: number, values: Float64Array): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    const at = offset + 8 * index;
    if (value === value) view.setFloat64(at, value, true);
    else view.setBigUint64(at, 0x7ff8000000000000n, true);
  }
}

type Words = Float64Array | Uint32Array | Int32Array;

/** Reads little-endian numbers: a view onto `bytes` where alignment and byte order allow it, a copy elsewhere. */
export function readWords<T extends Words>(
  bytes: Uint8Array,
  offset: number,
  length: number,
  type: { new (buffer: ArrayBuffer, offset: number, length: number): T; readonly BYTES_PER_ELEMENT: number },
): T {
  const width = type.BYTES_PER_ELEMENT;
  const start = bytes.byteOffset + offset;
  const buffer = bytes.buffer as ArrayBuffer;
  if (hostIsLittleEndian && start % width === 0) return new type(buffer, start, length);
  const copy = new Uint8Array(bytes.subarray(offset, offset + length * width));
  if (!hostIsLittleEndian) {
    for (let at = 0; at < copy.length; at += width) copy.subarray(at, at + width).reverse();
  }
  return new type(copy.buffer, 0, length);
}
