// What both ends of a pose stream know: quantised histories, how well each predictor did, and the decoded values.
// Only + - * / and sqrt, in one order, so that every engine decodes the same bits.

import type { StreamLayout } from './stream-layout.ts';

/** Quantised values stay below this in size: third differences and residuals then fit in 32 bits. */
export const quantumMost = 2 ** 27;
/** A rotation is coded by the three components beside one of at least this size; then the angle is off by at most 3.85 quanta. */
export const pivotLeast = 0.45;
const quantaPerRotation = 3.9;
/** A rounded value is off by half a quantum: this leaves 5 % of the bound to the arithmetic and to small drifts. */
const quantaPerBound = 1.9;
/** How quickly predictors and code lengths forget. */
const memory = 0.75;
/** Where code lengths begin after a key frame. */
const firstSpread = 8;

/** Kinds of field as small integers, for the loops. */
export const fieldKind = { linear: 0, rotation: 1, relative: 2, exact: 3 } as const;

const float = new DataView(new ArrayBuffer(8));

/** Integers in the order of the numbers they stand for: the leading `bits` of the fraction, rounded. */
export function orderedCode(value: number, bits: number): number {
  const size = Math.abs(value);
  float.setFloat64(0, size);
  const high = float.getUint32(0) + (float.getUint32(4) >= 2 ** 31 ? 1 : 0);
  const code = Math.floor((high + 2 ** (19 - bits)) / 2 ** (20 - bits));
  return value < 0 ? -code : code;
}

export function orderedValue(code: number, bits: number): number {
  float.setUint32(0, Math.abs(code) * 2 ** (20 - bits));
  float.setUint32(4, 0);
  const size = float.getFloat64(0);
  return code < 0 ? -size : size;
}

export class StreamState {
  readonly fields: number;
  readonly kind: Uint8Array;
  /** Index of the first value of a field in a frame, and of its first quantised component. */
  readonly at: Uint32Array;
  readonly from: Uint32Array;
  /** Quantised components of a field, and the values it covers. */
  readonly count: Uint8Array;
  readonly width: Uint8Array;
  /** Step of linear fields and of rotations; binary digits of relative ones. */
  readonly quantum: Float64Array;
  readonly bound: Float64Array;
  /** Largest component of each rotation, whose size and sign follow from the others. */
  readonly pivot: Uint8Array;
  /** Whether a field's values are kept as doubles instead of quanta. */
  readonly raw: Uint8Array;
  /** What the far side has: all values of a frame. */
  readonly values: Float64Array;
  readonly last: Int32Array;
  readonly #last2: Int32Array;
  readonly #last3: Int32Array;
  readonly #misses: Float64Array;
  readonly #spread: Float64Array;

  constructor({ fields, size }: StreamLayout) {
    const n = fields.length;
    this.fields = n;
    this.kind = Uint8Array.from(fields, ({ kind }) => fieldKind[kind]);
    this.at = Uint32Array.from(fields, ({ at }) => at);
    this.count = Uint8Array.from(fields, (field) =>
      field.kind === 'linear' ? field.count : field.kind === 'rotation' ? 3 : 1,
    );
    this.width = Uint8Array.from(fields, ({ kind }, i) => (kind === 'rotation' ? 4 : this.count[i]!));
    this.bound = Float64Array.from(fields, (field) =>
      field.kind === 'relative' ? 2 ** -field.bits : 'bound' in field ? field.bound : 0,
    );
    this.quantum = Float64Array.from(fields, (field) =>
      field.kind === 'rotation'
        ? field.bound / quantaPerRotation
        : field.kind === 'relative'
          ? field.bits
          : 0,
    );
    for (let i = 0; i < n; i++)
      if (this.kind[i] === fieldKind.linear) this.quantum[i] = quantaPerBound * this.bound[i]!;
    this.from = new Uint32Array(n + 1);
    for (let i = 0; i < n; i++) this.from[i + 1] = this.from[i]! + this.count[i]!;
    const components = this.from[n]!;
    this.pivot = new Uint8Array(n);
    this.raw = new Uint8Array(n);
    this.values = new Float64Array(size);
    this.last = new Int32Array(components);
    this.#last2 = new Int32Array(components);
    this.#last3 = new Int32Array(components);
    this.#misses = new Float64Array(3 * n);
    this.#spread = new Float64Array(n);
  }

  /** Which of the three predictors missed least of late: the same, the same change, the same change of change. */
  order(field: number): number {
    const misses = this.#misses;
    const zero = misses[3 * field]!;
    const one = misses[3 * field + 1]!;
    const two = misses[3 * field + 2]!;
    return zero <= one && zero <= two ? 0 : one <= two ? 1 : 2;
  }

  predict(component: number, order: number): number {
    const a = this.last[component]!;
    if (order === 0) return a;
    const b = this.#last2[component]!;
    return order === 1 ? 2 * a - b : 3 * (a - b) + this.#last3[component]!;
  }

  /** Length of the Rice code of the next residuals of a field. */
  codeLength(field: number): number {
    const spread = this.#spread[field]! * 0.8;
    const count = this.count[field]!;
    let k = 0;
    while (k < 24 && count << k < spread) k++;
    return k;
  }

  /** Length of the Rice code of quanta sent without history. */
  fullLength(field: number): number {
    const kind = this.kind[field]!;
    if (kind === fieldKind.relative) return 8 + this.quantum[field]!;
    return kind === fieldKind.rotation ? 9 : 12;
  }

  /** Whether what the far side has is close enough to new values. */
  isNear(field: number, values: Float64Array): boolean {
    const at = this.at[field]!;
    const shown = this.values;
    if (this.raw[field] === 1) {
      for (let i = at; i < at + this.width[field]!; i++) if (!Object.is(values[i], shown[i])) return false;
      return true;
    }
    const kind = this.kind[field]!;
    const bound = this.bound[field]!;
    if (kind === fieldKind.rotation) return isNearRotation(values, shown, at, bound);
    const slack = kind === fieldKind.relative ? bound * Math.abs(values[at]!) : bound;
    for (let i = at; i < at + this.width[field]!; i++)
      if (!(Math.abs(values[i]! - shown[i]!) <= slack)) return false;
    return true;
  }

  /** Takes in the quanta of a frame and the sum of the coded residuals. */
  learn(field: number, quanta: Int32Array, sum: number): void {
    this.#spread[field] = this.#spread[field]! * memory + sum * (1 - memory);
    const { last, count } = this;
    const start = this.from[field]!;
    let zero = 0;
    let one = 0;
    let two = 0;
    for (let i = 0; i < count[field]!; i++) {
      const at = start + i;
      const now = quanta[i]!;
      const a = last[at]!;
      const b = this.#last2[at]!;
      const c = this.#last3[at]!;
      zero += Math.abs(now - a);
      one += Math.abs(now - 2 * a + b);
      two += Math.abs(now - 3 * (a - b) - c);
      this.#last3[at] = b;
      this.#last2[at] = a;
      last[at] = now;
    }
    const at = 3 * field;
    this.#misses[at] = this.#misses[at]! * memory + zero;
    this.#misses[at + 1] = this.#misses[at + 1]! * memory + one;
    this.#misses[at + 2] = this.#misses[at + 2]! * memory + two;
  }

  /** The field stays as it was: the next change is predicted from rest. */
  rest(field: number): void {
    if (this.raw[field] === 1) return;
    const misses = this.#misses;
    const at = 3 * field;
    misses[at] = misses[at]! * memory;
    const start = this.from[field]!;
    let one = 0;
    let two = 0;
    for (let i = start; i < start + this.count[field]!; i++) {
      const a = this.last[i]!;
      const b = this.#last2[i]!;
      one += Math.abs(a - b);
      two += Math.abs(2 * (a - b) - b + this.#last3[i]!);
      this.#last3[i] = b;
      this.#last2[i] = a;
    }
    misses[at + 1] = misses[at + 1]! * memory + one;
    misses[at + 2] = misses[at + 2]! * memory + two;
  }

  /** Forgets how a field moved. */
  begin(field: number, quanta: Int32Array, pivot: number): void {
    this.pivot[field] = pivot;
    this.raw[field] = 0;
    const start = this.from[field]!;
    for (let i = 0; i < this.count[field]!; i++) {
      const at = start + i;
      this.last[at] = this.#last2[at] = this.#last3[at] = quanta[i]!;
    }
    this.#misses[3 * field] = 0;
    this.#misses[3 * field + 1] = 1;
    this.#misses[3 * field + 2] = 2;
    this.#spread[field] = firstSpread;
  }

  /** Writes the values of a field as its quanta say them. */
  show(field: number): void {
    const { last, values } = this;
    const from = this.from[field]!;
    const at = this.at[field]!;
    const quantum = this.quantum[field]!;
    const kind = this.kind[field]!;
    if (kind === fieldKind.linear) {
      for (let i = 0; i < this.count[field]!; i++) values[at + i] = last[from + i]! * quantum;
    } else if (kind === fieldKind.relative) {
      values[at] = orderedValue(last[from]!, quantum);
    } else if (kind === fieldKind.rotation) {
      const a = last[from]! * quantum;
      const b = last[from + 1]! * quantum;
      const c = last[from + 2]! * quantum;
      const rest = Math.sqrt(Math.max(0, 1 - a * a - b * b - c * c));
      const pivot = this.pivot[field]!;
      values[at] = pivot === 0 ? rest : a;
      values[at + 1] = pivot === 1 ? rest : pivot === 0 ? a : b;
      values[at + 2] = pivot === 2 ? rest : pivot === 3 ? c : b;
      values[at + 3] = pivot === 3 ? rest : c;
    }
  }
}

/** Whether the angle between two rotations is within a bound. With d the distance of the quaternions, the nearer sign taken,
 * 4 d^2 = 8 (1 - cos(angle / 2)) >= angle^2 - angle^4 / 48. */
function isNearRotation(values: Float64Array, shown: Float64Array, at: number, bound: number): boolean {
  let plus = 0;
  let minus = 0;
  let norm = 0;
  for (let i = at; i < at + 4; i++) {
    const value = values[i]!;
    const sum = value + shown[i]!;
    const difference = value - shown[i]!;
    plus += sum * sum;
    minus += difference * difference;
    norm += value * value;
  }
  const square = bound * bound;
  return Math.abs(norm - 1) < 1e-9 && 4 * Math.min(plus, minus) <= square * (1 - square / 48);
}
