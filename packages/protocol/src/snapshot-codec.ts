// Snapshots as bytes: fields in the order of their names, arrays aligned to 8, a SHA-256 at the end.
// Equal snapshots give equal bytes; one flipped or missing bit is refused. README, "Snapshot".

import type { Snapshot, SnapshotField } from '@holdfast/core';
import { sha256 } from '@noble/hashes/sha2.js';
import { malformed, padded, readWords, writeDoubles } from './binary.ts';

/** "HFSN" read as a little-endian word. */
const magic = 0x4e534648;
const version = 1;
const headerBytes = 24;
const fieldHeaderBytes = 16;
const hashBytes = 32;

/** Kinds of field on the wire; a number once given is never reused. */
const kinds = { number: 1, text: 2, float64: 3, uint32: 4, int32: 5, bytes: 6 } as const;

interface Part {
  readonly kind: number;
  readonly name: Uint8Array;
  readonly field: Exclude<SnapshotField, string>;
  readonly bytes: number;
}

function utf8(text: string): Uint8Array {
  if (/\p{Surrogate}/u.test(text)) throw malformed('text with half a surrogate pair has no UTF-8 form');
  return new TextEncoder().encode(text);
}

function part(name: string, field: SnapshotField): Part {
  const encoded = utf8(name);
  if (typeof field === 'number') return { kind: kinds.number, name: encoded, field, bytes: 8 };
  if (typeof field === 'string') {
    const text = utf8(field);
    return { kind: kinds.text, name: encoded, field: text, bytes: text.length };
  }
  const bytes = field.byteLength;
  if (field instanceof Float64Array) return { kind: kinds.float64, name: encoded, field, bytes };
  if (field instanceof Uint32Array) return { kind: kinds.uint32, name: encoded, field, bytes };
  if (field instanceof Int32Array) return { kind: kinds.int32, name: encoded, field, bytes };
  return { kind: kinds.bytes, name: encoded, field, bytes };
}

function writeField(bytes: Uint8Array, view: DataView, offset: number, field: Part['field']): void {
  if (typeof field === 'number') writeDoubles(view, offset, Float64Array.of(field));
  else if (field instanceof Float64Array) writeDoubles(view, offset, field);
  else if (field instanceof Uint8Array) bytes.set(field, offset);
  else field.forEach((word, index) => view.setUint32(offset + 4 * index, word, true));
}

/** Encodes a snapshot; costs one copy and one SHA-256 of its size.
 * @throws SimulationError `protocol.malformed` for text that has no UTF-8 form */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array<ArrayBuffer> {
  const layout = utf8(snapshot.layout);
  const parts = Object.entries(snapshot.fields)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, field]) => part(name, field));
  const body = parts.reduce(
    (total, { name, bytes }) => total + fieldHeaderBytes + padded(name.length) + padded(bytes),
    headerBytes + padded(layout.length),
  );
  const bytes = new Uint8Array(body + hashBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint16(4, version, true);
  view.setBigUint64(8, BigInt(bytes.length), true);
  view.setUint32(16, parts.length, true);
  view.setUint32(20, layout.length, true);
  bytes.set(layout, headerBytes);
  let offset = headerBytes + padded(layout.length);
  for (const { kind, name, field, bytes: length } of parts) {
    view.setUint32(offset, kind, true);
    view.setUint32(offset + 4, name.length, true);
    view.setBigUint64(offset + 8, BigInt(length), true);
    bytes.set(name, offset + fieldHeaderBytes);
    offset += fieldHeaderBytes + padded(name.length);
    writeField(bytes, view, offset, field);
    offset += padded(length);
  }
  bytes.set(sha256(bytes.subarray(0, body)), body);
  return bytes;
}

/** Walks the body without ever reading past it. */
class Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Claims `length` bytes and their zero padding; returns where they begin. */
  take(length: number): number {
    const start = this.offset;
    const end = start + padded(length);
    if (end > this.bytes.length) throw malformed('a snapshot ends inside a field');
    for (let at = start + length; at < end; at++) {
      if (this.bytes[at] !== 0) throw malformed('padding of a snapshot is not zero');
    }
    this.offset = end;
    return start;
  }

  text(length: number): string {
    const start = this.take(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        this.bytes.slice(start, start + length),
      );
    } catch (cause) {
      throw malformed('text of a snapshot is not UTF-8', cause);
    }
  }

  field(kind: number, length: number): SnapshotField {
    if (kind === kinds.text) return this.text(length);
    const width = kind === kinds.number || kind === kinds.float64 ? 8 : kind === kinds.bytes ? 1 : 4;
    if (length % width !== 0 || (kind === kinds.number && length !== 8))
      throw malformed(`a field of kind ${kind} cannot have ${length} bytes`);
    const start = this.take(length);
    switch (kind) {
      case kinds.number:
        return this.view.getFloat64(start, true);
      case kinds.float64:
        return readWords(this.bytes, start, length / 8, Float64Array);
      case kinds.uint32:
        return readWords(this.bytes, start, length / 4, Uint32Array);
      case kinds.int32:
        return readWords(this.bytes, start, length / 4, Int32Array);
      case kinds.bytes:
        return this.bytes.subarray(start, start + length);
      default:
        throw malformed(`fields of kind ${kind} are not known`);
    }
  }
}

function verifiedBody(bytes: Uint8Array): Reader {
  if (bytes.length < headerBytes + hashBytes)
    throw malformed(`a snapshot has at least ${headerBytes + hashBytes} bytes, not ${bytes.length}`);
  // A plain array even over a Buffer, whose `slice` would not copy.
  const reader = new Reader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length - hashBytes));
  const { view } = reader;
  if (view.getUint32(0, true) !== magic) throw malformed('not a snapshot');
  if (view.getUint16(4, true) !== version)
    throw malformed(`snapshot version ${view.getUint16(4, true)} is not known`);
  if (view.getUint16(6, true) !== 0) throw malformed('reserved bytes of a snapshot are set');
  const length = view.getBigUint64(8, true);
  if (length !== BigInt(bytes.length))
    throw malformed(`a snapshot of ${length} bytes has ${bytes.length} bytes`);
  const hash = sha256(reader.bytes);
  if (!hash.every((byte, index) => byte === bytes[reader.bytes.length + index]))
    throw malformed('a snapshot does not match its hash');
  return reader;
}

/** Decodes a snapshot after checking its hash. Arrays are views onto `bytes` when these are aligned to 8 and copies
 * otherwise; nothing larger than the input is allocated. @throws SimulationError `protocol.malformed`, nothing else */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  const reader = verifiedBody(bytes);
  const { view } = reader;
  const count = view.getUint32(16, true);
  reader.offset = headerBytes;
  const layout = reader.text(view.getUint32(20, true));
  const fields: [string, SnapshotField][] = [];
  let previous: string | undefined;
  for (let index = 0; index < count; index++) {
    const start = reader.take(fieldHeaderBytes);
    const length = view.getBigUint64(start + 8, true);
    if (length > BigInt(bytes.length)) throw malformed('a field is longer than its snapshot');
    const name = reader.text(view.getUint32(start + 4, true));
    if (previous !== undefined && name <= previous) throw malformed('fields of a snapshot are out of order');
    previous = name;
    fields.push([name, reader.field(view.getUint32(start, true), Number(length))]);
  }
  if (reader.offset !== reader.bytes.length) throw malformed('bytes follow the last field of a snapshot');
  return { layout, fields: Object.fromEntries(fields) };
}
