// The worker's end of the board: takes tasks for its free seats, shows that it is alive while they are computed, and answers.
// It may be killed or frozen at any moment: its tasks are handed out again, and what it says later changes nothing.

import type { Clock, SpanRequest } from '@holdfast/runtime';
import type { Bell } from './bell.ts';
import type { BoardPort, Claim } from './board.ts';
import { decodeSetup, decodeTask } from './span-task.ts';

/** Where spans are computed, one at a time. */
export interface Seat {
  /** Rejects when the span was not computed; the message says why. */
  run(request: SpanRequest): Promise<Uint8Array>;
  close(): void;
}

export interface FleetWorkerPorts {
  readonly board: BoardPort;
  readonly clock: Clock;
  readonly bell: Bell;
  /** Names this process; never used twice. */
  readonly name: string;
  /** Numbers it makes, as `engineName` writes them. */
  readonly engines: readonly string[];
  readonly seats: readonly Seat[];
  /** Hears of failures of the board; it is asked again later. */
  readonly report: (error: unknown) => void;
}

/** How often a free seat looks for a task: soon after there was one, less often the longer there is none, ms. */
const lookMs = { least: 8, most: 250 };
const troubleMs = 1000;

/** Largest partial that crosses the database. */
const partialBytesMost = 32 * 1024 * 1024;

/** Setups kept, by work. */
const setupsMost = 16;

type Setup = Pick<SpanRequest, 'setup' | 'digest'>;

export class FleetWorker {
  readonly #ports: FleetWorkerPorts;
  readonly #free: Seat[];
  readonly #held = new Map<Claim, Promise<void>>();
  readonly #setups = new Map<string, Setup>();
  readonly #running: Promise<void>;
  #waitMs = lookMs.least;
  #beatAt = -Infinity;
  #closed = false;

  /** Begins at once. */
  constructor(ports: FleetWorkerPorts) {
    this.#ports = ports;
    this.#free = [...ports.seats];
    this.#running = this.#run();
  }

  /** Spans under way. */
  get busy(): number {
    return this.#held.size;
  }

  /** Takes nothing more, finishes what is under way, and says that it leaves. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#ports.bell.ring();
    await this.#running;
    await Promise.all(this.#held.values());
    for (const seat of this.#ports.seats) seat.close();
    await this.#ports.board.leave(this.#ports.name).catch(this.#ports.report);
  }

  async #run(): Promise<void> {
    const { bell, report } = this.#ports;
    while (!this.#closed || this.#held.size > 0) {
      try {
        await this.#beat();
        if (!this.#closed) await this.#take();
      } catch (error) {
        report(error);
        this.#waitMs = troubleMs;
      }
      const seated = this.#free.length > 0 && !this.#closed;
      await bell.wait(seated ? this.#waitMs : lookMs.most);
    }
  }

  /** Renews the leases three times in each. */
  async #beat(): Promise<void> {
    const { board, clock, name, engines, seats } = this.#ports;
    const now = clock.monotonic();
    if (now - this.#beatAt < board.times.leaseMs / 3) return;
    this.#beatAt = now;
    await board.announce(name, engines, seats.length);
    if (this.#held.size > 0) await board.renew(name, [...this.#held.keys()]);
  }

  async #take(): Promise<void> {
    const { board, name, engines } = this.#ports;
    const free = this.#free.length;
    if (free === 0) return;
    const claims = await board.claim(name, engines, free);
    this.#waitMs = claims.length > 0 ? lookMs.least : Math.min(2 * this.#waitMs, lookMs.most);
    for (const claim of claims) {
      const seat = this.#free.pop();
      if (seat === undefined) throw new Error('more tasks were handed out than asked for');
      this.#held.set(claim, this.#serve(claim, seat));
    }
  }

  async #serve(claim: Claim, seat: Seat): Promise<void> {
    const { board, name, bell, report } = this.#ports;
    try {
      const setup = await this.#setupOf(claim.work);
      if (setup === undefined) return;
      const outcome = await compute(seat, { work: claim.work, ...setup, ...decodeTask(claim) });
      if ('partial' in outcome) await board.answer(claim, outcome.partial);
      else await board.refuse(name, claim, outcome.reason);
    } catch (error) {
      report(error);
    } finally {
      this.#held.delete(claim);
      this.#free.push(seat);
      this.#waitMs = lookMs.least;
      bell.ring();
    }
  }

  async #setupOf(work: string): Promise<Setup | undefined> {
    const kept = this.#setups.get(work);
    if (kept !== undefined) return kept;
    const row = await this.#ports.board.setup(work);
    if (row === undefined) return undefined;
    const setup = { setup: decodeSetup(row.setup), digest: row.document };
    this.#setups.set(work, setup);
    for (const oldest of this.#setups.keys()) {
      if (this.#setups.size <= setupsMost) break;
      this.#setups.delete(oldest);
    }
    return setup;
  }
}

async function compute(
  seat: Seat,
  request: SpanRequest,
): Promise<{ readonly partial: Uint8Array } | { readonly reason: string }> {
  try {
    const partial = await seat.run(request);
    if (partial.length <= partialBytesMost) return { partial };
    return { reason: `a partial of ${partial.length} bytes is too large to be sent` };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
