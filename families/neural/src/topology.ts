// A network as it is exchanged: connections between named nodes, checked against the rules before a life begins.
// Names are s0, s1, ... for senses in reading order, w0, ... for the workspace, d0, ... for dynamic nodes.

import { gateOf, learningOf, typeOf, weightOf, type Connection } from './connection.ts';
import type { NeuralModel } from './document.ts';
import type { Graph } from './graph.ts';
import { placesFor, type Places } from './places.ts';

export interface TopologyConnection extends Connection {
  /** Slots. */
  readonly from: number;
  readonly to: number;
}

export interface Topology {
  readonly connections: readonly TopologyConnection[];
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

  constructor(capacity: NeuralModel['capacity']) {
    this.#capacity = capacity;
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
    const { outgoing, incoming } = this.#capacity;
    if (bump(this.#out, source) === outgoing + 1) {
      this.refuse(line, `${source} has more than ${outgoing} connections`, 'Raise capacity.outgoing.');
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

/** Turns named connections into slots; every connection that a life would refuse is an issue. */
export function resolveTopology(
  named: readonly NamedConnection[],
  model: NeuralModel,
): { readonly topology: Topology; readonly issues: readonly FileIssue[] } {
  const places = placesFor(model);
  const { capacity, dynamic } = model;
  const judge = new Judge(capacity);
  const connections: TopologyConnection[] = [];
  for (const each of named) {
    const { source, target, line, type, weight, gate, learning } = each;
    const [from, to] = [slotOf(source, places, dynamic.count), slotOf(target, places, dynamic.count)];
    if (from === undefined || to === undefined) {
      const remedy = `Names are s0 .. s${places.sensory - 1}, w0 .. w${places.workspace - 1} and d0 .. d${dynamic.count - 1}.`;
      judge.refuse(line, `no node is named "${from === undefined ? source : target}"`, remedy);
      continue;
    }
    judge.judge(each);
    connections.push({ from, to, type, weight, gate, learning });
  }
  if (connections.length > capacity.connections) {
    const remedy = `Raise capacity.connections to ${connections.length} or more.`;
    judge.refuse(1, `${connections.length} connections do not fit`, remedy);
  }
  return { topology: { connections }, issues: judge.issues };
}

/** The connections of a graph. */
export function topologyOf(graph: Graph): Topology {
  const { tally, start, length, target, meta } = graph;
  const connections: TopologyConnection[] = [];
  for (let from = 0; from < tally.high; from++) {
    for (let place = start[from]!; place < start[from]! + length[from]!; place++) {
      const word = meta[place]!;
      const what = { type: typeOf(word), weight: Math.abs(weightOf(word)), gate: gateOf(word) };
      connections.push({ from, to: target[place]!, ...what, learning: learningOf(word) });
    }
  }
  return { connections };
}
