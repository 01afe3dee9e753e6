// A network as it is exchanged: connections between named nodes, checked against the rules before a life begins.
// Names are s0, s1, ... for senses in reading order, w0, ... for the workspace, d0, ... for dynamic nodes.

import { gateOf, learningOf, typeOf, weightOf, type Connection } from './connection.ts';
import type { NeuralModel } from './document.ts';
import type { Graph } from './graph.ts';
import { placesFor, type Places } from './places.ts';
import { quantaOf } from './quanta.ts';
import {
  cadenceOf,
  fertilityOf,
  isAlive,
  kind,
  kindOf,
  roleOf,
  tagOf,
  type Kind,
  type Traits,
} from './tag.ts';

export interface TopologyConnection extends Connection {
  /** Slots. */
  readonly from: number;
  readonly to: number;
}

/** What a node begins with, where a file says so. */
export interface TopologyNode {
  readonly slot: number;
  /** Quanta. */
  readonly energy: number;
  /** Of dynamic nodes; others are what their band is. */
  readonly tag?: number;
}

export interface Topology {
  readonly connections: readonly TopologyConnection[];
  /** Nodes that are not drawn. */
  readonly nodes: readonly TopologyNode[];
}

/** A node as a file has it, with its line. */
export interface NamedNode {
  readonly name: string;
  /** Units. */
  readonly energy: number;
  /** Of dynamic nodes. */
  readonly what?: Traits & { readonly highway: boolean };
  readonly line: number;
}

/** A connection as a file has it, with its line. */
export interface NamedConnection extends Connection {
  readonly source: string;
  readonly target: string;
  readonly line: number;
}

/** What is wrong with a file, and where. */
export interface FileIssue {
  readonly line: number;
  readonly message: string;
  readonly remedy: string;
}

type Band = 's' | 'w' | 'd';

/** Slot of a name; undefined where nobody has it. */
function slotOf(name: string, places: Places, dynamic: number): number | undefined {
  const [, band, digits] = /^([swd])(0|[1-9]\d{0,6})$/.exec(name) ?? [];
  const ordinal = Number(digits);
  if (band === 's' && ordinal < places.sensory) return ordinal;
  if (band === 'w' && ordinal < places.workspace) return places.workspaceAt + ordinal;
  if (band === 'd' && ordinal < dynamic) return places.dynamicAt + ordinal;
  return undefined;
}

/** Name of a slot of a used band. */
export function nameOf(slot: number, { workspaceAt, dynamicAt }: Places): string {
  if (slot < workspaceAt) return `s${slot}`;
  return slot < dynamicAt ? `w${slot - workspaceAt}` : `d${slot - dynamicAt}`;
}

/** Finds what a life would refuse, connection by connection. */
class Judge {
  readonly issues: FileIssue[] = [];
  readonly #capacity: NeuralModel['capacity'];
  readonly #seen = new Set<string>();
  readonly #leads = new Map<string, Band>();
  readonly #out = new Map<string, number>();
  readonly #into = new Map<string, number>();

  readonly #highways: ReadonlySet<string>;

  constructor(capacity: NeuralModel['capacity'], highways: ReadonlySet<string>) {
    this.#capacity = capacity;
    this.#highways = highways;
  }

  refuse(line: number, message: string, remedy: string): void {
    this.issues.push({ line, message, remedy });
  }

  judge({ source, target, line }: NamedConnection): void {
    const [from, to] = [source[0] as Band, target[0] as Band];
    if (from === 'w' || (from === 's' && to !== 'd') || source === target) {
      const remedy = 'Senses lead to dynamic nodes, these to any other node; the workspace leads nowhere.';
      this.refuse(line, `${source} may not lead to ${target}`, remedy);
    }
    if (from === 'd' && to !== 'd') {
      if ((this.#leads.get(source) ?? to) !== to) {
        this.refuse(
          line,
          `${source} leads to senses and to the workspace`,
          'Let a node lead to one of them.',
        );
      }
      this.#leads.set(source, to);
    }
    const pair = `${source} ${target}`;
    if (this.#seen.has(pair)) this.refuse(line, `${source} leads to ${target} twice`, 'Keep one of them.');
    this.#seen.add(pair);
    const { incoming } = this.#capacity;
    const bound = this.#highways.has(source) ? 'highway' : 'outgoing';
    const outgoing = this.#capacity[bound];
    if (bump(this.#out, source) === outgoing + 1) {
      this.refuse(line, `${source} has more than ${outgoing} connections`, `Raise capacity.${bound}.`);
    }
    if (bump(this.#into, target) === incoming + 1) {
      this.refuse(line, `more than ${incoming} connections lead to ${target}`, 'Raise capacity.incoming.');
    }
  }
}

function bump(counts: Map<string, number>, name: string): number {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  return count;
}

/** Turns names into slots; every node and connection that a life would refuse is an issue. */
export function resolveTopology(
  named: { readonly connections: readonly NamedConnection[]; readonly nodes: readonly NamedNode[] },
  model: NeuralModel,
): { readonly topology: Topology; readonly issues: readonly FileIssue[] } {
  const places = placesFor(model);
  const { capacity, dynamic } = model;
  const judge = new Judge(
    capacity,
    new Set(named.nodes.flatMap(({ name, what }) => (what?.highway === true ? [name] : []))),
  );
  const refuseName = (line: number, name: string): void => {
    const remedy = `Names are s0 .. s${places.sensory - 1}, w0 .. w${places.workspace - 1} and d0 .. d${dynamic.count - 1}.`;
    judge.refuse(line, `no node is named "${name}"`, remedy);
  };
  const connections: TopologyConnection[] = [];
  for (const each of named.connections) {
    const { source, target, line, type, weight, gate, learning } = each;
    const [from, to] = [slotOf(source, places, dynamic.count), slotOf(target, places, dynamic.count)];
    if (from === undefined || to === undefined) {
      refuseName(line, from === undefined ? source : target);
      continue;
    }
    judge.judge(each);
    connections.push({ from, to, type, weight, gate, learning });
  }
  const nodes: TopologyNode[] = [];
  const told = new Set<string>();
  for (const { name, energy, what, line } of named.nodes) {
    const slot = slotOf(name, places, dynamic.count);
    if (slot === undefined) refuseName(line, name);
    else if (told.has(name)) judge.refuse(line, `${name} is told of twice`, 'Keep one of them.');
    else if (energy > model.energy.cap) {
      judge.refuse(line, `${name} holds ${energy} units`, `Stay within energy.cap, ${model.energy.cap}.`);
    } else {
      told.add(name);
      const tag = what === undefined ? {} : { tag: tagOf(what.highway ? kind.highway : kind.dynamic, what) };
      nodes.push({ slot, energy: quantaOf(energy), ...(slot < places.dynamicAt ? {} : tag) });
    }
  }
  if (connections.length > capacity.connections) {
    const remedy = `Raise capacity.connections to ${connections.length} or more.`;
    judge.refuse(1, `${connections.length} connections do not fit`, remedy);
  }
  return { topology: { connections, nodes }, issues: judge.issues };
}

/** Connections of a network and what its nodes hold, as another network could begin: dynamic nodes that live move together, in the order
 * of their slots. */
export function topologyOf(graph: Graph, energy: Int32Array, { dynamicAt }: Places): Topology {
  const { tally, tag, start, length, target, meta } = graph;
  const moved = new Int32Array(tally.high);
  const nodes: TopologyNode[] = [];
  for (let slot = 0, next = dynamicAt; slot < tally.high; slot++) {
    const word = tag[slot]!;
    if (!isAlive(word)) continue;
    const place = (moved[slot] = slot < dynamicAt ? slot : next++);
    const traits = { role: roleOf(word), fertility: fertilityOf(word), cadence: cadenceOf(word) };
    const own = slot < dynamicAt ? {} : { tag: tagOf(kindOf(word) as Kind, traits) };
    nodes.push({ slot: place, energy: energy[slot]!, ...own });
  }
  const connections: TopologyConnection[] = [];
  for (let from = 0; from < tally.high; from++) {
    for (let place = start[from]!; place < start[from]! + length[from]!; place++) {
      // Connections to the dying wait for the next sweep, and lead nowhere any more.
      if (!isAlive(tag[target[place]!]!)) continue;
      const word = meta[place]!;
      const what = { type: typeOf(word), weight: Math.abs(weightOf(word)), gate: gateOf(word) };
      connections.push({
        from: moved[from]!,
        to: moved[target[place]!]!,
        ...what,
        learning: learningOf(word),
      });
    }
  }
  return { connections, nodes };
}
