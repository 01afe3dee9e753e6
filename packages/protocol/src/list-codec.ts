// Lists of numbers as bytes: a byte for how wide each is, then the numbers. Whole numbers from 0 to 255 take one byte each, all
// others eight; equal lists give equal bytes.

import { malformed } from './binary.ts';

const bytesEach = { small: 1, double: 8 } as const;

function isSmall(value: number): boolean {
  return Object.is(value, value & 255);
}

/** Encodes a list into 1 + n or 1 + 8 n bytes; every number keeps its bits. */
export function encodeList(values: readonly number[]): Uint8Array<ArrayBuffer> {
  if (values.every(isSmall)) return Uint8Array.from([bytesEach.small, ...values]);
  const bytes = new Uint8Array(1 + bytesEach.double * values.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = bytesEach.double;
  for (const [at, value] of values.entries()) view.setFloat64(1 + bytesEach.double * at, value, true);
  return bytes;
}

/** Decodes a list. @throws SimulationError `protocol.malformed`, nothing else */
export function decodeList(bytes: Uint8Array): readonly number[] {
  const width = bytes[0];
  if (width === bytesEach.small) return Array.from(bytes.subarray(1));
  const count = (bytes.length - 1) / bytesEach.double;
  if (width !== bytesEach.double || !Number.isInteger(count)) throw malformed('not a list of numbers');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, at) => view.getFloat64(1 + bytesEach.double * at, true));
}
