// Which values to look at so that no invalid one goes unseen. Most operations pass NaN and infinities on, so looking at the
// end of a chain is enough; only where one may vanish, as in 1 / x, its last place is looked at itself.

import type { BinaryOp, Operation, Program, Ref, UnaryOp } from '../program/program.ts';

/** Not finite whenever the operand is not. */
const unaryPassing: ReadonlySet<UnaryOp> = new Set([
  'neg',
  'abs',
  'ceil',
  'floor',
  'round',
  'trunc',
  'sqrt',
  'cbrt',
  'log',
  'log1p',
  'log2',
  'log10',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'sinh',
  'cosh',
  'normalQuantile',
]);

/** Not finite whenever either operand is not. */
const bothPassing: ReadonlySet<BinaryOp> = new Set(['add', 'sub', 'mul', 'hypot']);

/** Not finite whenever the first operand is not. */
const firstPassing: ReadonlySet<BinaryOp> = new Set(['div', 'rem']);

function passes(operation: Operation, position: number): boolean {
  if (operation.kind === 'unary') return unaryPassing.has(operation.op);
  if (operation.kind !== 'binary') return false;
  return bothPassing.has(operation.op) || (position === 0 && firstPassing.has(operation.op));
}

/** The varying operations to look at: when they and the values of `seen` are finite, so is all of `counted`. */
export function checkedRefs(
  { operations, invariantCount }: Program,
  counted: Iterable<Ref>,
  seen: Iterable<Ref>,
): ReadonlySet<Ref> {
  const wanted = new Uint8Array(operations.length);
  const covered = new Uint8Array(operations.length);
  for (const ref of counted) wanted[ref] = 1;
  for (const ref of seen) covered[ref] = 1;
  const checked = new Set<Ref>();
  for (let ref = operations.length - 1; ref >= invariantCount; ref--) {
    const operation = operations[ref]!;
    if (wanted[ref] && !covered[ref] && operation.kind !== 'uniform' && operation.kind !== 'iteration') {
      checked.add(ref);
      covered[ref] = 1;
    }
    if (covered[ref]) {
      operation.operands.forEach((operand, position) => {
        if (passes(operation, position)) covered[operand] = 1;
      });
    }
  }
  return checked;
}
