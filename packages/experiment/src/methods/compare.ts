// Two documents, or two settings of one, side by side under the same random numbers. Where the family can compute one beside
// the other, the difference of means is that of single iterations, with its own error.

import type { Estimate, Figure, MethodOf, ReportOf } from '@holdfast/protocol';
import { named } from '../axes.ts';
import type { Laboratory } from '../laboratory.ts';
import { combination, type Observation } from '../observation.ts';
import { otherSide } from '../studies.ts';

type Row = ReportOf<'compare'>['rows'][number];

const pairedMetrics = { p05: 'p05', p50: 'p50', p95: 'p95', above: 'probability-above-0' } as const;

/** Figures of the differences of single iterations. */
export function figuresOfPairs({ outputs }: MethodOf<'compare'>): readonly Figure[] {
  const subjects = [...new Set(outputs.map(({ subject }) => `${subject}@${otherSide}`))];
  const metrics = ['mean', ...Object.values(pairedMetrics)];
  return subjects.flatMap((subject) => metrics.map((metric) => ({ subject, metric })));
}

function pairedRow(
  output: Figure,
  beside: Observation,
): Pick<Row, 'paired'> & { readonly difference: Estimate } {
  const subject = `${output.subject}@${otherSide}`;
  const of = (metric: string): Estimate => beside.estimate({ subject, metric });
  const { p05, p50, p95, above } = pairedMetrics;
  return {
    difference: of('mean'),
    paired: { p05: of(p05), p50: of(p50), p95: of(p95), above: of(above) },
  };
}

export async function compare(
  laboratory: Laboratory,
  { outputs, document, parameters = [] }: MethodOf<'compare'>,
): Promise<ReportOf<'compare'>> {
  const other = { inputs: parameters, document: document === undefined ? 0 : 1 };
  const [first, second] = (await laboratory.measure([{ inputs: [] }, other])) as [Observation, Observation];
  const report = (beside?: Observation): ReportOf<'compare'> => ({
    kind: 'compare',
    rows: outputs.map((output): Row => {
      const sides = { first: first.estimate(output), second: second.estimate(output) };
      const difference = combination(
        [
          [1, second],
          [-1, first],
        ],
        output,
      );
      const pairing = first.replicates.length > 1 ? 'replicates' : 'none';
      const row = { ...named(output, first), ...sides, difference, pairing, paired: null } as const;
      if (beside === undefined || output.metric !== 'mean') return row;
      return { ...row, ...pairedRow(output, beside), pairing: 'iterations' };
    }),
  });
  if (document !== undefined || !laboratory.canPair) return report();
  laboratory.report(report());
  const [beside] = await laboratory.measure([{ inputs: [], document: 1 }]);
  return report(beside);
}
