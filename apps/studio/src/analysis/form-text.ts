// An analysis as it is typed, and the request it means. Every mistake is an issue at a path of the request, as the server would
// find it: the same schema, the same check.

import type { Issue, ModelDocument } from '@holdfast/core';
import { checkMethod } from '@holdfast/experiment';
import {
  experimentRequestSchema,
  parseDuration,
  schemaIssues,
  type Constraint,
  type ExperimentRequest,
  type Figure,
  type Method,
  type ModelView,
  type Objective,
} from '@holdfast/protocol';
import type { AnalysedDocument } from './document-facts.ts';
import type { Kind } from '@holdfast/pictures';
import { fieldsOf, type MethodField } from './method-fields.ts';

/** A row of the table of parameters. Texts are as typed; an empty one means the document's own. */
export interface ParameterText {
  readonly moved: boolean;
  readonly value: string;
  readonly low: string;
  readonly high: string;
  /** On the other side of a comparison. */
  readonly other: string;
}

export interface ConstraintText extends Figure {
  readonly side: Constraint['side'];
  readonly bound: string;
}

/** Another document to compare with, and how it is called on the command line. */
export interface OtherDocument {
  readonly key: string;
  readonly file: string;
  readonly document: ModelDocument;
}

export type SettingKey = 'seed' | 'until' | 'replicates' | 'wall';

export interface FormText {
  readonly kind: Kind;
  readonly outputs: readonly Figure[];
  readonly objective: Objective;
  readonly risk: Objective;
  readonly constraints: readonly ConstraintText[];
  readonly parameters: Readonly<Record<string, ParameterText>>;
  /** The one parameter that goal seek moves. */
  readonly sought: string;
  /** Sources of randomness left out. */
  readonly ignored: readonly string[];
  readonly other: OtherDocument | undefined;
  /** Numbers and choices by `kind.key`. */
  readonly plain: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<SettingKey, string>>;
}

export interface ReadForm {
  readonly request: ExperimentRequest | undefined;
  readonly issues: readonly Issue[];
}

export const untouched: ParameterText = { moved: true, value: '', low: '', high: '', other: '' };

/** `inputs` has no errors without repeats. */
const inputsReplicates = 8;

function numberOf(text: string): number | string {
  const value = Number(text.replaceAll(/[_,\s]/g, ''));
  return Number.isFinite(value) ? value : text;
}

/** `{ [key]: value }`, or nothing where the text is empty. */
function given(key: string, text: string): Readonly<Record<string, number | string>> {
  return text.trim() === '' ? {} : { [key]: numberOf(text) };
}

function rangesOf({ parameters }: FormText, model: ModelView | undefined): readonly unknown[] | undefined {
  const rows = (model?.parameters ?? []).map(({ name }) => ({ name, ...(parameters[name] ?? untouched) }));
  const asked = rows.filter(({ moved }) => moved);
  if (asked.length === rows.length && asked.every(({ low, high }) => low.trim() + high.trim() === ''))
    return undefined;
  return asked.map(({ name, low, high }) => ({
    parameter: name,
    ...given('low', low),
    ...given('high', high),
  }));
}

function inputsOf(text: FormText, model: ModelView | undefined, side: 'value' | 'other'): readonly unknown[] {
  return (model?.parameters ?? []).flatMap(({ name }) => {
    const typed = text.parameters[name]?.[side] ?? '';
    return typed.trim() === '' ? [] : [{ parameter: name, value: numberOf(typed) }];
  });
}

/** The names of parameters behind the indices of `/method/ranges` of a request. */
export function rangedNames(text: FormText, model: ModelView | undefined): readonly string[] {
  const names = model?.parameters.map(({ name }) => name) ?? [];
  return names.filter((name) => text.parameters[name]?.moved ?? true);
}

function memberOf(field: MethodField, text: FormText, { model, facts }: AnalysedDocument): unknown {
  const { key, shape } = field;
  switch (shape) {
    case 'figures':
      return text.outputs;
    case 'figure':
      return text.outputs[0];
    case 'objective':
      return key === 'risk' ? text.risk : text.objective;
    case 'constraints':
      return text.constraints.length === 0
        ? undefined
        : text.constraints.map(({ bound, ...rest }) => ({
            ...rest,
            bound: numberOf(bound.trim() === '' ? 'nothing' : bound),
          }));
    case 'ranges':
      return rangesOf(text, model);
    case 'range': {
      const { low, high } = text.parameters[text.sought] ?? untouched;
      return { parameter: text.sought, ...given('low', low), ...given('high', high) };
    }
    case 'inputs': {
      const inputs = inputsOf(text, model, 'other');
      return inputs.length === 0 ? undefined : inputs;
    }
    case 'document':
      return text.other?.document;
    case 'words':
      if (key === 'outputs') return [...new Set(text.outputs.map(({ subject }) => subject))];
      return text.ignored.length === 0
        ? undefined
        : facts.sources.filter((name) => !text.ignored.includes(name));
    case 'number': {
      const typed = text.plain[`${text.kind}.${key}`] ?? '';
      return typed.trim() === '' ? undefined : numberOf(typed);
    }
    case 'choice': {
      const typed = text.plain[`${text.kind}.${key}`] ?? '';
      return typed === '' ? undefined : typed;
    }
  }
}

function wallOf(text: string): { readonly limits?: unknown; readonly issues: readonly Issue[] } {
  if (text.trim() === '') return { issues: [] };
  try {
    return { limits: { wallMs: parseDuration(text, 'wall time') }, issues: [] };
  } catch {
    const message = 'a duration such as 300ms, 30s or 2h is wanted';
    return {
      issues: [{ path: '/limits/wallMs', code: 'request.invalid', message, remedy: 'Correct the value.' }],
    };
  }
}

function valueOf(text: FormText, about: AnalysedDocument): Readonly<Record<string, unknown>> {
  const members = fieldsOf(text.kind).map((field) => [field.key, memberOf(field, text, about)] as const);
  const held = inputsOf(text, about.model, 'value');
  const { seed, until, replicates } = text.settings;
  const repeats = replicates.trim() === '' && text.kind === 'inputs' ? String(inputsReplicates) : replicates;
  return {
    document: about.document,
    ...given('seed', seed),
    ...given('until', until),
    ...given('replicates', repeats),
    ...(held.length === 0 ? {} : { parameters: held }),
    method: { kind: text.kind, ...Object.fromEntries(members.filter(([, value]) => value !== undefined)) },
  };
}

/** The request a form means, or what is wrong with it. */
export function readForm(
  text: FormText,
  about: AnalysedDocument,
  others = about.model?.parameters,
): ReadForm {
  const { limits, issues } = wallOf(text.settings.wall);
  const value = { ...valueOf(text, about), ...(limits === undefined ? {} : { limits }) };
  const parsed = experimentRequestSchema.safeParse(value);
  if (!parsed.success) {
    return { request: undefined, issues: [...issues, ...schemaIssues('request', parsed.error, value)] };
  }
  // The schema gives what it checked back as plain JSON; the document is the one that was read.
  const request = { ...parsed.data, document: about.document } as ExperimentRequest;
  const method: Method = request.method;
  const wrong = checkMethod(request, {
    parameters: about.model?.parameters ?? [],
    others: others ?? [],
    sources: method.kind === 'inputs' ? about.facts.sources : undefined,
  });
  const all = [...issues, ...wrong];
  return { request: all.length === 0 ? request : undefined, issues: all };
}
