// Plants for tests: begin one, walk it to a time, read channels and figures by name.

import { channelOffsets, frameSize, type Model, type Simulation } from '@holdfast/core';
import { compilePlant } from '../src/compile.ts';
import type { PlantSpec } from '../src/document.ts';
import { parsePlant } from '../src/parse.ts';

export type Written = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A spec from what an author would write. */
export function specOf(model: Written, until = 60): PlantSpec {
  const parsed = parsePlant({ family: 'plant', version: 1, name: 'test', model, run: { until } });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return parsed.spec;
}

export class Scene {
  readonly spec: PlantSpec;
  readonly model: Model;
  readonly simulation: Simulation;
  readonly #offsets: ReadonlyMap<string, number>;
  readonly #values: Float64Array;

  constructor(model: Written, until = 1e6, seed = 1) {
    this.spec = specOf(model, until);
    this.model = compilePlant(this.spec);
    this.simulation = this.model.begin({ seed, until });
    this.#offsets = channelOffsets(this.model.channels);
    this.#values = new Float64Array(frameSize(this.model.channels));
  }

  /** Goes on to `time`, a multiple of the frame. */
  to(time: number): this {
    while (this.simulation.time < time - 1e-9 && this.simulation.step(this.model.step.max).remaining > 0);
    return this;
  }

  set(parameter: string, value: number): this {
    this.simulation.apply({ parameter, value });
    return this;
  }

  /** Number of a channel now; `at` inside a field. */
  now(channel: string, at = 0): number {
    const offset = this.#offsets.get(channel);
    if (offset === undefined) throw new Error(`no channel ${channel}`);
    this.simulation.observe(this.#values);
    return this.#values[offset + at];
  }

  figure(subject: string, name: string): number {
    const found = this.simulation.metrics().find((one) => one.subject === subject && one.name === name);
    if (found === undefined) throw new Error(`no figure ${subject} ${name}`);
    return found.value;
  }
}

/** Distance of two numbers over the size of the second. */
export function relative(found: number, exact: number): number {
  return Math.abs(found - exact) / Math.abs(exact);
}

/** Nothing holds the motion back but what a test adds. */
export const frictionless: Written = {
  chain: { friction: 0, viscousFriction: 0 },
  drive: { engaged: false, bearingTorque: 0, windage: 0, efficiency: 1 },
  generator: { load: 0 },
};

/** Written models, section by section; the later one counts. */
export function merged(...parts: readonly Written[]): Written {
  const sections = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(
    sections.map((name) => [
      name,
      Object.assign({}, ...parts.map((part) => part[name] ?? {})) as Written[string],
    ]),
  );
}

/** Moving mass with all floaters full of water, kg, from the document alone. */
export function massOf({ chain, floaters, water }: PlantSpec): number {
  const length = 2 * chain.height + 2 * Math.PI * chain.radius;
  const body = floaters.volume + floaters.shellVolume;
  const each =
    floaters.shellMass + floaters.addedMass * water.density * body + water.density * floaters.volume;
  return chain.linearMass * length + floaters.count * each;
}
