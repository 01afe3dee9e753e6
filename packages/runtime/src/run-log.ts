// Everything one claimed run leaves in the store, in order and under its epoch; subscribers hear of it afterwards.

import {
  SimulationError,
  type Checkpoint,
  type EventKind,
  type Frame,
  type Pace,
  type Page,
  type RecordedInput,
  type RunEvent,
  type RunResult,
  type RunStatus,
  type Store,
} from '@holdfast/core';
import { inputDetails, inputText } from '@holdfast/protocol';
import type { FrameHub } from './frame-hub.ts';
import type { WorkerMessage } from './messages.ts';
import { paceAsked, wordsOf } from './pace.ts';
import type { Clock } from './ports.ts';
import { WriteChain } from './write-chain.ts';

/** What the store already holds of a run when it is claimed. */
export interface StoredLog {
  readonly nextEvent: number;
  readonly inputs: readonly RecordedInput[];
  /** Newest first. */
  readonly checkpoints: readonly Checkpoint[];
  /** Time of the last stored frame; -1 for none. */
  readonly recordedTo: number;
  /** The pace that was asked for last while it lived. */
  readonly pace?: Pace;
}

export interface LogStart extends StoredLog {
  readonly run: string;
  readonly epoch: number;
}

/** Refused writes after which the end is still tried: with the figures, then without. */
export const refusalsMost = 2;

const notOurs: ReadonlySet<string> = new Set(['store.stale-epoch', 'run.ended', 'run.not-found']);

/** Whether a refusal says that the run is no longer this host's to end. */
export function isNotOurs({ code }: SimulationError): boolean {
  return notOurs.has(code);
}

/** Frames in one write. */
const framesPerWrite = 1000;

/** Reads what a new owner must know. */
export async function readLog(store: Store, run: string): Promise<StoredLog> {
  const [inputs, checkpoints, event, frame] = await Promise.all([
    store.listInputs(run),
    store.listCheckpoints(run),
    lastOf((page) => store.listEvents(run, page)),
    lastOf((page) => store.listFrames(run, page)),
  ]);
  const nextEvent = event === undefined ? 0 : event.sequence + 1;
  const pace = await lastPace(store, run, nextEvent);
  const log = { nextEvent, inputs, checkpoints, recordedTo: frame?.time ?? -1 };
  return pace === undefined ? log : { ...log, pace };
}

const eventsPerRead = 1000;

/** Looks for the last pace asked for, from the newest of `count` events back. */
async function lastPace(store: Store, run: string, count: number): Promise<Pace | undefined> {
  for (let end = count; end > 0; end -= eventsPerRead) {
    const after = end - eventsPerRead - 1;
    const limit = Math.min(eventsPerRead, end);
    const page = await store.listEvents(run, after < 0 ? { limit } : { after, limit });
    const found = page.map(paceAsked).findLast((pace) => pace !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Finds the last entry of a gapless log in about 2 log2(n) small reads: strides double, then halve. */
async function lastOf<Entry extends { readonly sequence: number }>(
  list: (page: Page) => Promise<readonly Entry[]>,
): Promise<Entry | undefined> {
  let [last] = await list({ limit: 1 });
  if (last === undefined) return undefined;
  let growing = true;
  for (let stride = 1; stride >= 1; stride = growing ? 2 * stride : stride / 2) {
    const [further] = await list({ after: last.sequence + stride - 1, limit: 1 });
    if (further === undefined) growing = false;
    else last = further;
  }
  return last;
}

export interface LogPorts {
  readonly store: Store;
  readonly clock: Clock;
  readonly hub: FrameHub;
  /** The store refused a write for good. */
  readonly refused: (error: SimulationError) => void;
}

type Details = RunEvent['details'];

export class RunLog {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #hub: FrameHub;
  readonly #run: string;
  readonly #epoch: number;
  readonly #refused: (error: SimulationError) => void;
  #chain: WriteChain;
  #nextEvent: number;
  /** Events below this number are stored. */
  #storedEvents: number;
  readonly #inputs: RecordedInput[];
  #checkpoints: readonly Checkpoint[];
  #recordedTo: number;

  constructor(ports: LogPorts, start: LogStart) {
    this.#store = ports.store;
    this.#clock = ports.clock;
    this.#hub = ports.hub;
    this.#run = start.run;
    this.#epoch = start.epoch;
    this.#refused = ports.refused;
    this.#nextEvent = start.nextEvent;
    this.#storedEvents = start.nextEvent;
    this.#inputs = [...start.inputs];
    this.#checkpoints = start.checkpoints;
    this.#recordedTo = start.recordedTo;
    this.#chain = new WriteChain(ports.clock, ports.refused);
  }

  /** Inputs stored so far. */
  get inputs(): readonly RecordedInput[] {
    return this.#inputs;
  }

  /** Whether nothing stored lies after `time`, so that an input may take effect there. */
  isSettledAt(time: number): boolean {
    return time >= this.#recordedTo && this.#inputs.every((input) => input.time <= time);
  }

  /** Stored checkpoints, newest first, two at most. */
  get checkpoints(): readonly Checkpoint[] {
    return this.#checkpoints;
  }

  /** Time up to which frames may be stored. */
  get recordedTo(): number {
    return this.#recordedTo;
  }

  /** What a new worker must know of it. */
  get kept(): Pick<StoredLog, 'checkpoints' | 'inputs' | 'recordedTo'> {
    return { checkpoints: this.#checkpoints, inputs: this.#inputs, recordedTo: this.#recordedTo };
  }

  /** Resolves when every write asked for so far is done or given up. */
  get idle(): Promise<unknown> {
    return this.#chain.idle;
  }

  /** Stops trying; what is not written by now stays unwritten. */
  close(): void {
    this.#chain.close();
  }

  /** After a refusal: forgets what was not stored, so that the end can be told without a gap. */
  reopen(): void {
    this.#nextEvent = this.#storedEvents;
    this.#chain = new WriteChain(this.#clock, this.#refused);
  }

  event(kind: EventKind, time: number, message: string, details: Details = {}): Promise<boolean> {
    const event = this.#number(kind, time, message, details);
    return this.#chain.add(async () => {
      await this.#store.appendEvents(this.#run, this.#epoch, [event]);
      this.#storedEvents = event.sequence + 1;
      this.#hub.event(event);
    });
  }

  /** Tells of a failure the run survived. */
  warn({ code, message }: SimulationError, time: number): void {
    void this.event('warning', time, message, { code });
  }

  /** Tells what a worker had to say. */
  told(said: WorkerMessage & { type: 'warning' | 'event' }, time: number): void {
    if (said.type === 'warning') this.warn(new SimulationError(said.code, said.details), time);
    else void this.event(said.kind, said.time, said.message, said.details);
  }

  /** Tells where a worker went on, and which damaged checkpoints it passed over. */
  resumed(ready: WorkerMessage & { type: 'ready' }, recovering: boolean): void {
    const { time, resumed: from, skipped } = ready;
    for (const file of skipped) {
      const { message: text } = new SimulationError('checkpoint.corrupt', { file });
      void this.event('recovery', time, text, { code: 'checkpoint.corrupt', file });
    }
    if (!recovering) return;
    const text = `resumed from ${from === null ? 'the start' : `checkpoint ${from}`}`;
    void this.event('recovery', time, text, { checkpoint: from ?? -1 });
  }

  /** Stores what is asked of the pace, so that whoever takes the run over keeps it. */
  paced(pace: Pace, time: number): Promise<boolean> {
    return this.event('pace', time, `pace: ${wordsOf(pace)}`, { ...pace });
  }

  status(status: RunStatus, time: number): Promise<boolean> {
    void this.#chain.add(() =>
      this.#store.updateRun(this.#run, this.#epoch, { status, time, at: this.#clock.now() }),
    );
    return this.event('status', time, status);
  }

  /** Stores frames, then the checkpoint that counts on them, if there is one. */
  progress(frames: readonly Frame[], checkpoint: Checkpoint | null, time: number): Promise<boolean> {
    this.#frames(frames);
    if (checkpoint === null) return this.#chain.add(() => Promise.resolve());
    void this.#chain.add(async () => {
      await this.#store.putCheckpoint(this.#run, this.#epoch, checkpoint);
      this.#checkpoints = [checkpoint, ...this.#checkpoints].slice(0, 2);
      await this.#store.updateRun(this.#run, this.#epoch, { status: 'running', time, at: this.#clock.now() });
    });
    const { sequence, bytes } = checkpoint;
    return this.event('checkpoint', checkpoint.time, `checkpoint ${sequence}`, { sequence, bytes });
  }

  /** Stores inputs that took effect; numbered, so that a repeated write is the same write. */
  recordInputs(inputs: readonly RecordedInput[]): Promise<boolean> {
    if (inputs.length === 0) return this.#chain.add(() => Promise.resolve());
    void this.#chain.add(async () => {
      await this.#store.appendInputs(this.#run, this.#epoch, inputs, this.#inputs.length);
      this.#inputs.push(...inputs);
    });
    let last = Promise.resolve(true);
    for (const input of inputs) {
      const text = `${input.parameter} = ${inputText(input.value)}`;
      last = this.event('input', input.time, text, inputDetails(input));
    }
    return last;
  }

  /** Stores what remains, then the result together with the events of the end; `observed` tells more of a limit. */
  finish(frames: readonly Frame[], result: RunResult, observed: Details = {}): Promise<boolean> {
    this.#frames(frames);
    const { stop, reached } = result;
    const events: RunEvent[] = [];
    if (stop.kind === 'limit') {
      const { limit, bound } = stop;
      const text = `limit ${limit} = ${bound} reached`;
      events.push(this.#number('limit', reached, text, { limit, bound, ...observed }));
    }
    const details: Details =
      stop.kind === 'failed' ? { stop: stop.kind, code: stop.code } : { stop: stop.kind };
    events.push(this.#number('ended', reached, `ended: ${stop.kind}`, details));
    return this.#chain.add(async () => {
      await this.#store.finishRun(this.#run, this.#epoch, result, this.#clock.now(), events);
      for (const event of events) this.#hub.event(event);
    });
  }

  #number(kind: EventKind, time: number, message: string, details: Details): RunEvent {
    return { sequence: this.#nextEvent++, kind, time, at: this.#clock.now(), message, details };
  }

  #frames(frames: readonly Frame[]): void {
    this.#recordedTo = Math.max(this.#recordedTo, frames.at(-1)?.time ?? -1);
    for (let at = 0; at < frames.length; at += framesPerWrite) {
      const part = frames.slice(at, at + framesPerWrite);
      void this.#chain.add(() => this.#store.appendFrames(this.#run, this.#epoch, part));
    }
  }
}
