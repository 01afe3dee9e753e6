// What the host knows of a run from its worker's words, readable at any time without asking it.

import type { Frame, Pace, RunRecord, RunStatus } from '@holdfast/core';
import { secondsOf } from '@holdfast/protocol';
import { standingAtStart } from './conclude.ts';
import type { SessionMessage } from './attached-worker.ts';
import type { ClockReport, Standing } from './messages.ts';
import type { OpenModel } from './open-model.ts';
import { changedPace, freePace, type PaceChange } from './pace.ts';
import type { Clock } from './ports.ts';
import { RateWindow } from './rate-window.ts';
import { RecentFrames } from './recent-frames.ts';
import type { LiveRun } from './run-host.ts';

/** Wall time between frames kept for who comes late, ms: no more than a run shows of its own. */
const recentMs = 40;

export class RunPicture {
  readonly #clock: Clock;
  readonly #open: OpenModel;
  readonly #rate = new RateWindow();
  readonly #recent = new RecentFrames();
  #recentAt = -Infinity;
  #record: RunRecord;
  #stored: Standing;
  #latest: LiveRun['latest'];
  #metrics: Pick<Standing, 'time' | 'inputs' | 'metrics'> | undefined;
  #end: number;
  #pace: Pace;
  #report: ClockReport | undefined;

  constructor(clock: Clock, open: OpenModel, record: RunRecord, pace?: Pace) {
    this.#clock = clock;
    this.#open = open;
    this.#record = record;
    this.#stored = standingAtStart(record.spec);
    this.#pace = pace ?? record.spec.pace ?? freePace;
    this.#end = Math.min(record.spec.until, record.spec.limits.simulatedTime ?? Infinity);
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** What was asked of its pace last. */
  get pace(): Pace {
    return this.#pace;
  }

  /** The newest numbers a dead worker left: metrics as last told, frames as last stored. */
  get standing(): Standing {
    if (this.#metrics === undefined || this.#metrics.time < this.#stored.time) return this.#stored;
    return { ...this.#stored, ...this.#metrics };
  }

  live(
    memoryMb: number,
    { inputs }: Pick<LiveRun, 'inputs'>,
    { listed }: Pick<LiveRun, 'listed'>,
    isOver: boolean,
  ): LiveRun {
    const { model } = this.#open;
    const { rate } = this.#rate;
    const leftMs = (1000 * (this.#end - this.#record.time)) / rate;
    return {
      record: this.#record,
      model,
      latest: this.#latest,
      recent: this.#recent.frames,
      metrics: this.#metrics,
      end: this.#end,
      rate,
      pace: this.#pace,
      clock: this.#clockOf(rate, model.timeUnit),
      etaMs: Number.isFinite(leftMs) ? Math.max(0, leftMs) : null,
      memoryMb,
      inputs,
      listed,
      isOver,
    };
  }

  /** Learns from a message; true when something readable changed. */
  heard(message: SessionMessage): boolean {
    const { type } = message;
    if (type === 'ready' || type === 'parked') this.#rate.clear();
    if (type === 'beat') this.#end = message.end;
    else if (type === 'clock') this.#report = message.report;
    if (type === 'ready' || type === 'beat') this.#at(message.time);
    else if (type === 'frame') {
      this.#latest = message.frame;
      this.#remember(message.frame);
    } else if (type === 'metrics') this.#told(message);
    else if (type === 'ended') {
      this.#latest = message.frames.at(-1) ?? this.#latest;
      if (message.standing !== null) this.stored(message.standing);
    }
    return type === 'ready' || type === 'beat' || type === 'metrics' || type === 'parked' || type === 'clock';
  }

  /** Progress that the store holds now. */
  stored(standing: Standing): void {
    this.#stored = standing;
    this.#told(standing);
  }

  become(status: RunStatus, change: Partial<Pick<RunRecord, 'time' | 'result'>> = {}): void {
    if (status !== 'running') {
      this.#rate.clear();
      this.#report = undefined;
    }
    this.#record = { ...this.#record, ...change, status, updatedAt: this.#clock.now() };
  }

  /** Learns what is asked of its pace. */
  paced(change: PaceChange): void {
    this.#pace = changedPace(this.#pace, change);
  }

  #clockOf(rate: number, timeUnit: string): LiveRun['clock'] {
    if (this.#report === undefined) return undefined;
    const { pace: _, ...report } = this.#report;
    return { ...report, rtf: rate * secondsOf(timeUnit) };
  }

  #told({ time, inputs, metrics }: Pick<Standing, 'time' | 'inputs' | 'metrics'>): void {
    this.#metrics = { time, inputs, metrics };
  }

  #remember(frame: Frame): void {
    const now = this.#clock.monotonic();
    if (now - this.#recentAt < recentMs) return;
    this.#recentAt = now;
    this.#recent.push(frame);
  }

  #at(time: number): void {
    this.#rate.add(this.#clock.monotonic(), time);
    this.#record = { ...this.#record, time, updatedAt: this.#clock.now() };
  }
}
