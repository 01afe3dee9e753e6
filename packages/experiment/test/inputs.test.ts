import type { Metric, ModelDocument, Study, StudyAsk } from '@holdfast/core';
import {
  encodeJson,
  type ExperimentResult,
  type MethodOf,
  type PointOutcome,
  type ReportOf,
} from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';
import { checkMethod, documentsOf, runExperiment, type ExperimentPorts } from '../src/index.ts';
import { specOf } from './bench-model.ts';

/** y = sum of independent sources with these variances, plus one that draws in pairs. */
const variances = Array.from({ length: 30 }, (_, i) => (i + 1) / 10);
const whole = variances.reduce((sum, variance) => sum + variance, 0);
const sources = variances.map((_, i) => ({ name: `s${i}`, inputs: i === 3 ? ['n3', 'm3'] : [`n${i}`] }));

const study: Study = {
  sources: () => sources,
  document: (document, ask) => ({ ...document, model: ask }),
};

const method: MethodOf<'inputs'> = { kind: 'inputs', outputs: ['y'] };
const spec = specOf(method, { replicates: 4 });

const own = (name: string): number => variances[sources.findIndex((source) => source.name === name)];

const metric = (subject: string, name: string, value: number): Metric => ({
  subject,
  name,
  value,
  standardError: 0.5,
  unit: 'm',
});

/** What a run of a study document reports: exact, but for a wobble of each seed. */
function figures({ model }: ModelDocument, seed: number): readonly Metric[] {
  const wobble = 1 + ((seed % 101) - 50) / 5000;
  const { variants = [], inputs = [] } = model as Partial<StudyAsk>;
  return [
    metric('y', 'mean', 7),
    metric('y', 'sd', Math.sqrt(whole)),
    ...variants.flatMap(({ name, redraw }) => {
      const changed = redraw.reduce((sum, source) => sum + own(source), 0) * wobble;
      // Split between mean and deviation, whose squares add up.
      return [metric(`y@${name}`, 'mean', Math.sqrt(changed)), metric(`y@${name}`, 'sd', Math.sqrt(changed))];
    }),
    ...inputs.map((input) => metric(`y~${input}.out`, 'rank-correlation', input.length / 100)),
  ];
}

async function carriedOut(
  ports: Partial<ExperimentPorts> = {},
  of: Study | undefined = study,
): Promise<ExperimentResult> {
  const documents = documentsOf(spec, of);
  const facts = { family: 'bench', engine: '1', parameters: [], study: of };
  return runExperiment(spec, facts, {
    executor: {
      async execute(tasks, done) {
        for (const { index, document, seed } of tasks)
          done({ index, metrics: figures(documents[document], seed) });
      },
    },
    ...ports,
  });
}

const codes = (names: readonly string[] | undefined, asked?: string[]): readonly string[] =>
  checkMethod(
    { method: asked === undefined ? method : { ...method, sources: asked } },
    { parameters: [], sources: names },
  ).map(({ path, code }) => `${path} ${code}`);

describe('sensitivity to inputs', () => {
  it('splits the variance between the sources, in as many studies as memory asks for', async () => {
    const { report, points } = await carriedOut();
    const [{ sources: rows, unit, mean }] = (report as ReportOf<'inputs'>).outputs;
    expect(points).toBe(3 * 4);
    expect({ unit, mean: mean.value }).toEqual({ unit: 'm', mean: 7 });
    expect(rows.map(({ source }) => source)).toEqual(sources.map(({ name }) => name).toReversed());
    for (const { source, first, total } of rows) {
      const part = variances[Number(source.slice(1))] / whole;
      expect(Math.abs(total.value! - part)).toBeLessThan(0.02 * part);
      // The wobble of the other sources is that of nearly the whole variance.
      expect(Math.abs(first.value! - part)).toBeLessThan(0.02);
      expect(total.standardError).toBeGreaterThan(0);
    }
    const pair = rows.find(({ source }) => source === 's3')!;
    expect(pair.inputs.map(({ input, rank }) => [input, rank.value])).toEqual([
      ['n3', 0.02],
      ['m3', 0.02],
    ]);
  });

  it('ends with the same bytes after it was cut off', async () => {
    const outcomes: PointOutcome[] = [];
    const undisturbed = await carriedOut({ onPoint: (outcome) => outcomes.push(outcome) });
    for (const count of [1, 5, 11]) {
      expect(encodeJson(await carriedOut({ known: outcomes.slice(0, count) }))).toBe(encodeJson(undisturbed));
    }
  });

  it('is refused where there is nothing to draw anew', () => {
    expect(codes(undefined)).toEqual(['/document method.no-sources']);
    expect(codes(['a'], ['a', 'b'])).toEqual(['/method/sources/1 method.unknown-source']);
    expect(codes(['a', 'b'], ['b'])).toEqual([]);
  });
});

describe('a comparison of two settings', () => {
  const compare: MethodOf<'compare'> = {
    kind: 'compare',
    outputs: [
      { subject: 'y', metric: 'mean' },
      { subject: 'y', metric: 'sd' },
    ],
    parameters: [{ parameter: 'x', value: 2 }],
  };
  const parameters = [{ name: 'x', label: 'x', unit: '1', value: 1, min: 0, max: 9, step: 0 }];

  it('is paired by iteration where the family can, for means', async () => {
    const asked: StudyAsk[] = [];
    const pairing: Study = {
      sources: () => [],
      document(document, ask) {
        asked.push(ask);
        return document;
      },
    };
    const own = specOf(compare);
    expect(documentsOf(own, pairing)).toHaveLength(2);
    expect(asked).toEqual([
      {
        subjects: ['y'],
        variants: [{ name: 'other', parameters: compare.parameters, redraw: [] }],
        inputs: [],
      },
    ]);
    const { report } = await runExperiment(
      own,
      { family: 'bench', engine: '1', parameters, study: pairing },
      {
        executor: {
          async execute(tasks, done) {
            for (const {
              index,
              document,
              parameters: [input],
            } of tasks) {
              const x = input?.value ?? 1;
              const difference = ['mean', 'p05', 'p50', 'p95', 'probability-above-0'];
              const metrics =
                document === 0
                  ? [metric('y', 'mean', x), metric('y', 'sd', 3)]
                  : difference.map((name, at) => ({ ...metric('y@other', name, at), standardError: 0.01 }));
              done({ index, metrics });
            }
          },
        },
      },
    );
    const [mean, sd] = (report as ReportOf<'compare'>).rows;
    expect(mean).toMatchObject({
      pairing: 'iterations',
      difference: { value: 0, standardError: 0.01 },
      paired: { p05: { value: 1 }, above: { value: 4 } },
    });
    expect(sd).toMatchObject({ pairing: 'none', difference: { value: 0, standardError: 1 }, paired: null });
  });
});
