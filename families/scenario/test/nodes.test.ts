// What each node kind and each edge attribute does to the numbers.

import { describe, expect, it } from 'vitest';
import { aggregatorMethods } from '../src/nodes/aggregate.ts';
import { begin, document, finish, metric, run, values, type Parts } from './documents.ts';

const cycle = (id: string, list: readonly number[]): object => ({
  kind: 'data',
  id,
  sample: 'cycle',
  values: list,
});

/** The first `count` values that arrive at output y. */
function column(
  nodes: readonly object[],
  edges: readonly object[],
  count = 4,
  more: Partial<Parts> = {},
): number[] {
  return [...values(document({ nodes: [...nodes, { kind: 'output', id: 'y' }], edges, ...more }), count)];
}

describe('edges', () => {
  const a = cycle('a', [1, 2, 3, 4]);

  it('transform, then weigh, what passes', () => {
    expect(column([a], [{ from: 'a', to: 'y', transform: 'value + 1', weight: 10 }])).toEqual([
      20, 30, 40, 50,
    ]);
  });

  it('give the other value where the condition is false, 0 by default', () => {
    const condition = 'value > 2';
    expect(column([a], [{ from: 'a', to: 'y', condition, weight: 2 }])).toEqual([0, 0, 6, 8]);
    expect(column([a], [{ from: 'a', to: 'y', condition, otherwise: -1 }])).toEqual([-1, -1, 3, 4]);
  });

  it('read the fields of both ends, those of the target first, and the parameters', () => {
    const source = { ...a, fields: { k: 100, m: 1000 } };
    const target = { kind: 'transformer', id: 't', expression: 'v', fields: { k: 2 } };
    const edges = [
      { from: 'a', to: 't', transform: 'value * $node.k + $node.m + $params.p' },
      { from: 't', to: 'y' },
    ];
    const parameters = [{ name: 'p', value: 0.5, min: 0, max: 1 }];
    expect(column([source, target], edges, 2, { parameters })).toEqual([1002.5, 1004.5]);
  });

  it('leave an aggregate where their condition is false', () => {
    const b = cycle('b', [10, 10, 10, 10]);
    const through = (method: string): number[] =>
      column(
        [a, b, { kind: 'aggregator', id: 'g', method }],
        [
          { from: 'a', to: 'g', condition: 'value % 2 == 0' },
          { from: 'b', to: 'g' },
          { from: 'g', to: 'y' },
        ],
      );
    expect(through('sum')).toEqual([10, 12, 10, 14]);
    expect(through('mean')).toEqual([10, 6, 10, 7]);
    expect(through('count')).toEqual([1, 2, 1, 2]);
    expect(through('min')).toEqual([10, 2, 10, 4]);
    expect(through('product')).toEqual([10, 20, 10, 40]);
    expect(through('median')).toEqual([10, 6, 10, 7]);
    expect(through('std')).toEqual([0, 4, 0, 3]);
    expect(through('first')).toEqual([10, 2, 10, 4]);
    expect(through('last')).toEqual([10, 10, 10, 10]);
    expect(through('range')).toEqual([0, 8, 0, 6]);
  });

  it('give NaN at a single port and at every aggregator where their condition is NaN', () => {
    const b = cycle('b', [-1, 1]);
    const condition = 'sqrt(value) > 0';
    expect(column([b], [{ from: 'b', to: 'y', condition, otherwise: 7 }], 2)).toEqual([NaN, 1]);
    for (const method of aggregatorMethods) {
      const nodes = [cycle('k', [5]), b, cycle('c', [6]), { kind: 'aggregator', id: 'g', method }];
      const edges = [
        { from: 'k', to: 'g' },
        { from: 'b', to: 'g', condition },
        { from: 'c', to: 'g' },
        { from: 'g', to: 'y' },
      ];
      const [unknown, known] = column(nodes, edges, 2);
      expect(unknown, method).toBeNaN();
      expect(known, method).not.toBeNaN();
    }
  });

  it('read ports by name, and the only port of a node without one', () => {
    const nodes = [a, { kind: 'transformer', id: 't', outputs: { half: 'x / 2', twice: '$inputs.x * 2' } }];
    expect(
      column(nodes, [
        { from: 'a', to: 't' },
        { from: 't.twice', to: 'y' },
      ]),
    ).toEqual([2, 4, 6, 8]);
    expect(
      column(nodes, [
        { from: 'a.out', to: 't.x' },
        { from: 't.half', to: 'y.in' },
      ]),
    ).toEqual([0.5, 1, 1.5, 2]);
  });
});

describe('aggregators', () => {
  const inputs = [cycle('a', [3]), cycle('b', [1]), cycle('c', [8]), cycle('d', [4])];
  const through = (method: string, weights: readonly (number | undefined)[] = []): number =>
    column(
      [...inputs, { kind: 'aggregator', id: 'g', method }],
      [
        ...['a', 'b', 'c', 'd'].map((from, i) => ({
          from,
          to: 'g',
          ...(weights[i] === undefined ? {} : { weight: weights[i] }),
        })),
        { from: 'g', to: 'y' },
      ],
      1,
    )[0];

  it.each([
    ['sum', 16],
    ['mean', 4],
    ['weighted-mean', 4],
    ['min', 1],
    ['max', 8],
    ['product', 96],
    ['count', 4],
    ['median', 3.5],
    ['std', Math.sqrt(6.5)],
    ['range', 7],
    ['first', 3],
    ['last', 4],
  ])('%s of 3, 1, 8, 4 is %d', (method, expected) => {
    expect(through(method)).toBeCloseTo(expected, 14);
  });

  it('weigh means by the edges and multiply everything else', () => {
    expect(through('weighted-mean', [1, 1, 2, 0])).toBe((3 + 1 + 16) / 4);
    expect(through('sum', [1, 1, 2, 0])).toBe(20);
    expect(through('max', [1, 1, -1, 2])).toBe(8);
  });

  it.each(['sum', 'mean', 'min', 'max', 'median', 'std', 'range', 'product'])(
    '%s does not hide a NaN',
    (method) => {
      const nodes = [cycle('a', [1]), cycle('b', [-1]), { kind: 'aggregator', id: 'g', method }];
      const edges = [
        { from: 'a', to: 'g' },
        { from: 'b', to: 'g', transform: 'sqrt(value)' },
        { from: 'g', to: 'y' },
      ];
      expect(column(nodes, edges, 1)).toEqual([NaN]);
    },
  );

  it.each([
    ['sum', 0],
    ['count', 0],
    ['product', 1],
    ['mean', NaN],
    ['min', NaN],
    ['max', NaN],
    ['range', NaN],
    ['median', NaN],
    ['first', NaN],
    ['std', NaN],
    ['weighted-mean', NaN],
  ])('%s of nothing is %d', (method, expected) => {
    const nodes = [cycle('a', [1]), { kind: 'aggregator', id: 'g', method }];
    expect(
      column(
        nodes,
        [
          { from: 'a', to: 'g', condition: 'value > 5' },
          { from: 'g', to: 'y' },
        ],
        1,
      ),
    ).toEqual([expected]);
  });
});

describe('decisions and constraints', () => {
  const a = cycle('a', [1, 2, -1, 4]);

  it('choose by the condition, and give NaN where it is NaN', () => {
    const decide = {
      kind: 'decision',
      id: 'd',
      condition: 'sqrt(a) - 1',
      // oxlint-disable-next-line unicorn/no-thenable -- a key of the document format
      then: '$inputs.a * 10',
      else: '-1',
    };
    expect(
      column(
        [a, decide],
        [
          { from: 'a', to: 'd' },
          { from: 'd', to: 'y' },
        ],
      ),
    ).toEqual([-1, 20, NaN, 40]);
  });

  it('judge bounds with a margin and report the probability of violation', () => {
    const judge = { kind: 'constraint', id: 'c', min: 0, max: 3 };
    const edges = [
      { from: 'a', to: 'c' },
      { from: 'c.margin', to: 'y' },
    ];
    expect(column([a, judge], edges)).toEqual([1, 1, -1, -1]);
    const simulation = run(document({ nodes: [a, judge, { kind: 'output', id: 'y' }], edges }), 1, 1000);
    const violation = metric(simulation, 'violation-probability', 'c.satisfied');
    expect(violation.value).toBe(0.5);
    expect(violation.standardError).toBeCloseTo(Math.sqrt(0.25 / 1000), 12);
  });

  it('leave a comparison with NaN unjudged: it is no violation, and it is counted', () => {
    const judge = { kind: 'constraint', id: 'c', expression: 'sqrt(a) < 2' };
    const edges = [
      { from: 'a', to: 'c' },
      { from: 'c', to: 'y' },
    ];
    expect(column([a, judge], edges)).toEqual([1, 1, NaN, 0]);
    const simulation = run(document({ nodes: [a, judge, { kind: 'output', id: 'y' }], edges }), 1, 400);
    const violation = metric(simulation, 'violation-probability', 'c.satisfied');
    expect(violation.value).toBeCloseTo(1 / 3, 12);
    expect(violation.standardError).toBeCloseTo(Math.sqrt(2 / 9 / 300), 12);
    expect(metric(simulation, 'invalid-nan', 'c.satisfied').value).toBe(100);
  });

  it('count the NaN of a choice whose condition compares with NaN', () => {
    const choose = { kind: 'transformer', id: 't', expression: 'sqrt(a) > 0 ? 1 : 2' };
    const edges = [
      { from: 'a', to: 't' },
      { from: 't', to: 'y' },
    ];
    const simulation = run(document({ nodes: [a, choose, { kind: 'output', id: 'y' }], edges }), 1, 400);
    expect(metric(simulation, 'invalid-nan', 't.out').value).toBe(100);
    expect(metric(simulation, 'mean')).toMatchObject({ value: 1 });
  });

  it('judge expressions, leave NaN unjudged and count it', () => {
    const judge = { kind: 'constraint', id: 'c', expression: 'log(a) - log(a) + (a < 3)' };
    const edges = [
      { from: 'a', to: 'c' },
      { from: 'c', to: 'y' },
    ];
    expect(column([a, judge], edges)).toEqual([1, 1, NaN, 0]);
    const simulation = run(document({ nodes: [a, judge, { kind: 'output', id: 'y' }], edges }), 1, 400);
    expect(metric(simulation, 'violation-probability', 'c.satisfied').value).toBeCloseTo(1 / 3, 12);
    expect(metric(simulation, 'invalid-nan', 'c.satisfied').value).toBe(100);
  });
});

describe('lookups', () => {
  const points = [
    [0, 0],
    [1, 10],
    [3, 0],
  ];
  const at = (x: readonly number[], method: string, outside: string): number[] =>
    column(
      [cycle('a', x), { kind: 'lookup', id: 'l', points, method, outside }],
      [
        { from: 'a', to: 'l' },
        { from: 'l', to: 'y' },
      ],
      x.length,
    );

  it('interpolate, step and take the nearer point', () => {
    expect(at([0, 0.25, 1, 2, 3], 'linear', 'invalid')).toEqual([0, 2.5, 10, 5, 0]);
    expect(at([0, 0.99, 1, 2.9, 3], 'step', 'invalid')).toEqual([0, 0, 10, 10, 0]);
    expect(at([0.4, 0.5, 1.9, 2.1], 'nearest', 'invalid')).toEqual([0, 10, 10, 0]);
  });

  it('clamp, extrapolate or give NaN beyond the ends', () => {
    expect(at([-1, 5], 'linear', 'clamp')).toEqual([0, 0]);
    expect(at([-1, 5], 'linear', 'extrapolate')).toEqual([-10, -10]);
    expect(at([-1, 5], 'linear', 'invalid')).toEqual([NaN, NaN]);
  });
});

function drawn(id: string, factor: number, group?: string): object {
  const rows = [1, 2, 3, 4, 5, 6, 7, 8].map((value) => value * factor);
  return { kind: 'data', id, sample: 'bootstrap', values: rows, ...(group === undefined ? {} : { group }) };
}

function differences(nodes: readonly object[]): ReadonlySet<number> {
  const edges = [
    { from: 'a', to: 't.a' },
    { from: 'b', to: 't.b' },
    { from: 't', to: 'y' },
  ];
  return new Set(column([...nodes, { kind: 'transformer', id: 't', expression: 'b - 10 * a' }], edges, 100));
}

describe('data', () => {
  const files = { 'river.csv': '# annual flow\nyear,flow\n1871,1120\n1872,1160\n1873,963\n' };
  const edges = [{ from: 'a', to: 'y' }];
  const y = { kind: 'output', id: 'y' };

  it('cycles through a CSV column in order', () => {
    const a = { kind: 'data', id: 'a', sample: 'cycle', csv: { file: 'river.csv', column: 'flow' } };
    expect([...values(document({ nodes: [a, y], edges }, { files }), 4)]).toEqual([1120, 1160, 963, 1120]);
  });

  it('takes blank lines and comments before the header and blank lines at the end', () => {
    const a = { kind: 'data', id: 'a', sample: 'cycle', csv: { file: 'b.csv', column: 'flow' } };
    const text = '\n# note\n\n# another\nyear,flow\n1,5\n2,6\n\n\n';
    expect([...values(document({ nodes: [a, y], edges }, { files: { 'b.csv': text } }), 3)]).toEqual([
      5, 6, 5,
    ]);
  });

  it('draws every row alike', () => {
    const a = { kind: 'data', id: 'a', sample: 'bootstrap', values: [1, 2, 3, 4] };
    const simulation = run(document({ nodes: [a, y], edges }), 3, 40_000);
    const average = metric(simulation, 'mean');
    expect(Math.abs(average.value - 2.5)).toBeLessThan(4 * average.standardError!);
  });

  it('draws one row for all nodes of a group, and another for the rest', () => {
    expect(differences([drawn('a', 1, 'g'), drawn('b', 10, 'g')])).toEqual(new Set([0]));
    expect(differences([drawn('a', 1), drawn('b', 10)]).size).toBeGreaterThan(5);
  });
});

describe('parameters', () => {
  it('are read by nodes and expressions alike', () => {
    const nodes = [
      { kind: 'parameter', id: 'own', value: 3, min: 0, max: 10 },
      { kind: 'parameter', id: 'shared', parameter: 'p' },
      { kind: 'transformer', id: 't', expression: 'a + 10 * b + 100 * $params.own + 1000 * $params.p' },
    ];
    const edges = [
      { from: 'own', to: 't.a' },
      { from: 'shared', to: 't.b' },
      { from: 't', to: 'y' },
    ];
    const parameters = [{ name: 'p', label: 'Price', unit: 'USD', value: 2, min: 0, max: 5, step: 0.5 }];
    expect(column(nodes, edges, 1, { parameters })).toEqual([2323]);
  });

  it('offer time and iteration as the number of the iteration', () => {
    const node = { kind: 'transformer', id: 't', expression: '$iteration + 100 * $time' };
    expect(column([node], [{ from: 't', to: 'y' }], 3)).toEqual([0, 101, 202]);
  });
});

describe('invalid values', () => {
  it('are counted by kind at every node they come through and kept out of the statistics', () => {
    const nodes = [
      cycle('a', [-1, 0, 1, 2]),
      { kind: 'transformer', id: 'inverse', expression: '1 / a' },
      { kind: 'transformer', id: 'root', expression: 'sqrt(a) + log(a) * 0 + b * 0' },
      { kind: 'output', id: 'y' },
      { kind: 'output', id: 'z' },
    ];
    const edges = [
      { from: 'a', to: 'inverse' },
      { from: 'a', to: 'root.a' },
      { from: 'inverse', to: 'root.b' },
      { from: 'inverse', to: 'y' },
      { from: 'root', to: 'z' },
    ];
    const simulation = finish(begin(document({ nodes, edges }), 1, 4000));
    expect(metric(simulation, 'invalid-positive-infinity', 'inverse.out').value).toBe(1000);
    expect(metric(simulation, 'invalid-nan', 'root.out').value).toBe(2000);
    expect(metric(simulation, 'samples').value).toBe(3000);
    expect(metric(simulation, 'invalid-positive-infinity').value).toBe(1000);
    expect(metric(simulation, 'mean').value).toBeCloseTo((-1 + 1 + 0.5) / 3, 12);
    expect(metric(simulation, 'max').value).toBe(1);
    expect(metric(simulation, 'samples', 'z.value').value).toBe(2000);
    for (const { residual } of simulation.invariants()) expect(residual).toBe(0);
    const frame = new Float64Array(600);
    simulation.observe(frame);
    expect(frame.every(Number.isFinite)).toBe(true);
  });
});
