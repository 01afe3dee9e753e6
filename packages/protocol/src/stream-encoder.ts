// Frames of a live stream as few bytes: each field keeps its old value while that is close enough, else the residual of the best
// predictor is sent. Whatever cannot be quantised within its bound travels as doubles, so the bound always holds.

import type { Frame } from '@holdfast/core';
import { BitWriter, pivotMark, rawMark } from './bit-stream.ts';
import { deltaByte, keyByte, type StreamLayout } from './stream-layout.ts';
import { fieldKind, orderedCode, pivotLeast, quantumMost, StreamState } from './stream-state.ts';

export const streamVersion = 1;
/** Times whose prediction misses by more ticks are sent as a double. */
export const tickMost = 2 ** 29;
/** Norms of quaternions further from 1 are sent as doubles. */
const normSlack = 1e-3;

function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

export class StreamEncoder {
  readonly layout: StreamLayout;
  readonly #tier: number;
  readonly #state: StreamState;
  readonly #writer = new BitWriter();
  readonly #quanta = new Int32Array(3);
  readonly #unit = new Float64Array(4);
  #pivot = 0;
  #frameSequence = -1;
  #timeBase = 0;
  #tick = 0;
  #tickBefore = 0;

  /** `tier` (0 to 255) is the index by which the far side knows the layout. */
  constructor(layout: StreamLayout, tier: number) {
    this.layout = layout;
    this.#tier = tier;
    this.#state = new StreamState(layout);
  }

  /** What the far side has after the last frame: its values, within the bounds of the layout. */
  get shown(): Float64Array {
    return this.#state.values;
  }

  /** Encodes the next frame of the stream; the first one and one asked for as `key` need no other to be decoded.
   * `sequence` counts the frames of the stream from 0, whichever encoder made them. */
  encode(frame: Frame, sequence: number, key: boolean): Uint8Array<ArrayBuffer> {
    if (frame.values.length !== this.layout.size)
      throw new RangeError(`a frame of ${this.layout.size} values has ${frame.values.length}`);
    this.#writer.reset();
    const advance = frame.sequence - this.#frameSequence;
    if (key || this.#frameSequence < 0 || advance < 0 || advance >= tickMost) this.#key(frame, sequence);
    else this.#delta(frame, sequence, advance);
    this.#frameSequence = frame.sequence;
    return this.#writer.take();
  }

  #key(frame: Frame, sequence: number): void {
    const writer = this.#writer;
    writer.bits(keyByte, 8);
    writer.bits(streamVersion, 8);
    writer.bits(this.#tier, 8);
    writer.bits(sequence, 32);
    writer.double(frame.sequence);
    this.#beginTime(frame.time);
    const state = this.#state;
    for (let field = 0; field < state.fields; field++) {
      if (state.kind[field] === fieldKind.exact) {
        this.#doubles(field, frame.values);
      } else if (this.#quantise(field, frame.values, true)) {
        writer.bits(1, 1);
        this.#full(field);
      } else {
        writer.bits(0, 1);
        this.#doubles(field, frame.values);
      }
    }
  }

  #delta(frame: Frame, sequence: number, advance: number): void {
    const writer = this.#writer;
    const state = this.#state;
    writer.bits(deltaByte, 8);
    writer.bits(sequence, 8);
    writer.count(advance);
    this.#time(frame.time);
    let run = 0;
    for (let field = 0; field < state.fields; field++) {
      if (state.isNear(field, frame.values)) {
        run += 1;
        state.rest(field);
      } else {
        writer.count(run);
        run = 0;
        this.#change(field, frame.values);
      }
    }
    if (run > 0) writer.count(run);
  }

  #change(field: number, values: Float64Array): void {
    const state = this.#state;
    const writer = this.#writer;
    if (state.kind[field] === fieldKind.exact) return this.#doubles(field, values);
    if (!this.#quantise(field, values, false)) {
      writer.mark(rawMark);
      return this.#doubles(field, values);
    }
    if (state.raw[field] === 1 || this.#pivot !== state.pivot[field]) {
      writer.mark(pivotMark);
      return this.#full(field);
    }
    const order = state.order(field);
    const k = state.codeLength(field);
    const from = state.from[field]!;
    let sum = 0;
    for (let i = 0; i < state.count[field]!; i++) {
      const residual = zigzag(this.#quanta[i]! - state.predict(from + i, order));
      sum += residual;
      writer.residual(residual, k);
    }
    state.learn(field, this.#quanta, sum);
    state.show(field);
  }

  /** Sends quanta that need no history. */
  #full(field: number): void {
    const state = this.#state;
    if (state.kind[field] === fieldKind.rotation) this.#writer.bits(this.#pivot, 2);
    const k = state.fullLength(field);
    for (let i = 0; i < state.count[field]!; i++) this.#writer.residual(zigzag(this.#quanta[i]!), k);
    state.begin(field, this.#quanta, this.#pivot);
    state.show(field);
  }

  #doubles(field: number, values: Float64Array): void {
    const state = this.#state;
    const at = state.at[field]!;
    for (let i = 0; i < state.width[field]!; i++) {
      const value = values[at + i]!;
      this.#writer.double(value);
      state.values[at + i] = value;
    }
    state.raw[field] = 1;
  }

  /** Fills the quanta of a field; false where they cannot say its values within the bound. */
  #quantise(field: number, values: Float64Array, fresh: boolean): boolean {
    const state = this.#state;
    const at = state.at[field]!;
    const quantum = state.quantum[field]!;
    const kind = state.kind[field]!;
    if (kind === fieldKind.rotation) return this.#quantiseRotation(field, values, fresh);
    this.#pivot = 0;
    if (kind === fieldKind.relative) {
      const value = values[at]!;
      const code = orderedCode(value, quantum);
      this.#quanta[0] = code;
      return value === 0 || (Math.abs(value) > 1e-300 && Math.abs(code) < 0x7ff * 2 ** quantum);
    }
    for (let i = 0; i < state.count[field]!; i++) {
      const scaled = Math.round(values[at + i]! / quantum);
      if (!(Math.abs(scaled) < quantumMost)) return false;
      this.#quanta[i] = scaled;
    }
    return true;
  }

  #quantiseRotation(field: number, values: Float64Array, fresh: boolean): boolean {
    const state = this.#state;
    const unit = this.#unit;
    if (!unitOf(values, state.at[field]!, unit)) return false;
    let pivot = fresh || state.raw[field] === 1 ? 0 : state.pivot[field]!;
    if (fresh || Math.abs(unit[pivot]!) < pivotLeast) {
      for (let i = 0; i < 4; i++) if (Math.abs(unit[i]!) > Math.abs(unit[pivot]!)) pivot = i;
    }
    const quantum = unit[pivot]! < 0 ? -state.quantum[field]! : state.quantum[field]!;
    let component = 0;
    for (let i = 0; i < 4; i++) if (i !== pivot) this.#quanta[component++] = Math.round(unit[i]! / quantum);
    this.#pivot = pivot;
    return true;
  }

  #beginTime(time: number): void {
    this.#writer.double(time);
    this.#timeBase = time;
    this.#tick = 0;
    this.#tickBefore = 0;
  }

  #time(time: number): void {
    const tick = Math.round((time - this.#timeBase) / this.layout.timeBound);
    const residual = tick - 2 * this.#tick + this.#tickBefore;
    if (!(Math.abs(residual) < tickMost) || Math.abs(tick) > tickMost) {
      this.#writer.mark(rawMark);
      this.#beginTime(time);
      return;
    }
    this.#writer.residual(zigzag(residual), 0);
    this.#tickBefore = this.#tick;
    this.#tick = tick;
  }
}

/** Fills `unit` with the direction of a quaternion; false where it is none. */
function unitOf(values: Float64Array, at: number, unit: Float64Array): boolean {
  const w = values[at]!;
  const x = values[at + 1]!;
  const y = values[at + 2]!;
  const z = values[at + 3]!;
  const norm = Math.sqrt(w * w + x * x + y * y + z * z);
  if (!(Math.abs(norm - 1) < normSlack)) return false;
  unit[0] = w / norm;
  unit[1] = x / norm;
  unit[2] = y / norm;
  unit[3] = z / norm;
  return true;
}
