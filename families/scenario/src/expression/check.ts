// Finds every name, function and arity that the closed tables do not allow. A tree without faults lowers without fail.

import { functionTable } from './functions.ts';
import type { Node } from './parse.ts';
import { quoted } from './problem.ts';
import type { Fault } from './problem.ts';
import { nearest } from './suggest.ts';
import { namespaces } from './symbols.ts';
import type { Binding } from './symbols.ts';

const listedMax = 6;

/** Checks nodes in the order of the source and stops after `faultsMax` faults. */
export function check(
  nodes: readonly Node[],
  bindings: ReadonlyMap<string, Binding>,
  faultsMax: number,
): readonly Fault[] {
  const faults: Fault[] = [];
  for (const node of nodes) {
    if (faults.length >= faultsMax) break;
    const { start, length } = node;
    if (node.kind === 'name' && !bindings.has(node.name)) {
      faults.push({ ...unknownName(node.name, bindings), start, length });
    }
    if (node.kind === 'call') {
      const fault = callFault(node.name, node.args.length);
      if (fault !== undefined) faults.push({ ...fault, start, length });
    }
  }
  return faults;
}

type Complaint = Pick<Fault, 'code' | 'message' | 'remedy'>;

function unknownName(name: string, bindings: ReadonlyMap<string, Binding>): Complaint {
  const code = 'expression.unknown-name';
  const called = functionTable.get(name);
  if (called !== undefined) {
    const port = bindings.has(`$inputs.${name}`);
    const remedy = port ? `For the input write \`$inputs.${name}\`.` : `Call it: \`${called.signature}\`.`;
    return { code, message: `\`${name}\` is a function, not a value`, remedy };
  }
  const isOfTime = name === '$step' || name.split('.')[0] === '$prev';
  if (isOfTime && !bindings.has('$step')) {
    const remedy = 'Give the model a time axis, for example `"time": {"steps": 12}`.';
    return { code, message: `${quoted(name)} is known in a model with time only`, remedy };
  }
  if (name === '$prev') {
    const remedy = known(name, bindings) ?? 'Read inputs of the step before as `$prev.name`.';
    return { code, message: 'this expression has no value of its own to read as `$prev`', remedy };
  }
  if (namespaces.has(name)) {
    const remedy = known(name, bindings) ?? `There is no name in \`${name}\` here.`;
    return { code, message: `\`${name}\` is a namespace, not a value`, remedy };
  }
  const suggestion = nearest(name, bindings.keys());
  const remedy = suggestion === undefined ? known(name, bindings) : `Did you mean \`${suggestion}\`?`;
  return { code, message: `${quoted(name)} is not known here`, remedy };
}

/** Names that could stand in the same place, when they are few enough to read. */
function known(name: string, bindings: ReadonlyMap<string, Binding>): string | undefined {
  const kind = namespaces.get(name.split('.')[0]!) ?? 'input';
  const names = [...bindings.values()]
    .filter((binding) => binding.kind === kind && (kind !== 'input' || binding.name.startsWith('$')))
    .map((binding) => `\`${binding.name}\``);
  if (names.length === 0) return undefined;
  const more = names.length > listedMax ? `, and ${names.length - listedMax} more` : '';
  return `Known: ${names.slice(0, listedMax).join(', ')}${more}.`;
}

function callFault(name: string, given: number): Complaint | undefined {
  const called = functionTable.get(name);
  if (called === undefined) {
    const suggestion = nearest(name, functionTable.keys());
    return {
      code: 'expression.unknown-function',
      message: `there is no function ${quoted(name)}`,
      remedy: suggestion === undefined ? undefined : `Did you mean \`${suggestion}\`?`,
    };
  }
  const { arityMin, arityMax, signature } = called;
  if (given >= arityMin && given <= arityMax) return undefined;
  const wanted = arityMin === arityMax ? `${arityMin}` : `at least ${arityMin}`;
  const plural = wanted === '1' || wanted === 'at least 1' ? '' : 's';
  return {
    code: 'expression.wrong-arity',
    message: `\`${name}\` takes ${wanted} argument${plural}, ${given} given`,
    remedy: `Write \`${signature}\`.`,
  };
}
