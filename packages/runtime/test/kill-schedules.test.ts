import type { RecordedInput, RunSpec } from '@holdfast/core';
import { encodeFrame, encodeResult } from '@holdfast/protocol';
import { describe, expect, test } from 'vitest';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';
import { noFaults, World, type Faults, type Host } from './fixtures/world.ts';

/** Virtual time a healed installation may need to finish. */
const healMs = 60_000;

const oscillator = specOf('oscillator', { until: 5 });
const sampler = specOf('sampler', { until: 8000 });

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

interface Outcome {
  readonly world: World;
  readonly id: string;
  readonly ended: boolean;
}

async function startRun(world: World, host: Host, spec: RunSpec): Promise<string> {
  const started = { id: '' };
  void host.supervisor.start(spec).then(({ id }) => (started.id = id));
  await world.serve(() => started.id !== '', 100);
  return started.id;
}

function isEnded(world: World, id: string): boolean {
  return world.store.runs.get(id)?.record.status === 'ended';
}

/** No more faults: a new host takes over whatever is left and the run must end. */
async function heal(world: World, id: string): Promise<boolean> {
  const host = world.startHost('healer');
  const turn = (): void => {
    void host.supervisor.recover().catch(() => undefined);
    if (host.supervisor.live(id)?.record.status === 'paused')
      void host.supervisor.resume(id).catch(() => undefined);
    world.schedule(50, host.process, turn);
  };
  turn();
  return world.serve(() => isEnded(world, id), healMs);
}

/** What must hold after every history, whatever happened in it. */
async function check({ world, id, ended }: Outcome, spec: RunSpec): Promise<void> {
  expect(world.violations).toEqual([]);
  expect(world.store.rewritten).toEqual([]);
  expect(ended, 'the run ends once faults are over').toBe(true);
  const { record, frames, events, inputs } = world.store.runs.get(id)!;
  const result = record.result!;
  const reference = await undisturbed(spec, result.inputs);
  expect(encodeResult(result)).toBe(encodeResult(reference.result));
  expect(inputs).toEqual(result.inputs);
  expect([...frames.keys()].sort((a, b) => a - b)).toEqual(reference.frames.map(({ sequence }) => sequence));
  const differs = reference.frames.find(
    (frame) => !sameBytes(encodeFrame(frames.get(frame.sequence)!), encodeFrame(frame)),
  );
  expect(differs).toBeUndefined();
  expect([...events.keys()].sort((a, b) => a - b)).toEqual([...events.keys()].map((_, index) => index));
}

async function history(
  spec: RunSpec,
  boundary: number,
  victim: 'worker' | 'host',
): Promise<Outcome & { messages: number }> {
  const world = new World(11);
  const host = world.startHost('first');
  const id = await startRun(world, host, spec);
  let messages = 0;
  world.onMessage = (at, worker) => {
    if (at !== host || messages++ !== boundary) return;
    if (victim === 'worker') world.kill(worker);
    else world.killHost(host);
  };
  const left = (): boolean => isEnded(world, id) || !host.process.alive;
  const undone = !(await world.serve(left, healMs));
  const ended = isEnded(world, id) || (!undone && (await heal(world, id)));
  return { world, id, ended, messages };
}

describe('kills at every message boundary', () => {
  test.each([
    ['worker', oscillator],
    ['host', oscillator],
    ['worker', { ...sampler, workers: 2 }],
  ] as const)('of the %s leave the bytes of the result as they were (%#)', async (victim, spec) => {
    const { messages } = await history(spec, Infinity, victim);
    expect(messages).toBeGreaterThan(15);
    for (let boundary = 0; boundary < messages; boundary++) {
      await check(await history(spec, boundary, victim), spec);
    }
  });
});

/** How long faults go on, virtual milliseconds. */
const chaosMs = 150;

/** Everything that may go wrong, at times and in an order the seed decides. */
class Chaos {
  readonly counts = { kills: 0, hostKills: 0, freezes: 0, damages: 0, pauses: 0, inputs: 0 };
  /** Inputs whose caller was told that they are kept. */
  readonly acknowledged: number[] = [];
  readonly #world: World;
  readonly #id: string;
  readonly #spec: RunSpec;
  #hosts: Host[];
  #names = 0;

  constructor(world: World, first: Host, id: string, spec: RunSpec) {
    this.#world = world;
    this.#hosts = [first];
    this.#id = id;
    this.#spec = spec;
  }

  async run(): Promise<void> {
    const world = this.#world;
    const end = world.now + chaosMs;
    this.#next(end);
    await world.serve(() => world.now >= end || isEnded(world, this.#id), 2 * chaosMs);
    world.faults = noFaults;
    for (const host of this.#hosts) {
      if (host.process.frozen) world.thaw(host.process);
    }
  }

  /** Ends what is still there, so that the healer has to take over; sometimes the last host lives on instead. */
  leave(): void {
    for (const host of this.#hosts) this.#world.killHost(host);
  }

  get #host(): Host {
    return this.#hosts.at(-1)!;
  }

  #next(end: number): void {
    const world = this.#world;
    world.schedule(world.between(1, 25), undefined, () => {
      if (world.now >= end) return;
      this.#strike();
      this.#next(end);
    });
  }

  #strike(): void {
    const world = this.#world;
    const dice = world.random();
    if (dice < 0.2) this.#killWorker();
    else if (dice < 0.25) this.#freezeWorker();
    else if (dice < 0.35) this.#replaceHost((host) => world.killHost(host));
    else if (dice < 0.45) this.#replaceHost((host) => this.#freeze(host));
    else if (dice < 0.5) this.#damage();
    else if (dice < 0.62) this.#storm();
    else if (dice < 0.7) this.#pauseAndResume();
    else this.#input();
  }

  #killWorker(): void {
    const worker = this.#host.workers.at(-1);
    if (worker === undefined) return;
    this.counts.kills++;
    this.#world.kill(worker);
  }

  #freezeWorker(): void {
    const worker = this.#host.workers.at(-1);
    if (worker === undefined) return;
    this.counts.freezes++;
    worker.frozen = true;
    this.#world.schedule(this.#world.between(1, 700), undefined, () => this.#world.thaw(worker));
  }

  #replaceHost(lose: (host: Host) => void): void {
    lose(this.#host);
    this.counts.hostKills++;
    const next = this.#world.startHost(`host ${this.#names++}`);
    this.#hosts.push(next);
    const recover = (): void => {
      void next.supervisor.recover().catch(() => undefined);
      this.#world.schedule(20, next.process, recover);
    };
    this.#world.schedule(this.#world.between(0, 20), next.process, recover);
  }

  /** The host stops as if suspended and is taken for dead; its workers go on; later it wakes up as a stale owner. */
  #freeze(host: Host): void {
    this.counts.freezes++;
    host.process.frozen = true;
    this.#world.store.alive.delete(host.process.name);
    this.#world.schedule(this.#world.between(20, 120), undefined, () => this.#world.thaw(host.process));
  }

  /** Flips a bit in the newest checkpoint's file. */
  #damage(): void {
    const world = this.#world;
    const row = world.store.runs.get(this.#id)!.checkpoints[0];
    const bytes = row && world.files.get(`${this.#id}/${row.file}`);
    if (bytes === undefined) return;
    this.counts.damages++;
    world.damaged.add(`${this.#id}/${row.file}`);
    bytes[Math.floor(world.random() * bytes.length)] ^= 1;
  }

  #storm(
    faults: Faults = { diskFails: 0.3, storeAway: 0.2, answerLost: 0.35, executorDies: 0.1 },
    forMs = 60,
  ): void {
    this.#world.faults = faults;
    this.#world.schedule(
      this.#world.between(forMs / 4, forMs),
      undefined,
      () => (this.#world.faults = noFaults),
    );
  }

  #pauseAndResume(): void {
    const { supervisor, process } = this.#host;
    this.counts.pauses++;
    void supervisor.pause(this.#id).catch(() => undefined);
    this.#world.schedule(this.#world.between(1, 30), process, () => {
      void supervisor.resume(this.#id).catch(() => undefined);
    });
  }

  /** Each input has its own value, so that it can be told apart in the result. */
  #input(): void {
    const value = 1 + (this.counts.inputs++ % 900) / 100;
    const parameter = this.#spec.document.family === 'sampler' ? 'gain' : 'stiffness';
    if (this.#world.chance(0.3)) this.#storm({ ...noFaults, answerLost: 0.7 }, 3);
    void this.#host.supervisor.input(this.#id, [{ parameter, value }]).then(
      () => this.acknowledged.push(value),
      () => undefined,
    );
  }
}

describe('seeded schedules of kills, freezes, damage, storms, pauses and inputs', () => {
  const total = {
    kills: 0,
    hostKills: 0,
    freezes: 0,
    damages: 0,
    pauses: 0,
    inputs: 0,
    acknowledged: 0,
    finishes: 0,
  };
  const specs = [oscillator, sampler, { ...sampler, workers: 3 }];

  async function schedule(seed: number): Promise<void> {
    const spec = { ...specs[seed % specs.length], seed };
    const world = new World(seed);
    const first = world.startHost('first');
    const id = await startRun(world, first, spec);
    const chaos = new Chaos(world, first, id, spec);
    await chaos.run();
    chaos.leave();
    await check({ world, id, ended: isEnded(world, id) || (await heal(world, id)) }, spec);
    const kept = world.store.runs.get(id)!.inputs.map(({ value }: RecordedInput) => value);
    expect(new Set(kept).size, 'no input takes effect twice').toBe(kept.length);
    expect(kept, 'no acknowledged input is lost').toEqual(expect.arrayContaining(chaos.acknowledged));
    expect(world.finishes).toBeGreaterThan(0);
    for (const key of Object.keys(chaos.counts) as (keyof typeof chaos.counts)[])
      total[key] += chaos.counts[key];
    total.acknowledged += chaos.acknowledged.length;
    total.finishes += world.finishes;
  }

  test('leave every result as its own undisturbed run gives it, and lose nothing that was acknowledged', async () => {
    for (let seed = 0; seed < 300; seed++) {
      await schedule(seed).catch((error: unknown) => {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        });
      });
    }
    for (const count of Object.values(total)) expect(count).toBeGreaterThan(30);
  });
});
