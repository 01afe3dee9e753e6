// Orders the varying operations of a program as steps of a block: fills of uniforms, fused groups, calls of the host, loops.
// Depth first from the outputs, so that a value is used soon after it is made and few cross from group to group.

import type { Operation, Program, Ref } from '../program/program.ts';
import { assignSlots } from './slots.ts';

export type Step =
  | { readonly kind: 'uniform'; readonly ref: Ref }
  | { readonly kind: 'call'; readonly ref: Ref }
  /** Operations that one loop over the block evaluates, operands first. */
  | { readonly kind: 'group'; readonly refs: readonly Ref[] }
  /** Keeps what an operand is in one pass. */
  | { readonly kind: 'tap'; readonly ref: Ref }
  /** Steps done once for each pass of a loop of the program. */
  | { readonly kind: 'loop'; readonly loop: number; readonly steps: readonly Step[] };

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
  const { operations, loops, invariantCount } = program;
  const writer = new StepWriter(program, costOf);
  const looped = loops.some(({ from }) => from >= invariantCount);
  const steps = looped
    ? stretchSteps(program, writer, invariantCount, operations.length)
    : writer.stepsOf(depthFirst(program, [...kept, ...program.outputs]));
  return { steps, ...assignSlots(program, steps, kept) };
}

/** Steps of the operations from .. to - 1. A loop stays where it is among the operations around it. */
function stretchSteps(
  program: Program,
  writer: StepWriter,
  from: number,
  to: number,
  inside = -1,
): readonly Step[] {
  const steps: Step[] = [];
  let between: Ref[] = [];
  const close = (): void => {
    steps.push(...writer.stepsOf(between));
    between = [];
  };
  let ref = from;
  while (ref < to) {
    const loop = program.loops.findIndex((each, index) => index > inside && each.from === ref);
    if (loop < 0) between.push(ref++);
    else {
      close();
      const after = program.loops[loop]!.to;
      steps.push({ kind: 'loop', loop, steps: stretchSteps(program, writer, ref, after, loop) });
      ref = after;
    }
  }
  close();
  return steps;
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

/** Turns operations in order into steps; a uniform is drawn when first needed, once for all calls. */
class StepWriter {
  readonly #program: Program;
  readonly #costOf: (operation: Operation) => number;
  readonly #drawn = new Set<Ref>();

  constructor(program: Program, costOf: (operation: Operation) => number) {
    this.#program = program;
    this.#costOf = costOf;
  }

  stepsOf(order: readonly Ref[]): readonly Step[] {
    const { operations } = this.#program;
    const steps: Step[] = [];
    for (const phase of inPhases(this.#program, order)) {
      let refs: Ref[] = [];
      let cost = 0;
      const close = (): void => {
        for (const ref of refs) this.#drawOperands(ref, steps);
        if (refs.length > 0) steps.push({ kind: 'group', refs });
        refs = [];
        cost = 0;
      };
      for (const ref of phase.filter((each) => isGrouped(operations[each]!))) {
        const more = this.#costOf(operations[ref]!);
        if (cost + more > groupCost) close();
        refs.push(ref);
        cost += more;
      }
      close();
      for (const ref of phase) {
        const { kind } = operations[ref]!;
        if (kind !== 'tap' && !isHosted(operations[ref]!)) continue;
        this.#drawOperands(ref, steps);
        steps.push({ kind: kind === 'tap' ? 'tap' : 'call', ref });
      }
    }
    // What is drawn for its own sake, or for a loop that follows.
    for (const ref of order) this.#draw(ref, steps);
    return steps;
  }

  #drawOperands(ref: Ref, steps: Step[]): void {
    for (const operand of this.#program.operations[ref]!.operands) this.#draw(operand, steps);
  }

  #draw(ref: Ref, steps: Step[]): void {
    const { operations, invariantCount } = this.#program;
    if (ref < invariantCount || operations[ref]!.kind !== 'uniform' || this.#drawn.has(ref)) return;
    this.#drawn.add(ref);
    steps.push({ kind: 'uniform', ref });
  }
}

/** Whether a group evaluates it. */
function isGrouped(operation: Operation): boolean {
  return !(isHosted(operation) || ['uniform', 'carried', 'tap'].includes(operation.kind));
}
