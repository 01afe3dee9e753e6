// Runs expressions on columns of doubles in a module made for the purpose.
import { ModuleWriter } from '@holdfast/numerics';
import { MemoryLayout } from '../../src/kernel/memory-layout.ts';
import { hostFunctions, hostModule, Library } from '../../src/kernel/library.ts';
import { load, VectorCode } from '../../src/kernel/vector-code.ts';
import type { Vector } from '../../src/kernel/vector-code.ts';
import { binaryOps, unaryOps } from '../../src/program/operations.ts';

interface Expression {
  readonly name: string;
  readonly arity: number;
  readonly write: Write;
}

/** Writes one expression of its operands. */
export type Write = (library: Library, ...operands: Vector[]) => Vector;
export type Column = Float64Array;
export type Loop = (...operands: Column[]) => Column;

/** Every operation of the vocabulary under its name. */
export const everyOperation: readonly Expression[] = [
  ...unaryOps.map((op) => ({ name: op, arity: 1, write: ((library, a) => library.unary(op, a)) as Write })),
  ...binaryOps.map((op) => ({
    name: op,
    arity: 2,
    write: ((library, a, b) => library.binary(op, a, b)) as Write,
  })),
  { name: 'select', arity: 3, write: (library, a, b, c) => library.select(a, b, c) },
];

/** Compiles loops out[i] = expression(operands[i]...) by name; all columns of a loop have one even length up to `length`. */
export function compileLoops(
  expressions: readonly Expression[],
  length: number,
  host = hostFunctions(),
): Map<string, Loop> {
  const module = new ModuleWriter();
  const layout = new MemoryLayout();
  module.importMemory(hostModule, 'memory');
  const library = new Library(module, layout);
  const columns = [0, 1, 2, 3].map(() => layout.reserve(8 * length));
  for (const { name, arity, write } of expressions) {
    const body = module.addFunction(['i32'], []);
    const code = new VectorCode(body, layout);
    const end = body.arguments[0];
    const at = body.local('i32');
    body.loop((again) => {
      const operands = columns.slice(1, 1 + arity).map((address) => load(at, address));
      body.get(at);
      code.scope(() => {
        const held = operands.map((operand) => code.let(operand));
        code.push(write(library, ...held));
      });
      body.memory('v128.store', columns[0]).get(at).i32(16).op('i32.add').tee(at);
      body.get(end).op('i32.lt_u').branchIf(again);
    });
    module.export(name, body);
  }
  const bytes = module.encode(layout.pages);
  if (!WebAssembly.validate(bytes)) throw new Error('the module is not valid');
  const memory = new WebAssembly.Memory({ initial: layout.pages });
  layout.write(memory.buffer);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    [hostModule]: { ...host, memory },
  });
  const loops = expressions.map(({ name, arity }): [string, Loop] => {
    const run = instance.exports[name] as (end: number) => void;
    const loop: Loop = (...operands) => {
      const count = operands[0].length;
      operands
        .slice(0, arity)
        .forEach((operand, i) => new Float64Array(memory.buffer, columns[i + 1], count).set(operand));
      run(8 * count);
      return new Float64Array(memory.buffer, columns[0], count).slice();
    };
    return [name, loop];
  });
  return new Map(loops);
}
