// Lists of numbers as bytes: a byte for how wide each is, then the numbers. Whole numbers from 0 to 255 take one byte each, all
// others eight; equal lists give equal bytes. Changes of lists are the letters they are written in.

import type { InputValue } from '@holdfast/core';
import { malformed } from './binary.ts';
import { changePattern, isChange } from './input-api.ts';

const bytesEach = { small: 1, double: 8 } as const;
/** In the place of how wide numbers are. */
const changeMark = 0;

type Listed = Exclude<InputValue, number>;

function isSmall(value: number): boolean {
  return Object.is(value, value & 255);
}

/** Encodes a list into 1 + n or 1 + 8 n bytes, of a change 1 + its letters; every number keeps its bits. */
export function encodeList(values: Listed): Uint8Array<ArrayBuffer> {
  if (isChange(values)) return Uint8Array.from([changeMark, ...new TextEncoder().encode(values.change)]);
  if (values.every(isSmall)) return Uint8Array.from([bytesEach.small, ...values]);
  const bytes = new Uint8Array(1 + bytesEach.double * values.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = bytesEach.double;
  for (const [at, value] of values.entries()) view.setFloat64(1 + bytesEach.double * at, value, true);
  return bytes;
}

/** Decodes a list. @throws SimulationError `protocol.malformed`, nothing else */
export function decodeList(bytes: Uint8Array): Listed {
  const width = bytes[0];
  if (width === changeMark) {
    const change = new TextDecoder().decode(bytes.subarray(1));
    if (!changePattern.test(change)) throw malformed('not a change of a list');
    return { change };
  }
  if (width === bytesEach.small) return Array.from(bytes.subarray(1));
  const count = (bytes.length - 1) / bytesEach.double;
  if (width !== bytesEach.double || !Number.isInteger(count)) throw malformed('not a list of numbers');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, at) => view.getFloat64(1 + bytesEach.double * at, true));
}
