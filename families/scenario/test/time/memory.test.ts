// Values that last from step to step, held to what they are by definition.

import { describe, expect, it } from 'vitest';
import { document, metric, run } from '../documents.ts';
import { formula, means, stepwise } from './stepwise.ts';

/** A node fed by an expression of the step. */
const fed = (node: object, source = '$step', steps = 6, axis = {}) =>
  stepwise({
    steps,
    axis,
    nodes: [
      { kind: 'transformer', id: 's', expression: source },
      { id: 'n', ...node },
    ],
    edges: [
      { from: 's', to: 'n' },
      { from: 'n', to: 'y' },
    ],
  });

const difference = (edge: object) =>
  stepwise({
    steps: 4,
    nodes: [
      { kind: 'transformer', id: 's', expression: '$step * $step' },
      { kind: 'transformer', id: 'x', expression: 's - $prev.s' },
    ],
    edges: [
      { from: 's', to: 'x', ...edge },
      { from: 'x', to: 'y' },
    ],
  });

const drawn = (draw: string | undefined, expression: string) =>
  stepwise({
    steps: 3,
    nodes: [
      {
        kind: 'distribution',
        id: 'd',
        distribution: 'normal',
        parameters: { mean: 0, sd: 1 },
        ...(draw && { draw }),
      },
      { kind: 'transformer', id: 'x', expression },
    ],
    edges: [
      { from: 'd', to: 'x' },
      { from: 'x', to: 'y' },
    ],
  });

const over = (how: string) =>
  document({
    time: { steps: 4 },
    nodes: [
      { kind: 'transformer', id: 'x', expression: '$step == 1 ? 10 : $step' },
      { kind: 'output', id: 'y', over: how },
    ],
    edges: [{ from: 'x', to: 'y' }],
  });

const judged = (more: object) =>
  document({
    time: { steps: 4 },
    nodes: [
      {
        kind: 'distribution',
        id: 'd',
        distribution: 'bernoulli',
        parameters: { probability: 0.1 },
        draw: 'step',
      },
      { kind: 'constraint', id: 'c', max: 0.5, ...more },
      { kind: 'output', id: 'y' },
    ],
    edges: [
      { from: 'd', to: 'c' },
      { from: 'd', to: 'y' },
    ],
  });

describe('the time axis', () => {
  it('counts steps from 0 and gives their times', () => {
    expect(means(formula('$step', 4))).toEqual([0, 1, 2, 3]);
    const axis = { start: 2020, step: 0.25, unit: 'year' };
    const doc = stepwise({
      steps: 3,
      axis,
      nodes: [{ kind: 'transformer', id: 'x', expression: '$time' }],
      edges: [{ from: 'x', to: 'y' }],
    });
    expect(means(doc)).toEqual([2020, 2020.25, 2020.5]);
    const names = run(doc, 1, 64)
      .metrics()
      .map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('mean@'))).toEqual([
      'mean@2020',
      'mean@2020.25',
      'mean@2020.5',
    ]);
  });

  it('shows a long axis by its first, its last and evenly spaced steps between', () => {
    const shown = means(formula('$step', 1000), 1);
    expect(shown).toHaveLength(100);
    expect([shown[0], shown[1], shown.at(-1)]).toEqual([0, 10, 999]);
  });

  it('leaves $time the number of the iteration where there is none', () => {
    const doc = document({
      nodes: [
        { kind: 'transformer', id: 'x', expression: '$time' },
        { kind: 'output', id: 'y' },
      ],
      edges: [{ from: 'x', to: 'y' }],
    });
    expect(metric(run(doc, 1, 5), 'mean').value).toBe(2);
  });
});

describe('$prev', () => {
  it('is the own value of the step before, and the initial value in the first step', () => {
    expect(means(formula('$prev + 1', 3))).toEqual([1, 2, 3]);
    expect(means(formula('$prev * 2', 4, { initial: 5 }))).toEqual([10, 20, 40, 80]);
    expect(means(formula('$prev * 2', 3, { initial: '2 + 3' }))).toEqual([10, 20, 40]);
  });

  it('begins with what the inputs are in the first step where the initial value reads them', () => {
    const doc = stepwise({
      steps: 3,
      nodes: [
        { kind: 'transformer', id: 's', expression: '100 + $step' },
        { kind: 'transformer', id: 'x', expression: '$prev + 1', initial: 's' },
      ],
      edges: [
        { from: 's', to: 'x' },
        { from: 'x', to: 'y' },
      ],
    });
    expect(means(doc)).toEqual([101, 102, 103]);
  });

  it('reads inputs of the step before, beginning with what the edge says', () => {
    expect(means(difference({}))).toEqual([0, 1, 3, 5]);
    expect(means(difference({ initial: -7 }))).toEqual([7, 1, 3, 5]);
    expect(means(difference({ transform: '2 * value' }))).toEqual([0, 2, 6, 10]);
  });

  it('lets two nodes exchange their values in one step', () => {
    const doc = stepwise({
      steps: 4,
      nodes: [
        { kind: 'transformer', id: 'a', expression: '$step == 0 ? 1 : $prev.b' },
        { kind: 'transformer', id: 'b', expression: '$step == 0 ? 2 : $prev.a' },
      ],
      edges: [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'a' },
        { from: 'a', to: 'y' },
      ],
    });
    expect(means(doc)).toEqual([1, 2, 1, 2]);
  });

  it('names outputs of a transformer with several', () => {
    const doc = stepwise({
      steps: 5,
      nodes: [
        {
          kind: 'transformer',
          id: 'x',
          outputs: { small: '$prev.large', large: '$prev.small + $prev.large' },
          initial: { large: 1 },
        },
      ],
      edges: [{ from: 'x.large', to: 'y' }],
    });
    expect(means(doc)).toEqual([1, 2, 3, 5, 8]);
  });
});

describe('delay', () => {
  it('of 3 gives the initial value three times and then what came three steps ago', () => {
    expect(means(fed({ kind: 'delay', steps: 3, initial: -1 }))).toEqual([-1, -1, -1, 0, 1, 2]);
  });

  it('begins with an expression over the first step, whatever that becomes later', () => {
    const doc = fed({ kind: 'delay', steps: 2, initial: 'in + 10' }, '$step + 1');
    expect(means(doc)).toEqual([11, 11, 1, 2, 3, 4]);
  });

  it('longer than the axis gives the initial value only', () => {
    expect(means(fed({ kind: 'delay', steps: 40, initial: 9 }, '$step', 3))).toEqual([9, 9, 9]);
  });

  it('can be an attribute of an edge, after its condition, transform and weight', () => {
    const doc = stepwise({
      steps: 5,
      nodes: [
        { kind: 'transformer', id: 's', expression: '$step' },
        { kind: 'transformer', id: 'x', expression: 's' },
      ],
      edges: [
        {
          from: 's',
          to: 'x',
          delay: 2,
          initial: 7,
          condition: 'value != 1',
          otherwise: 50,
          transform: 'value + 1',
          weight: 10,
        },
        { from: 'x', to: 'y' },
      ],
    });
    expect(means(doc)).toEqual([7, 7, 10, 50, 30]);
  });

  it('of an edge into an aggregator delays its absence too', () => {
    const doc = stepwise({
      steps: 4,
      nodes: [
        { kind: 'transformer', id: 's', expression: '$step' },
        { kind: 'aggregator', id: 'x', method: 'count' },
      ],
      edges: [
        { from: 's', to: 'x', delay: 1, condition: 'value == 1' },
        { from: 'x', to: 'y' },
      ],
    });
    expect(means(doc)).toEqual([1, 0, 1, 0]);
  });
});

describe('accumulator', () => {
  it('sums what arrives, this step included', () => {
    expect(means(fed({ kind: 'accumulator' }))).toEqual([0, 1, 3, 6, 10, 15]);
    expect(means(fed({ kind: 'accumulator', initial: 100 }))).toEqual([100, 101, 103, 106, 110, 115]);
  });

  it('begins again where the condition holds', () => {
    const node = { kind: 'accumulator', initial: 100, reset: '$step == 3' };
    expect(means(fed(node))).toEqual([100, 101, 103, 103, 107, 112]);
  });
});

describe('integrator', () => {
  it('of a constant rate rises by rate times step, from the initial value', () => {
    const axis = { step: 0.5 };
    for (const method of ['euler', 'trapezoid']) {
      const doc = fed({ kind: 'integrator', initial: 3, method }, '4', 4, axis);
      expect(means(doc), method).toEqual([3, 5, 7, 9]);
    }
  });

  it('takes the rate at the beginning of a step, or the mean of both ends', () => {
    const axis = { step: 0.5 };
    expect(means(fed({ kind: 'integrator' }, '$time', 5, axis))).toEqual([0, 0, 0.25, 0.75, 1.5]);
    const trapezoid = fed({ kind: 'integrator', method: 'trapezoid' }, '$time', 5, axis);
    expect(means(trapezoid)).toEqual([0, 0.125, 0.5, 1.125, 2]);
  });

  it('closes a loop: exponential decay by explicit steps', () => {
    const doc = stepwise({
      steps: 5,
      axis: { step: 0.5 },
      nodes: [
        { kind: 'integrator', id: 'n', initial: 64 },
        { kind: 'transformer', id: 'rate', expression: '-n' },
      ],
      edges: [
        { from: 'n', to: 'rate' },
        { from: 'rate', to: 'n' },
        { from: 'n', to: 'y' },
      ],
    });
    expect(means(doc)).toEqual([64, 32, 16, 8, 4]);
  });
});

describe('growth', () => {
  it('compounds from the initial value', () => {
    const doc = stepwise({
      steps: 4,
      nodes: [{ kind: 'growth', id: 'g', initial: 100, rate: 0.5 }],
      edges: [{ from: 'g', to: 'y' }],
    });
    expect(means(doc)).toEqual([100, 150, 225, 337.5]);
  });
});

describe('draws', () => {
  it('stay the same in all steps of an iteration unless asked for in each step', () => {
    expect(means(drawn(undefined, '$step == 0 ? 1 : d == $prev.d'))).toEqual([1, 1, 1]);
    expect(means(drawn('iteration', '$step == 0 ? 1 : d == $prev.d'))).toEqual([1, 1, 1]);
    expect(means(drawn('step', '$step == 0 ? 1 : d == $prev.d'))).toEqual([1, 0, 0]);
  });

  it('are the same numbers in the first step as in a model without time', () => {
    const doc = document({
      nodes: [
        { kind: 'distribution', id: 'd', distribution: 'normal', parameters: { mean: 0, sd: 1 } },
        { kind: 'output', id: 'y' },
      ],
      edges: [{ from: 'd', to: 'y' }],
    });
    expect(means(drawn('step', 'd'), 512)[0]).toBe(metric(run(doc, 1, 512), 'mean').value);
  });

  it('take rows of data in the order of the steps', () => {
    const doc = stepwise({
      steps: 5,
      nodes: [{ kind: 'data', id: 'd', values: [4, 8, 6], sample: 'cycle', draw: 'step' }],
      edges: [{ from: 'd', to: 'y' }],
    });
    expect(means(doc)).toEqual([4, 8, 6, 4, 8]);
  });
});

describe('what is reported', () => {
  it.each([
    ['end', 3],
    ['steps', 3],
    ['sum', 15],
    ['mean', 3.75],
    ['min', 0],
    ['max', 10],
  ])('over %s', (how, expected) => {
    const figure = metric(run(over(how), 1, 10), 'mean');
    expect(figure).toMatchObject({ value: expected, standardError: 0 });
  });

  it('of a constraint is whether it held in every step, or in the last one', () => {
    for (const [more, expected] of [
      [{}, 1 - 0.9 ** 4],
      [{ over: 'end' }, 0.1],
    ] as const) {
      const { value, standardError } = metric(run(judged(more)), 'violation-probability', 'c.satisfied');
      expect(Math.abs(value - expected) / standardError!).toBeLessThan(4);
    }
  });

  it('of two fans is correlated at the end only', () => {
    const doc = document({
      time: { steps: 3 },
      statistics: { correlations: true },
      nodes: [
        { kind: 'random-walk', id: 'w', initial: 0, sd: 1 },
        { kind: 'transformer', id: 'x', expression: '$prev.w' },
        { kind: 'output', id: 'y', over: 'steps' },
        { kind: 'output', id: 'z', over: 'steps' },
      ],
      edges: [
        { from: 'w', to: 'x' },
        { from: 'w', to: 'y' },
        { from: 'x', to: 'z' },
      ],
    });
    const found = run(doc)
      .metrics()
      .filter(({ name }) => name === 'correlation');
    expect(found.map(({ subject }) => subject)).toEqual(['y.value~z.value']);
    const { value, standardError } = found[0];
    expect(Math.abs(value - Math.sqrt(1 / 2)) / standardError!).toBeLessThan(4);
  });

  it('of a fan counts the invalid values of each step', () => {
    const doc = formula('$step == 1 ? 0 / 0 : $step', 3);
    const metrics = run(doc, 1, 10).metrics();
    const named = (name: string) => metrics.find((each) => each.name === name)?.value;
    expect([named('invalid@0'), named('invalid@1'), named('mean@1'), named('mean@2')]).toEqual([
      undefined,
      10,
      undefined,
      2,
    ]);
  });
});
