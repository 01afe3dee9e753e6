import { describe, expect, it } from 'vitest';
import { document, issuesOf, type Parts } from '../documents.ts';

const y = { kind: 'output', id: 'y' };
const x = (expression: string, more: object = {}) => ({ kind: 'transformer', id: 'x', expression, ...more });
const xy = { from: 'x', to: 'y' };
const time = { steps: 3 };
const one = { kind: 'constant', id: 'one', value: 1 };

const cases: readonly (readonly [title: string, parts: Parts, code: string, path: string, says?: RegExp])[] =
  [
    [
      '$step without time',
      { nodes: [x('$step'), y], edges: [xy] },
      'expression.unknown-name',
      '/model/nodes/0/expression',
      /time axis/,
    ],
    [
      '$prev without time',
      { nodes: [x('$prev'), y], edges: [xy] },
      'expression.unknown-name',
      '/model/nodes/0/expression',
      /time axis/,
    ],
    [
      'a time node without time',
      { nodes: [{ kind: 'random-walk', id: 'x', initial: 0, sd: 1 }, y], edges: [xy] },
      'time.missing',
      '/model/nodes/0/kind',
      /"steps": 12/,
    ],
    [
      'draws in each step without time',
      {
        nodes: [
          {
            kind: 'distribution',
            id: 'x',
            distribution: 'normal',
            parameters: { mean: 0, sd: 1 },
            draw: 'step',
          },
          y,
        ],
        edges: [xy],
      },
      'time.missing',
      '/model/nodes/0/draw',
    ],
    [
      'a fan without time',
      { nodes: [one, { ...y, over: 'steps' }], edges: [{ from: 'one', to: 'y' }] },
      'time.missing',
      '/model/nodes/1/over',
    ],
    [
      'a delay without time',
      { nodes: [one, x('a'), y], edges: [{ from: 'one', to: 'x', delay: 1 }, xy] },
      'time.missing',
      '/model/edges/0/delay',
    ],
    [
      'a cycle, with what to do about it',
      {
        time,
        nodes: [x('a'), { kind: 'transformer', id: 'z', expression: 'b' }, y],
        edges: [{ from: 'x', to: 'z' }, { from: 'z', to: 'x' }, xy],
      },
      'graph.cycle',
      '/model/edges/1',
      /"feedback": true.*"delay": 1/,
    ],
    [
      'feedback that closes no loop',
      { nodes: [one, x('a'), y], edges: [{ from: 'one', to: 'x', feedback: true }, xy] },
      'edge.idle-attribute',
      '/model/edges/0/feedback',
    ],
    [
      'an initial value nothing reads',
      { time, nodes: [one, x('a'), y], edges: [{ from: 'one', to: 'x', initial: 3 }, xy] },
      'edge.idle-attribute',
      '/model/edges/0/initial',
    ],
    [
      'solve without a loop',
      { solve: { damping: 0.5 }, nodes: [one, y], edges: [{ from: 'one', to: 'y' }] },
      'time.idle',
      '/model/solve',
    ],
    [
      'coefficients without a stationary start',
      { time, nodes: [{ kind: 'autoregressive', id: 'x', coefficients: [1], sd: 1 }, y], edges: [xy] },
      'time.not-stationary',
      '/model/nodes/0/coefficients',
      /"start": "mean"/,
    ],
    [
      'a negative deviation',
      { time, nodes: [{ kind: 'random-walk', id: 'x', initial: 0, sd: -1 }, y], edges: [xy] },
      'time.out-of-domain',
      '/model/nodes/0/sd',
    ],
    [
      'a negative rate of events',
      { time, nodes: [{ kind: 'events', id: 'x', rate: -1 }, y], edges: [xy] },
      'time.out-of-domain',
      '/model/nodes/0/rate',
    ],
    [
      'sizes that vary',
      {
        time,
        nodes: [
          {
            kind: 'events',
            id: 'x',
            rate: 1,
            severity: { distribution: 'exponential', parameters: { mean: '$time' } },
          },
          y,
        ],
        edges: [{ from: 'x.total', to: 'y' }],
      },
      'time.severity-varies',
      '/model/nodes/0/severity/parameters/mean',
    ],
    [
      'sizes of an unknown distribution',
      {
        time,
        nodes: [{ kind: 'events', id: 'x', rate: 1, severity: { distribution: 'nrmal', parameters: {} } }, y],
        edges: [{ from: 'x.total', to: 'y' }],
      },
      'model.unknown-distribution',
      '/model/nodes/0/severity/distribution',
      /"normal"/,
    ],
    [
      'a delay of nothing',
      { time, nodes: [{ kind: 'delay', id: 'x', steps: 1 }, y], edges: [xy] },
      'node.missing-input',
      '/model/nodes/0',
    ],
    [
      'a delay with an initial expression, of nothing',
      { time, nodes: [{ kind: 'delay', id: 'x', steps: 1, initial: '2 * 3' }, y], edges: [xy] },
      'node.missing-input',
      '/model/nodes/0',
    ],
    [
      'the step before of an input nothing feeds',
      { time, nodes: [x('$prev.a'), y], edges: [xy] },
      'node.missing-input',
      '/model/nodes/0/expression',
    ],
    [
      '$prev alone where there are several outputs',
      {
        time,
        nodes: [{ kind: 'transformer', id: 'x', outputs: { a: '$prev' } }, y],
        edges: [{ from: 'x.a', to: 'y' }],
      },
      'expression.unknown-name',
      '/model/nodes/0/outputs/a',
    ],
    [
      'the value before in an initial value',
      { time, nodes: [x('$prev', { initial: '$prev' }), y], edges: [xy] },
      'expression.unknown-name',
      '/model/nodes/0/initial',
    ],
    [
      'no steps',
      { time: { steps: 0 }, nodes: [one, y], edges: [{ from: 'one', to: 'y' }] },
      'model.out-of-range',
      '/model/time/steps',
    ],
    [
      'too many steps',
      { time: { steps: 10_001 }, nodes: [one, y], edges: [{ from: 'one', to: 'y' }] },
      'model.out-of-range',
      '/model/time/steps',
    ],
    [
      'too many points of fans',
      {
        time: { steps: 500 },
        nodes: [
          one,
          ...Array.from({ length: 21 }, (_, i) => ({ kind: 'output', id: `y${i}`, over: 'steps' })),
        ],
        edges: Array.from({ length: 21 }, (_, i) => ({ from: 'one', to: `y${i}` })),
      },
      'model.too-large',
      '/model/nodes/1/over',
    ],
    [
      'data of one group drawn differently often',
      {
        time,
        nodes: [
          { kind: 'data', id: 'x', values: [1, 2], sample: 'bootstrap', group: 'g' },
          { kind: 'data', id: 'z', values: [1, 2], sample: 'bootstrap', group: 'g', draw: 'step' },
          y,
        ],
        edges: [xy],
      },
      'time.mixed-draws',
      '/model/nodes/1/draw',
    ],
    [
      'correlated nodes drawn differently often',
      {
        time,
        dependence: [
          {
            nodes: ['x', 'z'],
            copula: 'gaussian',
            measure: 'pearson-of-normals',
            pairs: [{ between: ['x', 'z'], rank: 0.5 }],
          },
        ],
        nodes: [
          { kind: 'distribution', id: 'x', distribution: 'normal', parameters: { mean: 0, sd: 1 } },
          {
            kind: 'distribution',
            id: 'z',
            distribution: 'normal',
            parameters: { mean: 0, sd: 1 },
            draw: 'step',
          },
          y,
        ],
        edges: [xy],
      },
      'time.mixed-draws',
      '/model/dependence/0',
    ],
  ];

describe('refusals about time', () => {
  it.each(cases.map((each) => [each[0], each] as const))('refuses %s', (_, [, parts, code, path, says]) => {
    const found = issuesOf(document(parts));
    const wanted = found.find((issue) => issue.code === code && issue.path === path);
    expect(wanted, JSON.stringify(found, null, 1)).toBeDefined();
    expect(wanted!.remedy ?? '').toMatch(says ?? /^/);
  });
});
