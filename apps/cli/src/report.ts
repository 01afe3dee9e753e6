// A result as a table in a terminal: what an analyst reads first comes first, every figure beside its standard error,
// a partial result called partial. Nothing is left out that is not said by the header; `--json` has every digit.
import {
  describeGoal,
  figureRank,
  formatEstimate,
  formatNumber,
  saysNothing,
  takeFans,
  takeGoals,
  type FanFigures,
} from '@holdfast/client';
import type { Limits, RunResult, StopReason } from '@holdfast/core';
import { inputText } from '@holdfast/protocol';
import { formatCount, formatDuration, formatTable, pluralOf } from './amounts.ts';
import type { Console } from './console.ts';

const boundWords: Readonly<Record<keyof Limits, (bound: number) => string>> = {
  wallMs: (bound) => `${formatDuration(bound)} of computing`,
  steps: (bound) => `${formatCount(bound)} steps`,
  simulatedTime: (bound) => `simulated time ${formatCount(bound)}`,
  memoryMb: (bound) => `${formatCount(bound)} MB of memory`,
  frames: (bound) => `${formatCount(bound)} frames`,
};

/** Says in words why a run ended. */
export function describeStop(stop: StopReason): string {
  switch (stop.kind) {
    case 'reached-end':
      return 'reached its end';
    case 'converged':
      return 'converged';
    case 'limit':
      return `stopped at its limit, ${boundWords[stop.limit](stop.bound)}`;
    case 'halted':
      return `halted by rule ${stop.rule}`;
    case 'cancelled':
      return 'cancelled';
    case 'failed':
      return `failed: ${stop.message} [${stop.code}]`;
  }
}

interface Block {
  readonly subject: string;
  /** Unit of every figure that names no other. */
  readonly unit: string;
  readonly rows: readonly (readonly string[])[];
  readonly fan: FanFigures | undefined;
}

/** Rows of a fan that are shown, from the first to the last. */
const fanRowsMax = 9;

/** The fan as lines under its block; what is left out is said. */
function fanLines({ names, rows }: FanFigures): readonly string[] {
  const shown = Math.min(rows.length, fanRowsMax);
  const chosen = Array.from(
    { length: shown },
    (_, place) => rows[shown === 1 ? 0 : Math.round((place * (rows.length - 1)) / (shown - 1))]!,
  );
  const cells = chosen.map(({ at, values }) => [
    String(at),
    ...values.map((value) => (value === undefined ? '' : formatNumber(value, 5))),
  ]);
  const lines = formatTable([['time', ...names], ...cells], new Set(names.map((_, at) => at + 1)));
  const note = shown < rows.length ? [`${shown} of ${rows.length} times; export --to csv has all`] : [];
  return ['', ...lines, ...note];
}

function blocksOf({ metrics: all, reached }: RunResult): readonly Block[] {
  const { fans, rest: metrics } = takeFans(takeGoals(all).rest);
  return [...new Set(metrics.map(({ subject }) => subject))].flatMap((subject) => {
    const own = metrics.filter((metric) => metric.subject === subject && !saysNothing(metric, reached));
    if (own.length === 0) return [];
    const unit = own.find((metric) => metric.unit !== '1')?.unit ?? '1';
    const rows = own
      .toSorted((left, right) => figureRank(left.name) - figureRank(right.name))
      .map((metric) => {
        const { value, error } = formatEstimate(metric.value, metric.standardError);
        const other = metric.unit === unit || metric.unit === '1' ? [] : [`[${metric.unit}]`];
        return [metric.name, value, [...(error === null ? [] : [`± ${error}`]), ...other].join('  ')];
      });
    return [{ subject, unit, rows, fan: fans.find((fan) => fan.subject === subject) }];
  });
}

function header(result: RunResult, labels: ReadonlyMap<string, string>): readonly string[] {
  const { reached, asked, timeUnit, seed, partial, stop, parameters, inputs, metrics } = result;
  const unit = pluralOf(timeUnit);
  const whole =
    stop.kind === 'converged'
      ? `converged after ${formatCount(reached)} of at most ${formatCount(asked)} ${unit}`
      : `${formatCount(reached)} ${unit}`;
  const part = `PARTIAL: ${formatCount(reached)} of ${formatCount(asked)} ${unit}`;
  const given = parameters.map(({ parameter, value }) => `${parameter} = ${inputText(value, formatNumber)}`);
  const changed = inputs.map(
    ({ parameter, value, time }) =>
      `${parameter} = ${inputText(value, formatNumber)} since ${formatCount(time)} ${unit}`,
  );
  return [
    `${partial ? `${part}, ${describeStop(stop)}` : whole}, seed ${seed}`,
    ...(given.length + changed.length === 0 ? [] : [`with ${[...given, ...changed].join(', ')}`]),
    ...takeGoals(metrics).goals.map(
      (goal) => `goal: ${labels.get(goal.subject) ?? goal.subject}, ${goal.figure} ${describeGoal(goal)}`,
    ),
  ];
}

/** The result as text. `labels` gives the names people use for subjects. */
export function describeResult(
  console: Console,
  result: RunResult,
  labels: ReadonlyMap<string, string> = new Map(),
): string {
  const blocks = blocksOf(result);
  const lines = formatTable(
    blocks.flatMap(({ rows }) => rows),
    new Set([1]),
  );
  let at = 0;
  const texts = blocks.map(({ subject, unit, rows, fan }) => {
    const label = labels.get(subject);
    const title = `${console.inResult('bold', label ?? subject)}${label === undefined ? '' : `  ${subject}`}${unit === '1' ? '' : `  [${unit}]`}`;
    const below = fan === undefined ? [] : fanLines(fan);
    const body = [...lines.slice(at, (at += rows.length)), ...below];
    return [title, ...body.map((line) => (line === '' ? '' : `  ${line}`))].join('\n');
  });
  const [first = '', ...others] = header(result, labels);
  const head = [
    console.inResult('bold', result.name),
    result.partial ? console.inResult('yellow', first) : first,
    ...others,
  ];
  return [head.join('\n'), ...texts].join('\n\n');
}
