// What we use of the platform's WebAssembly, and whether it has vectors of two doubles. The only file that touches it.

import { ModuleWriter } from './module-writer.ts';

/** A memory that instances share; it is never grown, so views of it stay valid. */
export interface Memory<Buffer extends ArrayBufferLike = ArrayBuffer> {
  readonly buffer: Buffer;
}

/** A size in pages of 64 KiB. */
interface MemorySize {
  readonly initial: number;
  readonly maximum: number;
}

export type HostFunction = (...args: number[]) => number | undefined | void;

/** Functions and the memory a module is given, by the two names of each import. */
export type Imports = Readonly<
  Record<string, Readonly<Record<string, Memory<ArrayBufferLike> | HostFunction>>>
>;

export interface Instance {
  readonly exports: Readonly<Record<string, (...args: number[]) => number | undefined>>;
}

/** Opaque: compiled code. */
export type CompiledModule = object;

export interface Engine {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => CompiledModule;
  readonly Instance: new (module: CompiledModule, imports: Imports) => Instance;
  readonly Memory: {
    new (size: MemorySize & { readonly shared: true }): Memory<SharedArrayBuffer>;
    new (size: MemorySize): Memory;
  };
}

/** The platform's engine; undefined where there is none, or one without vectors. */
export function platformEngine(): Engine | undefined {
  const { WebAssembly: engine } = globalThis as { readonly WebAssembly?: Engine };
  return engine?.validate(vectorModule()) === true ? engine : undefined;
}

/** The smallest module that uses a vector of doubles. */
function vectorModule(): Uint8Array<ArrayBuffer> {
  const module = new ModuleWriter();
  module.addFunction(['v128'], ['v128']).get({ index: 0, type: 'v128' }).op('f64x2.sqrt');
  return module.encode();
}
