// The page's end of a lock-step: a worker with the engine, and until its numbers are proven equal a connection of its own, so that the
// picture goes on from what the server sends meanwhile.

import type { HoldfastClient, LiveHandle } from '@holdfast/client';
import type { ModelDocument } from '@holdfast/core';
import { liveHzUsual, type RunReached, type RunView } from '@holdfast/protocol';
import { problemOf } from '../../shell/problem.ts';
import type { FollowAnswer, FollowQuestion } from './follow-messages.ts';

export type Followed = FollowAnswer & { readonly kind: 'followed' };

/** The part of a worker that is used. */
export interface EngineSeat {
  postMessage(question: FollowQuestion): void;
  addEventListener(type: 'message', listener: (event: { readonly data: FollowAnswer }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  terminate(): void;
}

export type FollowClient = Pick<HoldfastClient, 'live' | 'checkpoint' | 'recentFrames'>;

export interface LockStepOptions {
  readonly client: FollowClient;
  readonly run: RunView;
  readonly document: ModelDocument;
  /** Last event that is known, so that none comes twice. */
  readonly after: number | undefined;
  readonly openSeat: () => EngineSeat;
  readonly followed: (news: Followed) => void;
  /** Last call: why it cannot be followed. */
  readonly refused: (why: string) => void;
}

export class LockStep {
  readonly #options: LockStepOptions;
  readonly #seat: EngineSeat;
  #live: LiveHandle | undefined;
  #engine: string | undefined;
  #isOver = false;
  /** Bytes of what was heard of the run. */
  bytes = 0;

  constructor(options: LockStepOptions) {
    this.#options = options;
    const { client, run, after, openSeat } = options;
    this.#seat = openSeat();
    this.#seat.addEventListener('message', ({ data }) => this.#listen(data));
    this.#seat.addEventListener('error', () => this.#refuse('the engine could not be loaded'));
    this.#live = client.live(run.id, {
      rateHz: liveHzUsual,
      watch: 'steps',
      inputs: 0,
      ...(after === undefined ? {} : { after }),
      onEngine: (engine) => this.begin(engine),
      onReached: (reached) => this.hear(reached),
      onError: (error) => this.#refuse(problemOf(error).message),
    });
  }

  /** Says by what the run is computed; said again after each reconnection. */
  begin(engine: string): void {
    if (this.#engine === engine) return;
    if (this.#engine !== undefined) {
      this.#refuse(`the server changed from ${this.#engine} to ${engine}`);
      return;
    }
    this.#engine = engine;
    const { document, run } = this.#options;
    const { seed, until, parameters, limits } = run;
    this.#ask({ kind: 'follow', start: { document, seed, until, parameters, limits, engine } });
  }

  hear(reached: RunReached): void {
    this.bytes += JSON.stringify(reached).length;
    this.#ask({ kind: 'reached', reached });
  }

  /** Lets the own connection go, once somebody else hears for it. */
  release(): void {
    this.#live?.close();
    this.#live = undefined;
  }

  tellForces(on: boolean): void {
    this.#ask({ kind: 'tell forces', on });
  }

  dispose(): void {
    this.#isOver = true;
    this.release();
    this.#seat.terminate();
  }

  #ask(question: FollowQuestion): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    if (!this.#isOver) this.#seat.postMessage(question);
  }

  #refuse(why: string): void {
    if (this.#isOver) return;
    this.dispose();
    this.#options.refused(why);
  }

  #listen(answer: FollowAnswer): void {
    if (this.#isOver) return;
    if (answer.kind === 'followed') this.#options.followed(answer);
    else if (answer.kind === 'refused') this.#refuse(answer.message);
    else void this.#fetch();
  }

  async #fetch(): Promise<void> {
    const { client, run } = this.#options;
    try {
      this.#ask({ kind: 'checkpoint', bytes: await client.checkpoint(run.id) });
    } catch (error) {
      this.#ask({ kind: 'checkpoint', failure: problemOf(error).message });
    }
  }
}
