// What a form begins with: something sensible for every kind, or an experiment that is to be changed.

import type { Figure, Method } from '@holdfast/protocol';
import { formatDuration, type ExperimentView } from '@holdfast/protocol';
import type { AnalysedDocument } from './document-facts.ts';
import { untouched, type FormText } from './form-text.ts';
import type { Kind } from '@holdfast/pictures';

/** Figures looked at without being asked: more make a long page. */
const outputsFirst = 3;

/** The mean of each subject, or its first figure. */
export function firstFigures({ facts, model }: AnalysedDocument): readonly Figure[] {
  const estimated = new Set(
    model?.channels.filter(({ role }) => role === 'estimate').map(({ subject }) => subject),
  );
  const subjects = [...new Set(facts.figures.map(({ subject }) => subject))];
  const shown = subjects.some((subject) => estimated.has(subject))
    ? subjects.filter((subject) => estimated.has(subject))
    : subjects;
  return shown.map((subject) => {
    const own = facts.figures.filter((figure) => figure.subject === subject);
    return { subject, metric: (own.find(({ metric }) => metric === 'mean') ?? own[0])?.metric ?? 'mean' };
  });
}

/** A new form. */
export function beginForm(about: AnalysedDocument, kind: Kind): FormText {
  const figures = firstFigures(about);
  const first = figures[0] ?? { subject: '', metric: 'mean' };
  const spread = about.facts.figures.some(
    ({ subject, metric }) => subject === first.subject && metric === 'sd',
  );
  const names = about.model?.parameters.map(({ name }) => name) ?? [];
  return {
    kind,
    outputs: figures.slice(0, outputsFirst),
    objective: { ...first, direction: 'maximize' },
    risk: { subject: first.subject, metric: spread ? 'sd' : first.metric, direction: 'minimize' },
    constraints: [],
    parameters: Object.fromEntries(names.map((name) => [name, untouched])),
    sought: names[0] ?? '',
    ignored: [],
    other: undefined,
    plain: {},
    settings: { seed: '', until: '', replicates: '', wall: '' },
  };
}

function movedBy(
  method: Method,
): readonly { readonly parameter: string; readonly low?: number; readonly high?: number }[] | undefined {
  if (method.kind === 'goal-seek') return [method.range];
  return 'ranges' in method ? method.ranges : undefined;
}

function outputsOf(method: Method): readonly Figure[] | undefined {
  if (method.kind === 'goal-seek') return [method.output];
  if (method.kind === 'inputs') return method.outputs.map((subject) => ({ subject, metric: 'mean' }));
  return 'outputs' in method ? method.outputs : undefined;
}

function text(value: number | undefined): string {
  return value === undefined ? '' : String(value);
}

/** A form that asks again what an experiment asked. */
export function formOf(
  about: AnalysedDocument,
  experiment: ExperimentView,
  method: Method,
  wallMs?: number,
): FormText {
  const begun = beginForm(about, method.kind);
  const ranges = movedBy(method);
  const asked = method.kind === 'inputs' ? method.sources : undefined;
  const others = method.kind === 'compare' ? (method.parameters ?? []) : [];
  const plain = Object.entries(method).filter(
    ([key, value]) => key !== 'kind' && (typeof value === 'number' || typeof value === 'string'),
  );
  const parameters = Object.fromEntries(
    Object.keys(begun.parameters).map((name) => {
      const range = ranges?.find(({ parameter }) => parameter === name);
      const held = experiment.parameters.findLast(({ parameter }) => parameter === name);
      const other = others.findLast(({ parameter }) => parameter === name);
      return [
        name,
        {
          moved: ranges === undefined || range !== undefined,
          value: text(held?.value),
          low: text(range?.low),
          high: text(range?.high),
          other: text(other?.value),
        },
      ];
    }),
  );
  return {
    ...begun,
    outputs: outputsOf(method) ?? begun.outputs,
    objective: 'objective' in method ? method.objective : begun.objective,
    risk: 'risk' in method ? method.risk : begun.risk,
    constraints: ('constraints' in method ? (method.constraints ?? []) : []).map((each) => ({
      ...each,
      bound: String(each.bound),
    })),
    parameters,
    sought: method.kind === 'goal-seek' ? method.range.parameter : begun.sought,
    ignored: asked === undefined ? [] : about.facts.sources.filter((name) => !asked.includes(name)),
    other:
      method.kind === 'compare' && method.document !== undefined
        ? { key: 'kept', file: 'other.json', document: method.document }
        : undefined,
    plain: Object.fromEntries(plain.map(([key, value]) => [`${method.kind}.${key}`, String(value)])),
    settings: {
      seed: String(experiment.seed),
      until: String(experiment.until),
      replicates: experiment.replicates === 1 ? '' : String(experiment.replicates),
      wall: wallMs === undefined ? '' : formatDuration(wallMs),
    },
  };
}
