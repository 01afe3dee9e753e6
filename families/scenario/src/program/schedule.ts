// Turns operations as they were written into a program: dead code out, invariant work first, buffers shared by liveness.
// A buffer is reused only after the last reader of its column, and never for both sides of a kernel call.

import type { Operation, Program, Ref } from './operations.ts';

/** Lays out the operations that `outputs` need. Output columns keep their buffers to the end. */
export function schedule(written: readonly Operation[], outputs: readonly Ref[]): Program {
  const live = markLive(written, outputs);
  const invariant = markInvariant(written);
  const order: Ref[] = [];
  for (let ref = 0; ref < written.length; ref++) if (live[ref] && invariant[ref]) order.push(ref);
  const invariantCount = order.length;
  for (let ref = 0; ref < written.length; ref++) if (live[ref] && !invariant[ref]) order.push(ref);

  const place = new Map(order.map((ref, position) => [ref, position]));
  const moved = (ref: Ref): Ref => place.get(ref)!;
  const operations = order.map((ref): Operation => {
    const operation = written[ref]!;
    return Object.freeze({ ...operation, operands: Object.freeze(operation.operands.map(moved)) });
  });
  const results = Object.freeze(outputs.map(moved));
  return Object.freeze({
    operations: Object.freeze(operations),
    invariantCount,
    outputs: results,
    ...assignBuffers(operations, invariantCount, results),
    parameterCount: operations.reduce(
      (count, operation) => (operation.kind === 'parameter' ? Math.max(count, operation.index + 1) : count),
      0,
    ),
  });
}

function markLive(operations: readonly Operation[], outputs: readonly Ref[]): Uint8Array {
  const live = new Uint8Array(operations.length);
  for (const ref of outputs) live[ref] = 1;
  for (let ref = operations.length - 1; ref >= 0; ref--) {
    if (live[ref]) for (const operand of operations[ref]!.operands) live[operand] = 1;
  }
  return live;
}

function markInvariant(operations: readonly Operation[]): Uint8Array {
  const invariant = new Uint8Array(operations.length);
  for (const [ref, operation] of operations.entries()) {
    const varies = operation.kind === 'iteration' || operation.kind === 'uniform';
    invariant[ref] = !varies && operation.operands.every((operand) => invariant[operand]) ? 1 : 0;
  }
  return invariant;
}

function assignBuffers(
  operations: readonly Operation[],
  invariantCount: number,
  outputs: readonly Ref[],
): Pick<Program, 'buffers' | 'bufferCount'> {
  const lastUse = new Int32Array(operations.length);
  for (const [ref, operation] of operations.entries()) {
    for (const operand of operation.operands) lastUse[operand] = ref;
  }
  for (const output of outputs) lastUse[output] = operations.length;

  const buffers: number[] = Array.from({ length: operations.length }, () => -1);
  const free: number[] = [];
  let bufferCount = 0;
  for (let ref = invariantCount; ref < operations.length; ref++) {
    const operation = operations[ref]!;
    const ending = [...new Set(operation.operands)]
      .filter((operand) => operand >= invariantCount && lastUse[operand] === ref)
      .map((operand) => buffers[operand]!);
    // Plain loops run in place; a kernel may write before it has read everything.
    if (operation.kind !== 'call') free.push(...ending);
    buffers[ref] = free.pop() ?? bufferCount++;
    if (operation.kind === 'call') free.push(...ending);
  }
  return { buffers: Object.freeze(buffers), bufferCount };
}
