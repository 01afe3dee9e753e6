// Runs a program block by block in plain TypeScript: one loop per operation over at most 256 iterations, no allocation.
// Every value is a function of (program, seed, parameters, iteration) alone, so blocks may be evaluated in any order.

import { seedKey } from '@holdfast/numerics';
import { plainUniforms, type UniformSource } from '../sampling/uniform-source.ts';
import { binaryLoops, selectLoop, unaryLoops } from './loops.ts';
import type { Operation, Program } from './operations.ts';
import { createPasses, type Passes } from './passes.ts';

/** Most iterations one `evaluate` takes. */
export const blockSize = 256;

export interface EvaluatorOptions {
  readonly seed: number;
  /** Values by parameter index; copied. */
  readonly parameters: Float64Array;
  /** Plain random numbers of the seed when absent. */
  readonly uniforms?: UniformSource;
}

export interface Evaluator {
  /** Replaces the parameter values from the next `evaluate` on. @throws RangeError when there are too few. */
  setParameters(values: Float64Array): void;
  /** Evaluates iterations firstIteration .. firstIteration + count - 1; count is 1 .. 256. */
  evaluate(firstIteration: number, count: number): void;
  /** Values of an output in their first `count` places, valid until the next `evaluate` or `setParameters`. */
  column(output: number): Float64Array;
}

/** Starts an evaluator of its own memory; any number may run one program. @throws RangeError as `setParameters` */
export function createEvaluator(program: Program, options: EvaluatorOptions): Evaluator {
  const { operations, invariantCount } = program;
  const columns = allocateColumns(program);
  const context = {
    uniforms: options.uniforms ?? plainUniforms(seedKey(options.seed)),
    parameters: new Float64Array(program.parameterCount),
    passes: program.loops.map((loop) => createPasses(loop, columns)),
  };
  const steps = operations.map((operation, ref) => {
    const args = operation.operands.map((operand) => columns[operand]!);
    return stepOf(operation, columns[ref]!, args, context);
  });
  const invariants = withLoops(program, steps, context.passes, 0, invariantCount);
  const varying = withLoops(program, steps, context.passes, invariantCount, operations.length);
  const outputs = program.outputs.map((ref) => columns[ref]!);

  const setParameters = (values: Float64Array): void => {
    const { parameters } = context;
    if (values.length < parameters.length) {
      throw new RangeError(`the program reads ${parameters.length} parameters, ${values.length} given`);
    }
    parameters.set(values.subarray(0, parameters.length));
    for (const step of invariants) step(0, 1);
    for (let i = 0; i < invariantCount; i++) columns[i]!.fill(columns[i]![0]!);
  };
  setParameters(options.parameters);

  return {
    setParameters,
    evaluate(firstIteration, count) {
      if (!(count >= 1 && count <= blockSize)) {
        throw new RangeError(`a block holds 1 .. ${blockSize} iterations, not ${count}`);
      }
      for (let i = 0; i < varying.length; i++) varying[i]!(firstIteration, count);
    },
    column: (output) => outputs[output]!,
  };
}

/** The steps from .. to - 1 in order, those of each loop as one step that runs them pass by pass. */
export function withLoops(
  program: Program,
  steps: readonly Step[],
  passes: readonly Passes[],
  from: number,
  to: number,
): readonly Step[] {
  const inside = (start: number, end: number, first: number): readonly Step[] => {
    const list: Step[] = [];
    let loop = first;
    for (let place = start; place < end; place++) {
      while (loop < program.loops.length && program.loops[loop]!.from < place) loop++;
      if (program.loops[loop]?.from !== place) {
        list.push(steps[place]!);
        continue;
      }
      const { to: after } = program.loops[loop]!;
      const body = inside(place, after, loop + 1);
      const pass = passes[loop]!;
      list.push((firstIteration, count) => {
        for (pass.begin(count); pass.next(count);) {
          for (let i = 0; i < body.length; i++) body[i]!(firstIteration, count);
        }
      });
      place = after - 1;
    }
    return list;
  };
  return inside(from, to, 0);
}

/** Invariant values that varying operations, loops or outputs read are kept as whole columns, the others as one value. */
function allocateColumns(program: Program): readonly Float64Array[] {
  const { operations, invariantCount, loops, outputs } = program;
  const whole = new Set([...outputs, ...loops.flatMap(({ carried }) => carried.map(({ next }) => next))]);
  for (const operation of operations.slice(invariantCount)) {
    for (const operand of operation.operands) whole.add(operand);
  }
  const shared = Array.from({ length: program.bufferCount }, () => new Float64Array(blockSize));
  return operations.map((_, ref) =>
    ref < invariantCount ? new Float64Array(whole.has(ref) ? blockSize : 1) : shared[program.buffers[ref]!]!,
  );
}

/** Fills the first `count` places of one operation's column. */
export type Step = (firstIteration: number, count: number) => void;

export interface Context {
  readonly uniforms: UniformSource;
  readonly parameters: Float64Array;
  readonly passes: readonly Passes[];
}

/** The plain loop of one operation over columns. */
export function stepOf(
  operation: Operation,
  out: Float64Array,
  args: readonly Float64Array[],
  { uniforms, parameters, passes }: Context,
): Step {
  if (operation.kind === 'constant') return (_, count) => void out.fill(operation.value, 0, count);
  if (operation.kind === 'parameter') {
    return (_, count) => void out.fill(parameters[operation.index]!, 0, count);
  }
  if (operation.kind === 'iteration') return (first, count) => countUp(out, first, count);
  if (operation.kind === 'uniform') {
    const { stream, draw, loop } = operation;
    if (loop === undefined) return (first, count) => uniforms.write(out, count, first, stream, draw);
    const pass = passes[loop]!;
    return (first, count) => uniforms.write(out, count, first, stream, draw + pass.index);
  }
  if ('loop' in operation) return passStep(operation, out, args[0], passes[operation.loop]!);
  if (operation.kind === 'call') {
    const { kernel } = operation;
    return (_, count) => kernel.evaluate(out, args, count);
  }
  const [a, b, c] = args as readonly [Float64Array, Float64Array, Float64Array];
  if (operation.kind === 'select') return (_, count) => selectLoop(out, a, b, c, count);
  if (operation.kind === 'binary') {
    const loop = binaryLoops[operation.op];
    return (_, count) => loop(out, a, b, count);
  }
  const loop = unaryLoops[operation.op];
  return (_, count) => loop(out, a, count);
}

/** Operations that say where a loop stands. */
function passStep(
  operation: Extract<Operation, { kind: 'step' | 'carried' | 'tap' | 'solved' }>,
  out: Float64Array,
  arg: Float64Array | undefined,
  pass: Passes,
): Step {
  if (operation.kind === 'step') return (_, count) => void out.fill(pass.index, 0, count);
  // Filled between the passes.
  if (operation.kind === 'carried') return () => undefined;
  if (operation.kind === 'solved') return (_, count) => pass.solved(out, count);
  const { step } = operation;
  return (_, count) => {
    if (pass.index === step) for (let i = 0; i < count; i++) out[i] = arg![i]!;
  };
}

function countUp(out: Float64Array, first: number, count: number): void {
  for (let i = 0; i < count; i++) out[i] = first + i;
}
