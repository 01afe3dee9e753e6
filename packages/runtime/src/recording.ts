// Recorded frames at definite simulated times: a multiple of the interval, the start and the end.
// What is recorded never depends on wall time, pauses, checkpoints, kills or the number of workers.

import type { Frame, Model, RunSpec } from '@holdfast/core';
import { documentDigest, extendTrail, startTrail } from '@holdfast/protocol';

/** Frames a bounded run keeps at most, besides its start and its end. */
const framesMost = 256;

/** Slack, as a fraction of the interval, for times that are sums of rounded steps. */
export const recordSlack = 1e-9;

/** Time between recorded frames: the smallest multiple of the largest step that keeps a run within 256 frames. */
export function recordInterval(model: Pick<Model, 'step'>, until: number): number {
  if (!Number.isFinite(until)) return model.step.max;
  return model.step.max * Math.max(1, Math.ceil(until / (framesMost * model.step.max)));
}

/** The first multiple of the interval after `time`. */
export function recordedAfter(interval: number, time: number): number {
  return interval * (Math.floor(time / interval + recordSlack) + 1);
}

/** Place in a recording, part of every checkpoint. */
export interface RecordingState {
  readonly count: number;
  readonly trail: string;
  /** Time of the last recorded frame; -1 before the first. */
  readonly last: number;
}

export class Recording {
  readonly #interval: number;
  #count = 0;
  #trail: string;
  #last = -1;
  #pending: Frame[] = [];
  #pendingBytes = 0;

  constructor(spec: RunSpec, model: Pick<Model, 'step'>) {
    this.#interval = recordInterval(model, spec.until);
    this.#trail = startTrail(documentDigest(spec.document), spec.seed, spec.parameters);
  }

  get state(): RecordingState {
    return { count: this.#count, trail: this.#trail, last: this.#last };
  }

  /** Bytes of values that wait to be taken. */
  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  /** The next time at which a frame is due. */
  get due(): number {
    return this.#last < 0 ? 0 : this.dueAfter(this.#last);
  }

  /** The first time after `time` at which a frame is due. */
  dueAfter(time: number): number {
    return recordedAfter(this.#interval, time);
  }

  isDue(time: number): boolean {
    return time >= this.due - recordSlack * this.#interval;
  }

  restore(state: RecordingState): void {
    this.#count = state.count;
    this.#trail = state.trail;
    this.#last = state.last;
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  /** Takes back what was recorded after a place that is not yet handed over, or just was. */
  rewind(state: RecordingState): void {
    const kept = this.#pending.filter(({ sequence }) => sequence < state.count);
    this.restore(state);
    this.#pending = kept;
    this.#pendingBytes = kept.reduce((sum, { values }) => sum + 8 * values.length + 64, 0);
  }

  /** Keeps one frame, unless one of this time is kept already. */
  record(time: number, values: Float64Array): void {
    if (time <= this.#last) return;
    const frame = { sequence: this.#count, time, values };
    this.#trail = extendTrail(this.#trail, frame);
    this.#count++;
    this.#last = time;
    this.#pending.push(frame);
    this.#pendingBytes += 8 * values.length + 64;
  }

  /** Hands over what was recorded since the last call. */
  take(): readonly Frame[] {
    const taken = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    return taken;
  }
}
