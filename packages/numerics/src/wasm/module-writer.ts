// A WebAssembly module in the binary format of the core specification 2.0, section 5.5: types, imports, functions, exports, code.
// The memory is made by the host and imported; imports are declared before functions, because they share one numbering.

import { ByteBuffer } from './byte-buffer.ts';
import { FunctionBody } from './function-body.ts';
import type { Callable } from './function-body.ts';
import { valueTypes } from './opcodes.ts';
import type { ValueType } from './opcodes.ts';

const section = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const kind = { function: 0, memory: 2 } as const;

/** Bytes of a page of memory. */
export const pageBytes = 65_536;

interface Import extends Callable {
  readonly from: string;
  readonly name: string;
}

export class ModuleWriter {
  readonly #imports: Import[] = [];
  readonly #functions: FunctionBody[] = [];
  readonly #exports: [name: string, exported: Callable][] = [];
  #memory: { readonly from: string; readonly name: string; readonly shared: boolean } | undefined;

  /** Declares a function of the host. @throws RangeError after the first own function */
  importFunction(
    from: string,
    name: string,
    parameters: readonly ValueType[],
    results: readonly ValueType[],
  ): Callable {
    if (this.#functions.length > 0) throw new RangeError('imports come before functions');
    const imported = { from, name, parameters, results, index: this.#imports.length };
    this.#imports.push(imported);
    return imported;
  }

  /** Declares the memory that loads and stores use; the host makes it. One that threads share has exactly the size given to
   * `encode`. */
  importMemory(from: string, name: string, shared = false): void {
    this.#memory = { from, name, shared };
  }

  /** Begins a function; its code may be written at any time before `encode`. */
  addFunction(parameters: readonly ValueType[], results: readonly ValueType[]): FunctionBody {
    const index = this.#imports.length + this.#functions.length;
    const body = new FunctionBody(index, parameters, results);
    this.#functions.push(body);
    return body;
  }

  export(name: string, exported: Callable): void {
    this.#exports.push([name, exported]);
  }

  /** The module's bytes; its memory must have at least `pages` pages of 64 KiB. */
  encode(pages = 0): Uint8Array<ArrayBuffer> {
    const out = new ByteBuffer();
    out.bytes([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const types = new FunctionTypes();
    const imports = this.#encodeImports(types, pages);
    const functions = new ByteBuffer();
    functions.unsigned(this.#functions.length);
    for (const body of this.#functions) functions.unsigned(types.indexOf(body));
    const code = new ByteBuffer();
    code.unsigned(this.#functions.length);
    for (const body of this.#functions) body.encode(code);

    const sections: [id: number, content: ByteBuffer][] = [
      [section.type, types.encode()],
      [section.import, imports],
      [section.function, functions],
      [section.export, this.#encodeExports()],
      [section.code, code],
    ];
    for (const [id, content] of sections) {
      out.byte(id);
      out.sized(content);
    }
    return out.written();
  }

  #encodeImports(types: FunctionTypes, pages: number): ByteBuffer {
    const out = new ByteBuffer();
    out.unsigned(this.#imports.length + (this.#memory === undefined ? 0 : 1));
    for (const imported of this.#imports) {
      out.name(imported.from);
      out.name(imported.name);
      out.byte(kind.function);
      out.unsigned(types.indexOf(imported));
    }
    if (this.#memory !== undefined) {
      out.name(this.#memory.from);
      out.name(this.#memory.name);
      const { shared } = this.#memory;
      out.bytes([kind.memory, shared ? 3 : 0]); // 0: a least size without a most; 3: least and most, shared
      for (let bound = 0; bound < (shared ? 2 : 1); bound++) out.unsigned(pages);
    }
    return out;
  }

  #encodeExports(): ByteBuffer {
    const out = new ByteBuffer();
    out.unsigned(this.#exports.length);
    for (const [name, exported] of this.#exports) {
      out.name(name);
      out.byte(kind.function);
      out.unsigned(exported.index);
    }
    return out;
  }
}

/** Function types, each written once. */
class FunctionTypes {
  readonly #indices = new Map<string, number>();
  readonly #types = new ByteBuffer();

  indexOf({ parameters, results }: Callable): number {
    const key = `${parameters.join(' ')} -> ${results.join(' ')}`;
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#types.byte(0x60);
    for (const side of [parameters, results]) {
      this.#types.unsigned(side.length);
      for (const type of side) this.#types.byte(valueTypes[type]);
    }
    const index = this.#indices.size;
    this.#indices.set(key, index);
    return index;
  }

  encode(): ByteBuffer {
    const out = new ByteBuffer();
    out.unsigned(this.#indices.size);
    out.append(this.#types);
    return out;
  }
}
