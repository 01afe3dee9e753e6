// Orders the varying operations of a program as steps of a block: fills of uniforms, fused groups, calls of the host.
// Depth first from the outputs, so that a value is used soon after it is made and few cross from group to group.

import type { Operation, Program, Ref } from '../program/program.ts';

export type Step =
  | { readonly kind: 'uniform'; readonly ref: Ref }
  | { readonly kind: 'call'; readonly ref: Ref }
  /** Operations that one loop evaluates, operands first. */
  | { readonly kind: 'group'; readonly refs: readonly Ref[] };

export interface Schedule {
  readonly steps: readonly Step[];
  /** By operation: the column in which its values lie between steps; -1 when they never leave their group. */
  readonly slots: Int32Array;
  readonly slotCount: number;
}

/** Work of one loop in rough nanoseconds per value: more and its values no longer fit in registers, less and they travel
 * through memory. Between 1.5 and 3 the time is flat. */
const groupCost = 2;

/** Whether the host has to evaluate it: a function that is not described as data. */
export function isHosted(operation: Operation): boolean {
  return operation.kind === 'call' && operation.kernel.form === undefined;
}

/** Plans the steps; columns of `kept` live to the end of the block, the others to their last reader. */
export function scheduleSteps(
  program: Program,
  kept: ReadonlySet<Ref>,
  costOf: (operation: Operation) => number,
): Schedule {
  const order = depthFirst(program, [...kept, ...program.outputs]);
  const steps = stepsOf(program, inPhases(program, order), costOf);
  return { steps, ...assignSlots(program, steps, kept) };
}

/** Varying operations, each after its operands. */
function depthFirst({ operations, invariantCount }: Program, roots: Iterable<Ref>): readonly Ref[] {
  const order: Ref[] = [];
  const state = new Uint8Array(operations.length);
  for (const root of roots) {
    const stack = [root];
    while (stack.length > 0) {
      const ref = stack.at(-1)!;
      if (ref < invariantCount || state[ref] === 2) stack.pop();
      else if (state[ref] === 1) {
        state[ref] = 2;
        order.push(ref);
        stack.pop();
      } else {
        state[ref] = 1;
        const { operands } = operations[ref]!;
        for (let i = operands.length - 1; i >= 0; i--)
          if (state[operands[i]!] === 0) stack.push(operands[i]!);
      }
    }
  }
  return order;
}

/** Sorted by the number of calls a value has to wait for, so that calls interrupt as few groups as possible. */
function inPhases({ operations }: Program, order: readonly Ref[]): readonly (readonly Ref[])[] {
  const phase = new Int32Array(operations.length);
  const phases: Ref[][] = [];
  for (const ref of order) {
    let latest = 0;
    for (const operand of operations[ref]!.operands) {
      latest = Math.max(latest, phase[operand]! + (isHosted(operations[operand]!) ? 1 : 0));
    }
    phase[ref] = latest;
    while (phases.length <= latest) phases.push([]);
    phases[latest]!.push(ref);
  }
  return phases;
}

function stepsOf(
  { operations, invariantCount }: Program,
  phases: readonly (readonly Ref[])[],
  costOf: (operation: Operation) => number,
): readonly Step[] {
  const steps: Step[] = [];
  const drawn = new Set<Ref>();
  const draw = (ref: Ref): void => {
    if (ref < invariantCount || operations[ref]!.kind !== 'uniform' || drawn.has(ref)) return;
    drawn.add(ref);
    steps.push({ kind: 'uniform', ref });
  };
  for (const phase of phases) {
    let refs: Ref[] = [];
    let cost = 0;
    const close = (): void => {
      for (const ref of refs) operations[ref]!.operands.forEach(draw);
      if (refs.length > 0) steps.push({ kind: 'group', refs });
      refs = [];
      cost = 0;
    };
    const calls: Ref[] = [];
    for (const ref of phase) {
      const operation = operations[ref]!;
      const hosted = isHosted(operation);
      if (hosted) calls.push(ref);
      if (hosted || operation.kind === 'uniform') continue;
      const more = costOf(operation);
      if (cost + more > groupCost) close();
      refs.push(ref);
      cost += more;
    }
    close();
    for (const ref of calls) {
      operations[ref]!.operands.forEach(draw);
      steps.push({ kind: 'call', ref });
    }
  }
  // What is drawn for its own sake only.
  for (const phase of phases) phase.forEach(draw);
  return steps;
}

function assignSlots(
  { operations, invariantCount }: Program,
  steps: readonly Step[],
  kept: ReadonlySet<Ref>,
): Pick<Schedule, 'slots' | 'slotCount'> {
  const made = new Int32Array(operations.length).fill(-1);
  const lastUse = new Int32Array(operations.length).fill(-1);
  const refsOf = (step: Step): readonly Ref[] => (step.kind === 'group' ? step.refs : [step.ref]);
  for (const [at, step] of steps.entries()) {
    for (const ref of refsOf(step)) {
      made[ref] = at;
      // A column that the host writes or reads lies in memory even if nothing else wants it there.
      if (step.kind !== 'group') lastUse[ref] = Math.max(lastUse[ref]!, at);
      for (const operand of operations[ref]!.operands) {
        if (operand >= invariantCount && made[operand] !== at) lastUse[operand] = at;
      }
    }
  }
  for (const ref of kept) lastUse[ref] = steps.length;
  const slots = new Int32Array(operations.length).fill(-1);
  const free: number[] = [];
  let slotCount = 0;
  // What an invariant operation or a call gives as a column is filled once and stays.
  for (const ref of kept) if (ref < invariantCount) slots[ref] = slotCount++;
  for (const step of steps) {
    if (step.kind !== 'call') continue;
    for (const operand of operations[step.ref]!.operands) {
      if (operand < invariantCount && slots[operand] === -1) slots[operand] = slotCount++;
    }
  }
  const ending: Ref[][] = steps.map(() => []);
  for (let ref = invariantCount; ref < operations.length; ref++) {
    const last = lastUse[ref]!;
    if (last >= 0 && last < steps.length) ending[last]!.push(ref);
  }
  for (const [at, step] of steps.entries()) {
    for (const ref of refsOf(step)) if (lastUse[ref]! >= 0) slots[ref] = free.pop() ?? slotCount++;
    // Only after the step: its loop reads old columns while it writes new ones.
    for (const ref of ending[at]!) free.push(slots[ref]!);
  }
  return { slots, slotCount };
}
