// Reads the high-precision table that tables/reference.py writes and measures a function against it.

import { readFileSync } from 'node:fs';

interface Entry {
  readonly inputs: string;
  readonly values: string;
  readonly remainders: string;
}

/** One tabulated point: arguments, correctly rounded value, exact value minus that value in ulp. */
export interface ReferencePoint {
  readonly inputs: readonly number[];
  readonly value: number;
  readonly remainder: number;
}

const text = readFileSync(new URL('reference.json', import.meta.url), 'utf8');
const table = JSON.parse(text) as Record<string, Entry>;

function bytes(base64: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(base64, 'base64')).buffer;
}

/** All points of one function. @throws Error when the table has none */
export function referencePoints(name: string): ReferencePoint[] {
  const entry = table[name];
  if (entry === undefined) throw new Error(`no reference values for ${name}`);
  const inputs = [...new Float64Array(bytes(entry.inputs))];
  const values = [...new Float64Array(bytes(entry.values))];
  const remainders = new Int16Array(bytes(entry.remainders));
  const arity = inputs.length / values.length;
  return values.map((value, i) => ({
    inputs: inputs.slice(i * arity, i * arity + arity),
    value,
    remainder: remainders[i] / 32768,
  }));
}

/** Distance of x to the next double away from zero. */
export function ulp(x: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(x));
  const exponent = bits.getUint32(0) >>> 20;
  return 2 ** (Math.max(exponent, 1) - 1075);
}

/** Error of `computed` in ulp of the tabulated value. */
export function ulpError(computed: number, point: ReferencePoint): number {
  return Math.abs((computed - point.value) / ulp(point.value) - point.remainder);
}
