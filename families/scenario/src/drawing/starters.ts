// Nodes to begin with: one of every kind and of every distribution, each of which runs as soon as its inputs are fed.

import { nodeKinds } from '../catalogue.ts';
import { inDomain, problemOf, type ParametricDistribution } from '../distributions/distribution.ts';
import { mixture } from '../distributions/mixture.ts';
import { distributions } from '../distributions/registry.ts';
import type { ListParameters, TableDistribution } from '../distributions/tables.ts';
import type { NodeKind } from '../document.ts';

/** A node as it begins, with what a palette says about it. */
export interface Starter {
  readonly group: string;
  readonly title: string;
  readonly summary: string;
  /** Without an id. */
  readonly node: Readonly<Record<string, unknown>>;
  /** Members the model needs for it, to be added where it lacks them. */
  readonly needs?: Readonly<Record<string, unknown>>;
}

type Kind = Exclude<NodeKind, 'distribution'>;

const calculations = 'Calculations';
const processes = 'Time';
const time = { time: { steps: 12 } };

const kinds: Readonly<Record<Kind, { readonly group: string; readonly fields: object }>> = {
  constant: { group: 'Values', fields: { value: 1 } },
  parameter: { group: 'Values', fields: { value: 1, min: 0, max: 2 } },
  data: { group: 'Values', fields: { values: [1, 2, 3], sample: 'bootstrap' } },
  transformer: { group: calculations, fields: { expression: 'a + b' } },
  aggregator: { group: calculations, fields: { method: 'sum' } },
  // oxlint-disable-next-line unicorn/no-thenable -- a key of the document format; it holds text, never a function
  decision: { group: calculations, fields: { condition: 'a > b', then: 'a', else: 'b' } },
  lookup: {
    group: calculations,
    fields: {
      points: [
        [0, 0],
        [1, 1],
      ],
      method: 'linear',
      outside: 'clamp',
    },
  },
  delay: { group: processes, fields: { steps: 1, initial: 0 } },
  accumulator: { group: processes, fields: {} },
  integrator: { group: processes, fields: { initial: 0 } },
  growth: { group: processes, fields: { initial: 100, rate: 0.02 } },
  autoregressive: { group: processes, fields: { coefficients: [0.5], mean: 0, sd: 1 } },
  'random-walk': { group: processes, fields: { initial: 0, sd: 1 } },
  events: { group: processes, fields: { rate: 2 } },
  constraint: { group: 'Results', fields: { min: 0 } },
  output: { group: 'Results', fields: {} },
};

/** Every kind and every distribution once, then the parts the model defines, in the order of a palette. */
export function starters(model: unknown): readonly Starter[] {
  const own = nodeKinds.flatMap(({ kind, summary }): Starter[] => {
    if (kind === 'distribution') return [];
    const { group, fields } = kinds[kind];
    const needs = group === processes ? { needs: time } : {};
    return [{ group, title: kind, summary, node: { kind, ...fields }, ...needs }];
  });
  const drawn = distributions.flatMap((distribution): Starter[] => {
    const node = distributionStarter(distribution);
    const { name: title, summary } = distribution;
    return node === undefined ? [] : [{ group: 'Distributions', title, summary, node }];
  });
  drawn.push({ group: 'Distributions', title: mixture.name, summary: mixture.summary, node: mixtureStarter });
  const parts = Object.entries(partsOf(model)).map(([use, part]): Starter => {
    const summary = docOf(part) || 'A part of this model, used as one node.';
    return { group: 'Parts', title: use, summary, node: { kind: 'subgraph', use } };
  });
  const order = ['Distributions', 'Values', calculations, processes, 'Results', 'Parts'];
  return [...drawn, ...own, ...parts].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}

function partsOf(model: unknown): object {
  const parts =
    typeof model === 'object' && model !== null && 'subgraphs' in model ? model.subgraphs : undefined;
  return typeof parts === 'object' && parts !== null ? parts : {};
}

function docOf(part: unknown): string {
  const doc = typeof part === 'object' && part !== null && 'doc' in part ? part.doc : undefined;
  return typeof doc === 'string' ? doc : '';
}

const mixtureStarter = {
  kind: 'distribution',
  distribution: mixture.name,
  parameters: {
    components: [
      { weight: 0.7, distribution: 'normal', parameters: { mean: 0, sd: 1 } },
      { weight: 0.3, distribution: 'normal', parameters: { mean: 5, sd: 2 } },
    ],
  },
};

/** The first of some plain choices of parameters that the distribution accepts. */
function distributionStarter(
  distribution: ParametricDistribution | TableDistribution,
): Readonly<Record<string, unknown>> | undefined {
  const parameters = distribution.kind === 'table' ? tableChoice(distribution) : numberChoice(distribution);
  return parameters && { kind: 'distribution', distribution: distribution.name, parameters };
}

type Pick = (domain: string, place: number, first: string) => number;

/** From the usual to the unusual. */
const picks: readonly Pick[] = [usual, (_, place) => place + 1, () => 0.5, () => 2, () => 1];

function numberChoice({ forms }: ParametricDistribution): Readonly<Record<string, number>> | undefined {
  for (const form of forms) {
    const { parameters } = form;
    const first = parameters[0]?.domain ?? '';
    for (const pick of picks) {
      const values = parameters.map(
        ({ domain, default: initial }, place) => initial ?? pick(domain, place, first),
      );
      const inside = parameters.every(({ domain }, place) => inDomain(domain, values[place]!));
      if (!inside || problemOf(form, values) !== undefined) continue;
      const given = parameters.map(({ name, default: initial }, place) =>
        initial === undefined ? [[name, values[place]!] as const] : [],
      );
      return Object.fromEntries(given.flat());
    }
  }
  return undefined;
}

/** A standard normal, a middling shape; locations and counts in a row, so that minimum, mode and maximum differ. */
function usual(domain: string, place: number, first: string): number {
  if (domain === 'probability') return 0.5;
  if (domain === 'count') return 10 * (place + 1);
  if (domain === 'finite') return place;
  if (place === 0) return 4;
  return first === 'finite' ? 1 : 2;
}

const lists: readonly (readonly number[])[] = [
  [1, 2, 3],
  [0.25, 0.5, 0.25],
  [0.1, 0.5, 0.9],
];

function tableChoice(distribution: TableDistribution): ListParameters | undefined {
  const needed = distribution.parameters.filter(({ required }) => required);
  for (const [first, second] of [
    [0, 1],
    [0, 2],
    [2, 0],
  ] as const) {
    const places = [first, second];
    const chosen = Object.fromEntries(needed.map(({ name }, place) => [name, lists[places[place % 2]!]!]));
    if (!('problem' in distribution.prepare(chosen as unknown as ListParameters, everything))) {
      return chosen as unknown as ListParameters;
    }
  }
  return undefined;
}

const everything = { min: -Infinity, max: Infinity };
