// What is wrong with an experiment before anything is computed: every mistake at once, each at its place in the request.

import type { Issue, NumberInput, Parameter } from '@holdfast/core';
import type { ExperimentRequest, Method, Range } from '@holdfast/protocol';
import { movable } from './axes.ts';
import { axisOf } from './axis.ts';

/** Points a sweep may ask for. */
const sweepMax = 100_000;

/** Names listed in a remedy. */
const namesMost = 50;

type Asked = Pick<ExperimentRequest, 'method' | 'parameters'>;

/** What a document offers to be asked about. */
export interface Offered {
  readonly parameters: readonly Parameter[];
  /** Of the document compared with; the same ones when absent. */
  readonly others?: readonly Parameter[];
  /** Names of its sources of randomness; undefined where the family names none. */
  readonly sources?: readonly string[] | undefined;
}

/** Finds the mistakes. */
export function checkMethod({ method, parameters: fixed = [] }: Asked, offered: Offered): readonly Issue[] {
  const parameters = movable(offered.parameters);
  const { others = parameters, sources } = offered;
  const issues: Issue[] = [];
  checkInputs(fixed, '/parameters', parameters, issues);
  if (method.kind === 'compare') {
    checkInputs(method.parameters ?? [], '/method/parameters', others, issues);
    if (method.document === undefined && method.parameters === undefined) {
      issues.push({
        path: '/method',
        code: 'method.nothing-compared',
        message: 'both sides are the same',
        remedy: 'Give the other side a document or parameters.',
      });
    }
    return issues;
  }
  if (method.kind === 'inputs') {
    checkSources(method.sources ?? [], sources, issues);
    return issues;
  }
  const ranges = method.kind === 'goal-seek' ? [method.range] : method.ranges;
  if (ranges === undefined && parameters.length === 0) {
    const message = 'the document has no parameters to move';
    issues.push({ path: '/document', code: 'method.no-parameters', message, remedy: 'Give it parameters.' });
    return issues;
  }
  const asked = ranges ?? parameters.map(({ name }) => ({ parameter: name }));
  for (const [index, range] of asked.entries()) {
    const path = method.kind === 'goal-seek' ? '/method/range' : `/method/ranges/${index}`;
    checkRange(range, path, method, { parameters, fixed }, issues);
    if (asked.findIndex(({ parameter }) => parameter === range.parameter) < index) {
      issues.push({
        path: `${path}/parameter`,
        code: 'method.repeated-parameter',
        message: `${range.parameter} is moved twice`,
        remedy: 'Remove one of the ranges.',
      });
    }
  }
  if (method.kind === 'morris' && (method.levels ?? 4) % 2 !== 0) {
    const message = `${method.levels} levels cannot be halved`;
    issues.push({
      path: '/method/levels',
      code: 'method.odd-levels',
      message,
      remedy: 'Use an even number.',
    });
  }
  if (method.kind === 'sweep' && method.design !== 'latin-hypercube')
    checkFactorial(method, asked.length, issues);
  return issues;
}

function checkSources(
  asked: readonly string[],
  sources: readonly string[] | undefined,
  issues: Issue[],
): void {
  if (sources === undefined || sources.length === 0) {
    const message = 'the document names no source of randomness';
    const remedy = 'Use a method over parameters.';
    issues.push({ path: '/document', code: 'method.no-sources', message, remedy });
    return;
  }
  for (const [index, name] of asked.entries()) {
    if (sources.includes(name)) continue;
    const path = `/method/sources/${index}`;
    const remedy = `Use one of: ${sources.slice(0, namesMost).join(', ')}.`;
    issues.push({ path, code: 'method.unknown-source', message: `"${name}" draws no random number`, remedy });
  }
}

function checkInputs(
  inputs: readonly NumberInput[],
  path: string,
  parameters: readonly Parameter[],
  issues: Issue[],
): void {
  for (const [index, { parameter, value }] of inputs.entries()) {
    const known = parameters.find(({ name }) => name === parameter);
    if (known === undefined) issues.push(unknown(parameter, `${path}/${index}/parameter`, parameters));
    else if (!(value >= known.min && value <= known.max)) {
      issues.push(outside(`${parameter} = ${value}`, `${path}/${index}/value`, known));
    }
  }
}

function checkRange(
  range: Range,
  path: string,
  method: Method,
  {
    parameters,
    fixed,
  }: { readonly parameters: readonly Parameter[]; readonly fixed: readonly NumberInput[] },
  issues: Issue[],
): void {
  const known = parameters.find(({ name }) => name === range.parameter);
  if (known === undefined) {
    issues.push(unknown(range.parameter, `${path}/parameter`, parameters));
    return;
  }
  for (const end of ['low', 'high'] as const) {
    const value = range[end];
    if (value !== undefined && !(value >= known.min && value <= known.max)) {
      issues.push(outside(`${end} = ${value}`, `${path}/${end}`, known));
    }
  }
  const value = fixed.findLast(({ parameter }) => parameter === known.name)?.value ?? known.value;
  const axis = axisOf(known, value, range, shareOf(method));
  if (!Number.isFinite(axis.low) || !Number.isFinite(axis.high)) {
    const message = `${known.name} has no bounds`;
    const remedy = 'Give low and high.';
    issues.push({ path, code: 'method.open-range', message, remedy });
  } else if (!(axis.low < axis.high)) {
    const message = `low ${axis.low} is not below high ${axis.high}`;
    issues.push({ path, code: 'method.empty-range', message, remedy: 'Give a low below the high.' });
  }
}

/** Part of its value by which a method moves a parameter without a range; undefined where it uses the bounds. */
function shareOf(method: Method): number | undefined {
  const moves = method.kind === 'one-at-a-time' || method.kind === 'tornado' || method.kind === 'spider';
  return moves ? (method.share ?? 0.1) : undefined;
}

function checkFactorial(
  { levels = 5 }: Extract<Method, { kind: 'sweep' }>,
  count: number,
  issues: Issue[],
): void {
  let points = 1;
  for (let axis = 0; axis < count && points <= sweepMax; axis++) points *= levels;
  if (points <= sweepMax) return;
  issues.push({
    path: '/method/levels',
    code: 'method.too-many-points',
    message: `${levels} levels of ${count} parameters are more than ${sweepMax} points`,
    remedy: 'Use fewer levels or parameters, or the design "latin-hypercube".',
  });
}

function unknown(parameter: string, path: string, parameters: readonly Parameter[]): Issue {
  const known = parameters.map(({ name }) => name).join(', ');
  return {
    path,
    code: 'method.unknown-parameter',
    message: `no parameter is named "${parameter}"`,
    remedy: known === '' ? 'The document has no parameters.' : `Use one of: ${known}.`,
  };
}

function outside(what: string, path: string, { min, max }: Parameter): Issue {
  const message = `${what} lies outside ${min} .. ${max}`;
  return { path, code: 'method.out-of-range', message, remedy: 'Choose a value inside the bounds.' };
}
