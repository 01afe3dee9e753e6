// Lock-step: a run is computed again beside the process that leads it, from the same inputs, and proven equal by digests. No state
// crosses the wire but a checkpoint, where one is needed. Knows no clock and no wire; runs in browsers and their workers.

import {
  SimulationError,
  type Frame,
  type Model,
  type RecordedInput,
  type RunSpec,
  type Simulation,
  type Simulator,
  type Snapshot,
} from '@holdfast/core';
import { frameDigest, type RunReached } from '@holdfast/protocol';
import { engineName } from './fleet.ts';
import { LivingRun } from './living-run.ts';
import { loadFamily, openModel } from './open-model.ts';

/** What has to be known of a run to compute it again. */
export interface FollowedRun {
  readonly spec: Pick<RunSpec, 'document' | 'seed' | 'until' | 'parameters' | 'limits'>;
  /** Family and version of the numbers, as the leading process names them. */
  readonly engine: string;
  /** Gives the newest checkpoint of the run; undefined while it has none, and then the run is computed from its start. */
  readonly checkpoint: () => Promise<Uint8Array | undefined>;
}

/** `level`: as far as is known of the run; `behind`: more is known; `ended`: at the run's own end. */
export type FollowerState = 'level' | 'behind' | 'ended';

/** Checkpoints taken in a row without one equal digest before it is given up. */
const mendsMost = 3;

/** Stands for an input that a checkpoint contains: counted, never applied. */
const contained: RecordedInput = { parameter: '', value: 0, time: -Infinity };

export class Follower {
  readonly model: Model;
  readonly #spec: RunSpec;
  readonly #checkpoint: FollowedRun['checkpoint'];
  #run: LivingRun;
  /** The log of the run as far as the leading process was heard to have gone. */
  readonly #log: RecordedInput[] = [];
  /** Inputs of the log below this number may be known to checkpoints alone. */
  #unseen = 0;
  readonly #heard: RunReached[] = [];
  /** Where the last checkpoint was taken up; up to there nothing can be compared. */
  #since = -1;
  #mends = 0;
  #mended = 0;
  #equalAt = Number.NaN;
  #equals = 0;
  #isOver = false;

  private constructor(model: Model, { spec, checkpoint }: FollowedRun) {
    this.model = model;
    this.#spec = { ...spec, workers: 1 };
    this.#checkpoint = checkpoint;
    this.#run = this.#fresh();
  }

  /** Takes up the run at its newest checkpoint, or at its start.
   * @throws SimulationError `follow.other-engine` before anything is computed; `document.*` */
  static async open(simulator: Simulator, run: FollowedRun): Promise<Follower> {
    const here = engineName(simulator);
    if (here !== run.engine) throw new SimulationError('follow.other-engine', { there: run.engine, here });
    const { document } = run.spec;
    const loaded = await loadFamily(new Map([[simulator.family, simulator]]), document.family);
    const follower = new Follower(openModel(loaded, document).model, run);
    try {
      await follower.rejoin();
    } catch (error) {
      follower.dispose();
      throw error;
    }
    return follower;
  }

  /** Of the state shown, in the model's time unit. */
  get time(): number {
    return this.#run.time;
  }

  /** To look at only: what is done to it makes it unequal. */
  get simulation(): Simulation {
    return this.#run.simulation;
  }

  /** Digests found equal, and the time of the last one; NaN before the first. */
  get proven(): { readonly count: number; readonly time: number } {
    return { count: this.#equals, time: this.#equalAt };
  }

  /** How far the run is known to be. */
  get horizon(): number {
    return Math.max(this.time, this.#heard.at(-1)?.time ?? 0);
  }

  /** Inputs of the run's log that are known; what is heard next begins with this one. */
  get inputs(): number {
    const last = this.#heard.at(-1);
    return last === undefined ? this.#log.length : last.first + last.inputs.length;
  }

  /** Times a checkpoint replaced what was computed here, because it was not equal. */
  get mended(): number {
    return this.#mended;
  }

  /** Every channel now. */
  frame(): Frame {
    return this.#run.liveFrame();
  }

  /** The simulation's whole state now. */
  state(): Snapshot {
    return this.#run.state();
  }

  /** Takes in how far the run is; what is known already may be repeated.
   * @throws SimulationError `protocol.malformed` when inputs in between were not heard */
  hear(reached: RunReached): void {
    const known = this.inputs;
    if (reached.first > known) {
      const reason = `inputs ${known} to ${reached.first} of the run were not heard`;
      throw new SimulationError('protocol.malformed', { reason });
    }
    const news = { ...reached, first: known, inputs: reached.inputs.slice(known - reached.first) };
    const last = this.#heard.at(-1);
    // Only a digest has to be looked at where it was said; other words are one.
    if (last === undefined || last.digest !== undefined) this.#heard.push(news);
    else this.#heard[this.#heard.length - 1] = { ...news, ...both(last, news) };
  }

  /** Computes on towards what is known of the run, at most `steps` steps and not further than the first one at `to`.
   * @throws SimulationError `follow.not-equal` when not even checkpoints help; what the model throws */
  async advance({ steps = Infinity, to = Infinity } = {}): Promise<FollowerState> {
    let taken = 0;
    for (;;) {
      const [next] = this.#heard;
      if (this.#isOver) return 'ended';
      if (next === undefined) return 'level';
      this.#learn(next);
      this.#run.replayDue();
      if (this.time < next.time) {
        if (taken >= steps || this.time >= to) return 'behind';
        taken += 1;
        await this.#step();
      } else if (this.#agrees(next)) this.#heard.shift();
      else await this.#mend();
    }
  }

  /** Goes on from the newest checkpoint: for one who came late, or fell too far behind. */
  async rejoin(): Promise<void> {
    const bytes = await this.#checkpoint();
    const run = this.#fresh();
    try {
      if (bytes === undefined) {
        run.begin();
        this.#since = -1;
      } else {
        run.restore(bytes);
        this.#since = run.time;
      }
      if (run.applied < this.#unseen) throw new SimulationError('follow.not-equal', { time: run.time });
      this.#count(run.applied);
    } catch (error) {
      run.dispose();
      throw error;
    }
    this.#run.dispose();
    this.#run = run;
    this.#run.learn(this.#log);
    this.#isOver = false;
  }

  /** Frees native memory; harmless when repeated. */
  dispose(): void {
    this.#run.dispose();
  }

  #fresh(): LivingRun {
    return new LivingRun({
      spec: this.#spec,
      model: this.model,
      inputs: [],
      recordedTo: -1,
      executors: 0,
      openExecutor: () => {
        throw new Error('one who follows computes alone');
      },
    });
  }

  /** Brings the log up to the inputs that a checkpoint contains, heard of or not. */
  #count(applied: number): void {
    for (const { first, inputs } of this.#heard)
      this.#log.push(...inputs.slice(Math.max(0, this.#log.length - first), Math.max(0, applied - first)));
    if (this.#log.length >= applied) return;
    while (this.#log.length < applied) this.#log.push(contained);
    this.#unseen = applied;
  }

  #learn({ first, inputs }: RunReached): void {
    const news = inputs.slice(Math.max(0, this.#log.length - first));
    this.#log.push(...news);
    this.#run.learn(news);
  }

  async #step(): Promise<void> {
    const stop = await this.#run.step();
    if (stop !== undefined) {
      this.#run.finish();
      this.#isOver = true;
    }
    // what is recorded is kept by the leading process
    this.#run.recording.take();
  }

  /** Whether what is computed here is what the run was at that time, as far as it can be told. */
  #agrees({ time, first, inputs, digest }: RunReached): boolean {
    if (this.time > time) return this.#since >= time;
    const isComparable = this.#since < time || this.#run.applied === first + inputs.length;
    if (digest === undefined || !isComparable) return true;
    if (frameDigest(this.frame()) !== digest) return false;
    this.#mends = 0;
    this.#equals += 1;
    this.#equalAt = time;
    return true;
  }

  async #mend(): Promise<void> {
    const { time } = this;
    if (this.#mends === mendsMost) throw new SimulationError('follow.not-equal', { time });
    this.#mends += 1;
    this.#mended += 1;
    await this.rejoin();
  }
}

function both(last: RunReached, news: RunReached): Pick<RunReached, 'first' | 'inputs'> {
  return { first: last.first, inputs: [...last.inputs, ...news.inputs] };
}
