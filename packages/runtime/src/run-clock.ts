// The second and third clock of a run: when its states are due on the wall clock and how often they are shown. It holds steps
// back, measures them and says so; the first clock, the family's own steps, never learns of it.

import type { Pace, Probe, StopReason } from '@holdfast/core';
import { secondsOf } from '@holdfast/protocol';
import type { AssistanceReport } from './assistance.ts';
import type { LivingRun } from './living-run.ts';
import type { Mailbox } from './mailbox.ts';
import type { ClockReport, WorkerMessage } from './messages.ts';
import { OverrunLadder, rungs } from './overrun-ladder.ts';
import { changedPace, frameMs, modeMs, type PaceChange } from './pace.ts';
import { Pacer } from './pacer.ts';
import type { Pacing } from './pacing.ts';
import type { Clock } from './ports.ts';
import { Profiler, type LoopPart } from './profiler.ts';

const reportMs = 500;
const metricsMs = 500;
/** Slips are told one by one at most this often. */
const slipTellMs = 5000;
/** Wall time one paced span of chunks may stand for. */
const spanMs = 50;

export interface RunClockPorts {
  readonly clock: Clock;
  readonly mailbox: Mailbox;
  readonly pacing: Pacing;
  readonly post: (message: WorkerMessage) => void;
  /** How whoever answers the simulation's questions does. */
  readonly assistance?: (() => AssistanceReport) | undefined;
}

export interface RunClockStart {
  readonly pace: Pace;
  readonly timeUnit: string;
  /** Up to here the run repeats what is known: as fast as possible. */
  readonly from: number;
}

export class RunClock {
  readonly #ports: RunClockPorts;
  readonly #run: LivingRun;
  readonly #from: number;
  readonly #pacer: Pacer;
  readonly #ladder = new OverrunLadder();
  readonly #profiler: Profiler;
  #pace: Pace;
  #wishHz = 0;
  /** Computing since the last step was judged, ms. */
  #busyMs = 0;
  #reportAt = 0;
  #checkAt = 0;
  #slipAt = -Infinity;
  /** Accounts that do not close, and were said. */
  #open: ReadonlySet<string> = new Set();

  constructor(ports: RunClockPorts, run: LivingRun, start: RunClockStart) {
    this.#ports = ports;
    this.#run = run;
    this.#from = start.from;
    this.#pace = start.pace;
    this.#pacer = new Pacer(start.pace.factor, secondsOf(start.timeUnit));
    this.#profiler = new Profiler(run.profile(undefined), () => ports.clock.monotonic());
    this.#show();
  }

  get pace(): Pace {
    return this.#pace;
  }

  /** Chunks the next span may take when `wanted` are worth it. */
  chunks(wanted: number, chunkTime: number): number {
    const chunkMs = this.#isPaced ? this.#pacer.wallMs(chunkTime) : 0;
    return chunkMs > 0 ? Math.max(1, Math.min(wanted, Math.floor(spanMs / chunkMs))) : wanted;
  }

  change(change: PaceChange): void {
    const before = this.#pace;
    const pace = changedPace(before, change);
    this.#pace = pace;
    if (pace.factor !== before.factor) this.#pacer.setFactor(pace.factor);
    this.#ladder.reset();
    this.#show();
    this.#report(this.#ports.clock.monotonic());
  }

  /** Takes in how many live frames a second are asked for. */
  show(hz: number): void {
    if (hz === this.#wishHz) return;
    this.#wishHz = hz;
    this.#show();
  }

  /** Waits until the state is due; false when a message came first. */
  async due(): Promise<boolean> {
    if (!this.#isPaced) return true;
    const { clock, mailbox, pacing } = this.#ports;
    for (;;) {
      const waitMs = this.#pacer.waitMs(this.#run.time, clock.monotonic());
      if (waitMs < 1) return true;
      if (mailbox.arrived) return false;
      await mailbox.arrivedWithin(clock, Math.min(waitMs, pacing.beatWithinMs));
      pacing.beat(this.#run);
    }
  }

  /** The probe for the step to come, when it is one to be looked into. */
  probe(): Probe | undefined {
    return this.#profiler.probe();
  }

  /** Judges the step that went from `time` to now in `tookMs`; answers why the run ends, when it cannot keep a hard pace. */
  stepped(time: number, tookMs: number, now: number): StopReason | undefined {
    this.#profiler.stepped(now);
    this.spent('step', tookMs, now);
    const busyMs = this.#busyMs;
    this.#busyMs = 0;
    if (!this.#isPaced || !(this.#run.time > time)) return undefined;
    const slipMs = this.#pacer.arrived(this.#run.time, now);
    if (slipMs !== undefined) this.#slipped(slipMs, now);
    if (this.#ladder.learn(busyMs, this.#pacer.wallMs(this.#run.time - time), now)) this.#stepOnRung(now);
    return this.#pace.hard && this.#pacer.lost ? { kind: 'halted', rule: 'pace' } : undefined;
  }

  spent(part: LoopPart, ms: number, now: number): void {
    this.#busyMs += ms;
    this.#profiler.add(part, ms, now);
  }

  /** Reports what is due: how the pace is kept, what computing costs, and accounts that do not close. */
  look(now: number): void {
    if (now >= this.#reportAt) this.#report(now);
    if (now < this.#checkAt) return;
    this.#checkAt = now + this.#checkMs;
    if (this.#run.chunked) return;
    this.#check();
    const checked = this.#ports.clock.monotonic();
    this.spent('check', checked - now, checked);
  }

  get #isPaced(): boolean {
    return this.#pace.factor > 0 && this.#run.time >= this.#from;
  }

  get #mode(): Pace['mode'] {
    return this.#ladder.rung >= 4 ? 'performance' : this.#pace.mode;
  }

  get #checkMs(): number {
    return modeMs[this.#mode].check * (this.#ladder.rung >= 3 ? 10 : 1);
  }

  #show(): void {
    const { rung } = this.#ladder;
    this.#ports.pacing.show({
      frameMs: frameMs(this.#mode, this.#wishHz) * (rung >= 2 ? 2 : 1),
      metricsMs: metricsMs * (rung >= 1 ? 4 : 1),
    });
  }

  #check(): void {
    const found = this.#run.openAccounts();
    for (const { name, residual, tolerance } of found) {
      if (this.#open.has(name)) continue;
      const details = { name, residual, tolerance, time: this.#run.time };
      this.#ports.post({ type: 'warning', code: 'account.open', details });
    }
    this.#open = new Set(found.map(({ name }) => name));
  }

  #stepOnRung(now: number): void {
    const { rung, headroom } = this.#ladder;
    this.#show();
    this.#tell(`overrun rung ${rung}: ${rungs[rung]!}`, { rung, headroom: headroom ?? 0 });
    this.#report(now);
  }

  #slipped(lateMs: number, now: number): void {
    if (now - this.#slipAt < slipTellMs) return;
    this.#slipAt = now;
    const { slips, slippedMs } = this.#pacer.lateness;
    const text = `${Math.round(lateMs)} ms late: goes on from here, slip ${slips}`;
    this.#tell(text, { lateMs, slips, slippedMs });
  }

  #tell(message: string, details: Readonly<Record<string, number | string | boolean>>): void {
    this.#ports.post({ type: 'event', kind: 'pace', time: this.#run.time, message, details });
  }

  #report(now: number): void {
    this.#reportAt = now + reportMs;
    const assistance = this.#ports.assistance?.();
    const report: ClockReport = {
      pace: this.#pace,
      ...this.#pacer.lateness,
      rung: this.#ladder.rung,
      headroom: this.#ladder.headroom,
      costs: this.#profiler.costs(),
      ...(assistance === undefined ? {} : { assistance }),
    };
    this.#ports.post({ type: 'clock', report });
  }
}
