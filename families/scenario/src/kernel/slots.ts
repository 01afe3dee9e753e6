// Which columns of a block share a place in memory. A place is taken over only after the last reader of its column, in this
// pass of a loop or in a later one.

import type { Program, Ref } from '../program/program.ts';
import type { Schedule, Step } from './schedule.ts';

/** A moment of a block: a step that is not a loop, or the begin or the end of a loop. */
interface Moment {
  /** Columns that begin here. */
  readonly makes: readonly Ref[];
  /** Whether they lie in memory even if nothing reads them there. */
  readonly placed: boolean;
  /** Columns that are read here. */
  readonly reads: readonly Ref[];
}

/** First and last moment of a loop. */
interface Stay {
  readonly begin: number;
  end: number;
}

/** Columns of `kept` stay to the end of the block. */
export function assignSlots(
  program: Program,
  steps: readonly Step[],
  kept: ReadonlySet<Ref>,
): Pick<Schedule, 'slots' | 'slotCount'> {
  const { operations, invariantCount } = program;
  const { moments, stays } = momentsOf(program, steps);
  const lastUse = lastUses(program, moments, stays);
  for (const ref of kept) lastUse[ref] = moments.length;
  const slots = new Int32Array(operations.length).fill(-1);
  const free: number[] = [];
  let slotCount = 0;
  // What is the same in every iteration and yet wanted as a column is filled once and stays.
  for (const ref of new Set([...kept, ...wholeColumns(program, steps)])) {
    if (ref < invariantCount) slots[ref] = slotCount++;
  }
  const ending: Ref[][] = moments.map(() => []);
  for (let ref = invariantCount; ref < operations.length; ref++) {
    const last = lastUse[ref]!;
    if (last >= 0 && last < moments.length) ending[last]!.push(ref);
  }
  for (const [at, { makes }] of moments.entries()) {
    for (const ref of makes) if (lastUse[ref]! >= 0) slots[ref] = free.pop() ?? slotCount++;
    // Only afterwards: a step reads old columns while it writes new ones.
    for (const ref of ending[at]!) free.push(slots[ref]!);
  }
  return { slots, slotCount };
}

/** Every step in the order of the code, those of loops too. */
export function flatSteps(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => (step.kind === 'loop' ? [step, ...flatSteps(step.steps)] : [step]));
}

/** Taps that stand in a loop and not in one inside it. */
export function tapsOf(steps: readonly Step[]): readonly Ref[] {
  return steps.flatMap((step) => (step.kind === 'tap' ? [step.ref] : []));
}

/** Operands that the host reads, that taps keep and that loops take over: as columns, whatever they are. */
function wholeColumns({ operations, loops }: Program, steps: readonly Step[]): readonly Ref[] {
  return flatSteps(steps).flatMap((step) => {
    if (step.kind === 'loop') {
      return loops[step.loop]!.carried.flatMap(({ initial, next }) => [initial, next]);
    }
    return step.kind === 'group' ? [] : operations[step.ref]!.operands;
  });
}

function momentsOf(program: Program, steps: readonly Step[]) {
  const { operations, loops } = program;
  const moments: Moment[] = [];
  const stays: Stay[] = [];
  const walk = (list: readonly Step[]): void => {
    for (const step of list) {
      if (step.kind === 'loop') {
        const { carried } = loops[step.loop]!;
        const values = carried.map(({ value }) => value);
        const taps = tapsOf(step.steps);
        const stay = { begin: moments.length, end: 0 };
        stays.push(stay);
        const reads = carried.map(({ initial }) => initial);
        moments.push({ makes: [...values, ...taps], placed: true, reads });
        walk(step.steps);
        stay.end = moments.length;
        const nexts = carried.map(({ next }) => next);
        moments.push({ makes: [], placed: false, reads: [...values, ...taps, ...nexts] });
      } else {
        const refs = step.kind === 'group' ? step.refs : [step.ref];
        const reads = refs.flatMap((ref) => operations[ref]!.operands);
        const makes = step.kind === 'tap' ? [] : refs;
        moments.push({ makes, placed: step.kind !== 'group', reads });
      }
    }
  };
  walk(steps);
  return { moments, stays };
}

/** The last moment at which each column is read; -1 for what never leaves the step that makes it. */
function lastUses(
  { operations, invariantCount }: Program,
  moments: readonly Moment[],
  stays: readonly Stay[],
): Int32Array {
  const made = new Int32Array(operations.length).fill(-1);
  const last = new Int32Array(operations.length).fill(-1);
  for (const [at, { makes }] of moments.entries()) for (const ref of makes) made[ref] = at;
  for (const [at, { makes, placed, reads }] of moments.entries()) {
    if (placed) for (const ref of makes) last[ref] = at;
    const around = stays.filter(({ begin, end }) => begin < at && at <= end);
    for (const ref of reads) {
      // Within a group values stay in registers.
      if (ref < invariantCount || made[ref] === at) continue;
      // A later pass reads again what was made before the loop.
      const until = around.filter(({ begin }) => made[ref]! < begin).map(({ end }) => end);
      last[ref] = Math.max(last[ref]!, at, ...until);
    }
  }
  return last;
}
