// A living network behind the contract: whole steps, controls, frames, and snapshots that only a sound state may become.

import {
  checkInput,
  SimulationError,
  type Assistant,
  type Input,
  type Invariant,
  type Metric,
  type Parameter,
  type Repair,
  type Simulation,
  type Snapshot,
  type StepReport,
  type Team,
} from '@holdfast/core';
import { platformEngine, type Engine, type Memory } from '@holdfast/numerics';
import { begin } from './beginning.ts';
import { fillFrame } from './channels.ts';
import { lookCloser } from './details.ts';
import { flowAlone } from './flow.ts';
import { Graph } from './graph.ts';
import { flipBit } from './harm.ts';
import type { Finding } from './inspection.ts';
import { KernelPhases, memoryFor } from './kernel/kernel-phases.ts';
import { layoutOf, type Layout } from './layout.ts';
import { metricsOf } from './metrics.ts';
import { Network, type NetworkParts } from './network.ts';
import type { NeuralSpec } from './parse.ts';
import { placesFor } from './places.ts';
import { PlainPhases } from './plain-phases.ts';
import { repairNetwork } from './repair.ts';
import type { Controls } from './rules.ts';
import { placesOf, sizeFor } from './rows.ts';
import { SharedFlow } from './shared-flow.ts';
import { readSnapshot, writeSnapshot } from './snapshot.ts';

/** Findings named in an error. */
const named = 5;

/** Room for the graph of a spec. */
function layoutFor({ model }: NeuralSpec, lanes: number): Layout {
  const { capacity } = model;
  const { end } = placesFor(model);
  const longest = placesOf(sizeFor(Math.max(capacity.outgoing, capacity.highway) + 1));
  // rows have room for an eighth more and come in pairs, and the longest may be moved while it still lies elsewhere
  const rows = Math.ceil(1.125 * capacity.connections) + 2 * end;
  return layoutOf(end, rows + 4 * longest, lanes);
}

type Opened = Pick<NetworkParts, 'graph' | 'phases' | 'flow'>;

/** An empty graph, and what passes over it: a kernel where the platform runs one, with a team where there is one. All give the same
 * bits. */
function openGraph(spec: NeuralSpec, engine: Engine | null, team: Team | undefined): Opened {
  const layout = layoutFor(spec, engine === null ? 1 : (team?.lanes ?? 1));
  if (engine === null) {
    const graph = new Graph(layout, { buffer: new ArrayBuffer(layout.bytes) });
    const phases = new PlainPhases(graph);
    return { graph, phases, flow: flowAlone(graph, phases) };
  }
  const another = (): Memory<ArrayBufferLike> => memoryFor(engine, layout);
  const memory = another();
  const graph = new Graph(layout, memory);
  const phases = new KernelPhases(engine, layout, memory);
  const alone = team === undefined || team.lanes === 1;
  const flow = alone ? flowAlone(graph, phases) : new SharedFlow({ graph, phases, team, memory, another });
  return { graph, phases, flow };
}

/** A network at the beginning of its life. */
export function openNetwork(
  spec: NeuralSpec,
  parameters: readonly Parameter[],
  seed: number,
  engine: Engine | null = platformEngine() ?? null,
  team?: Team,
): Network {
  const opened = openGraph(spec, engine, team);
  const { model } = spec;
  const numbers = parameters.filter(({ shape }) => shape === undefined);
  const controls = Object.fromEntries(numbers.map(({ name, value }) => [name, value])) as Controls;
  const parts = { model, places: placesFor(model), ...opened, seed, controls, series: spec.series };
  const network = new Network(parts);
  begin(network.society, seed, network.bounds, network.energy, spec.topology);
  network.ledger.begin(BigInt(network.energy.reduce((sum, quanta) => sum + quanta, 0)));
  return network;
}

export class NeuralSimulation implements Simulation {
  readonly #parameters: readonly Parameter[];
  readonly #until: number;
  readonly #network: Network;

  constructor(network: Network, parameters: readonly Parameter[], until: number) {
    this.#network = network;
    this.#parameters = parameters;
    this.#until = Math.floor(until);
  }

  get time(): number {
    return this.#network.steps;
  }

  step(dt: number): StepReport {
    // also refuses NaN, which no comparison holds for
    const asked = dt > 0 ? Math.floor(dt + 1e-6) : 0;
    const steps = Math.min(asked, this.#until - this.time);
    for (let taken = 0; taken < steps; taken++) this.#demandSound(this.#advance());
    return { advanced: Math.max(0, steps), error: 0, remaining: Math.max(0, this.#until - this.time) };
  }

  apply(input: Input): void {
    const { name } = checkInput(this.#parameters, input);
    const { picture } = this.#network.senses;
    if (typeof input.value === 'number') {
      this.#network.parts.controls[name as keyof Controls] = input.value;
      this.#network.revise();
    } else if ('change' in input.value) picture.change(input.value.change);
    else picture.set(input.value);
  }

  observe(values: Float64Array): void {
    fillFrame(this.#network, values);
  }

  metrics(): readonly Metric[] {
    return metricsOf(this.#network);
  }

  invariants(): readonly Invariant[] {
    return [
      { name: 'energy account, quanta', residual: this.#network.mismatch, tolerance: 0 },
      { name: 'findings of an inspection', residual: this.#network.inspect().length, tolerance: 0 },
    ];
  }

  /** @throws SimulationError `state.corrupt`: a damaged state is never kept */
  snapshot(): Snapshot {
    this.#demandSound(this.#network.inspect());
    return writeSnapshot(this.#network);
  }

  restore(snapshot: Snapshot): void {
    readSnapshot(snapshot, this.#network);
  }

  repair(): Repair {
    return repairNetwork(this.#network);
  }

  assist(assistant: Assistant | undefined): void {
    this.#network.growth.assist(assistant);
  }

  detail(name: string, query: Readonly<Record<string, number>>): Snapshot {
    return lookCloser(this.#network, name, query);
  }

  harm(seed: number): string {
    return flipBit(this.#network, seed);
  }

  dispose(): void {
    this.#network.parts.flow.close();
  }

  /** One step. A pass that ran into a wall was led there by a damaged word. */
  #advance(): readonly Finding[] {
    try {
      return this.#network.advance();
    } catch (thrown) {
      const findings = this.#network.inspect();
      if (findings.length === 0) throw thrown;
      return findings;
    }
  }

  #demandSound(findings: readonly Finding[]): void {
    if (findings.length === 0) return;
    const told = findings
      .slice(0, named)
      .map(({ what, slot }) => (slot < 0 ? what : `${what} (node ${slot})`));
    const more = findings.length > named ? `, ${findings.length - named} more` : '';
    throw new SimulationError('state.corrupt', { time: this.time, findings: told.join(', ') + more });
  }
}
