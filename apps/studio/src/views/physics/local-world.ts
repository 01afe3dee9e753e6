// A world in this page: its frames in a bounded history, its course in a worker. Nothing of it reaches the server.

import { frameSize, type Input, type ModelDocument } from '@holdfast/core';
import type { Scene } from '@holdfast/catalog';
import { FrameHistory } from '@holdfast/pictures';
import type { EngineAnswer, EngineQuestion } from './engine-messages.ts';
import { ForceTrack } from './force-track.ts';
import type { LocalStart } from './local-session.ts';
import type { OwnCourse } from './own-course.ts';

const historyBytes = 16 * 2 ** 20;

export type LocalState = 'opening' | 'playing' | 'held' | 'failed';

interface Asked {
  readonly resolve: (course: OwnCourse) => void;
  readonly reject: (reason: Error) => void;
}

function openWorker(): Worker {
  return new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module', name: 'engine' });
}

/** Asks a worker of its own one thing. @throws Error with the engine's complaint */
function askOnce<Kind extends EngineAnswer['kind']>(
  question: EngineQuestion,
  kind: Kind,
  signal: AbortSignal,
): Promise<EngineAnswer & { kind: Kind }> {
  const worker = openWorker();
  signal.addEventListener('abort', () => worker.terminate());
  return new Promise<EngineAnswer & { kind: Kind }>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<EngineAnswer>) => {
      if (data.kind === kind) resolve(data as EngineAnswer & { kind: Kind });
      else if (data.kind === 'failed') reject(new Error(data.message));
    });
    worker.addEventListener('error', () => reject(new Error('the engine could not be loaded')));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    worker.postMessage(question);
  }).finally(() => worker.terminate());
}

/** The scene of a document that only the engine can read. @throws Error with the engine's complaint */
export async function sceneByEngine(document: ModelDocument, signal: AbortSignal): Promise<Scene> {
  return (await askOnce({ kind: 'scene', document }, 'scene', signal)).scene;
}

/** What `endDigest` gives; the page itself does not load what hashes. */
export async function endDigestByEngine(
  time: number,
  values: Float64Array,
  signal: AbortSignal,
): Promise<string> {
  return (await askOnce({ kind: 'digest', time, values }, 'digest', signal)).digest;
}

/** The part of a history before a time. */
function before(history: FrameHistory, time: number): FrameHistory {
  const kept = new FrameHistory(history.size, historyBytes);
  for (let index = 0; index < history.count && history.timeAt(index) < time; index++) {
    const sequence = history.sequenceAt(index);
    kept.push({ sequence, time: history.timeAt(index), values: history.valuesAt(index) });
  }
  return kept;
}

export class LocalWorld {
  readonly #worker = openWorker();
  readonly #changed: () => void;
  readonly #came: () => void;
  #history: FrameHistory | undefined;
  #state: LocalState = 'opening';
  #sequence = 0;
  #rate = 1;
  #asked: Asked | undefined;
  readonly forces = new ForceTrack();
  problem = '';
  /** Simulated less than was asked in the last stretch. */
  behind = false;

  /** @param changed called when the state changes; @param came when frames came */
  constructor(start: LocalStart, time: number, changed: () => void, came: () => void) {
    this.#changed = changed;
    this.#came = came;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<EngineAnswer>) => this.#hear(data));
    this.#worker.addEventListener('error', () => this.#fail('the engine could not be loaded'));
    this.#ask({ kind: 'open', start, time });
    this.play(1);
  }

  get history(): FrameHistory | undefined {
    return this.#history;
  }

  get state(): LocalState {
    return this.#state;
  }

  get rate(): number {
    return this.#rate;
  }

  play(rate: number): void {
    this.#rate = rate;
    this.#ask({ kind: 'play', rate });
    this.#go('playing');
  }

  hold(): void {
    this.#ask({ kind: 'play', rate: 0 });
    this.#go('held');
  }

  /** One frame on. */
  step(): void {
    if (this.#state === 'playing') this.hold();
    this.#ask({ kind: 'step' });
  }

  apply(inputs: readonly Input[]): void {
    this.#ask({ kind: 'apply', inputs });
  }

  /** Tells forces from now on, or no more. */
  tellForces(on: boolean): void {
    this.#ask({ kind: 'forces', on });
    if (!on) this.forces.clear();
  }

  /** Takes the world back to a time, to go on from there. */
  seek(time: number): void {
    this.#ask({ kind: 'seek', time });
  }

  /** Holds, and says how a run becomes equal to this world. @throws Error with the engine's complaint */
  course(): Promise<OwnCourse> {
    this.hold();
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject };
      this.#ask({ kind: 'course' });
    });
  }

  dispose(): void {
    this.#asked?.reject(new Error('the world was closed'));
    this.#worker.terminate();
  }

  #ask(question: EngineQuestion): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    this.#worker.postMessage(question);
  }

  #go(state: LocalState): void {
    if (this.#state === 'failed' || this.#state === state) return;
    if (this.#state === 'opening' && this.#history === undefined) return;
    this.#state = state;
    this.#changed();
  }

  #fail(message: string): void {
    this.problem = message;
    this.#asked?.reject(new Error(message));
    this.#state = 'failed';
    this.#changed();
  }

  #hear(answer: EngineAnswer): void {
    if (answer.kind === 'failed') this.#fail(answer.message);
    else if (answer.kind === 'opened') {
      this.#history = new FrameHistory(frameSize(answer.channels), historyBytes);
      this.#state = 'playing';
      this.#changed();
    } else if (answer.kind === 'frames') this.#take(answer);
    else if (answer.kind === 'course') this.#asked?.resolve(answer.course);
    else if (answer.kind === 'forces') {
      this.forces.push(answer.time, answer.forces);
      this.#came();
    }
  }

  #take({ times, values, again, behind }: EngineAnswer & { kind: 'frames' }): void {
    if (this.#history === undefined) return;
    const size = values.length / times.length;
    if (again) this.#history = before(this.#history, times[0]!);
    times.forEach((time, index) => {
      this.#sequence += 1;
      const frame = {
        sequence: this.#sequence,
        time,
        values: values.subarray(index * size, (index + 1) * size),
      };
      this.#history!.push(frame);
    });
    this.behind = behind;
    this.#came();
  }
}
