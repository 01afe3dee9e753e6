// Random programs with loops, and what they mean: every value as a function of its step, found by recursion instead of passes.

import * as fc from 'fast-check';
import { uniformAt } from '@holdfast/numerics';
import type { StreamKey } from '@holdfast/numerics';
import type { ProgramBuilder, Ref } from '../../src/program/program.ts';
import { instructions, meaning, write } from './random.ts';
import type { Instruction } from './random.ts';

/** Picks are reduced modulo the number of values before. */
interface Solve {
  readonly tolerance: number;
  readonly damping: number;
  readonly most: number;
  readonly carried: readonly { readonly initial: number; readonly next: number }[];
  readonly body: readonly Instruction[];
}

export interface Looped {
  readonly steps: number;
  readonly before: readonly Instruction[];
  readonly carried: readonly { readonly initial: number; readonly next: number }[];
  readonly between: readonly Instruction[];
  readonly solves: readonly Solve[];
  readonly after: readonly Instruction[];
  readonly taps: readonly { readonly step: number; readonly of: number }[];
  /** Reads what the taps kept. */
  readonly last: readonly Instruction[];
}

const pick = fc.nat(1000);
const carriedValues = fc.array(fc.record({ initial: pick, next: pick }), { minLength: 1, maxLength: 3 });
const few = instructions.map((list) => list.slice(0, 12));

export const looped: fc.Arbitrary<Looped> = fc.record({
  steps: fc.integer({ min: 1, max: 5 }),
  before: few,
  carried: carriedValues,
  between: few,
  solves: fc.array(
    fc.record({
      tolerance: fc.constantFrom(1e-9, 0.01, 0.5),
      damping: fc.constantFrom(1, 0.5),
      most: fc.integer({ min: 1, max: 6 }),
      carried: carriedValues,
      body: few,
    }),
    { maxLength: 2 },
  ),
  after: few,
  taps: fc.array(fc.record({ step: fc.nat(4), of: pick }), { maxLength: 3 }),
  last: few,
});

/** What a value is; `list` and `place` name an instruction whose picks reach to `reach` earlier values. */
type Meaning =
  | { readonly kind: 'plain'; readonly item: Instruction; readonly reach: number }
  | { readonly kind: 'step' }
  | { readonly kind: 'drawn' }
  | { readonly kind: 'carried'; readonly initial: number; next: number }
  | { readonly kind: 'unknown'; readonly solve: number; readonly index: number }
  | { readonly kind: 'solved'; readonly solve: number }
  | { readonly kind: 'tap'; readonly step: number; readonly of: number };

interface Carry {
  readonly initial: number;
  next: number;
}

/** Writes the program and keeps beside each value what it means. */
export function writeLooped(builder: ProgramBuilder, program: Looped) {
  const { steps } = program;
  const time = builder.loop({ kind: 'time', steps });
  const refs: Ref[] = [];
  const means: Meaning[] = [];
  const solves: { readonly rule: Solve; readonly carries: readonly Carry[] }[] = [];
  const add = (ref: Ref, mean: Meaning): void => void (refs.push(ref), means.push(mean));
  const plain = (list: readonly Instruction[]): void => {
    const all = write(builder, list, undefined, refs);
    for (const item of list) add(all[refs.length], { kind: 'plain', item, reach: refs.length });
  };
  const chosen = (number: number): number => number % refs.length;

  plain([{ kind: 'constant', value: 0.5 }, ...program.before]);
  add(builder.step(time), { kind: 'step' });
  add(builder.uniform(9, 3, time), { kind: 'drawn' });
  const outside = refs.length - 2;
  const own = program.carried.map(({ initial, next }) => {
    const mean = { kind: 'carried' as const, initial: initial % outside, next };
    const ref = builder.carried(time, refs[mean.initial]);
    add(ref, mean);
    return { ref, mean };
  });
  plain(program.between);
  for (const [solve, rule] of program.solves.entries()) {
    const { tolerance, damping, most } = rule;
    const loop = builder.loop({ kind: 'solve', tolerance, damping, most });
    const earlier = refs.length;
    const carries = rule.carried.map(({ initial }, index) => {
      const carry: Carry = { initial: initial % earlier, next: 0 };
      const ref = builder.carried(loop, refs[carry.initial]);
      add(ref, { kind: 'unknown', solve, index });
      return { ref, carry };
    });
    solves.push({ rule, carries: carries.map(({ carry }) => carry) });
    plain(rule.body);
    for (const [index, { ref, carry }] of carries.entries()) {
      carry.next = chosen(rule.carried[index].next);
      builder.carry(ref, refs[carry.next]);
    }
    add(builder.solved(loop), { kind: 'solved', solve });
  }
  plain(program.after);
  for (const { ref, mean } of own) {
    mean.next = chosen(mean.next);
    builder.carry(ref, refs[mean.next]);
  }
  const inLoop = refs.length;
  for (const { step, of } of program.taps) {
    add(builder.tap(time, step % steps, refs[of % inLoop]), {
      kind: 'tap',
      step: step % steps,
      of: of % inLoop,
    });
  }
  plain(program.last);
  return { refs, means, solves, steps };
}

/** Values of all operations after the loops, for one iteration. */
export function interpretLooped(
  { means, solves, steps }: ReturnType<typeof writeLooped>,
  parameters: readonly number[],
  iteration: number,
  key: StreamKey,
): readonly number[] {
  type Values = readonly number[];
  /** What one solve loop carries while it is being solved, and what is known under that assumption. */
  interface Trial {
    readonly solve: number;
    readonly values: Values;
    readonly known: Map<string, number>;
  }
  const known = new Map<string, number>();
  const settled = new Map<string, { readonly values: Values; readonly solved: number }>();

  const value = (place: number, step: number, trial?: Trial): number => {
    const memory = trial?.known ?? known;
    const name = `${place} ${step}`;
    const found = memory.get(name) ?? compute(place, step, trial);
    memory.set(name, found);
    return found;
  };
  const compute = (place: number, step: number, trial?: Trial): number => {
    const mean = means[place];
    if (mean.kind === 'step') return step;
    if (mean.kind === 'drawn') return uniformAt(iteration, 9, 3 + step, key);
    if (mean.kind === 'tap') return value(mean.of, mean.step);
    if (mean.kind === 'carried') return step === 0 ? value(mean.initial, 0) : value(mean.next, step - 1);
    if (mean.kind === 'solved') return settle(mean.solve, step).solved;
    if (mean.kind === 'unknown') {
      return (trial?.solve === mean.solve ? trial : settle(mean.solve, step)).values[mean.index];
    }
    const at = (number: number): number => value(number % mean.reach, step, trial);
    return meaning(mean.item, at, parameters, iteration, key);
  };
  const settle = (solve: number, step: number): { readonly values: Values; readonly solved: number } => {
    const name = `${solve} ${step}`;
    if (settled.has(name)) return settled.get(name)!;
    const { rule, carries } = solves[solve];
    let values: Values = carries.map(({ initial }) => value(initial, step));
    let solved = 0;
    for (let pass = 1; ; pass++) {
      const trial: Trial = { solve, values, known: new Map() };
      const nexts = carries.map(({ next }) => value(next, step, trial));
      if (!nexts.every(Number.isFinite)) break;
      const rest = (next: number, index: number): boolean =>
        Math.abs(next - values[index]) <= rule.tolerance * (1 + Math.abs(next));
      solved = nexts.every(rest) ? 1 : 0;
      if (solved === 1 || pass === rule.most) break;
      const from = values;
      values = nexts.map((next, index) =>
        rule.damping === 1 ? next : from[index] + rule.damping * (next - from[index]),
      );
    }
    settled.set(name, { values, solved });
    return { values, solved };
  };
  return means.map((_, place) => value(place, steps - 1));
}
