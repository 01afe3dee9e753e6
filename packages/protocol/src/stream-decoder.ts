// The far side of a live stream. Mirrors the encoder's state; whatever bytes it is given, it answers with a frame or with
// `protocol.malformed`, after which it waits for a key frame.

import type { Frame } from '@holdfast/core';
import { malformed } from './binary.ts';
import { BitReader, pivotMark, rawMark } from './bit-stream.ts';
import { streamVersion, tickMost } from './stream-encoder.ts';
import { deltaByte, keyByte, type StreamLayout } from './stream-layout.ts';
import { fieldKind, quantumMost, StreamState } from './stream-state.ts';

/** A decoded frame and its place in the stream. */
export interface StreamedFrame {
  readonly frame: Frame;
  readonly sequence: number;
  readonly tier: number;
  readonly key: boolean;
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

export class StreamDecoder {
  readonly #layouts: readonly StreamLayout[];
  readonly #quanta = new Int32Array(3);
  #reader = new BitReader(new Uint8Array());
  #state: StreamState | undefined;
  #tier = 0;
  #sequence = 0;
  #frameSequence = 0;
  #timeBase = 0;
  #tick = 0;
  #tickBefore = 0;
  #timeBound = 0;

  /** `layouts` are those of the encoders, by tier. */
  constructor(layouts: readonly StreamLayout[]) {
    this.#layouts = layouts;
  }

  /** Whether the next frame may be one that follows another. */
  get isFollowing(): boolean {
    return this.#state !== undefined;
  }

  /** Decodes the next frame; its values are a copy. @throws SimulationError `protocol.malformed`, nothing else */
  decode(bytes: Uint8Array): StreamedFrame {
    const following = this.#state;
    this.#state = undefined;
    this.#reader = new BitReader(bytes);
    const first = this.#reader.bits(8);
    if (first !== keyByte && first !== deltaByte) throw malformed('not a streamed frame');
    const key = first === keyByte;
    const state = key ? this.#key() : this.#delta(following);
    this.#reader.end();
    this.#state = state;
    const time = this.#timeBase + this.#tick * this.#timeBound;
    const frame = { sequence: this.#frameSequence, time, values: state.values.slice() };
    return { frame, sequence: this.#sequence, tier: this.#tier, key };
  }

  #key(): StreamState {
    const reader = this.#reader;
    const version = reader.bits(8);
    if (version !== streamVersion) throw malformed(`stream version ${version} is not known`);
    this.#tier = reader.bits(8);
    const layout = this.#layouts[this.#tier];
    if (layout === undefined) throw malformed(`stream tier ${this.#tier} is not known`);
    this.#sequence = reader.bits(32);
    this.#frameSequence = reader.double();
    if (!Number.isSafeInteger(this.#frameSequence) || this.#frameSequence < 0)
      throw malformed('the sequence of a streamed frame is not a count');
    this.#timeBound = layout.timeBound;
    this.#beginTime();
    const state = new StreamState(layout);
    for (let field = 0; field < state.fields; field++) {
      if (state.kind[field] !== fieldKind.exact && reader.bits(1) === 1) this.#full(state, field);
      else this.#doubles(state, field);
    }
    return state;
  }

  #delta(state: StreamState | undefined): StreamState {
    const reader = this.#reader;
    if (state === undefined) throw malformed('a streamed frame follows none; ask for a key frame');
    if (reader.bits(8) !== ((this.#sequence + 1) & 0xff)) throw malformed('a streamed frame is missing');
    this.#sequence += 1;
    this.#frameSequence += reader.count();
    if (!Number.isSafeInteger(this.#frameSequence))
      throw malformed('the sequence of a streamed frame is too large');
    this.#time();
    let field = 0;
    while (field < state.fields) {
      const rested = field + reader.count();
      if (rested > state.fields) throw malformed('a streamed frame has too many fields');
      while (field < rested) state.rest(field++);
      if (field < state.fields) this.#change(state, field++);
    }
    return state;
  }

  #change(state: StreamState, field: number): void {
    const reader = this.#reader;
    if (state.kind[field] === fieldKind.exact) return this.#doubles(state, field);
    const order = state.order(field);
    const k = state.codeLength(field);
    let residual = reader.residual(k);
    if (residual === rawMark) return this.#doubles(state, field);
    if (residual === pivotMark) return this.#full(state, field);
    if (state.raw[field] === 1) throw malformed('a streamed value follows none');
    const from = state.from[field]!;
    let sum = 0;
    for (let i = 0; i < state.count[field]!; i++) {
      if (i > 0) residual = reader.residual(k);
      sum += residual;
      this.#take(state, field, i, state.predict(from + i, order) + unzigzag(residual));
    }
    state.learn(field, this.#quanta, sum);
    state.show(field);
  }

  #full(state: StreamState, field: number): void {
    const pivot = state.kind[field] === fieldKind.rotation ? this.#reader.bits(2) : 0;
    const k = state.fullLength(field);
    for (let i = 0; i < state.count[field]!; i++)
      this.#take(state, field, i, unzigzag(this.#reader.residual(k)));
    state.begin(field, this.#quanta, pivot);
    state.show(field);
  }

  #take(state: StreamState, field: number, component: number, quantum: number): void {
    const isRelative = state.kind[field] === fieldKind.relative;
    const most = isRelative ? 0x7ff * 2 ** state.quantum[field]! : quantumMost;
    if (!(Math.abs(quantum) < most)) throw malformed('a streamed value is too large');
    this.#quanta[component] = quantum;
  }

  #doubles(state: StreamState, field: number): void {
    const at = state.at[field]!;
    for (let i = 0; i < state.width[field]!; i++) state.values[at + i] = this.#reader.double();
    state.raw[field] = 1;
  }

  #beginTime(): void {
    this.#timeBase = this.#reader.double();
    this.#tick = 0;
    this.#tickBefore = 0;
  }

  #time(): void {
    const residual = this.#reader.residual(0);
    if (residual === rawMark) return this.#beginTime();
    const tick = 2 * this.#tick - this.#tickBefore + unzigzag(residual);
    if (Math.abs(tick) > tickMost) throw malformed('the time of a streamed frame is too far');
    this.#tickBefore = this.#tick;
    this.#tick = tick;
  }
}
