// Writes a checked tree as operations. Both sides of logic and both arms of a choice are evaluated: expressions are pure,
// so selecting afterwards gives what short-circuit evaluation would.

import type { BinaryOp, ProgramBuilder, Ref } from '../program/program.ts';
import { functionTable } from './functions.ts';
import type { InfixOperator, Node } from './parse.ts';
import type { Binding } from './symbols.ts';

const infixOps: Readonly<Record<InfixOperator, BinaryOp>> = {
  '||': 'or',
  '&&': 'and',
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'rem',
  '^': 'pow',
};

/** Lowers nodes in order and returns the operation of the last one, the root. */
export function lower(
  nodes: readonly Node[],
  bindings: ReadonlyMap<string, Binding>,
  builder: ProgramBuilder,
): Ref {
  const refs: Ref[] = [];
  for (const node of nodes) refs.push(lowerNode(node, refs, bindings, builder));
  return refs.at(-1)!;
}

function lowerNode(
  node: Node,
  refs: readonly Ref[],
  bindings: ReadonlyMap<string, Binding>,
  builder: ProgramBuilder,
): Ref {
  const at = (index: number): Ref => refs[index]!;
  if (node.kind === 'number') return builder.constant(node.value);
  if (node.kind === 'name') {
    const binding = bindings.get(node.name)!;
    return binding.ref ?? builder.constant(binding.value);
  }
  if (node.kind === 'prefix') {
    const operand = at(node.operand);
    if (node.operator === '+') return operand;
    return builder.unary(node.operator === '-' ? 'neg' : 'not', operand);
  }
  if (node.kind === 'infix') return builder.binary(infixOps[node.operator], at(node.left), at(node.right));
  if (node.kind === 'conditional') {
    return builder.select(at(node.condition), at(node.whenTrue), at(node.otherwise));
  }
  return functionTable.get(node.name)!.lower(builder, node.args.map(at));
}
