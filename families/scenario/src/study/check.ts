// What is wrong with a study: unknown names, values out of range, repeats, and more than can be kept.

import { suggestion, type IssueList, type Path } from '../issues.ts';
import type { Draft } from '../lower.ts';
import type { SamplingSpec } from '../sampling/document.ts';
import { studyLimits, type StudySpec, type VariantSpec } from './schema.ts';
import { sourcesOf } from './sources.ts';

interface Studied extends Draft {
  readonly study: StudySpec;
  readonly sampling: SamplingSpec;
}

/** Finds unknown names, values out of range, repeats, and more than can be kept. */
export function checkStudy(spec: Studied, issues: IssueList): void {
  const { study, nodes, sampling } = spec;
  const { variants = [], inputs = [] } = study;
  const path: Path = ['model', 'study'];
  if (variants.length + inputs.length === 0) return;
  if (sampling.method !== 'random') {
    const message = `differences cannot be computed with ${sampling.method} sampling`;
    issues.add(path, 'study.design', message, { remedy: 'Use random sampling, or leave the study out.' });
  }
  const outputs = nodes.filter(({ node, isPort }) => node?.kind === 'output' && !isPort).length;
  checkSize(variants.length * outputs, studyLimits.differences, [...path, 'variants'], issues);
  checkSize(inputs.length * outputs, studyLimits.pairs, [...path, 'inputs'], issues);
  const sources = sourcesOf(spec);
  checkNames(
    inputs,
    sources.flatMap((source) => source.inputs),
    [...path, 'inputs'],
    issues,
  );
  const seen = new Set<string>();
  for (const [index, variant] of variants.entries()) {
    const at = [...path, 'variants', index];
    if (seen.has(variant.name)) {
      const message = `"${variant.name}" is listed twice`;
      issues.add([...at, 'name'], 'study.repeated', message, { remedy: 'Rename one.' });
    }
    seen.add(variant.name);
    const names = sources.map(({ name }) => name);
    checkNames(variant.redraw ?? [], names, [...at, 'redraw'], issues);
    checkParameters(variant, spec, [...at, 'parameters'], issues);
  }
}

function checkSize(count: number, most: number, path: Path, issues: IssueList): void {
  if (count <= most) return;
  const message = `${count} with all outputs, ${most} are allowed`;
  issues.add(path, 'study.too-large', message, { remedy: 'Ask for less at once, or keep fewer outputs.' });
}

function checkNames(names: readonly string[], known: readonly string[], path: Path, issues: IssueList): void {
  for (const [index, name] of names.entries()) {
    if (!known.includes(name)) {
      const remedy = suggestion(name, known);
      issues.add([...path, index], 'study.unknown-source', `"${name}" draws no random number`, { remedy });
    } else if (names.indexOf(name) !== index) {
      issues.add([...path, index], 'study.repeated', `"${name}" is listed twice`, { remedy: 'Remove one.' });
    }
  }
}

function checkParameters(
  { parameters = {} }: VariantSpec,
  { parameters: declared }: Studied,
  path: Path,
  issues: IssueList,
): void {
  for (const [name, value] of Object.entries(parameters)) {
    const parameter = declared.find((one) => one.name === name);
    if (parameter === undefined) {
      const remedy = suggestion(
        name,
        declared.map((one) => one.name),
      );
      issues.add([...path, name], 'study.unknown-parameter', `no parameter is named "${name}"`, { remedy });
    } else if (!(value >= parameter.min && value <= parameter.max)) {
      const message = `${name} = ${value} lies outside ${parameter.min} .. ${parameter.max}`;
      const remedy = 'Choose a value inside the bounds.';
      issues.add([...path, name], 'study.out-of-range', message, { remedy });
    }
  }
}
