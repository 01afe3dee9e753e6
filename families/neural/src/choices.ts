// What is drawn: traits of nodes and kinds of connections, from the shares the document gives.

import { connectionTypes, learningClasses, type Connection } from './connection.ts';
import type { NeuralModel } from './document.ts';
import { shareAt } from './draws.ts';
import { weightLeast, weightMost, weightOne } from './quanta.ts';
import { cadences, fertilities, roles, type Traits } from './tag.ts';

/** Draws for one thing, in order: each call of `next` is another ordinal. */
export class Draws {
  readonly #key: number;
  readonly #who: number;
  #which = 0;

  constructor(key: number, who: number) {
    this.#key = key;
    this.#who = who;
  }

  /** In [0, 1). */
  next(): number {
    return shareAt(this.#key, this.#who, this.#which++);
  }

  /** A whole number 0 .. `count` - 1. */
  pick(count: number): number {
    return Math.floor(this.next() * count);
  }

  /** A whole number `low` .. `high`. */
  between(low: number, high: number): number {
    return low + this.pick(Math.max(0, high - low) + 1);
  }
}

/** Where a connection leads; in the order of the document. */
export const ways = ['within', 'sense', 'act', 'burn'] as const;

/** Running sums of shares, the last of which is 1. */
function mixed<Name extends string>(
  shares: Readonly<Record<Name, number>>,
  names: readonly Name[],
): readonly number[] {
  const total = names.reduce((sum, name) => sum + shares[name], 0);
  let sum = 0;
  return names.map((name) => (total > 0 ? (sum += shares[name]) / total : 1));
}

function chosen(edges: readonly number[], draw: number): number {
  const last = edges.length - 1;
  let at = 0;
  while (at < last && draw >= edges[at]!) at++;
  return at;
}

export class Choices {
  readonly #role: readonly number[];
  readonly #fertility: readonly number[];
  readonly #cadence: readonly number[];
  readonly #type: readonly number[];
  readonly #way: readonly number[];
  readonly #weight: readonly [number, number];
  readonly #gate: readonly [number, number];
  readonly #mutation: number;

  constructor({ dynamic, connections, life }: NeuralModel) {
    this.#role = mixed(dynamic.roles, roles);
    this.#fertility = mixed(dynamic.fertility, fertilities);
    this.#cadence = mixed(dynamic.cadence, cadences);
    this.#type = mixed(connections.kinds, connectionTypes);
    this.#way = mixed(connections.ways, ways);
    const [low, high] = connections.weight;
    this.#weight = [Math.min(low, high), Math.max(low, high)];
    this.#gate = connections.gate;
    this.#mutation = life.mutation;
  }

  traits(draws: Draws): Traits {
    return {
      role: chosen(this.#role, draws.next()),
      fertility: chosen(this.#fertility, draws.next()),
      cadence: chosen(this.#cadence, draws.next()),
    };
  }

  /** Traits of a child: its parent's, but for mutations. */
  inherited(parent: Traits, draws: Draws): Traits {
    const keeps = [draws.next(), draws.next(), draws.next()].map((draw) => draw >= this.#mutation);
    const fresh = this.traits(draws);
    return {
      role: keeps[0] === true ? parent.role : fresh.role,
      fertility: keeps[1] === true ? parent.fertility : fresh.fertility,
      cadence: keeps[2] === true ? parent.cadence : fresh.cadence,
    };
  }

  way(draws: Draws): (typeof ways)[number] {
    return ways[chosen(this.#way, draws.next())]!;
  }

  connection(draws: Draws): Connection {
    const type = chosen(this.#type, draws.next());
    const [low, high] = this.#weight;
    const weight = Math.round((low + (high - low) * draws.next()) * weightOne);
    const [open, shut] = this.#gate;
    return {
      type,
      weight: Math.max(weightLeast, Math.min(weightMost, weight)),
      gate: Math.round((open + (shut - open) * draws.next()) * 255),
      learning: draws.pick(learningClasses),
    };
  }
}
