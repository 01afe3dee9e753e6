// Closer looks at a living network: every node as one byte, and one node with its connections. Read only; numbers here are for eyes.

import { SimulationError, type DetailKind, type Parameter, type Snapshot } from '@holdfast/core';
import { connectionTypes, typeOf, weightOf } from './connection.ts';
import type { NeuralModel } from './document.ts';
import type { Graph } from './graph.ts';
import type { Network } from './network.ts';
import { placesFor } from './places.ts';
import { handleOf } from './population.ts';
import { quantaPerUnit, weightOne } from './quanta.ts';
import {
  cadenceOf,
  cadences,
  fertilities,
  fertilityOf,
  isAlive,
  kind,
  kindOf,
  roleOf,
  roles,
} from './tag.ts';

/** Nodes of one answer at most. */
const nodesMost = 1_000_000;

function number(name: string, label: string, value: number, min: number, max: number): Parameter {
  return { name, label, unit: '1', value, min, max, step: 1 };
}

/** The closer looks a network of this model allows. */
export function detailsOf(model: NeuralModel): readonly DetailKind[] {
  const { end } = placesFor(model);
  return [
    {
      name: 'field',
      query: [
        number('first', 'first slot', 0, 0, end - 1),
        number('count', 'slots', Math.min(end, nodesMost), 1, nodesMost),
        number('stride', 'one of so many slots', 1, 1, 4096),
      ],
    },
    {
      name: 'neighbourhood',
      query: [
        number('slot', 'slot', 0, 0, end - 1),
        number('most', 'connections each way at most', 100, 1, 1000),
      ],
    },
  ];
}

/** Looks closer. @throws SimulationError `detail.unknown` */
export function lookCloser(
  network: Network,
  name: string,
  query: Readonly<Record<string, number>>,
): Snapshot {
  const at = (field: string): number => Math.floor(query[field] ?? 0);
  if (name === 'field') return fieldOf(network, at('first'), at('count'), at('stride'));
  if (name === 'neighbourhood') return neighbourhoodOf(network, at('slot'), at('most'));
  throw new SimulationError('detail.unknown', { name, known: 'field, neighbourhood' });
}

/** What a slot is, in two bits. */
const use = { empty: 0, living: 1, highway: 2, dying: 3 } as const;

function useOf(tag: number): number {
  const what = kindOf(tag);
  if (what === kind.highway) return use.highway;
  if (what === kind.dying) return use.dying;
  return what < kind.dying ? use.living : use.empty;
}

/** One byte of energy for each slot: 255 times the root of its share of the cap, so that small energies can be told apart. Uses are two
 * bits each, lowest first. */
function fieldOf(
  { parts, energy, cap, steps }: Network,
  first: number,
  count: number,
  stride: number,
): Snapshot {
  const { graph, places } = parts;
  const end = Math.min(places.end, first + count);
  const slots = Math.max(0, Math.ceil((end - first) / stride));
  const levels = new Uint8Array(slots);
  const uses = new Uint8Array(Math.ceil(slots / 4));
  const scale = 255 / Math.sqrt(cap);
  for (let each = 0, slot = first; each < slots; each++, slot += stride) {
    if (slot >= graph.tally.high) break;
    levels[each] = Math.ceil(scale * Math.sqrt(Math.max(0, energy[slot]!)));
    uses[each >> 2]! |= useOf(graph.tag[slot]!) << (2 * (each & 3));
  }
  return {
    layout: 'neural/field/1',
    fields: {
      time: steps,
      first,
      stride,
      slots: places.end,
      sensory: places.sensory,
      workspaceAt: places.workspaceAt,
      workspace: places.workspace,
      dynamicAt: places.dynamicAt,
      cap: cap / quantaPerUnit,
      levels,
      uses,
    },
  };
}

/** Names of kinds, in the order of `kind`. */
const kinds = ['sense', 'workspace', 'dynamic', 'highway', 'dying', 'empty', 'unused'] as const;

/** Connections of one node, the heaviest first where not all are given. */
class Edges {
  readonly #nodes: number[] = [];
  readonly #words: number[] = [];

  get count(): number {
    return this.#nodes.length;
  }

  add(node: number, word: number): void {
    this.#nodes.push(node);
    this.#words.push(word);
  }

  /** Fields of a side, by their names in the answer. */
  fields(side: string, most: number, { parts: { graph }, energy }: Network): Snapshot['fields'] {
    const size = (at: number): number => Math.abs(weightOf(this.#words[at]!));
    const order = this.#nodes
      .map((_, at) => at)
      .sort((left, right) => size(right) - size(left) || left - right);
    const shown = order.slice(0, most);
    return {
      [`${side}Count`]: this.count,
      [`${side}Slots`]: Int32Array.from(shown, (at) => this.#nodes[at]!),
      [`${side}Generations`]: Int32Array.from(shown, (at) => handleOf(graph, this.#nodes[at]!).generation),
      [`${side}Weights`]: Float64Array.from(shown, (at) => weightOf(this.#words[at]!) / weightOne),
      [`${side}Types`]: Uint8Array.from(shown, (at) => typeOf(this.#words[at]!)),
      [`${side}Kinds`]: Uint8Array.from(shown, (at) => kindOf(graph.tag[this.#nodes[at]!]!)),
      [`${side}Energies`]: Float64Array.from(shown, (at) => energy[this.#nodes[at]!]! / quantaPerUnit),
    };
  }
}

function eachConnection(
  { start, length, target, meta, layout }: Graph,
  slot: number,
  tell: (to: number, word: number) => void,
): void {
  const from = start[slot]!;
  // a damaged word is looked at like any other, but never followed out of memory
  const end = Math.min(layout.places, from + length[slot]!);
  for (let place = Math.max(0, from); place < end; place++) {
    const to = target[place]!;
    if (to >= 0 && to < layout.nodes) tell(to, meta[place]!);
  }
}

/** A node with the connections from it and to it; those to it are found by a pass over all rows. */
function neighbourhoodOf(network: Network, slot: number, most: number): Snapshot {
  const { parts, energy, steps } = network;
  const { graph } = parts;
  const tag = slot < graph.tally.high ? graph.tag[slot]! : kind.free;
  const [outgoing, incoming] = [new Edges(), new Edges()];
  eachConnection(graph, slot, (to, word) => outgoing.add(to, word));
  for (let from = 0; from < graph.tally.high; from++) {
    eachConnection(graph, from, (to, word) => {
      if (to === slot) incoming.add(from, word);
    });
  }
  const what = kindOf(tag);
  const grown = what === kind.dynamic || what === kind.highway;
  return {
    layout: 'neural/neighbourhood/1',
    fields: {
      time: steps,
      slot,
      generation: handleOf(graph, slot).generation,
      kind: kinds[what] ?? 'unknown',
      alive: Number(isAlive(tag)),
      energy: energy[slot]! / quantaPerUnit,
      born: graph.birth[slot]!,
      ...(grown
        ? {
            role: roles[roleOf(tag)] ?? '',
            fertility: fertilities[fertilityOf(tag)] ?? '',
            cadence: cadences[cadenceOf(tag)] ?? '',
          }
        : {}),
      kinds: kinds.join(),
      types: connectionTypes.join(),
      ...outgoing.fields('out', most, network),
      ...incoming.fields('in', most, network),
    },
  };
}
