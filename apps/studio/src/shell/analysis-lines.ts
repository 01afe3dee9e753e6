// The command line and the SDK call of an experiment. What has no option travels as the file of the request.

import {
  formatDuration,
  type Constraint,
  type ExperimentRequest,
  type Figure,
  type Method,
  type Objective,
} from '@holdfast/protocol';
import { literal, shellWord, type CopyLines } from './command-line.ts';

const colon = ({ subject, metric }: Figure): string => `${subject}:${metric}`;

function bound({ side, bound: value, ...figure }: Constraint): string {
  return `${colon(figure)}${side === 'at-least' ? '>=' : '<='}${value}`;
}

function objectiveWords({ direction, ...figure }: Objective): readonly string[] {
  return [direction === 'minimize' ? '--minimize' : '--maximize', colon(figure)];
}

const options: Readonly<Record<string, string>> = {
  share: '--share',
  levels: '--levels',
  trajectories: '--trajectories',
  rows: '--rows',
  confidence: '--confidence',
  design: '--design',
  points: '--points',
  target: '--target',
  tolerance: '--tolerance',
  budget: '--budget',
};

type RangeOf = { readonly parameter: string; readonly low?: number; readonly high?: number };

function rangeWords(ranges: readonly RangeOf[] = []): readonly string[] {
  return ranges.flatMap(({ parameter, low, high }) => [
    '--range',
    low === undefined ? parameter : `${parameter}=${low}..${high}`,
  ]);
}

function memberWords(key: string, value: unknown): readonly string[] {
  switch (key) {
    case 'outputs':
      return (value as readonly (Figure | string)[]).flatMap((each) => [
        '--output',
        typeof each === 'string' ? each : colon(each),
      ]);
    case 'output':
      return ['--output', colon(value as Figure)];
    case 'ranges':
      return rangeWords(value as readonly RangeOf[]);
    case 'range':
      return rangeWords([value as RangeOf]);
    case 'objective':
      return objectiveWords(value as Objective);
    case 'risk':
      return ['--risk', colon(value as Figure)];
    case 'constraints':
      return (value as readonly Constraint[]).flatMap((each) => ['--subject-to', bound(each)]);
    case 'sources':
      return (value as readonly string[]).flatMap((name) => ['--source', name]);
    case 'parameters':
      return (value as ExperimentRequest['parameters'] & object).flatMap((each) => [
        '--with-parameter',
        `${each.parameter}=${each.value}`,
      ]);
    default:
      return options[key] === undefined ? [] : [options[key], String(value)];
  }
}

/** Whether options can say the method: they know whole ranges only, and a risk that is to be small. */
function hasOptions(method: Method): boolean {
  const ranges =
    method.kind === 'goal-seek' ? [method.range] : 'ranges' in method ? (method.ranges ?? []) : [];
  const whole = ranges.every(({ low, high }) => (low === undefined) === (high === undefined));
  return whole && !(method.kind === 'frontier' && method.risk.direction === 'maximize');
}

function settingWords({
  parameters = [],
  seed,
  until,
  replicates,
  limits,
}: Omit<ExperimentRequest, 'document' | 'method'>): readonly string[] {
  return [
    ...parameters.flatMap(({ parameter, value }) => ['-p', `${parameter}=${value}`]),
    ...(seed === undefined ? [] : ['--seed', String(seed)]),
    ...(until === undefined ? [] : ['--until', String(until)]),
    ...(replicates === undefined ? [] : ['--replicates', String(replicates)]),
    ...(limits?.wallMs === undefined ? [] : ['--wall', formatDuration(limits.wallMs)]),
  ];
}

/** Starting an experiment. `file` is the document's file name, `other` that of the document it is compared with. */
export function analyzeLines(
  file: string,
  request: Omit<ExperimentRequest, 'document'>,
  other = 'other.json',
): CopyLines {
  const { method, ...settings } = request;
  const { document, ...members } = method.kind === 'compare' ? method : { ...method, document: undefined };
  const sdk = literal({ ...settings, method: members }).slice(2, -2);
  const title = 'Start this analysis';
  const call = `const experiment = await client.startExperiment({ document, ${sdk} });`;
  if (!hasOptions(method)) {
    const words = ['holdfast', 'analyze', file, '--request', '/dev/stdin'].map(shellWord).join(' ');
    return { title, shell: `${words} <<'END'\n${JSON.stringify(request)}\nEND`, sdk: call };
  }
  const words = [
    'holdfast',
    'analyze',
    file,
    '--method',
    method.kind,
    ...Object.entries(members).flatMap(([key, value]) =>
      key === 'kind' || value === undefined ? [] : memberWords(key, value),
    ),
    ...(document === undefined ? [] : ['--with', other]),
    ...settingWords(settings),
  ];
  return {
    title,
    shell: words.map(shellWord).join(' '),
    sdk: document === undefined ? call : call.replace("kind: 'compare'", "kind: 'compare', document: other"),
  };
}

/** Everything the page of an experiment can do with it. */
export function experimentLines(origin: string, id: string): readonly CopyLines[] {
  const address = `${origin}/api/v1/experiments/${id}`;
  const name = literal(id);
  return [
    {
      title: 'Look how far it is',
      shell: `curl ${shellWord(address)}`,
      sdk: `const { experiment, report } = await client.experiment(${name});`,
    },
    {
      title: 'Stop',
      shell: `curl -X POST ${shellWord(`${address}/cancel`)}`,
      sdk: `await client.cancelExperiment(${name});`,
    },
    {
      title: 'Save the result',
      shell: `curl -o result.json ${shellWord(`${address}/result`)}`,
      sdk: `const result = await client.experimentResult(${name});`,
    },
    {
      title: 'Read the points',
      shell: `curl ${shellWord(`${address}/points`)}`,
      sdk: `const points = await client.experimentPoints(${name});`,
    },
  ];
}
