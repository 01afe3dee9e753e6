// How values cross the database protocol, in both directions and for both adapters: as text, bytes excepted.

import type { SqlValue } from './sql.ts';

/** Object identifiers of PostgreSQL's built-in types (pg_type.dat). */
const oid = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  jsonb: 3802,
} as const;

function parseWhole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a safe integer`);
  return value;
}

/** Reads `\x` and hexadecimal digits into memory of its own, so that a copy to another thread carries nothing else. */
function parseBytes(text: string): Uint8Array {
  const memory = Buffer.allocUnsafeSlow((text.length - 2) / 2);
  memory.write(text.slice(2), 'hex');
  return new Uint8Array(memory.buffer, memory.byteOffset, memory.length);
}

/** Parsers by type; a type that is not here stays text. */
export const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [oid.bool]: (text) => text === 't',
  [oid.bytea]: parseBytes,
  [oid.int8]: parseWhole,
  [oid.int2]: parseWhole,
  [oid.int4]: parseWhole,
  [oid.oid]: parseWhole,
  [oid.float4]: Number,
  [oid.float8]: Number,
  [oid.json]: (text) => JSON.parse(text) as unknown,
  [oid.jsonb]: (text) => JSON.parse(text) as unknown,
};

/** Keeps the sign of zero, which `String` drops. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** What a driver is given for a value: text, bytes or null, never anything it would convert in its own way. */
export function encodeValue(value: SqlValue): string | Uint8Array | null {
  if (typeof value === 'number') return numberText(value);
  return typeof value === 'boolean' ? String(value) : value;
}

/** Array literal of numbers, for `$1::int8[]` and `$1::float8[]`. */
export function numberList(values: readonly (number | null)[]): string {
  return `{${values.map((value) => (value === null ? 'null' : numberText(value))).join(',')}}`;
}

/** Array literal of texts, for `$1::text[]`. */
export function textList(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`).join(',')}}`;
}
