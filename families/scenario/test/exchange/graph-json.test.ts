import { describe, expect, it } from 'vitest';
import { graphJson } from '../../src/exchange/graph-json.ts';

type Data = Readonly<Record<string, unknown>>;

function graph(nodes: readonly Data[], edges: readonly Data[] = [], more: Data = {}): string {
  return JSON.stringify({ name: 'test', nodes, edges, ...more });
}

function foreign(type: string, data: Data, inputs: readonly string[] = [], id = type): Data {
  return { id, type, name: id, data, inputPorts: inputs.map((name) => ({ id: `${id}-${name}`, name })) };
}

function imported(text: string) {
  const read = graphJson.read(text, 'test');
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  const model = read.spec.model as {
    nodes: readonly Data[];
    edges: readonly Data[];
    parameters?: readonly Data[];
  };
  return { ...model, remarks: (read.notices ?? []).map(({ message }) => message) };
}

function only(type: string, data: Data, inputs: readonly string[] = []) {
  const { nodes, remarks } = imported(graph([foreign(type, data, inputs)]));
  return { node: nodes[0], remarks };
}

describe('graph JSON import', () => {
  it.each([
    [{ distributionType: 'normal', mean: 3, stddev: 2 }, 'normal', { mean: 3, sd: 2 }],
    [{ distributionType: 'normal', parameters: { mean: 3, std: 2 } }, 'normal', { mean: 3, sd: 2 }],
    [{ distributionType: 'uniform', params: { min: 1, max: 2 } }, 'uniform', { min: 1, max: 2 }],
    [
      { distribution: { type: 'triangular', parameters: { min: 1, mode: 2, max: 4 } } },
      'triangular',
      { min: 1, mode: 2, max: 4 },
    ],
    [{ distributionType: 'exponential', rate: 4 }, 'exponential', { mean: 0.25 }],
    [{ distributionType: 'log_normal', mean: 1, stdDev: 0.5 }, 'lognormal', { mu: 1, sigma: 0.5 }],
    [{ distributionType: 'poisson', lambda: 7 }, 'poisson', { mean: 7 }],
    [{ distributionType: 'uniformInt', min: 1, max: 3 }, 'empirical', { values: [1, 2, 3] }],
  ])('reads the distribution %j', (data, distribution, parameters) => {
    expect(only('DISTRIBUTION', data).node).toMatchObject({ kind: 'distribution', distribution, parameters });
  });

  it('keeps the bounds of a truncated normal', () => {
    const { node } = only('DISTRIBUTION', {
      distributionType: 'truncatedNormal',
      mean: 0,
      stdDev: 1,
      min: -1,
    });
    expect(node).toMatchObject({ distribution: 'normal', truncate: { min: -1 } });
  });

  it('scales probabilities that do not sum to 1 and says so', () => {
    const { node, remarks } = only('DISTRIBUTION', {
      distributionType: 'discrete',
      values: [1, 2],
      probabilities: [1, 3],
    });
    expect(node).toMatchObject({ parameters: { values: [1, 2], probabilities: [0.25, 0.75] } });
    expect(remarks.join()).toContain('summed to 4');
  });

  it('takes the default of a parameter, which the engine there ignored', () => {
    expect(only('PARAMETER', { min: 1, max: 9, default: 4 }).node).toMatchObject({
      value: 4,
      min: 1,
      max: 9,
    });
  });

  it('sums where the method is unknown, and says so', () => {
    const { node, remarks } = only('AGGREGATOR', { method: 'percentile' });
    expect(node).toMatchObject({ method: 'sum' });
    expect(remarks.join()).toContain('"percentile" is not known');
  });

  it('passes on the values of a decision whose condition gives values', () => {
    const { node } = only('DECISION', { condition: '$inputs.a > 1 ? 5 : 6' }, ['a']);
    expect(node).toMatchObject({ kind: 'transformer', expression: '$inputs.a > 1 ? 5 : 6' });
  });

  it.each([
    ['IF', ['condition', 'ifTrue'], '$inputs.condition ? $inputs.ifTrue : 0'],
    ['CLAMP', ['value', 'max'], 'min($inputs.value, $inputs.max)'],
  ])('writes out %s', (conditionType, inputs, expression) => {
    expect(only('CONDITIONAL', { conditionType }, inputs).node).toMatchObject({ expression });
  });

  it('sorts the rows of a lookup table', () => {
    const { node } = only(
      'LOOKUP',
      {
        table: [
          { key: 2, value: 20 },
          { key: 1, value: 10 },
        ],
      },
      ['key'],
    );
    expect(node).toMatchObject({
      kind: 'lookup',
      points: [
        [1, 10],
        [2, 20],
      ],
    });
  });

  it('leaves out what was never computed there, and says so', () => {
    const { nodes, remarks } = imported(graph([foreign('FFT', {}), foreign('CONSTANT', { value: 1 })]));
    expect(nodes).toHaveLength(1);
    expect(remarks.join()).toContain('FFT');
  });

  it('keeps the last of several edges into one port, as the engine there did, and says so', () => {
    const nodes = [
      foreign('CONSTANT', { value: 1 }, [], 'a'),
      foreign('CONSTANT', { value: 2 }, [], 'b'),
      foreign('TRANSFORMER', { expression: '$inputs.x' }, ['x'], 't'),
    ];
    const target = { targetNodeId: 't', targetPortId: 't-x' };
    const both = [
      { sourceNodeId: 'a', ...target },
      { sourceNodeId: 'b', ...target },
    ];
    const { edges, remarks } = imported(graph(nodes, both));
    expect(edges).toEqual([{ from: 'b', to: 't.x' }]);
    expect(remarks.join()).toContain('several edges');
  });

  it('lets every edge into an aggregator count', () => {
    const nodes = [
      foreign('CONSTANT', { value: 1 }, [], 'a'),
      foreign('CONSTANT', { value: 2 }, [], 'b'),
      foreign('AGGREGATOR', { method: 'avg' }, ['x'], 's'),
    ];
    const target = { target: 's', targetHandle: 's-x' };
    const both = [
      { source: 'a', ...target },
      { source: 'b', ...target },
    ];
    expect(imported(graph(nodes, both)).edges).toHaveLength(2);
  });

  it('joins the names of nested parameters', () => {
    const { parameters, nodes } = imported(
      graph([foreign('TRANSFORMER', { expression: '$params.tax.rate * 2' })], [], {
        params: { tax: { rate: 0.2 } },
      }),
    );
    expect(parameters?.[0]).toMatchObject({ name: 'tax_rate', value: 0.2 });
    expect(nodes[0]).toMatchObject({ expression: '$params.tax_rate * 2' });
  });

  it('tells the issues of the imported document with it', () => {
    const { remarks } = imported(
      graph([foreign('TRANSFORMER', { expression: 'percentile($inputs.x, 5)' }, ['x'])]),
    );
    expect(remarks.join()).toContain('percentile');
  });

  it('refuses a text that holds no graph', () => {
    expect(graphJson.read('{"rows": []}', 'test').ok).toBe(false);
    expect(graphJson.recognises('not json')).toBe(false);
  });
});
