// What an experiment found, as tables and bars in a terminal. Every figure stands beside its standard error; `--json` has
// every digit.
import { formatEstimate, formatNumber } from '@holdfast/client';
import type { NumberInput } from '@holdfast/core';
import type { Candidate, Estimate, ExperimentResult, Interval, Report, ReportOf } from '@holdfast/protocol';
import { formatCount, formatTable } from './amounts.ts';
import type { Console } from './console.ts';

type Row = readonly string[];

const barWidth = 32;

function shown({ value, standardError }: Estimate): string {
  if (value === null) return '-';
  const { value: text, error } = formatEstimate(value, standardError);
  return error === null ? text : `${text} ± ${error}`;
}

function plain(value: number | null, digits = 4): string {
  return value === null ? '-' : formatNumber(value, digits);
}

function settings(parameters: readonly NumberInput[]): string {
  return parameters.map(({ parameter, value }) => `${parameter} = ${formatNumber(value)}`).join(', ');
}

/** A bar from one value to another on a scale. */
function span(from: number, to: number, low: number, high: number, mark: number): string {
  const place = (value: number): number =>
    high > low ? Math.round(((value - low) / (high - low)) * (barWidth - 1)) : 0;
  const [left, right] = [place(Math.min(from, to)), place(Math.max(from, to))];
  const middle = place(mark);
  return Array.from({ length: barWidth }, (_, at) =>
    at === middle ? '|' : at >= left && at <= right ? '#' : ' ',
  ).join('');
}

/** A bar from 0 to a share of the whole. */
function filled(share: number | null): string {
  return '#'.repeat(Math.round(Math.min(1, Math.max(0, share ?? 0)) * barWidth));
}

function title(of: { subject: string; metric: string; unit: string }): string {
  return `${of.metric} of ${of.subject}${of.unit === '1' ? '' : `  [${of.unit}]`}`;
}

function table(head: Row, rows: readonly Row[], left: readonly number[] = [0]): string {
  const right = new Set(head.map((_, at) => at).filter((at) => !left.includes(at)));
  return formatTable([head, ...rows], right)
    .map((line) => `  ${line}`)
    .join('\n');
}

function tornado({ outputs }: ReportOf<'tornado'>): readonly string[] {
  return outputs.map((output) => {
    const values = output.bars.flatMap(({ low, high }) => [low.value, high.value]);
    const known = [...values, output.base.value].filter((value) => value !== null);
    const [least, most] = [Math.min(...known), Math.max(...known)];
    const rows = output.bars.map(({ parameter, low, high, swing }) => [
      parameter,
      `${formatNumber(low.at)} .. ${formatNumber(high.at)}`,
      low.value === null || high.value === null
        ? ''
        : span(low.value, high.value, least, most, output.base.value ?? least),
      shown(low),
      shown(high),
      shown(swing),
    ]);
    const head = ['parameter', 'range', '', 'at low', 'at high', 'swing'];
    return `${title(output)}: ${shown(output.base)}\n${table(head, rows, [0, 1, 2])}`;
  });
}

function oneAtATime({ outputs }: ReportOf<'one-at-a-time'>): readonly string[] {
  return outputs.map((output) => {
    const rows = output.rows.map(({ parameter, at, slope, elasticity }) => [
      parameter,
      formatNumber(at),
      shown(slope),
      shown(elasticity),
    ]);
    const head = ['parameter', 'at', 'slope', 'elasticity'];
    return `${title(output)}: ${shown(output.base)}\n${table(head, rows)}`;
  });
}

function spider({ outputs }: ReportOf<'spider'>): readonly string[] {
  return outputs.map((output) => {
    const blocks = output.curves.map(({ parameter, points }) => {
      const known = points.map(({ value }) => value).filter((value) => value !== null);
      const [least, most] = [Math.min(...known), Math.max(...known)];
      const rows = points.map(({ at, ...figure }) => [
        formatNumber(at),
        shown(figure),
        filled(figure.value === null || most === least ? 0 : (figure.value - least) / (most - least)),
      ]);
      return table([parameter, output.metric, ''], rows, [2]);
    });
    return `${title(output)}: ${shown(output.base)}\n${blocks.join('\n\n')}`;
  });
}

function morris({ outputs, trajectories }: ReportOf<'morris'>): readonly string[] {
  return outputs.map((output) => {
    const most = Math.max(...output.rows.map(({ muStar }) => muStar.value ?? 0));
    const rows = output.rows.map(({ parameter, muStar, mu, sigma }) => [
      parameter,
      shown(muStar),
      plain(mu),
      plain(sigma),
      filled(most > 0 ? (muStar.value ?? 0) / most : 0),
    ]);
    const head = ['parameter', 'mu*', 'mu', 'sigma', ''];
    return `${title(output)}, ${trajectories} trajectories\n${table(head, rows, [0, 4])}`;
  });
}

function interval({ value, low, high }: Interval): string {
  return `${plain(value, 3)} (${plain(low, 3)} .. ${plain(high, 3)})`;
}

function sobol({ outputs, rows: count, confidence }: ReportOf<'sobol'>): readonly string[] {
  return outputs.map((output) => {
    const rows = output.indices.map(({ parameter, first, total }) => [
      parameter,
      interval(first),
      interval(total),
      filled(total.value),
    ]);
    const head = ['parameter', 'first', 'total', ''];
    const about = `${count} rows, ${formatNumber(100 * confidence)} % intervals`;
    return `${title(output)}, ${about}\n${table(head, rows, [0, 3])}`;
  });
}

function sweep({ figures, points }: ReportOf<'sweep'>): readonly string[] {
  const parameters = points[0]?.parameters.map(({ parameter }) => parameter) ?? [];
  const head = [...parameters, ...figures.map(({ subject, metric }) => `${metric} of ${subject}`)];
  const rows = points.map(({ parameters, figures }) => [
    ...parameters.map(({ value }) => formatNumber(value)),
    ...figures.map(shown),
  ]);
  return [table(head, rows, [])];
}

const outcomes: Readonly<Record<ReportOf<'goal-seek'>['outcome'], string>> = {
  reached: 'reached',
  unreachable: 'out of reach inside the range',
  budget: 'not reached within the budget',
  resolution: 'as near as the parameter allows',
};

function goalSeek(report: ReportOf<'goal-seek'>): readonly string[] {
  const { parameter, target, outcome, at, atStandardError, achieved, monotone, path } = report;
  const rows = path.map(({ at, ...figure }) => [formatNumber(at), shown(figure)]);
  return [
    [
      `${title(report)} = ${formatNumber(target)}: ${outcomes[outcome]}`,
      `  ${parameter} = ${shown({ value: at, standardError: atStandardError })} gives ${shown(achieved)}`,
      ...(monotone ? [] : ['  the figure rises and falls: there may be other solutions']),
    ].join('\n'),
    table([parameter, report.metric], rows, []),
  ];
}

const verdicts = { feasible: 'kept', infeasible: 'BROKEN', undecided: 'undecided' } as const;

function candidate(name: string, found: Candidate): string {
  const { parameters, objective, constraints } = found;
  const rows = constraints.map(({ subject, metric, side, bound, estimate, verdict }) => [
    `${metric} of ${subject}`,
    `${side === 'at-least' ? '>=' : '<='} ${formatNumber(bound)}`,
    shown(estimate),
    verdicts[verdict],
  ]);
  const head = `${name}: ${shown(objective)} at ${settings(parameters)}`;
  return rows.length === 0 ? head : `${head}\n${table(['bound', '', 'value', ''], rows, [0, 1, 3])}`;
}

function optimize(report: ReportOf<'optimize'>): readonly string[] {
  const { direction, best, verified, evaluations, restarts, ended, confidence } = report;
  const how = `${formatCount(evaluations)} settings, ${restarts} restarts, ended by ${ended === 'budget' ? 'its budget' : 'convergence'}`;
  const nothing = best !== null && best.verdict !== 'feasible';
  return [
    `${direction} ${title(report)}: ${how}`,
    ...(nothing
      ? [`nothing keeps all bounds with ${formatNumber(100 * confidence)} % confidence; this comes nearest`]
      : []),
    ...(best === null ? [] : [candidate('search', best)]),
    ...(verified === null ? [] : [candidate('with fresh random numbers', verified)]),
  ];
}

function frontier({ objective, risk, points, evaluations }: ReportOf<'frontier'>): readonly string[] {
  const most = Math.max(...points.map(({ risk }) => Math.abs(risk.value ?? 0)));
  const rows = points.map((point) => [
    shown(point.risk),
    shown(point.objective),
    filled(Math.abs(point.risk.value ?? 0) / most),
    settings(point.parameters),
  ]);
  const head = [`${risk.metric} of ${risk.subject}`, `${objective.metric} of ${objective.subject}`, '', 'at'];
  return [
    `${objective.direction} ${title(objective)} against ${risk.direction} ${title(risk)}: ${points.length} points of ${formatCount(evaluations)} settings`,
    table(head, rows, [2, 3]),
  ];
}

const pairings = { iterations: 'by iteration', replicates: 'by replicate', none: 'not paired: upper bound' };

function compare({ rows }: ReportOf<'compare'>): readonly string[] {
  const head = ['figure', 'first', 'second', 'difference', 'error'];
  const cells = rows.map((row) => [
    title(row),
    shown(row.first),
    shown(row.second),
    shown(row.difference),
    pairings[row.pairing],
  ]);
  const pairs = rows.flatMap((row) =>
    row.paired === null
      ? []
      : [
          [
            title(row),
            shown(row.paired.p05),
            shown(row.paired.p50),
            shown(row.paired.p95),
            shown(row.paired.above),
          ],
        ],
  );
  const beside = ['single iterations', 'p05', 'p50', 'p95', 'second is above'];
  return [table(head, cells, [0, 4]), ...(pairs.length === 0 ? [] : [table(beside, pairs)])];
}

function inputs({ outputs }: ReportOf<'inputs'>): readonly string[] {
  return outputs.map((output) => {
    const rows = output.sources.map(({ source, first, total, inputs }) => [
      source,
      shown(first),
      shown(total),
      inputs.map(({ rank }) => shown(rank)).join(', '),
      filled(total.value),
    ]);
    const head = ['source', 'alone', 'in all', 'rank correlation', ''];
    const about = `${output.subject}${output.unit === '1' ? '' : `  [${output.unit}]`}`;
    return `variance of ${about}: mean ${shown(output.mean)}, sd ${shown(output.sd)}\n${table(head, rows, [0, 4])}`;
  });
}

function describe(report: Report): readonly string[] {
  switch (report.kind) {
    case 'one-at-a-time':
      return oneAtATime(report);
    case 'tornado':
      return tornado(report);
    case 'spider':
      return spider(report);
    case 'morris':
      return morris(report);
    case 'sobol':
      return sobol(report);
    case 'sweep':
      return sweep(report);
    case 'goal-seek':
      return goalSeek(report);
    case 'optimize':
      return optimize(report);
    case 'frontier':
      return frontier(report);
    case 'inputs':
      return inputs(report);
    case 'compare':
      return compare(report);
  }
}

function describeEnd({ stop, points }: ExperimentResult): string {
  if (stop.kind === 'cancelled') return `PARTIAL: cancelled after ${formatCount(points)} points`;
  if (stop.kind === 'limit') {
    return `PARTIAL: ${formatCount(points)} points, stopped at its limit, ${stop.limit} = ${formatCount(stop.bound)}`;
  }
  return stop.kind === 'failed' ? `FAILED after ${formatCount(points)} points` : '';
}

/** The result as text. */
export function describeExperiment(console: Console, result: ExperimentResult): string {
  const { name, method, points, seed, replicates, parameters, report, partial } = result;
  const about = [
    `${method.kind}, ${formatCount(points)} points, seed ${seed}`,
    ...(replicates > 1 ? [`${replicates} replicates`] : []),
    ...(parameters.length > 0 ? [`with ${settings(parameters)}`] : []),
  ].join(', ');
  const head = [console.inResult('bold', name), about];
  if (partial) head.push(console.inResult('yellow', describeEnd(result)));
  return [head.join('\n'), ...(report === null ? [] : describe(report))].join('\n\n');
}
