// Which of the random inputs makes a figure uncertain. Half the mean square of what changes when a source is drawn anew is the
// part of the variance it has a hand in (M. J. W. Jansen, 1999, doi:10.1016/S0010-4655(98)00154-4); when all others are drawn
// anew, the part that is not its alone. The family computes these differences iteration by iteration.

import type { Figure, MethodOf, ReportOf } from '@holdfast/protocol';
import { bySize } from '../axes.ts';
import type { Laboratory } from '../laboratory.ts';
import { spreadOf, unknownEstimate, type Observation } from '../observation.ts';
import { batchesOf, variantNames, type Source, type SourceBatch } from '../studies.ts';

type Output = ReportOf<'inputs'>['outputs'][number];

interface Studied {
  readonly batch: SourceBatch;
  readonly observation: Observation;
}

/** Figures a study is asked for, by output and source. */
export function figuresOfInputs(method: MethodOf<'inputs'>, sources: readonly Source[]): readonly Figure[] {
  const batches = batchesOf(method, sources);
  return method.outputs.flatMap((subject) => [
    { subject, metric: 'mean' },
    { subject, metric: 'sd' },
    ...batches.flatMap((batch) => [
      ...batch.sources.flatMap((source) =>
        Object.values(variantNames(batch, source)).flatMap((variant) => [
          { subject: `${subject}@${variant}`, metric: 'mean' },
          { subject: `${subject}@${variant}`, metric: 'sd' },
        ]),
      ),
      ...batch.inputs.map((input) => ({ subject: `${subject}~${input}.out`, metric: 'rank-correlation' })),
    ]),
  ]);
}

/** Mean square of the differences of a variant over twice the variance of the output, by replicate. */
function changedParts(
  observation: Observation,
  subject: string,
  variant: string,
): readonly number[] | undefined {
  const of = (name: string, metric: string): readonly number[] | undefined =>
    observation.values({ subject: name, metric });
  const sd = of(subject, 'sd');
  const mean = of(`${subject}@${variant}`, 'mean');
  // A difference that is 0 throughout reports no deviation.
  const spread = of(`${subject}@${variant}`, 'sd') ?? mean?.map(() => 0);
  if (sd === undefined || mean === undefined || spread === undefined) return undefined;
  const parts = sd.map((deviation, at) => {
    const square = mean[at]! * mean[at]! + spread[at]! * spread[at]!;
    return square / (2 * deviation * deviation);
  });
  return parts.every((part) => Number.isFinite(part)) ? parts : undefined;
}

function outputOf(subject: string, studied: readonly Studied[]): Output {
  const { observation: first } = studied[0]!;
  const sources = studied.flatMap(({ batch, observation }) =>
    batch.sources.map((source) => {
      const { alone, others } = variantNames(batch, source);
      const total = changedParts(observation, subject, alone);
      const rest = changedParts(observation, subject, others);
      const ranks = source.inputs.map((input) => {
        const figure = { subject: `${subject}~${input}.out`, metric: 'rank-correlation' };
        return { input, rank: observation.estimate(figure) };
      });
      return {
        source: source.name,
        first: rest === undefined ? unknownEstimate : spreadOf(rest.map((part) => 1 - part)),
        total: total === undefined ? unknownEstimate : spreadOf(total),
        inputs: ranks,
      };
    }),
  );
  return {
    subject,
    unit: first.metric({ subject, metric: 'mean' })?.unit ?? '1',
    mean: first.estimate({ subject, metric: 'mean' }),
    sd: first.estimate({ subject, metric: 'sd' }),
    sources: bySize(sources, ({ total }) => total.value),
  };
}

export async function inputs(
  laboratory: Laboratory,
  method: MethodOf<'inputs'>,
): Promise<ReportOf<'inputs'>> {
  const studied: Studied[] = [];
  const report = (): ReportOf<'inputs'> => ({
    kind: 'inputs',
    outputs: method.outputs.map((subject) => outputOf(subject, studied)),
  });
  for (const batch of batchesOf(method, laboratory.sources)) {
    const [observation] = await laboratory.measure([{ inputs: [], document: batch.document }]);
    studied.push({ batch, observation: observation! });
    laboratory.report(report());
  }
  return report();
}
