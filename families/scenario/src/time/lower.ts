// Lowers the nodes that remember. A node whose value of a step is settled by the steps before reads its inputs only once
// everything else is lowered, so that loops may pass through it.

import { streamId } from '@holdfast/numerics';
import { Algebra } from '../distributions/algebra.ts';
import { domainHolds } from '../distributions/distribution.ts';
import { poisson } from '../distributions/counts.ts';
import { lowerQuantile } from '../distributions/sampler.ts';
import { untruncated } from '../distributions/truncation.ts';
import type { IssueList, Path } from '../issues.ts';
import { lowerDrawn } from '../nodes/distribution.ts';
import { ProgramBuilder, type Ref } from '../program/program.ts';
import { isStationary, stationaryStart } from './autoregression.ts';
import type { Initial, TimeAxis } from './axis.ts';
import type { TimeNode, TimeNodeOf } from './document.ts';
import { sumKernel } from './severity.ts';

/** What a node reads in a step. */
export interface Reading {
  readonly input: (port: string) => Ref;
  /** The number or expression of a member of the node; `fallback` where it is left out. */
  readonly quantity: (member: string, fallback?: number) => Ref;
}

export interface TimeContext {
  readonly builder: ProgramBuilder;
  readonly axis: TimeAxis;
  readonly issues: IssueList;
  readonly path: Path;
  readonly now: Reading;
  /** The member `initial`; 0 where it is left out. */
  readonly initial: () => Initial;
  /** A uniform of the named stream: a new one in each step, or one for each `draw` of the iteration. */
  readonly uniform: (name: string, draw?: number) => Ref;
  /** Does work when every node has its value. */
  readonly later: (work: (reading: Reading) => void) => void;
}

type Refs = ReadonlyMap<string, Ref>;

export function lowerTimeNode(node: TimeNode, context: TimeContext): Refs {
  if (node.kind === 'events') return events(node, context);
  const out = (): Ref => {
    if (node.kind === 'delay') return delay(node, context);
    if (node.kind === 'accumulator') return accumulator(node, context);
    if (node.kind === 'integrator') return integrator(node, context);
    if (node.kind === 'growth') return growth(context);
    if (node.kind === 'autoregressive') return autoregressive(node, context);
    return randomWalk(node, context);
  };
  return new Map([['out', out()]]);
}

function delay({ steps }: TimeNodeOf<'delay'>, { axis, initial, later }: TimeContext): Ref {
  const { value, keep } = axis.delayed(steps, initial());
  later((reading) => keep(reading.input('in')));
  return value;
}

function accumulator({ reset }: TimeNodeOf<'accumulator'>, context: TimeContext): Ref {
  const { builder: b, axis, now } = context;
  const initial = context.initial();
  const { value, keep } = axis.remembered(initial);
  const before = reset === undefined ? value : b.select(now.quantity('reset'), initial.ref, value);
  const sum = b.binary('add', before, now.input('in'));
  keep(sum);
  return sum;
}

function integrator({ method }: TimeNodeOf<'integrator'>, context: TimeContext): Ref {
  const { builder: b, axis, now } = context;
  const initial = context.initial();
  if (method !== 'trapezoid') {
    const { value, keep } = axis.remembered(initial);
    context.later(({ input }) => keep(b.binary('add', value, b.binary('mul', input('in'), axis.length))));
    return value;
  }
  const half = b.binary('mul', now.input('in'), b.binary('div', axis.length, b.constant(2)));
  const { value, keep } = axis.remembered({ ref: b.constant(0), steady: true });
  const present = axis.firstOr(initial.ref, b.binary('add', value, half));
  keep(b.binary('add', present, half));
  return present;
}

function growth({ builder: b, axis, initial, later }: TimeContext): Ref {
  const { value, keep } = axis.remembered(initial());
  later(({ quantity }) => keep(b.binary('mul', value, b.binary('add', b.constant(1), quantity('rate')))));
  return value;
}

function randomWalk({ id, form }: TimeNodeOf<'random-walk'>, context: TimeContext): Ref {
  const { builder: b, axis } = context;
  const { value, keep } = axis.remembered(context.initial());
  const shock = b.unary('normalQuantile', context.uniform(id));
  context.later((reading) => {
    const sd = deviation(reading, context);
    const drift = reading.quantity('drift', 0);
    const geometric = form === 'geometric';
    // The mean of exp(x) is exp(mean + variance / 2), which is taken off so that the drift is that of the mean.
    const half = b.binary('mul', b.constant(0.5), b.binary('mul', sd, sd));
    const trend = b.binary('mul', geometric ? b.binary('sub', drift, half) : drift, axis.length);
    const width = b.binary('mul', sd, b.unary('sqrt', axis.length));
    const change = b.binary('add', trend, b.binary('mul', width, shock));
    keep(geometric ? b.binary('mul', value, b.unary('exp', change)) : b.binary('add', value, change));
  });
  return value;
}

function autoregressive(node: TimeNodeOf<'autoregressive'>, context: TimeContext): Ref {
  const { builder: b, axis, now } = context;
  const { id, coefficients, start = 'stationary' } = node;
  const shock = b.unary('normalQuantile', context.uniform(id));
  const zero: Initial = { ref: b.constant(0), steady: true };
  const lags = coefficients.map(() => zero);
  if (start === 'stationary') {
    if (isStationary(coefficients)) lags.splice(0, lags.length, ...startingValues(node, context));
    else {
      const message = 'with these coefficients the process grows without end and has no stationary start';
      context.issues.add([...context.path, 'coefficients'], 'time.not-stationary', message, {
        remedy: 'Use coefficients nearer to 0, or "start": "mean".',
      });
    }
  }
  const earlier = lags.map((initial) => axis.remembered(initial));
  const weighted = earlier.map(({ value }, index) =>
    b.binary('mul', b.constant(coefficients[index]!), value),
  );
  const present = weighted.reduce((sum, part) => b.binary('add', sum, part), shock);
  for (const [index, { keep }] of earlier.entries()) keep(earlier[index - 1]?.value ?? present);
  return b.binary('add', now.quantity('mean', 0), b.binary('mul', deviation(now, context), present));
}

/** Values before the first step that follow the stationary distribution, drawn once in an iteration. */
function startingValues(
  { id, coefficients }: TimeNodeOf<'autoregressive'>,
  { builder: b, uniform }: TimeContext,
): readonly Initial[] {
  // No id holds a colon, so no node draws from this stream.
  const normals = coefficients.map((_, draw) => b.unary('normalQuantile', uniform(`${id}:start`, draw)));
  return stationaryStart(coefficients).map((row) => {
    const parts = row.map((weight, index) => b.binary('mul', b.constant(weight), normals[index]!));
    return { ref: parts.reduce((sum, part) => b.binary('add', sum, part)), steady: true };
  });
}

/** The member `sd`, NaN where it is negative. */
function deviation(reading: Reading, { builder: b, issues, path }: TimeContext): Ref {
  const sd = reading.quantity('sd');
  const known = b.constantOf(sd);
  if (known !== undefined && known >= 0) return sd;
  if (known !== undefined) {
    issues.add([...path, 'sd'], 'time.out-of-domain', `sd = ${known} must be 0 or above`);
  }
  return b.select(b.binary('ge', sd, b.constant(0)), sd, b.constant(Number.NaN));
}

function events(node: TimeNodeOf<'events'>, context: TimeContext): Refs {
  const { builder: b, axis, now } = context;
  const rate = now.quantity('rate');
  const known = b.constantOf(rate);
  if (known !== undefined && !(known >= 0)) {
    const message = `rate = ${known} must be 0 or above`;
    context.issues.add([...context.path, 'rate'], 'time.out-of-domain', message);
  }
  const mean = b.binary('mul', rate, axis.length);
  const zero = b.constant(0);
  const own = context.uniform(node.id);
  const source = { stream: streamId(node.id), further: (n: number): Ref => b.further(own, n) };
  const drawing = { builder: b, uniform: own, source };
  const valid = known === undefined ? domainHolds(new Algebra<Ref>(b), 'non-negative', mean) : undefined;
  const count =
    lowerQuantile(drawing, poisson, [mean, zero, zero, zero], untruncated, valid) ?? b.constant(Number.NaN);
  if (node.severity === undefined) return new Map([['count', count]]);
  const sizes = sizesOf(node, context);
  const uniform = context.uniform(`${node.id}:severity`);
  const total =
    sizes === undefined
      ? b.constant(Number.NaN)
      : b.call(sumKernel(`severity of ${node.id}`, sizes), [uniform, count]);
  return new Map([
    ['count', count],
    ['total', total],
  ]);
}

/** The size of an event as a program of its own; undefined after an issue. */
function sizesOf({ id, severity }: TimeNodeOf<'events'>, { issues, path }: TimeContext) {
  const builder = new ProgramBuilder();
  const size = lowerDrawn(
    { id, ...severity! },
    {
      builder,
      issues,
      path: [...path, 'severity'],
      uniform: builder.uniform(0),
      compile: (_, key) => {
        const message = 'the size of an event has constant parameters';
        issues.add([...path, 'severity', ...key], 'time.severity-varies', message, {
          remedy: 'Write numbers, and multiply the total where it is used.',
        });
        return builder.constant(Number.NaN);
      },
    },
  );
  return size === undefined ? undefined : builder.build([size]);
}
