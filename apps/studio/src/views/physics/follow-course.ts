// A run computed in this page in lock-step: what is heard of it is computed up to, in turns that leave time to hear more. Knows no
// worker; clock, pause and checkpoint are given.

import type { WorldForces } from '@holdfast/catalog';
import type { Frame, Simulation, Simulator } from '@holdfast/core';
import type { RunReached } from '@holdfast/protocol';
import { Follower, type FollowerState } from '@holdfast/runtime';
import type { FollowStanding, FollowStart } from './follow-messages.ts';

/** ms computed before others are heard. */
const budgetMs = 24;
/** Simulated time between two frames that are shown, at most, and frames of one turn. */
const frameEvery = 1 / 30;
const framesMost = 64;
/** Simulated time one may be behind for `patienceMs` before the newest checkpoint is taken, and how often that helps. */
const lagMost = 1;
const patienceMs = 4000;
const rejoinsMost = 2;

export interface FollowNews {
  readonly frames: readonly Frame[];
  /** Of each frame; empty while nobody wants them. */
  readonly forces: readonly WorldForces[];
  /** Frames after this time that were told before were not equal to the run's. */
  readonly wrongAfter: number | undefined;
  readonly standing: FollowStanding;
}

export interface FollowPorts {
  /** ms */
  readonly now: () => number;
  /** Lets messages in. */
  readonly breathe: () => Promise<void>;
  readonly checkpoint: () => Promise<Uint8Array | undefined>;
  readonly forces: (simulation: Simulation) => WorldForces | undefined;
  readonly tell: (news: FollowNews) => void;
  /** Last call: it cannot be followed. */
  readonly refuse: (error: unknown) => void;
}

export class FollowCourse {
  readonly #ports: FollowPorts;
  #heard: RunReached[] = [];
  #heardTo = -Infinity;
  #follower: Follower | undefined;
  #isBusy = false;
  #isOver = false;
  #shown = -Infinity;
  #behindSince = Number.NaN;
  #rejoined = 0;
  #tellsForces = false;

  constructor(ports: FollowPorts) {
    this.#ports = ports;
  }

  /** Takes up the run at its newest checkpoint, and goes on as far as was heard meanwhile. */
  async open(simulator: Simulator, { engine, ...spec }: FollowStart): Promise<void> {
    const { checkpoint } = this.#ports;
    try {
      this.#follower = await Follower.open(simulator, { spec, engine, checkpoint });
    } catch (error) {
      this.#end(error);
      return;
    }
    await this.#go();
  }

  /** Takes in how far the run is. What comes late over another connection is left out: what came before it says more. */
  hear(reached: RunReached): void {
    if (this.#isOver || reached.time < this.#heardTo) return;
    this.#heardTo = reached.time;
    this.#heard.push(reached);
    void this.#go();
  }

  /** Whether forces are told with the frames; those of now come at once, because a run that is held shows no other frame. */
  tellForces(on: boolean): void {
    this.#tellsForces = on;
    const follower = this.#follower;
    if (!on || follower === undefined || this.#isBusy) return;
    const now = this.#ports.forces(follower.simulation);
    const forces = now === undefined ? [] : [now];
    const standing = this.#standing(follower, 'level');
    this.#ports.tell({ frames: [follower.frame()], forces, wrongAfter: undefined, standing });
  }

  dispose(): void {
    this.#isOver = true;
    this.#follower?.dispose();
    this.#follower = undefined;
  }

  #end(error: unknown): void {
    if (this.#isOver) return;
    this.dispose();
    this.#ports.refuse(error);
  }

  async #go(): Promise<void> {
    const follower = this.#follower;
    if (this.#isBusy || this.#isOver || follower === undefined) return;
    this.#isBusy = true;
    try {
      while ((await this.#turn(follower)) && !this.#isOver) await this.#ports.breathe();
    } catch (error) {
      this.#end(error);
    } finally {
      this.#isBusy = false;
    }
  }

  /** @returns whether there is more to compute */
  async #turn(follower: Follower): Promise<boolean> {
    for (const reached of this.#heard.splice(0)) follower.hear(reached);
    const begun = this.#ports.now();
    const gap = follower.horizon - follower.time;
    const every = Math.max(Math.min(gap / 3, frameEvery), gap / framesMost);
    let frames: Frame[] = [];
    let forces: WorldForces[] = [];
    let wrongAfter: number | undefined;
    let state: FollowerState;
    do {
      const { mended, proven } = follower;
      state = await follower.advance({ to: follower.time + every });
      if (follower.mended > mended) {
        [frames, forces, this.#shown] = [[], [], -Infinity];
        wrongAfter = Math.min(wrongAfter ?? Infinity, Number.isNaN(proven.time) ? 0 : proven.time);
      }
      if (follower.time > this.#shown) {
        this.#shown = follower.time;
        frames.push(follower.frame());
        const now = this.#tellsForces ? this.#ports.forces(follower.simulation) : undefined;
        if (now !== undefined) forces.push(now);
      }
    } while (state === 'behind' && this.#ports.now() - begun < budgetMs);
    this.#ports.tell({ frames, forces, wrongAfter, standing: this.#standing(follower, state) });
    if (state === 'behind') await this.#hurry(follower);
    return state === 'behind' || (state === 'level' && this.#heard.length > 0);
  }

  #standing(follower: Follower, state: FollowerState): FollowStanding {
    const { time, horizon, inputs, proven, mended } = follower;
    const rejoined = this.#rejoined;
    return { state, time, horizon, inputs, equals: proven.count, equalAt: proven.time, mended, rejoined };
  }

  /** Who stays behind goes on from the newest checkpoint; when that does not help, this machine is too slow. */
  async #hurry(follower: Follower): Promise<void> {
    const now = this.#ports.now();
    if (follower.horizon - follower.time <= lagMost) this.#behindSince = Number.NaN;
    else if (Number.isNaN(this.#behindSince)) this.#behindSince = now;
    else if (now - this.#behindSince > patienceMs) {
      if (this.#rejoined === rejoinsMost)
        throw new Error('this machine computes the world slower than the run goes');
      this.#rejoined += 1;
      this.#behindSince = Number.NaN;
      await follower.rejoin();
    }
  }
}
