// Slopes at the document's own values, made comparable as elasticities: per cent of the figure for one per cent of the parameter.

import type { ReportOf } from '@holdfast/protocol';
import { formatNumber } from '../format.ts';
import { capital, figureWords, said, stands, type Names } from './naming.ts';
import { rowDots } from './row-dots.ts';
import type { FindingPicture } from './plot.ts';

type Output = ReportOf<'one-at-a-time'>['outputs'][number];

function summaryOf({ rows, base, unit }: Output, names: Names): string {
  const known = rows.filter(({ elasticity }) => elasticity.value !== null);
  const [first] = known.toSorted((a, b) => Math.abs(b.elasticity.value!) - Math.abs(a.elasticity.value!));
  const stood = rows.filter(({ slope }) => stands(slope) === true).length;
  const strongest =
    first === undefined
      ? 'No elasticity can be stated, because the figure or the parameters are 0 here; slopes are in the table.'
      : `${names.parameter(first.parameter).label} has the largest elasticity, ${said(first.elasticity)} per cent for one per cent.`;
  return `As it is: ${said(base)}${unit === '1' ? '' : ` ${unit}`}. ${strongest} ${stood} of ${rows.length} slopes are told apart from 0 at 95 %.`;
}

/** One picture for each output. */
export function oneAtATimePictures(
  { outputs }: ReportOf<'one-at-a-time'>,
  names: Names,
): readonly FindingPicture[] {
  return outputs.map((output) => {
    const figure = figureWords(output, names);
    const rows = output.rows.map(({ parameter, elasticity, slope, at }) => {
      const { label } = names.parameter(parameter);
      return {
        label,
        estimate: elasticity,
        text: `${label} at ${formatNumber(at)}: slope ${said(slope)}, elasticity ${said(elasticity)}`,
      };
    });
    return {
      title: `Elasticity of the ${figure}`,
      summary: summaryOf(output, names),
      plot: rowDots(rows, `${capital(figure)}: change in % for +1 % of the parameter`),
      table: {
        columns: ['parameter', 'at', 'slope', 'elasticity'],
        rows: output.rows.map(({ parameter, at, slope, elasticity }) => [
          names.parameter(parameter).label,
          formatNumber(at),
          said(slope),
          said(elasticity),
        ]),
      },
    };
  });
}
