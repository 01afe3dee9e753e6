// The parameters of a model: those it declares and those its parameter nodes declare, under one set of names.

import type { Parameter } from '@holdfast/core';
import type { NodeOf, ParameterSpec } from './document.ts';
import { suggestion, type IssueList, type Path } from './issues.ts';
import type { NodeEntry } from './shape.ts';

/** All parameters in order: the model's own, then those of nodes. Later ones of the same name are issues and left out. */
export function collectParameters(
  declared: readonly ParameterSpec[],
  nodes: readonly NodeEntry[],
  issues: IssueList,
): readonly Parameter[] {
  const parameters = new Map<string, Parameter>();
  const add = (spec: ParameterSpec, path: Path, nameAt: string): void => {
    checkRange(spec, path, issues);
    if (parameters.has(spec.name)) {
      const message = `a parameter is named "${spec.name}" already`;
      issues.add([...path, nameAt], 'parameter.duplicate', message, { remedy: 'Rename one of them.' });
      return;
    }
    const { name, label = name, unit = '1', value, min, max, step = 0 } = spec;
    parameters.set(name, Object.freeze({ name, label, unit, value, min, max, step }));
  };
  for (const [index, spec] of declared.entries()) add(spec, ['model', 'parameters', index], 'name');
  const references: (readonly [NodeOf<'parameter'>, Path])[] = [];
  for (const [index, { node, instance }] of nodes.entries()) {
    if (node?.kind !== 'parameter') continue;
    const path = ['model', 'nodes', index];
    // Inside a part it is a parameter of the part, which is checked there.
    if (node.parameter !== undefined && instance === undefined) references.push([node, path]);
    const spec = inlineSpec(node, path, issues);
    if (spec !== undefined) add(spec, path, 'id');
  }
  for (const [node, path] of references) {
    const name = node.parameter!;
    if (parameters.has(name)) continue;
    const remedy = suggestion(name, [...parameters.keys()]);
    issues.add([...path, 'parameter'], 'parameter.unknown', `no parameter is named "${name}"`, { remedy });
  }
  return [...parameters.values()];
}

/** Name of the parameter a node stands for. */
export function parameterOf(node: NodeOf<'parameter'>): string {
  return node.parameter ?? node.id;
}

function inlineSpec(node: NodeOf<'parameter'>, path: Path, issues: IssueList): ParameterSpec | undefined {
  const { value, min, max, step, id, label, unit } = node;
  const given = [value, min, max, step].some((number) => number !== undefined);
  if (node.parameter !== undefined) {
    if (!given) return undefined;
    const message = 'a node that names a parameter of the model does not declare one';
    issues.add(path, 'parameter.ambiguous', message, {
      remedy: 'Remove value, min, max and step, or remove parameter.',
    });
    return undefined;
  }
  if (value === undefined || min === undefined || max === undefined) {
    const message = 'either the name of a parameter, or value, min and max are needed';
    issues.add(path, 'parameter.incomplete', message, {
      remedy: 'Add "parameter", or "value", "min" and "max".',
    });
    return undefined;
  }
  return { name: id, label, unit, value, min, max, step };
}

function checkRange({ value, min, max }: ParameterSpec, path: Path, issues: IssueList): void {
  if (min > max) {
    issues.add([...path, 'min'], 'parameter.bounds-crossed', `min ${min} is above max ${max}`, {
      remedy: 'Swap them.',
    });
  } else if (value < min || value > max) {
    const message = `${value} lies outside ${min} .. ${max}`;
    issues.add([...path, 'value'], 'parameter.out-of-range', message, {
      remedy: 'Choose a value inside the bounds.',
    });
  }
}
