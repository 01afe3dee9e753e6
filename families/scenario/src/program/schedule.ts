// Turns operations as they were written into a program: dead code out, everything at the outermost place it may stand,
// invariant work first, buffers shared by liveness.

import { assignBuffers } from './buffers.ts';
import type { Carried, Loop, Operation, Program, Ref } from './operations.ts';
import { orderOperations, type Order } from './order.ts';
import { findRegions, type Regions, type Written } from './regions.ts';

export type { Written, WrittenLoop } from './regions.ts';

/** Lays out the operations that `outputs` need. @throws RangeError when a loop waits for what comes after it */
export function schedule(written: Written, outputs: readonly Ref[]): Program {
  const regions = findRegions(written, outputs);
  const order = orderOperations(written, regions);
  const place = new Map(order.refs.map((ref, position) => [ref, position]));
  const moved = (ref: Ref): Ref => place.get(ref)!;
  const indices = new Map(order.stretches.map(({ loop }, index) => [loop, index]));
  const operations = order.refs.map((ref): Operation => {
    const operation = written.operations[ref]!;
    const operands = Object.freeze(operation.operands.map(moved));
    return Object.freeze(
      'loop' in operation
        ? { ...operation, loop: indices.get(operation.loop)!, operands }
        : { ...operation, operands },
    );
  });
  const parts = {
    operations: Object.freeze(operations),
    invariantCount: order.invariantCount,
    loops: Object.freeze(order.stretches.map((stretch) => loopOf(stretch, written, regions, moved))),
    outputs: Object.freeze(outputs.map(moved)),
  };
  return Object.freeze({
    ...parts,
    ...assignBuffers(parts),
    parameterCount: operations.reduce(
      (count, operation) => (operation.kind === 'parameter' ? Math.max(count, operation.index + 1) : count),
      0,
    ),
  });
}

function loopOf(
  { loop, from, to }: Order['stretches'][number],
  { operations, loops }: Written,
  { carried }: Regions,
  moved: (ref: Ref) => Ref,
): Loop {
  const values = carried[loop]!.map(([value, next]): Carried => {
    const initial = operations[value]!.operands[0]!;
    return Object.freeze({ value: moved(value), initial: moved(initial), next: moved(next) });
  });
  return Object.freeze({ ...loops[loop]!.rule, from, to, carried: Object.freeze(readFirst(values)) });
}

/** Orders values so that one which becomes another takes it over before that one changes. In a ring, which `carry` keeps
 * from being written, no order would do. */
function readFirst(values: readonly Carried[]): readonly Carried[] {
  const readers = new Map<Ref, Carried[]>();
  for (const each of values) readers.set(each.next, [...(readers.get(each.next) ?? []), each]);
  const ordered = new Set<Carried>();
  for (const start of values) {
    const path = [start];
    for (let each = path.at(-1); each !== undefined; each = path.at(-1)) {
      const { value } = each;
      const waiting = (readers.get(value) ?? []).filter((one) => one !== each && !ordered.has(one));
      if (waiting.length > 0) path.push(...waiting);
      else ordered.add(path.pop()!);
    }
  }
  return [...ordered];
}
