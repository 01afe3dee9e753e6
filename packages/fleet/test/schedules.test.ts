// Host and workers under virtual time with injected faults: a database that fails before or after it did what it was asked, that
// crashes and forgets the board, workers that are killed, refuse, or are slow. Every span asked for comes back once: right, or declined.

import * as fc from 'fast-check';
import { SimulationError } from '@holdfast/core';
import type { FleetRun, SpanAnswer, SpanRequest } from '@holdfast/runtime';
import { describe, expect, it } from 'vitest';
import { Bell } from '../src/bell.ts';
import type { BoardPort } from '../src/board.ts';
import { Dispatcher } from '../src/dispatcher.ts';
import { FleetWorker } from '../src/fleet-worker.ts';
import { MemoryBoard } from './fixtures/memory-board.ts';
import { VirtualTime, type Process } from './fixtures/virtual-time.ts';

const engine = 'sampler@1';
const document = { family: 'sampler', version: 1, name: 'd', model: {} };
const bytesOf = ({ span, inputs }: Pick<SpanRequest, 'span' | 'inputs'>): Uint8Array =>
  Uint8Array.from([span.first, span.count, ...inputs.map(({ value }) => value)]);

interface Faults {
  /** Chances for each request to the board. */
  readonly refused: number;
  readonly answerLost: number;
  /** Chance for each span. */
  readonly failing: number;
}

class World {
  readonly time = new VirtualTime();
  readonly board = new MemoryBoard(() => this.time.now);
  readonly notices: string[] = [];
  faults: Faults = { refused: 0, answerLost: 0, failing: 0 };
  /** How long a span takes; 5 to 105 ms unless it is set. */
  spanMs: number | undefined;
  readonly #random: () => number;
  #workers = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The board as a process reaches it: requests take time, and may fail before or after they were carried out. */
  boardOf(process: Process): BoardPort {
    const ask = async (
      method: (...given: unknown[]) => Promise<unknown>,
      given: unknown[],
    ): Promise<unknown> => {
      await this.time.later(undefined, 1 + 3 * this.#random());
      if (this.#random() < this.faults.refused) {
        await this.time.later(process, 1);
        throw new SimulationError('store.unavailable', { reason: 'test' });
      }
      const answer = structuredClone(await method.apply(this.board, given));
      await this.time.later(process, 1 + 3 * this.#random());
      if (this.#random() < this.faults.answerLost)
        throw new SimulationError('store.unavailable', { reason: 'lost' });
      return answer;
    };
    return new Proxy<BoardPort>(this.board, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => ask(member as (...given: unknown[]) => Promise<unknown>, given);
      },
    });
  }

  startHost(): Dispatcher {
    const process = { alive: true };
    const clock = this.time.clock(process);
    return new Dispatcher({ board: this.boardOf(process), clock, bell: new Bell(clock) });
  }

  startWorker(seats = 1): Process & { readonly worker: FleetWorker } {
    const process: Process = { alive: true };
    const clock = this.time.clock(process);
    const seat = {
      run: async (request: SpanRequest) => {
        await this.time.later(process, this.spanMs ?? 5 + 100 * this.#random());
        if (this.#random() < this.faults.failing) throw new Error('failed');
        return bytesOf(request);
      },
      close: () => undefined,
    };
    const worker = new FleetWorker({
      board: this.boardOf(process),
      clock,
      bell: new Bell(clock),
      name: `worker ${this.#workers++}`,
      engines: [engine],
      seats: Array.from({ length: seats }, () => seat),
      report: () => undefined,
    });
    return Object.assign(process, { worker });
  }

  runOf(launch = 0): FleetRun {
    const setup = { document, seed: 1, until: Infinity };
    const notice = ({ code }: SimulationError): void => void this.notices.push(code);
    return { run: 'run', epoch: 1, launch, engine, digest: 'd', setup, notice };
  }
}

/** Uniforms in 0 .. 1 by Marsaglia's xorshift of 32 bits. */
function generator(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const still = (): World => new World(() => 0.5);

describe('a host', () => {
  it('declines at once when nobody makes its numbers', async () => {
    const world = still();
    const work = world.startHost().open(world.runOf());
    let answer: SpanAnswer | undefined;
    void work.compute({ first: 0, count: 1 }, []).then((given) => (answer = given));
    expect(await world.time.serve(() => answer !== undefined, 500)).toBe(true);
    expect(answer).toHaveProperty('declined');
    expect(world.board.rows).toEqual([]);
  });

  it('takes back what a vanished crew left, and uses workers that come later', async () => {
    const world = still();
    const first = world.startWorker();
    await world.time.serve(() => world.board.workers.size > 0, 1000);
    const work = world.startHost().open(world.runOf());
    let answer: SpanAnswer | undefined;
    const ask = (span: number): void => {
      answer = undefined;
      void work.compute({ first: span, count: 1 }, []).then((given) => (answer = given));
    };
    ask(0);
    await world.time.serve(() => world.board.rows.some(({ worker }) => worker !== null), 1000);
    first.alive = false;
    expect(await world.time.serve(() => answer !== undefined, 5000)).toBe(true);
    expect(answer).toHaveProperty('declined');
    expect(world.notices).toEqual(['fleet.unavailable']);
    world.startWorker();
    await world.time.serve(() => false, 2000);
    ask(1);
    expect(await world.time.serve(() => answer !== undefined, 1000)).toBe(true);
    expect(answer).toEqual({ partial: bytesOf({ span: { first: 1, count: 1 }, inputs: [] }) });
  });

  it('gets a span from one worker only, however long it takes, while that worker shows that it is alive', async () => {
    const world = still();
    world.spanMs = 5 * world.board.times.leaseMs;
    world.startWorker();
    world.startWorker();
    await world.time.serve(() => world.board.workers.size === 2, 1000);
    const work = world.startHost().open(world.runOf());
    let answer: SpanAnswer | undefined;
    void work.compute({ first: 0, count: 1 }, []).then((given) => (answer = given));
    const attempts: number[] = [];
    const watch = (): boolean => {
      attempts.push(...world.board.rows.map(({ attempt }) => attempt));
      return answer !== undefined;
    };
    expect(await world.time.serve(watch, 3 * world.spanMs)).toBe(true);
    expect(answer).toHaveProperty('partial');
    expect(Math.max(...attempts)).toBe(1);
    expect(world.notices).toEqual([]);
  });

  it('leaves nothing on the board when it closes', async () => {
    const world = still();
    world.startWorker();
    await world.time.serve(() => world.board.workers.size > 0, 1000);
    const host = world.startHost();
    const work = host.open(world.runOf());
    const answers: SpanAnswer[] = [];
    for (let first = 0; first < 5; first++)
      void work.compute({ first, count: 1 }, []).then((answer) => answers.push(answer));
    await world.time.serve(() => world.board.rows.length > 0, 1000);
    let closed = false;
    void host.close().then(() => (closed = true));
    expect(await world.time.serve(() => closed, 1000)).toBe(true);
    expect(answers).toHaveLength(5);
    expect([world.board.works.size, world.board.rows.length]).toEqual([0, 0]);
  });
});

it('gives back every span once, right or declined, whatever fails', async () => {
  const event = fc.constantFrom('kill', 'start', 'crash', 'relaunch', 'inputs', 'rest');
  const chances = fc.record({
    refused: fc.double({ min: 0, max: 0.2, noNaN: true }),
    answerLost: fc.double({ min: 0, max: 0.2, noNaN: true }),
    failing: fc.double({ min: 0, max: 0.3, noNaN: true }),
  });
  let right = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      chances,
      fc.array(event, { minLength: 3, maxLength: 15 }),
      async (seed, faults, events) => {
        const world = new World(generator(seed));
        world.faults = faults;
        const workers = [world.startWorker(2), world.startWorker()];
        const host = world.startHost();
        let launch = 0;
        let work = host.open(world.runOf(launch));
        let asked = 0;
        const answers = new Map<number, SpanAnswer[]>();
        const inputs: { parameter: string; value: number }[] = [];
        const ask = (): void => {
          const first = asked++;
          const given = { span: { first, count: 1 + (first % 3) }, inputs: [...inputs] };
          answers.set(first, []);
          void work.compute(given.span, given.inputs).then((answer) => {
            answers.get(first)!.push(answer);
            if ('partial' in answer) expect(answer.partial).toEqual(bytesOf(given));
            return (right += 'partial' in answer ? 1 : 0);
          });
        };
        for (const one of events) {
          for (let span = 0; span < 4; span++) ask();
          await world.time.serve(() => false, 250);
          if (one === 'kill') workers.shift()!.alive = false;
          if (one === 'kill' || one === 'start') workers.push(world.startWorker());
          if (one === 'crash') world.board.crash();
          if (one === 'inputs') inputs.push({ parameter: 'p', value: inputs.length });
          if (one === 'relaunch') {
            work.close();
            work = host.open(world.runOf(++launch));
          }
        }
        const done = (): boolean => [...answers.values()].every((given) => given.length > 0);
        expect(await world.time.serve(done, 60_000)).toBe(true);
        world.faults = { refused: 0, answerLost: 0, failing: 0 };
        ask();
        expect(await world.time.serve(done, 60_000)).toBe(true);
        let closed = false;
        void host.close().then(() => (closed = true));
        expect(await world.time.serve(() => closed, 5000)).toBe(true);
        expect([...answers.values()].every((given) => given.length === 1)).toBe(true);
        expect([world.board.works.size, world.board.rows.length]).toEqual([0, 0]);
        for (const worker of workers) worker.alive = false;
      },
    ),
    { numRuns: 60 },
  );
  expect(right).toBeGreaterThan(500);
}, 120_000);
