// Somebody beside a simulation who answers its questions, under watch: who is stuck, dead or wrong is replaced, later each time, and the
// simulation never waits. All of it depends on wall time, so it is told and shown, and never part of what a run gives.

import type { Assistant } from '@holdfast/core';
import { DurationHistogram } from './duration-histogram.ts';

/** One thread, or what stands for it, as it is watched. Nothing here waits. */
export interface Answerer {
  /** Gives it a copy of a question; several are answered in order. */
  send(asked: number, question: Uint8Array): void;
  /** What it said next, or that it is gone. */
  hear(): AnswererWord | undefined;
  /** Ends it at once, whatever it is doing. */
  close(): void;
}

export type AnswererWord =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly asked: number; readonly answer: Uint8Array }
  /** Its code threw. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'gone'; readonly reason: string };

export interface AssistanceOptions {
  readonly open: () => Answerer;
  /** Milliseconds since some instant; never goes back. */
  readonly now: () => number;
  /** Uniform over 0 .. 1; never for anything a result depends on. */
  readonly random: () => number;
  /** Is told what went wrong and what follows. */
  readonly tell: (kind: 'recovery' | 'warning', message: string, details: AssistanceDetails) => void;
}
export type AssistanceDetails = Readonly<Record<string, number | string | boolean>>;

export const failureKinds = ['stuck', 'dead', 'poisoned'] as const;
export type FailureKind = (typeof failureKinds)[number];

export type AssistanceState = 'idle' | 'starting' | 'working' | 'waiting' | 'degraded';

/** Figures since the run's process began; times in ms. */
export interface AssistanceReport {
  /** `waiting` for the next one after a failure; `degraded` after five in a row, until eight answers in a row were good. */
  readonly state: AssistanceState;
  readonly asked: number;
  /** Answers that were there in time and taken. */
  readonly answered: number;
  /** Questions given out whose answer was not there when it was needed, and questions never given out: computed in place. */
  readonly late: number;
  readonly dropped: number;
  readonly failures: Readonly<Record<FailureKind, number>>;
  readonly replaced: number;
  /** From a failure to the next one that may be asked: the last. */
  readonly replacedMs: number;
  /** From a question to its answer, over the last minute. */
  readonly latency: { readonly p50: number; readonly p99: number };
  /** Until the next one is opened; 0 while there is one. */
  readonly retryMs: number;
}

/** Without an answer for so much stepping it is stuck, for twice as much after each failure in a row: a machine that is only busy is no failure for
 * long. While it starts it may take longer. */
export const stuckMs = 150;
const patienceDoublings = 4;
const startMs = 10_000;
/** Between two steps so much counts as stepping: a run that keeps a pace steps all the time, one that is held up does not. */
const idleMost = 25;
/** Wait after the first failure; it doubles with each in a row, and chance takes or adds up to a half. */
const backoffMs = 50;
const backoffMost = 30_000;
/** Questions given out that are not answered yet. */
const underWayMost = 2;
/** Times a question is given out: one that ends all who get it ends no more than these. */
const triesMost = 3;
const failuresMost = 5;
const goodLeast = 8;
const latencyMs = 60_000;

interface Asked {
  readonly question: Uint8Array;
  readonly at: number;
  tries: number;
  answer: Uint8Array | undefined;
}

export class Assistance implements Assistant {
  readonly #options: AssistanceOptions;
  readonly #latency = new DurationHistogram(latencyMs / 2);
  /** Questions that are not over. */
  readonly #open = new Map<number, Asked>();
  /** Given out and not answered, over or not, with the instant of each. */
  readonly #underWay = new Map<number, number>();
  #answerer: Answerer | undefined;
  #ready = false;
  /** Begun ahead, so that whoever fails is replaced at once. */
  #spare: Answerer | undefined;
  #spareReady = false;
  #spareAt = Infinity;
  /** Stepping, ms: what was, and since when it goes on. */
  #stepped = 0;
  #since: number | undefined;
  #ended = Infinity;
  /** Stepping at the last sign of life. */
  #heardAt = 0;
  #retryAt = 0;
  #failedAt: number | undefined;
  /** Failures not forgiven, and good answers since the last. */
  #row = 0;
  #good = 0;
  /** Taken, and not refused so far. */
  #taken = false;
  #isDegraded = false;
  #asked = 0;
  readonly #counts = { answered: 0, late: 0, dropped: 0, replaced: 0, replacedMs: 0 };
  readonly #failures: Record<FailureKind, number> = { stuck: 0, dead: 0, poisoned: 0 };

  constructor(options: AssistanceOptions) {
    this.#options = options;
  }

  ask(question: Uint8Array): number {
    this.#accept();
    const asked = this.#asked++;
    this.#open.set(asked, { question, at: this.#options.now(), tries: 0, answer: undefined });
    this.look();
    return asked;
  }

  take(asked: number): Uint8Array | undefined {
    this.#accept();
    this.look();
    const found = this.#open.get(asked);
    this.#open.delete(asked);
    if (found === undefined) return undefined;
    if (found.answer === undefined) this.#counts[found.tries > 0 ? 'late' : 'dropped']++;
    else this.#taken = true;
    return found.answer;
  }

  refuse(asked: number, reason: string): void {
    this.#taken = false;
    this.#fail('poisoned', `answer ${asked}: ${reason}`);
  }

  /** The simulation steps from now on; only while it does can anybody be silent too long. */
  begin(): void {
    const now = this.#options.now();
    this.#stepped += Math.min(idleMost, Math.max(0, now - this.#ended));
    this.#since = now;
  }

  /** It does not any more. */
  end(): void {
    this.#stepped = this.#stepping;
    this.#ended = this.#options.now();
    this.#since = undefined;
    this.look();
  }

  /** Hears what was said, and does what is due. Called often; costs little while nothing is. */
  look(): void {
    for (let word = this.#answerer?.hear(); word !== undefined; word = this.#answerer?.hear())
      this.#hear(word);
    this.#judge();
    if (this.#answerer === undefined && this.#open.size > 0) this.#tryToOpen();
    this.#lookAfterSpare();
    this.#takePlace();
    this.#giveOut();
  }

  report(): AssistanceReport {
    const [p50, p99] = [0.5, 0.99].map((share) => this.#latency.quantile(share));
    const retryMs = this.#answerer === undefined ? Math.max(0, this.#retryAt - this.#options.now()) : 0;
    return {
      state: this.#state,
      asked: this.#asked,
      ...this.#counts,
      failures: { ...this.#failures },
      latency: { p50: p50!, p99: p99! },
      retryMs: this.#row > 0 ? retryMs : 0,
    };
  }

  /** Ends whoever is there. */
  close(): void {
    this.#answerer?.close();
    this.#spare?.close();
    this.#answerer = undefined;
    this.#spare = undefined;
    this.#spareAt = Infinity;
    this.#open.clear();
    this.#underWay.clear();
  }

  get #state(): AssistanceState {
    if (this.#isDegraded) return 'degraded';
    if (this.#answerer === undefined) return this.#row > 0 ? 'waiting' : 'idle';
    return this.#ready ? 'working' : 'starting';
  }

  get #stepping(): number {
    return this.#since === undefined ? this.#stepped : this.#stepped + this.#options.now() - this.#since;
  }

  /** What was taken was an answer: nobody said otherwise. */
  #accept(): void {
    if (!this.#taken) return;
    this.#taken = false;
    this.#counts.answered++;
    if (this.#row === 0 || ++this.#good < goodLeast) return;
    this.#row = 0;
    if (!this.#isDegraded) return;
    this.#isDegraded = false;
    const message = `the worker beside the run answers again: ${goodLeast} answers in a row were good`;
    this.#options.tell('recovery', message, { degraded: false });
  }

  #hear(word: AnswererWord): void {
    this.#heardAt = this.#stepping;
    if (word.kind === 'failed') this.#fail('poisoned', word.reason);
    else if (word.kind === 'gone') this.#fail('dead', word.reason);
    else if (word.kind === 'ready') this.#begun();
    else this.#answered(word.asked, word.answer);
  }

  #begun(): void {
    if (this.#ready) {
      this.#fail('poisoned', 'it said twice that it is ready');
      return;
    }
    this.#ready = true;
  }

  /** Says that one who failed is replaced, once the next may be asked. */
  #takePlace(): void {
    const now = this.#options.now();
    if (this.#failedAt === undefined || !this.#ready || now < this.#retryAt) return;
    const ms = now - this.#failedAt;
    this.#failedAt = undefined;
    this.#counts.replaced++;
    this.#counts.replacedMs = ms;
    const message = `another worker took its place after ${Math.round(ms)} ms`;
    this.#options.tell('recovery', message, { replacedMs: ms });
  }

  #answered(asked: number, answer: Uint8Array): void {
    const now = this.#options.now();
    const at = this.#underWay.get(asked);
    // who answers once is worth a second one
    if (this.#spareAt === Infinity) this.#spareAt = now;
    if (!this.#underWay.delete(asked))
      this.#fail('poisoned', `it answered question ${asked}, which it was not asked`);
    else {
      this.#latency.add(now - at!, now);
      const found = this.#open.get(asked);
      if (found !== undefined) found.answer = answer;
    }
  }

  #judge(): void {
    if (this.#answerer === undefined) return;
    const silentMs = this.#stepping - this.#heardAt;
    const patience = stuckMs * 2 ** Math.min(this.#row, patienceDoublings);
    if (!this.#ready && silentMs >= startMs)
      this.#fail('stuck', `it did not start within ${startMs} ms of stepping`);
    else if (this.#ready && this.#underWay.size > 0 && silentMs >= patience)
      this.#fail('stuck', `it gave no answer for ${patience} ms of stepping`);
  }

  /** The spare one takes over. After the first failure another is begun at once, after more of them not before it may be asked. */
  #tryToOpen(): void {
    if (this.#spare === undefined && this.#row > 1 && this.#options.now() < this.#retryAt) return;
    this.#ready = this.#spare !== undefined && this.#spareReady;
    this.#heardAt = this.#stepping;
    this.#answerer = this.#spare ?? this.#options.open();
    this.#spare = undefined;
  }

  /** Begins a spare one when somebody answers, and again later when it is gone before it was needed. */
  #lookAfterSpare(): void {
    const word = this.#spare?.hear();
    if (word?.kind === 'ready') this.#spareReady = true;
    else if (word !== undefined) {
      this.#spare?.close();
      this.#spare = undefined;
      this.#spareAt = this.#options.now() + backoffMost;
    }
    if (this.#spare !== undefined || !this.#ready || this.#row > 1 || this.#options.now() < this.#spareAt)
      return;
    this.#spareReady = false;
    this.#spare = this.#options.open();
  }

  #giveOut(): void {
    if (this.#answerer === undefined || !this.#ready || this.#options.now() < this.#retryAt) return;
    for (const [asked, each] of this.#open) {
      if (this.#underWay.size >= underWayMost) return;
      if (each.answer !== undefined || this.#underWay.has(asked) || each.tries >= triesMost) continue;
      if (this.#underWay.size === 0) this.#heardAt = this.#stepping;
      each.tries++;
      this.#underWay.set(asked, this.#options.now());
      this.#answerer.send(asked, each.question);
    }
  }

  /** Ends it; another is opened later, the later the more failed in a row. */
  #fail(kind: FailureKind, reason: string): void {
    const { now, random, tell } = this.#options;
    this.#answerer?.close();
    this.#answerer = undefined;
    this.#ready = false;
    this.#underWay.clear();
    this.#failures[kind]++;
    this.#good = 0;
    const waitMs = Math.min(backoffMost, backoffMs * 2 ** this.#row * (0.5 + random()));
    this.#row = Math.min(this.#row + 1, 32);
    const at = now();
    this.#retryAt = at + waitMs;
    this.#failedAt ??= at;
    const details = { failure: kind, inARow: this.#row, waitMs };
    tell(
      'recovery',
      `the worker beside the run is ${kind}: ${reason}; the next one comes in ${Math.round(waitMs)} ms`,
      details,
    );
    if (this.#row < failuresMost || this.#isDegraded) return;
    this.#isDegraded = true;
    const message = `degraded: ${failuresMost} workers beside the run failed in a row; it computes their answers itself, and tries again`;
    tell('warning', message, { degraded: true });
  }
}
