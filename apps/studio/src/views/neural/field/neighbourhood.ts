// One node with its connections, as the server answers it, in words and numbers a picture and a table can show.

import type { Snapshot } from '@holdfast/core';

export interface Edge {
  readonly slot: number;
  readonly generation: number;
  readonly type: string;
  /** Signed; -1 .. 1. */
  readonly weight: number;
  /** What the partner is, and what it holds, units. */
  readonly kind: string;
  readonly energy: number;
}

export interface Neighbourhood {
  readonly time: number;
  readonly slot: number;
  readonly generation: number;
  readonly kind: string;
  readonly alive: boolean;
  readonly energy: number;
  /** Step of its birth. */
  readonly born: number;
  /** Role, fertility and cadence of nodes that have them. */
  readonly traits: readonly string[];
  readonly outgoing: readonly Edge[];
  readonly incoming: readonly Edge[];
  /** How many there are, shown or not. */
  readonly outgoingCount: number;
  readonly incomingCount: number;
}

/** Reads an answer with the layout `neural/neighbourhood/1`. */
export function readNeighbourhood({ fields }: Snapshot): Neighbourhood {
  const number = (name: string): number => Number(fields[name] ?? 0);
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  const kinds = text('kinds').split(',');
  const types = text('types').split(',');
  const list = (name: string): ArrayLike<number> => {
    const found = fields[name];
    return typeof found === 'object' ? found : [];
  };
  const edges = (side: 'in' | 'out'): readonly Edge[] =>
    Array.from(list(`${side}Slots`), (slot, at) => ({
      slot,
      generation: list(`${side}Generations`)[at] ?? 0,
      type: types[list(`${side}Types`)[at] ?? -1] ?? '',
      weight: list(`${side}Weights`)[at] ?? 0,
      kind: kinds[list(`${side}Kinds`)[at] ?? -1] ?? '',
      energy: list(`${side}Energies`)[at] ?? 0,
    }));
  return {
    time: number('time'),
    slot: number('slot'),
    generation: number('generation'),
    kind: text('kind'),
    alive: number('alive') === 1,
    energy: number('energy'),
    born: number('born'),
    traits: ['role', 'fertility', 'cadence'].map(text).filter((word) => word !== ''),
    outgoing: edges('out'),
    incoming: edges('in'),
    outgoingCount: number('outCount'),
    incomingCount: number('inCount'),
  };
}
