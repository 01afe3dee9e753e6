// What happens around the passes of a loop of the program, as functions of a module: carried columns begin, are taken over, and
// for solve loops are judged, bit for bit as in `program/passes.ts`. The loops here run over the block.

import type { Callable, FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import type { Carried, Loop, Ref } from '../program/operations.ts';
import { columnBytes } from './cells.ts';
import type { MemoryLayout } from './memory-layout.ts';
import { f64x2, load, v128, VectorCode, type Vector } from './vector-code.ts';

/** Addresses of what a loop keeps beside its columns. */
export interface LoopPlace {
  /** Number of the pass, a double in both lanes. */
  readonly step: number;
  /** Of a solve loop: masks of the iterations that are not at rest, then 1 for each that came to rest and 0 for others. */
  readonly open: number;
  readonly solved: number;
}

interface LoopColumns {
  readonly value: number;
  readonly initial: number;
  readonly next: number;
}

export class LoopCode {
  readonly #module: ModuleWriter;
  readonly #layout: MemoryLayout;
  readonly #loop: Loop;
  readonly #place: LoopPlace;
  readonly #carried: readonly LoopColumns[];

  constructor(
    module: ModuleWriter,
    layout: MemoryLayout,
    loop: Loop,
    place: LoopPlace,
    columnOf: (ref: Ref) => number,
  ) {
    this.#module = module;
    this.#layout = layout;
    this.#loop = loop;
    this.#place = place;
    this.#carried = loop.carried.map(({ value, initial, next }: Carried) => ({
      value: columnOf(value),
      initial: columnOf(initial),
      next: columnOf(next),
    }));
  }

  /** Before the first pass. */
  begin(): Callable {
    const { open, solved } = this.#place;
    return this.#overBlock((code, at) => {
      for (const { value, initial } of this.#carried) store(code, at, value, load(at, initial));
      if (this.#loop.kind !== 'solve') return;
      store(code, at, open, code.let(-1n));
      store(code, at, solved, code.let(0));
    });
  }

  /** Between two passes; one after another, as the order of what is carried wants it. */
  next(): Callable {
    const { open } = this.#place;
    return this.#overBlock((code, at) => {
      for (const { value, next } of this.#carried) {
        const to = code.let(load(at, next));
        if (this.#loop.kind === 'time') store(code, at, value, to);
        else {
          const from = code.let(load(at, value));
          const { damping } = this.#loop;
          const nearer =
            damping === 1 ? to : code.let(f64x2.add(from, f64x2.mul(damping, f64x2.sub(to, from))));
          store(code, at, value, v128.bitselect(nearer, from, load(at, open)));
        }
      }
    });
  }

  /** After a pass of a solve loop: closes the iterations that are at rest or cannot come to it; returns 1 while some are open. */
  judge(): Callable {
    const { open, solved } = this.#place;
    if (this.#loop.kind !== 'solve') throw new Error('only what is solved is judged');
    const { tolerance } = this.#loop;
    const body = this.#module.addFunction([], ['i32']);
    const left = body.local('v128');
    this.#writeOverBlock(body, (code, at) => {
      const [failed, away] = [body.local('v128'), body.local('v128')];
      for (const mask of [failed, away]) {
        code.push(0n);
        body.set(mask);
      }
      for (const { value, next } of this.#carried) {
        const to = code.let(load(at, next));
        const gap = f64x2.abs(f64x2.sub(to, load(at, value)));
        const most = f64x2.mul(tolerance, f64x2.add(1, f64x2.abs(to)));
        code.push(v128.or(code.variable(failed), f64x2.ne(f64x2.sub(to, to), 0)));
        body.set(failed);
        code.push(v128.or(code.variable(away), v128.not(f64x2.le(gap, most))));
        body.set(away);
      }
      const sound = code.let(v128.andnot(load(at, open), code.variable(failed)));
      const resting = v128.andnot(sound, code.variable(away));
      store(code, at, solved, v128.or(load(at, solved), v128.and(resting, 1)));
      const still = code.let(v128.and(sound, code.variable(away)));
      store(code, at, open, still);
      code.push(v128.or(code.variable(left), still));
      body.set(left).release(failed, away);
    });
    body.get(left).op('v128.any_true');
    return body;
  }

  #overBlock(write: (code: VectorCode, at: Local) => void): FunctionBody {
    const body = this.#module.addFunction([], []);
    this.#writeOverBlock(body, write);
    return body;
  }

  #writeOverBlock(body: FunctionBody, write: (code: VectorCode, at: Local) => void): void {
    const code = new VectorCode(body, this.#layout);
    const at = body.local('i32');
    body.loop((again) => {
      code.scope(() => write(code, at));
      body.get(at).i32(16).op('i32.add').tee(at).i32(columnBytes).op('i32.lt_u').branchIf(again);
    });
  }
}

function store(code: VectorCode, at: Local, address: number, value: Vector): void {
  code.body.get(at);
  code.push(value);
  code.body.memory('v128.store', address);
}
