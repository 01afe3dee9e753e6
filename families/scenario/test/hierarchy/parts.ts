// Models with parts for tests.

import type { ModelDocument } from '@holdfast/core';

export const normal = (id: string, mean: number | string = 0, sd: number | string = 1): unknown => ({
  kind: 'distribution',
  id,
  distribution: 'normal',
  parameters: { mean, sd },
});

export const use = (id: string, part: string, parameters?: unknown): unknown => ({
  kind: 'subgraph',
  id,
  use: part,
  ...(parameters === undefined ? {} : { parameters }),
});

export const edge = (from: string, to: string, more: object = {}): unknown => ({ from, to, ...more });

export const output = (id: string): unknown => ({ kind: 'output', id });

export const transformer = (id: string, expression: string): unknown => ({
  kind: 'transformer',
  id,
  expression,
});

export function modelDocument(model: object): ModelDocument {
  return { family: 'scenario', version: 1, name: 'test', model };
}

/** A machine with noise of its own; its speed is a parameter, its feed a port. */
export const machine = {
  inputs: ['feed'],
  outputs: { made: 'made' },
  parameters: [{ name: 'speed' }, { name: 'spread', default: 0.5 }],
  nodes: [normal('noise', 0, '$params.spread'), transformer('made', 'feed * $params.speed + noise')],
  edges: [edge('feed', 'made.feed'), edge('noise', 'made.noise')],
};

/** Two machines one after the other, with a reported total. */
export const line = {
  inputs: [{ name: 'ore', default: 1 }],
  outputs: { out: 'second.made' },
  parameters: [{ name: 'speed' }],
  nodes: [
    use('first', 'machine', { speed: '$params.speed' }),
    use('second', 'machine', { speed: '$params.speed / 2', spread: 2 }),
    output('made'),
  ],
  edges: [edge('ore', 'first'), edge('first', 'second', { weight: 3 }), edge('second', 'made')],
};

/** Two lines fed by one draw: three levels. */
export const plant = {
  parameters: [{ name: 'pace', value: 2, min: 1, max: 4 }],
  subgraphs: { machine, line },
  nodes: [
    normal('mine', 10, 1),
    use('east', 'line', { speed: '$params.pace' }),
    use('west', 'line', { speed: 5 }),
    { kind: 'aggregator', id: 'sum', method: 'sum' },
    output('total'),
  ],
  edges: [
    edge('mine', 'east', { transform: 'value + 1' }),
    edge('mine', 'west.ore'),
    edge('east', 'sum'),
    edge('west', 'sum', { weight: 2 }),
    edge('sum', 'total'),
  ],
};
