// A world computed here: from a document and an input log to any time, exactly as the server computes it, and on from there with
// inputs of one's own. Snapshots on the way make going back cheap. Knows no clock and no worker.

import {
  frameSize,
  type Frame,
  type Input,
  type Model,
  type ModelDocument,
  type RecordedInput,
  type Simulation,
  type Simulator,
  type Snapshot,
} from '@holdfast/core';
import { endDigest, type OwnCourse } from './own-course.ts';

export interface LocalStart {
  readonly document: ModelDocument;
  readonly seed: number;
  /** Parameters the run began with. */
  readonly parameters: readonly Input[];
  /** Inputs it was given since. */
  readonly inputs: readonly RecordedInput[];
}

/** Slack for times that are equal, s. */
const slack = 1e-9;

interface Kept {
  readonly time: number;
  readonly snapshot: Snapshot;
}

/** What one plays with goes on as long as one likes, s. */
const untilMost = 36_000;
/** Simulated seconds between snapshots, at first. */
const everyAtFirst = 0.5;
/** When so many are kept, every other one goes. */
const keptMost = 128;

export class LocalSession {
  readonly family: string;
  readonly model: Model;
  readonly #simulation: Simulation;
  #log: RecordedInput[];
  #applied = 0;
  /** Entries of the log that are still those of the run it began as. */
  #shared: number;
  #kept: Kept[] = [];
  #every = everyAtFirst;
  #sequence = 0;

  /** @throws Error when the document has mistakes; SimulationError when the engine refuses it */
  constructor(simulator: Simulator, { document, seed, parameters, inputs }: LocalStart) {
    this.family = document.family;
    const parsed = simulator.parse(document);
    if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join('; '));
    this.model = simulator.compile(parsed.spec);
    this.#simulation = this.model.begin({ seed, until: untilMost });
    for (const input of parameters) this.#simulation.apply(input);
    this.#log = [...inputs];
    this.#shared = inputs.length;
    this.#keep();
  }

  get time(): number {
    return this.#simulation.time;
  }

  /** To look at only. */
  get simulation(): Simulation {
    return this.#simulation;
  }

  /** Every channel now. */
  frame(): Frame {
    const size = frameSize(this.model.channels);
    const values = new Float64Array(size);
    this.#simulation.observe(values);
    this.#sequence += 1;
    return { sequence: this.#sequence, time: this.time, values };
  }

  /** One frame of the world. @throws SimulationError `simulation.diverged` */
  step(): void {
    this.#applyDue();
    const { advanced } = this.#simulation.step(this.model.step.max);
    if (advanced === 0) throw new Error('a world computed here ends after ten hours');
    if (this.time >= (this.#kept.at(-1)?.time ?? -Infinity) + this.#every) this.#keep();
  }

  /** Sets parameters now; what was to come of the log is forgotten, because it belongs to another course of things. */
  apply(inputs: readonly Input[]): void {
    this.#applyDue();
    const { time } = this;
    this.#log = this.#log.slice(0, this.#applied);
    this.#shared = Math.min(this.#shared, this.#applied);
    for (const input of inputs) {
      this.#simulation.apply(input);
      this.#log.push({ ...input, time });
    }
    this.#applied = this.#log.length;
  }

  /** Goes to the frame at or next after a time, from the last snapshot before it when it lies in the past. */
  seek(time: number): void {
    if (time < this.time) {
      const found = this.#kept.findLast((kept) => kept.time <= time) ?? this.#kept[0];
      if (found === undefined) return;
      this.#simulation.restore(found.snapshot);
      // Inputs at the time of a snapshot came after it.
      this.#applied = this.#log.filter((input) => input.time < found.time).length;
    }
    while (this.time < time - slack) this.step();
    this.#kept = this.#kept.filter((kept) => kept.time <= this.time);
  }

  /** Everything that was set here and before, for a run of one's own. */
  get log(): readonly RecordedInput[] {
    return this.#log;
  }

  /** How a run becomes equal to this world. A step is taken when something was set at this very instant: at its end a run takes
   * no more inputs. */
  course(): OwnCourse {
    const last = this.#log[this.#applied - 1];
    if (this.time === 0 || (last !== undefined && last.time >= this.time - slack)) this.step();
    const { time: until } = this;
    const inputs = this.#log.slice(this.#shared).filter(({ time }) => time < until - slack);
    return { at: inputs[0]?.time ?? until, inputs, until, digest: endDigest(until, this.frame().values) };
  }

  dispose(): void {
    this.#simulation.dispose();
  }

  #applyDue(): void {
    for (;;) {
      const next = this.#log[this.#applied];
      if (next === undefined || next.time > this.time + slack) return;
      this.#simulation.apply(next);
      this.#applied += 1;
    }
  }

  #keep(): void {
    if (this.#kept.length === keptMost) {
      this.#kept = this.#kept.filter((_, index) => index % 2 === 0);
      this.#every *= 2;
    }
    this.#kept.push({ time: this.time, snapshot: this.#simulation.snapshot() });
  }
}
