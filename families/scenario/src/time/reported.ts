// What is reported of values that have one value in each step.

import type { NodeSpec } from '../document.ts';
import type { ProgramBuilder, Ref } from '../program/program.ts';
import { timeOf, type TimeAxis } from './axis.ts';
import { timeLimits, type TimeSpec } from './document.ts';

/** A value with the name it is reported under. */
export interface ReportedValue {
  readonly subject: string;
  readonly ref: Ref;
}

interface NodeValue extends ReportedValue {
  readonly node: NodeSpec;
}

/** The value of one step. */
export interface ReportedStep {
  readonly time: number;
  readonly ref: Ref;
}

export interface ReportedOutput extends NodeValue {
  /** The steps of its fan, in order; empty without one. */
  readonly steps: readonly ReportedStep[];
}

interface Over {
  readonly builder: ProgramBuilder;
  readonly axis: TimeAxis | undefined;
}

export function reportedOutput(
  value: NodeValue,
  { builder, axis }: Over,
  time: TimeSpec | undefined,
): ReportedOutput {
  const { node, ref } = value;
  const over = node.kind === 'output' ? (node.over ?? 'end') : 'end';
  if (axis === undefined || time === undefined || over === 'end') return { ...value, steps: [] };
  if (over === 'steps') {
    const steps = fanSteps(axis.steps).map((step) => ({
      time: timeOf(time, step),
      ref: builder.tap(axis.loop, step, ref),
    }));
    return { ...value, steps };
  }
  if (over === 'min') return { ...value, ref: axis.gathered('min', Infinity, ref), steps: [] };
  if (over === 'max') return { ...value, ref: axis.gathered('max', -Infinity, ref), steps: [] };
  const sum = axis.gathered('add', 0, ref);
  return {
    ...value,
    ref: over === 'sum' ? sum : builder.binary('div', sum, builder.constant(axis.steps)),
    steps: [],
  };
}

/** A verdict, 1 or 0, of a constraint: of every step together unless its node asks for the last one. */
export function reportedVerdict(value: NodeValue, over: Over): ReportedValue {
  return value.node.kind === 'constraint' && value.node.over === 'end' ? value : everyStep(value, over);
}

/** 1 where it is 1 in every step. */
export function everyStep(value: ReportedValue, { axis }: Over): ReportedValue {
  return axis === undefined ? value : { ...value, ref: axis.gathered('and', 1, value.ref) };
}

/** Steps a fan shows: all, or as many as it may have, evenly spaced from the first to the last. */
export function fanSteps(steps: number): readonly number[] {
  const points = Math.min(steps, timeLimits.fanPoints);
  return Array.from({ length: points }, (_, i) =>
    points === 1 ? 0 : Math.round((i * (steps - 1)) / (points - 1)),
  );
}
