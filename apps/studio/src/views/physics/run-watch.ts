// How the page watches its run: whole frames, the compressed stream, or computed here in lock-step. Whatever fails, the stream goes on:
// the picture changes over only to numbers that were proven equal.

import type { Scene } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import type { LiveWatch } from '@holdfast/protocol';
import type { RunFeed } from '../../telemetry/run-feed.ts';
import type { FollowStanding } from './follow-messages.ts';
import { ForceTrack } from './force-track.ts';
import { LockStep, type EngineSeat, type FollowClient, type Followed } from './lock-step.ts';

export type WatchChoice = 'automatic' | LiveWatch;

/** Degrees of freedom up to which a world is computed again rather than sent: those for which the solver is exact, and quick. */
const freedomMost = 120;
/** A run that goes faster than this many times real time leaves a page no time. */
const paceMost = 5;

const freedomOf = { free: 6, ball: 3, hinge: 1, slide: 1 } as const;

export interface WatchOptions {
  readonly feed: RunFeed;
  readonly client: FollowClient;
  readonly scene: Scene;
  readonly document: ModelDocument;
  readonly openSeat: () => EngineSeat;
  /** Whether the link is one on which 3 MB are too much. */
  readonly isSparing: () => boolean;
  /** Something React shows has changed. */
  readonly changed: () => void;
}

export class RunWatch {
  readonly #options: WatchOptions;
  readonly forces = new ForceTrack();
  #choice: WatchChoice = 'automatic';
  #used: LiveWatch = 'stream';
  #why = '';
  #lock: LockStep | undefined;
  #standing: FollowStanding | undefined;
  #refused = false;
  /** Whether the last frames shown before this page came were asked for. */
  #asksRecent = true;
  #tellsForces = false;
  /** Frames computed here. */
  computed = 0;
  #repairedAt = Number.NaN;

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  get choice(): WatchChoice {
    return this.#choice;
  }

  /** What the numbers come from now. */
  get used(): LiveWatch {
    return this.#used;
  }

  /** Whether the engine is on its way while the stream goes on. */
  get isJoining(): boolean {
    return this.#lock !== undefined && this.#used !== 'steps';
  }

  /** Why it is the stream; empty where that was asked for. */
  get why(): string {
    return this.#why;
  }

  get standing(): FollowStanding | undefined {
    return this.#standing;
  }

  /** Simulated time at which something was last repaired; NaN where nothing was. */
  get repairedAt(): number {
    return this.#repairedAt;
  }

  /** Bytes heard of the run in lock-step. */
  get bytes(): number {
    return this.#lock?.bytes ?? 0;
  }

  choose(choice: WatchChoice): void {
    this.#choice = choice;
    this.#refused = false;
    this.settle();
  }

  tellForces(on: boolean): void {
    this.#tellsForces = on;
    this.#lock?.tellForces(on);
    if (!on) this.forces.clear();
  }

  /** Does what the choice and the standing of the run ask for; called whenever one of them changed. */
  settle(): void {
    const { run, link, reading } = this.#options.feed.state();
    if (run === undefined) return;
    if (link !== 'following') this.#asksRecent = true;
    else if (this.#asksRecent && !reading && run.status === 'running') void this.#fill(run.id);
    if (run.status === 'ended' || link === 'closed') {
      this.#leave();
      this.#options.changed();
      return;
    }
    const asked = this.#asked();
    if (asked !== 'steps' || link === 'resting') this.#go(asked === 'frames' ? 'frames' : 'stream');
    else if (this.#lock === undefined && link === 'following') this.#join();
    this.#options.changed();
  }

  /** Lets the engine go; whoever else looks at the run sees the stream. */
  /** What is recorded may be far apart; one looks back at the last seconds. What cannot be had is not missed. */
  async #fill(id: string): Promise<void> {
    this.#asksRecent = false;
    const { client, feed } = this.#options;
    const frames = await client.recentFrames(id).catch(() => []);
    feed.fill(frames);
  }

  dispose(): void {
    this.#lock?.dispose();
    this.#lock = undefined;
    if (this.#used === 'steps') this.#options.feed.watch({ watch: 'stream' });
  }

  #asked(): LiveWatch {
    if (this.#choice !== 'automatic') {
      if (!this.#refused) this.#why = '';
      return this.#refused ? 'stream' : this.#choice;
    }
    const why = this.#refused ? this.#why : this.#against();
    this.#why = why;
    return why === '' ? 'steps' : 'stream';
  }

  /** Why this run is better sent than computed again; empty where it is not. */
  #against(): string {
    const { feed, scene, isSparing } = this.#options;
    const { run } = feed.state();
    const freedom = scene.joints.reduce((sum, { type }) => sum + freedomOf[type], 0);
    const factor = run?.pace.factor ?? 0;
    if (run?.status === 'queued') return 'the run has not begun';
    if (factor === 0 || factor > paceMost) return 'the run goes faster than a page computes';
    if (freedom > freedomMost) return `${freedom} degrees of freedom are lighter to send than to compute`;
    return isSparing() ? 'the engine is 3 MB, and this link is to be spared' : '';
  }

  #join(): void {
    const { feed, client, document, openSeat } = this.#options;
    const { run, events } = feed.state();
    if (run === undefined) return;
    this.#why = '';
    this.#lock = new LockStep({
      client,
      run,
      document,
      after: events.at(-1)?.sequence,
      openSeat,
      followed: (news) => this.#take(news),
      refused: (why) => {
        this.#lock = undefined;
        this.#refused = true;
        this.#why = why;
        this.#go('stream');
        this.#options.changed();
      },
    });
    this.#lock.tellForces(this.#tellsForces);
  }

  /** Watches what the server sends. */
  #go(watch: 'frames' | 'stream'): void {
    this.#leave();
    if (this.#used === watch) return;
    this.#used = watch;
    this.#options.feed.watch({ watch });
  }

  #leave(): void {
    this.#lock?.dispose();
    this.#lock = undefined;
    this.#standing = undefined;
    this.forces.clear();
  }

  #take({ frames, forces, wrongAfter, standing }: Followed): void {
    const { feed, changed } = this.#options;
    const before = this.#standing;
    this.#standing = standing;
    if (before === undefined || before.mended + before.rejoined < standing.mended + standing.rejoined) {
      if (before !== undefined) this.#repairedAt = standing.time;
      changed();
    }
    const isProven = standing.equals > 0 && standing.state !== 'behind';
    if (this.#used !== 'steps' && isProven) this.#change(standing);
    if (this.#used !== 'steps') return;
    if (wrongAfter !== undefined) feed.forget(wrongAfter);
    const { sequences, times, values } = frames;
    const size = values.length / Math.max(1, times.length);
    times.forEach((time, index) => {
      const of = values.subarray(index * size, (index + 1) * size);
      feed.put({ sequence: sequences[index]!, time, values: of });
      const force = forces[index];
      if (force !== undefined) this.forces.push(time, force);
    });
    this.computed += times.length;
  }

  /** From what is sent to what is computed. */
  #change({ inputs }: FollowStanding): void {
    const lock = this.#lock;
    if (lock === undefined) return;
    this.#used = 'steps';
    this.#options.feed.watch(
      { watch: 'steps', inputs },
      { onReached: (reached) => lock.hear(reached), onEngine: (engine) => lock.begin(engine) },
    );
    lock.release();
    this.#options.changed();
  }
}
