// Inspecting rows in WebAssembly, four connections at a time: says how many are unsound, `inspection.ts` says why.

import type { FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import { sealFactors } from '../seals.ts';
import type { Layout } from '../layout.ts';
import { goneBit, kind } from '../tag.ts';
import { Code, type Value } from './code.ts';

const sealed = ['tag', 'start', 'length', 'room', 'birth'] as const;

class CheckPass {
  readonly #code: Code;
  readonly #layout: Layout;
  readonly #byte: Value;
  readonly #slot: Value;
  /** Grows with everything that is wrong with a row; 0 when it is sound. */
  readonly #wrong: Local;

  constructor(code: Code, layout: Layout, slot: Local, byte: Local, wrong: Local) {
    this.#code = code;
    this.#layout = layout;
    this.#slot = code.get(slot);
    this.#byte = code.get(byte);
    this.#wrong = wrong;
  }

  #word(name: 'seal' | 'weights' | 'checksum' | (typeof sealed)[number]): Value {
    return this.#code.load('i32.load', this.#byte, this.#layout.node[name]);
  }

  #suspect(bits: Value): void {
    const code = this.#code;
    code.set(this.#wrong, code.op('i32.or', code.get(this.#wrong), bits));
  }

  /** Seal, energy, and that the row lies inside the arena that ends at `end`. */
  head(end: Value, cap: Value, energy: Value): void {
    const code = this.#code;
    const times = (value: Value, factor: number): Value => code.op('i32.mul', value, code.i32(factor));
    let seal = times(code.op('i32.add', this.#slot, code.i32(1)), sealFactors.slot);
    for (const name of sealed) seal = code.op('i32.add', seal, times(this.#word(name), sealFactors[name]));
    this.#suspect(code.op('i32.sub', seal, this.#word('seal')));
    const stored = code.load('i32.load', code.op('i32.add', energy, this.#byte));
    this.#suspect(code.op('i32.gt_u', stored, cap));
    const gone = code.op('i32.and', this.#word('tag'), code.i32(goneBit));
    this.#suspect(
      code.op('i32.and', code.op('i32.ne', stored, code.i32(0)), code.op('i32.ne', gone, code.i32(0))),
    );
    this.#suspect(code.op('i32.gt_u', this.#word('length'), this.#word('room')));
    this.#suspect(code.op('i32.gt_u', this.#word('room'), end));
    const last = code.op('i32.add', this.#word('start'), this.#word('room'));
    this.#suspect(code.op('i32.gt_u', this.#word('start'), end));
    this.#suspect(code.op('i32.gt_u', last, end));
  }

  /** Checksum and weights of a row, padding included, and that everybody it leads to is somebody. */
  row(place: Local, stop: Local, high: Value): void {
    const code = this.#code;
    const layout = this.#layout;
    const [marks, weights, farthest, target, word, within] = code.locals('v128', 6);
    const [somebody, sum] = code.locals('i32', 2);
    for (const each of [marks, weights, farthest]) code.set(each, code.spread(code.i32(0)));
    code.set(somebody, code.i32(-1));
    code.set(place, code.op('i32.shl', this.#word('start'), code.i32(2)));
    const bytes = code.op('i32.shl', this.#word('room'), code.i32(2));
    code.set(stop, code.op('i32.add', code.get(place), bytes));
    code.count(place, code.get(stop), code.i32(16), () => {
      code.set(target, code.load('v128.load', code.get(place), layout.target));
      // the last vector may reach into the next row
      const left = code.op('i32.sub', code.get(stop), code.get(place));
      code.set(within, code.op('i32x4.gt_s', code.spread(left), code.words(0, 4, 8, 12)));
      const own = code.op('v128.bitselect', code.get(target), code.spread(this.#slot), code.get(within));
      code.set(target, own);
      const words = code.load('v128.load', code.get(place), layout.meta);
      code.set(word, code.op('v128.and', words, code.get(within)));
      const factor = (which: number): Value => code.spread(code.i32(which));
      code.add(marks, code.op('i32x4.mul', code.get(target), factor(sealFactors.target)));
      code.add(marks, code.op('i32x4.mul', code.get(word), factor(sealFactors.meta)));
      const weight = code.op('i32x4.shr_s', code.get(word), code.i32(16));
      code.add(weights, code.op('i32x4.abs', weight));
      code.set(target, code.op('i32x4.min_u', code.get(target), code.spread(high)));
      code.set(farthest, code.op('i32x4.max_u', code.get(farthest), code.get(target)));
      for (let lane = 0; lane < 4; lane++) {
        const address = code.op(
          'i32.shl',
          () => void code.body.get(target).lane('i32x4.extract_lane', lane),
          code.i32(2),
        );
        const what = code.op('i32.and', code.load('i32.load', address, layout.node.tag), code.i32(255));
        const known = code.op('i32.sub', what, code.i32(kind.free));
        code.set(somebody, code.op('i32.and', code.get(somebody), known));
      }
    });
    const whole = code.op('i32.and', code.op('i32.add', this.#word('room'), code.i32(3)), code.i32(-4));
    const pads = code.op('i32.sub', whole, this.#word('length'));
    const padding = code.op('i32.mul', code.op('i32.mul', pads, this.#slot), code.i32(sealFactors.target));
    code.set(sum, code.op('i32.sub', code.sum(marks), padding));
    this.#suspect(code.op('i32.sub', code.get(sum), this.#word('checksum')));
    this.#suspect(code.op('i32.sub', code.sum(weights), this.#word('weights')));
    // a node that is somebody leaves the sign bit
    const nobody = code.op('i32.ge_s', code.get(somebody), code.i32(0));
    this.#suspect(code.op('i32.and', nobody, code.op('i32.ne', this.#word('length'), code.i32(0))));
    const far = code.op('i32x4.ge_u', code.get(farthest), code.spread(high));
    this.#suspect(code.op('v128.any_true', far));
  }
}

/** `check(first, end, high, arenaEnd, cap, energy)`, the number of unsound rows. */
export function writeCheck(module: ModuleWriter, layout: Layout): FunctionBody {
  const body = module.addFunction(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'], ['i32']);
  const code = new Code(body);
  const slot = code.hold('i32', code.parameter(0));
  const [byte, wrong, found, place, stop] = code.locals('i32', 5);
  const pass = new CheckPass(code, layout, slot, byte, wrong);
  code.count(slot, code.parameter(1), code.i32(1), () => {
    code.set(byte, code.op('i32.shl', code.get(slot), code.i32(2)));
    code.set(wrong, code.i32(0));
    pass.head(code.parameter(3), code.parameter(4), code.parameter(5));
    code.when(code.op('i32.eqz', code.get(wrong)), () => pass.row(place, stop, code.parameter(2)));
    code.add(found, code.op('i32.ne', code.get(wrong), code.i32(0)));
  });
  body.get(found);
  return body;
}
