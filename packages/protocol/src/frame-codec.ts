// Frames as bytes: a 32-byte header, then the values as doubles. Equal frames give equal bytes. README, "Frame".

import type { Frame } from '@holdfast/core';
import { malformed, readWords, writeDoubles } from './binary.ts';

/** "HFFR" read as a little-endian word. */
const magic = 0x52464648;
const version = 1;
const headerBytes = 32;

/** Encodes a frame into 32 + 8 n bytes. */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(headerBytes + 8 * frame.values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint16(4, version, true);
  view.setBigUint64(8, BigInt(frame.sequence), true);
  writeDoubles(view, 16, Float64Array.of(frame.time));
  view.setUint32(24, frame.values.length, true);
  writeDoubles(view, headerBytes, frame.values);
  return bytes;
}

/** Decodes a frame. `values` is a view onto `bytes` when they are aligned to 8 and a copy otherwise; it allocates no
 * more than the input holds. @throws SimulationError `protocol.malformed`, nothing else */
export function decodeFrame(bytes: Uint8Array): Frame {
  if (bytes.length < headerBytes)
    throw malformed(`a frame has at least ${headerBytes} bytes, not ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== magic) throw malformed('not a frame');
  if (view.getUint16(4, true) !== version)
    throw malformed(`frame version ${view.getUint16(4, true)} is not known`);
  if (view.getUint16(6, true) !== 0 || view.getUint32(28, true) !== 0)
    throw malformed('reserved bytes of a frame are set');
  const sequence = view.getBigUint64(8, true);
  if (sequence > BigInt(Number.MAX_SAFE_INTEGER)) throw malformed('the sequence of a frame is too large');
  const count = view.getUint32(24, true);
  if (bytes.length !== headerBytes + 8 * count)
    throw malformed(`a frame of ${count} values has ${headerBytes + 8 * count} bytes, not ${bytes.length}`);
  return {
    sequence: Number(sequence),
    time: view.getFloat64(16, true),
    values: readWords(bytes, headerBytes, count, Float64Array),
  };
}
