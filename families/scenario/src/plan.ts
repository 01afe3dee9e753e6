// What a compiled scenario holds beside its channels: the program, and which columns are reported how.

import type { Parameter } from '@holdfast/core';
import { correlationPlan, type CorrelationPlan } from './correlation/plan.ts';
import type { NodeOf, StatisticsSpec } from './document.ts';
import { IssueList } from './issues.ts';
import { lowerGraph } from './lower.ts';
import type { ScenarioSpec } from './parse.ts';
import type { Program, Ref } from './program/program.ts';
import { designOf, type Design } from './sampling/design.ts';
import { convergenceOf, type ConvergencePlan, type ReportedOutput } from './sampling/goals.ts';
import { layoutOf, type RecordLayout } from './sampling/replicates.ts';
import { studiedPairs, studiedValues, type StudiedValue } from './study/plan.ts';

export interface Tail {
  readonly level: number;
  readonly side: 'upper' | 'lower';
}

export interface Target {
  readonly at: number;
  readonly side: 'above' | 'at-least' | 'below' | 'at-most';
}

export interface OutputPlan {
  readonly subject: string;
  /** What the author calls it. */
  readonly label: string | undefined;
  readonly unit: string;
  /** Output of the program. */
  readonly column: number;
  /** Ascending. */
  readonly levels: readonly number[];
  readonly tail: readonly Tail[];
  readonly targets: readonly Target[];
  /** `$time` of the step it is the value of, for a point of the fan of the output before; undefined for an output. */
  readonly time: number | undefined;
}

/** A column by the name it is reported under. */
export interface ColumnPlan {
  readonly subject: string;
  readonly column: number;
}

/** Verdicts by the name of the probability of 0. */
export interface VerdictPlan extends ColumnPlan {
  readonly figure: 'violation-probability' | 'non-convergence-probability';
}

export interface Plan {
  readonly program: Program;
  readonly parameters: readonly Parameter[];
  /** Each output, followed by the points of its fan. */
  readonly outputs: readonly OutputPlan[];
  /** 1 where satisfied or solved, 0 where not. */
  readonly constraints: readonly VerdictPlan[];
  /** Values whose invalid ones are counted. */
  readonly counted: readonly ColumnPlan[];
  readonly histogramBins: number;
  /** Groups whose correlations had to be changed, and the largest change of each. */
  readonly adjustments: readonly { readonly subject: string; readonly change: number }[];
  readonly design: Design;
  /** What each replicate of the design keeps of each output; undefined for plain random numbers. */
  readonly replicates: readonly RecordLayout[] | undefined;
  readonly convergence: ConvergencePlan | undefined;
  /** Undefined when no correlations of outputs are asked. */
  readonly correlation: CorrelationPlan | undefined;
  /** Unit of the time axis. */
  readonly timeUnit: string;
}

const levelsDefault = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
const tailDefault: readonly Tail[] = [
  { level: 0.95, side: 'upper' },
  { level: 0.99, side: 'upper' },
  { level: 0.95, side: 'lower' },
  { level: 0.99, side: 'lower' },
];
const histogramBinsDefault = 64;

/** Name of the figure: `p05` for 0.05, `p99.9` for 0.999. */
export function quantileName(level: number): string {
  const [whole = '0', part] = String(Math.round(level * 1e10) / 1e8).split('.');
  return `p${whole.padStart(2, '0')}${part === undefined ? '' : `.${part}`}`;
}

export function planOf(spec: ScenarioSpec): Plan {
  const issues = new IssueList();
  const lowered = lowerGraph(spec, issues);
  const { builder, outputs, constraints, loops, counted } = lowered;
  if (issues.count > 0) throw new Error(`a spec does not compile: ${issues.all()[0]!.message}`);
  const studied = studiedValues(spec, lowered);
  const columns = new Map<Ref, number>();
  const columnOf = (ref: Ref): number => {
    const column = columns.get(ref) ?? columns.size;
    columns.set(ref, column);
    return column;
  };
  const named = ({ subject, ref }: { subject: string; ref: Ref }): ColumnPlan =>
    Object.freeze({ subject, column: columnOf(ref) });
  const verdicts = (values: typeof loops, figure: VerdictPlan['figure']): readonly VerdictPlan[] =>
    values.map((value) => Object.freeze({ ...named(value), figure }));
  const plan = {
    parameters: Object.freeze(spec.parameters),
    outputs: Object.freeze([
      ...outputs.flatMap(({ subject, node, ref, steps }) => {
        const output = outputPlan(subject, node as NodeOf<'output'>, columnOf(ref), spec.statistics);
        return [output, ...steps.map((step) => pointOf(output, columnOf(step.ref), step.time))];
      }),
      ...studied.map((value) => studiedPlan(value, columnOf(value.ref))),
    ]),
    constraints: Object.freeze([
      ...verdicts(constraints, 'violation-probability'),
      ...verdicts(loops, 'non-convergence-probability'),
    ]),
    counted: Object.freeze(counted.map(named)),
    timeUnit: spec.time?.unit ?? '1',
    histogramBins: spec.statistics.histogramBins ?? histogramBinsDefault,
    adjustments: Object.freeze(
      spec.dependence.flatMap(({ name, adjustment }) =>
        adjustment > 0 ? [Object.freeze({ subject: `dependence:${name}`, change: adjustment })] : [],
      ),
    ),
  };
  const program = builder.build([...columns.keys()]);
  return Object.freeze({ ...plan, program, ...sampled(spec, plan.outputs, studied.length, program) });
}

function sampled(
  { sampling, convergence, nodes, statistics, study }: ScenarioSpec,
  outputs: readonly OutputPlan[],
  studied: number,
  program: Program,
): Pick<Plan, 'design' | 'replicates' | 'convergence' | 'correlation'> {
  const own = outputs.slice(0, outputs.length - studied);
  const pairs = studiedPairs(study.inputs ?? [], outputs, own.length);
  const independent = sampling.method === 'random';
  const goals =
    convergence === undefined ? undefined : convergenceOf(convergence, own.map(reported), independent);
  return {
    design: designOf(sampling, nodes, program),
    replicates: independent ? undefined : Object.freeze(outputs.map(layoutOf)),
    convergence: goals,
    correlation: correlationPlan(statistics.correlations, own, independent, pairs),
  };
}

/** Names of the figures of an output that have a standard error. */
export function figuresOf(output: Pick<OutputPlan, 'levels' | 'tail' | 'targets'>): readonly string[] {
  return [
    'mean',
    'sd',
    'skewness',
    'excess-kurtosis',
    ...output.levels.map(quantileName),
    ...output.tail.flatMap(({ level, side }) => [`var-${side}-${level}`, `cvar-${side}-${level}`]),
    ...output.targets.map(({ at, side }) => `probability-${side}-${at}`),
  ];
}

function reported(output: OutputPlan): ReportedOutput {
  const { subject } = output;
  return { id: subject.slice(0, subject.lastIndexOf('.')), subject, figures: figuresOf(output) };
}

/** What is reported of an output node. */
export function reportOf(
  node: NodeOf<'output'>,
  statistics: StatisticsSpec,
): Pick<OutputPlan, 'levels' | 'tail' | 'targets'> {
  return {
    levels: Object.freeze(
      [...(node.quantiles ?? statistics.quantiles ?? levelsDefault)].sort((a, b) => a - b),
    ),
    tail: Object.freeze(node.tail ?? statistics.tail ?? tailDefault),
    targets: Object.freeze(node.targets ?? []),
  };
}

function outputPlan(
  subject: string,
  node: NodeOf<'output'>,
  column: number,
  statistics: StatisticsSpec,
): OutputPlan {
  return Object.freeze({
    subject,
    label: node.label,
    unit: node.unit ?? '1',
    column,
    ...reportOf(node, statistics),
    time: undefined,
  });
}

/** One point of the fan of an output. */
function pointOf(output: OutputPlan, column: number, time: number): OutputPlan {
  return Object.freeze({ ...output, column, time, tail: Object.freeze([]), targets: Object.freeze([]) });
}

/** The points of the fan of the output at a place of the plan. */
export function fanOf({ outputs }: Pick<Plan, 'outputs'>, place: number): readonly OutputPlan[] {
  const after = outputs.slice(place + 1);
  const end = after.findIndex(({ time }) => time === undefined);
  return end < 0 ? after : after.slice(0, end);
}

/** How a time reads in the name of a figure, as `mean@0.3`: sums of steps keep no trace of their rounding. */
export function timeName(time: number): string {
  return String(Number(time.toPrecision(12)));
}

/** What is reported of a value that only a study asks for. */
function studiedPlan({ subject, label, unit, difference }: StudiedValue, column: number): OutputPlan {
  const targets = difference ? [{ at: 0, side: 'above' as const }] : [];
  const report = { levels: levelsDefault, tail: [], targets };
  return Object.freeze({ subject, label, unit, column, time: undefined, ...report });
}
