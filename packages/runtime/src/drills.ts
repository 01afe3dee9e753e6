// Drills: harm done to a run on purpose, and what became of it, as events of the run's log. One at a time; numbers stay those of an
// undisturbed run, because a drill uses nothing but the ways real damage takes.

import { SimulationError, type RunEvent } from '@holdfast/core';
import type { AttachedWorker, SessionMessage } from './attached-worker.ts';
import type { Clock } from './ports.ts';
import type { LiveRun } from './run-host.ts';
import type { RunLog } from './run-log.ts';

/** `plug` kills the process of a run, `corrupt` flips a bit of its living state. */
export type DrillKind = 'plug' | 'corrupt';

export interface Drill {
  readonly kind: DrillKind;
  /** Decides what is hit. */
  readonly seed: number;
}

/** The run that is harmed. */
export interface Drilled {
  /** What computes it now. @throws SimulationError `run.ended`, `detail.unavailable` */
  readonly worker: AttachedWorker;
  readonly live: Pick<LiveRun, 'record' | 'latest'>;
}

/** Time to look at one before the next, ms. */
const restMs = 1000;
/** A drill nothing was heard of for so long is over, ms. */
const longestMs = 120_000;

/** Where a drill stands. */
interface Standing {
  readonly drill: Drill;
  /** Simulated time, and the clock's. */
  readonly time: number;
  readonly at: number;
  /** Simulated time and checkpoint it went back to; -1 is the start. */
  readonly back?: { readonly time: number; readonly checkpoint: number };
}

export class Drills {
  readonly #clock: Clock;
  readonly #run: Drilled;
  readonly #log: Pick<RunLog, 'event'>;
  #under: Standing | undefined;
  #restUntil = -Infinity;

  constructor(clock: Clock, run: Drilled, log: Pick<RunLog, 'event'>) {
    this.#clock = clock;
    this.#run = run;
    this.#log = log;
  }

  /** Does harm; resolves when it is done. @throws SimulationError `drill.too-soon`, `drill.unavailable`, `run.ended` */
  async begin(drill: Drill): Promise<void> {
    const now = this.#clock.monotonic();
    const under = this.#under !== undefined && now - this.#under.at < longestMs;
    if (under || now < this.#restUntil) throw new SimulationError('drill.too-soon');
    const { worker, live } = this.#run;
    const time = Math.max(live.record.time, live.latest?.time ?? 0);
    if (drill.kind === 'plug') {
      this.#harmed(drill, time, 'the plug of its process was pulled');
      worker.unplug();
      return;
    }
    this.#under = { drill, time, at: now };
    try {
      const answer = await worker.ask({ kind: 'harm', seed: drill.seed });
      this.#harmed(drill, answer.time, `one bit was flipped: ${String(answer.said)}`);
    } catch (error) {
      this.#under = undefined;
      throw error;
    }
  }

  /** Follows what becomes of the harm. */
  heard(message: SessionMessage): void {
    const under = this.#under;
    if (under === undefined) return;
    const { time } = under;
    if (message.type === 'ready') {
      this.#under = { ...under, back: { time: message.time, checkpoint: message.resumed ?? -1 } };
    } else if (message.type === 'warning' && message.code === 'state.repaired') {
      this.#over('repaired', time, 'found, and repaired in place', {});
    } else if (message.type === 'ended') this.#passed(message.standing?.time ?? time);
    else if (message.type === 'progress' && message.checkpoint !== null)
      this.#passed(message.checkpoint.time);
    else if (message.type === 'beat') this.#caughtUp(message.time);
    else if (message.type === 'frame') this.#caughtUp(message.frame.time);
  }

  #harmed(drill: Drill, time: number, what: string): void {
    const { kind, seed } = drill;
    this.#under = { drill, time, at: this.#clock.monotonic() };
    void this.#log.event('warning', time, `drill: ${what}`, { drill: kind, phase: 'harmed', seed, what });
  }

  /** A state at `time` was kept, and only sound ones are. */
  #passed(time: number): void {
    const under = this.#under;
    if (under?.back !== undefined) this.#caughtUp(time);
    else if (under !== undefined && time > under.time && under.drill.kind === 'corrupt') {
      this.#over(
        'harmless',
        time,
        'inspected, and nothing is wrong: what was hit is written anew in every step',
        {},
      );
    }
  }

  #caughtUp(time: number): void {
    const under = this.#under;
    if (under?.back === undefined || time < under.time) return;
    const { back } = under;
    const repeated = under.time - back.time;
    const from = back.checkpoint < 0 ? 'the start' : `checkpoint ${back.checkpoint}`;
    const text = `caught up: from ${back.time} (${from}) to ${under.time} again`;
    this.#over('caught-up', under.time, text, { repeated, from: back.time, checkpoint: back.checkpoint });
  }

  #over(phase: string, time: number, text: string, details: RunEvent['details']): void {
    const under = this.#under;
    if (under === undefined) return;
    const now = this.#clock.monotonic();
    const ms = Math.round(now - under.at);
    this.#under = undefined;
    this.#restUntil = now + restMs;
    const { kind, seed } = under.drill;
    const message = `drill: ${text}, ${ms} ms after the harm`;
    void this.#log.event('recovery', time, message, { drill: kind, phase, seed, ms, ...details });
  }
}
