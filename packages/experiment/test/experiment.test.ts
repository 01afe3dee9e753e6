import { SimulationError } from '@holdfast/core';
import {
  encodeJson,
  experimentRequestSchema,
  experimentResultSchema,
  type Method,
  type PointOutcome,
} from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';
import { checkMethod, runExperiment } from '../src/index.ts';
import { executorOf, experiment, ofY, parameter, specOf, type BenchModel } from './bench-model.ts';

const model: BenchModel = {
  parameters: [parameter('a', 0, 10, 4), parameter('b', 1, 9, 5), parameter('open', -Infinity, Infinity, 0)],
  compute: ({ a, b }, { seed }) => ({
    mean: [(a - 3) * (a - 3) + b + (seed % 5), 0.2],
    risk: [a * b, 0.1],
  }),
};
const ranges = [{ parameter: 'a' }, { parameter: 'b' }];
const outputs = [ofY('mean')];
const objective = { ...ofY('mean'), direction: 'minimize' } as const;

const methods: readonly Method[] = [
  { kind: 'one-at-a-time', outputs, ranges },
  { kind: 'tornado', outputs, ranges },
  { kind: 'spider', outputs, ranges },
  { kind: 'morris', outputs, ranges, trajectories: 4 },
  { kind: 'sobol', outputs, ranges, rows: 80 },
  { kind: 'sweep', outputs, ranges, levels: 4 },
  { kind: 'sweep', outputs, ranges, design: 'latin-hypercube', points: 70 },
  { kind: 'goal-seek', output: ofY('risk'), range: { parameter: 'a' }, target: 23 },
  { kind: 'optimize', objective, ranges, constraints: [{ ...ofY('risk'), side: 'at-least', bound: 20 }] },
  { kind: 'frontier', objective, risk: { ...ofY('risk'), direction: 'maximize' }, ranges, budget: 30 },
  { kind: 'compare', outputs, parameters: [{ parameter: 'a', value: 1 }] },
];

const codes = (method: Method, parameters = model.parameters): string[] =>
  checkMethod({ method }, { parameters }).map(({ path, code }) => `${path} ${code}`);

describe.each(methods.map((method) => [method.kind, method] as const))('%s', (_, method) => {
  it('is taken from the wire and gives a result that the wire takes', async () => {
    const { document, method: asked } = specOf(method);
    expect(experimentRequestSchema.parse({ document, method: asked })).toEqual({ document, method: asked });
    const result = await experiment(model, method);
    expect(result).toMatchObject({ stop: { kind: 'completed' }, partial: false });
    expect(experimentResultSchema.parse(JSON.parse(encodeJson(result)))).toEqual(
      JSON.parse(encodeJson(result)),
    );
  });

  it('ends with the same bytes after it was cut off anywhere, whatever the order of the points', async () => {
    const outcomes: PointOutcome[] = [];
    const whole = await experiment(
      model,
      method,
      { replicates: 2 },
      { onPoint: (one) => outcomes.push(one) },
    );
    expect(outcomes.length).toBe(whole.points);
    for (const share of [0.1, 0.5, 0.9]) {
      const known = outcomes.slice(0, Math.floor(share * outcomes.length));
      const executor = executorOf(model);
      const resumed = await experiment(
        model,
        method,
        { replicates: 2 },
        {
          known,
          executor: {
            execute: (tasks, done) => executor.execute(tasks.toReversed(), done),
          },
        },
      );
      expect(encodeJson(resumed)).toBe(encodeJson(whole));
      expect(executor.tasks.length).toBe(outcomes.length - known.length);
    }
  });

  it('keeps what it has at a limit on points, and says so', async () => {
    const whole = await experiment(model, method);
    const cut = await experiment(model, method, { limits: { points: whole.points - 1 } });
    expect(cut.stop).toEqual({ kind: 'limit', limit: 'points', bound: whole.points - 1 });
    expect(cut).toMatchObject({ partial: true, points: whole.points - 1 });
    if (method.kind !== 'compare') expect(cut.report?.kind).toBe(method.kind);
  });
});

describe('an experiment', () => {
  const method: Method = { kind: 'sweep', outputs, ranges, levels: 12 };

  it('is the same for the same seed; its replicates use other seeds, equal at every setting', async () => {
    const executor = executorOf(model);
    const facts = { family: 'bench', engine: '1', parameters: model.parameters };
    await runExperiment(specOf(method, { replicates: 3 }), facts, { executor });
    const bySetting = new Map<string, number[]>();
    for (const { parameters, seed } of executor.tasks) {
      const key = JSON.stringify(parameters);
      bySetting.set(key, [...(bySetting.get(key) ?? []), seed]);
    }
    const seeds = [...bySetting.values()];
    expect(seeds.length).toBe(144);
    expect(new Set(seeds.map(String)).size).toBe(1);
    expect(seeds[0][0]).toBe(7);
    expect(new Set(seeds[0]).size).toBe(3);
  });

  it('stops between batches when it is told to', async () => {
    let points = 0;
    const result = await experiment(
      model,
      method,
      {},
      { onPoint: () => points++, stopped: () => (points >= 64 ? 'cancelled' : undefined) },
    );
    expect(result.stop).toEqual({ kind: 'cancelled' });
    expect(result.points).toBe(64);
    expect(result.report).toMatchObject({ kind: 'sweep' });
  });

  it('fails with the failure of a point, and keeps what came before', async () => {
    let computed = 0;
    const failing: BenchModel = {
      ...model,
      compute(values, task) {
        if (computed++ === 100) throw new SimulationError('step.refused', { time: 1, min: 0.1 });
        return model.compute(values, task);
      },
    };
    const result = await experiment(failing, method);
    expect(result).toMatchObject({ stop: { kind: 'failed', code: 'step.refused' }, points: 100 });
  });

  it('names the figures there are when one is asked for that nobody reports', async () => {
    const wrong = await experiment(model, { kind: 'tornado', outputs: [ofY('median')], ranges });
    expect(wrong.stop).toMatchObject({
      kind: 'failed',
      code: 'experiment.unknown-figure',
      remedy: 'Use one of: mean, risk.',
    });
    const other = await experiment(model, {
      kind: 'tornado',
      outputs: [{ subject: 'z', metric: 'mean' }],
      ranges,
    });
    expect(other.stop).toMatchObject({ message: expect.stringContaining('z'), remedy: 'Use one of: y.' });
  });

  it('holds fixed parameters in every point the method does not move', async () => {
    const executor = executorOf(model);
    const facts = { family: 'bench', engine: '1', parameters: model.parameters };
    const fixed = [{ parameter: 'b', value: 2 }];
    const spec = specOf({ kind: 'tornado', outputs, ranges: [{ parameter: 'a' }] }, { parameters: fixed });
    await runExperiment(spec, facts, { executor });
    expect(executor.tasks.map(({ parameters }) => parameters)).toEqual([
      fixed,
      [...fixed, { parameter: 'a', value: 3.6 }],
      [...fixed, { parameter: 'a', value: 4.4 }],
    ]);
  });
});

describe('a mistake in a method', () => {
  it('is found with all others, each at its place', () => {
    expect(
      codes({
        kind: 'sobol',
        outputs,
        ranges: [
          { parameter: 'c' },
          { parameter: 'a', low: -1, high: 4 },
          { parameter: 'b', low: 4, high: 4 },
          { parameter: 'open' },
          { parameter: 'b' },
        ],
      }),
    ).toEqual([
      '/method/ranges/0/parameter method.unknown-parameter',
      '/method/ranges/1/low method.out-of-range',
      '/method/ranges/2 method.empty-range',
      '/method/ranges/3 method.open-range',
      '/method/ranges/4/parameter method.repeated-parameter',
    ]);
  });

  it('is found in every method', () => {
    expect(codes({ kind: 'morris', outputs, ranges, levels: 5 })).toEqual([
      '/method/levels method.odd-levels',
    ]);
    expect(codes({ kind: 'sweep', outputs, ranges, levels: 1000 })).toEqual([
      '/method/levels method.too-many-points',
    ]);
    expect(codes({ kind: 'compare', outputs })).toEqual(['/method method.nothing-compared']);
    expect(codes({ kind: 'compare', outputs, parameters: [{ parameter: 'a', value: 11 }] })).toEqual([
      '/method/parameters/0/value method.out-of-range',
    ]);
    expect(codes({ kind: 'tornado', outputs }, [])).toEqual(['/document method.no-parameters']);
    expect(codes({ kind: 'goal-seek', output: ofY('mean'), range: { parameter: 'z' }, target: 1 })).toEqual([
      '/method/range/parameter method.unknown-parameter',
    ]);
  });

  it('is none where nothing is wrong', () => {
    for (const method of methods) expect(codes(method)).toEqual([]);
  });
});
