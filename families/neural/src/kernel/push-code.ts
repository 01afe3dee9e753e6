// Charge and push in WebAssembly: four nodes or four connections at a time. See `plain-phases.ts` for what they compute.

import type { FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import { accountStride, coefficientAt as at, countAt, gainStride, type Layout } from '../layout.ts';
import { lowerBits, perShare } from '../quanta.ts';
import { Code, type Value } from './code.ts';

/** Chooses one of three coefficients for each lane by the role in its tag. */
export function byRole(code: Code, tag: Value, table: number, base: Value): Value {
  const role = code.hold(
    'v128',
    code.op('v128.and', code.op('i32x4.shr_u', tag, code.i32(8)), code.spread(code.i32(3))),
  );
  const entry = (which: number): Value => code.load('v128.load32_splat', base, 4 * (table + which));
  const is = (which: number): Value => code.op('i32x4.eq', code.get(role), code.spread(code.i32(which)));
  const second = code.op('v128.bitselect', entry(1), entry(0), is(1));
  return code.op('v128.bitselect', entry(2), second, is(2));
}

/** `charge(first, end, coefficients, energy)` */
export function writeCharge(module: ModuleWriter, layout: Layout): FunctionBody {
  const body = module.addFunction(['i32', 'i32', 'i32', 'i32'], []);
  const code = new Code(body);
  const [first, end, base, energy] = code.parameters(4);
  const { node } = layout;
  const slot = code.hold('i32', first);
  code.count(slot, end, code.i32(4), () => {
    const byte = code.hold('i32', code.op('i32.shl', code.get(slot), code.i32(2)));
    const place = code.get(byte);
    const stored = code.hold(
      'v128',
      code.op('f32x4.convert_i32x4_s', code.load('v128.load', code.op('i32.add', energy, place))),
    );
    const weights = code.op('f32x4.convert_i32x4_s', code.load('v128.load', place, node.weights));
    const drain = code.op('f32x4.div', code.load('v128.load32_splat', base, 4 * at.drain), weights);
    const output = byRole(code, code.load('v128.load', place, node.tag), at.output, base);
    const scale = code.op('f32x4.splat', code.op('f32.convert_i32_s', code.i32(perShare)));
    const share = code.op('f32x4.mul', code.op('f32x4.min', output, drain), scale);
    const active = code.op('f32x4.mul', code.get(stored), share);
    code.store('v128.store', place, code.op('i32x4.trunc_sat_f32x4_s', active), node.activation);
    const level = code.op('f32x4.mul', code.get(stored), code.load('v128.load32_splat', base, 4 * at.level));
    code.store('v128.store', place, code.op('i32x4.trunc_sat_f32x4_s', level), node.level);
    body.release(byte, stored);
  });
  return body;
}

/** `push(first, end, lane)` */
export function writePush(module: ModuleWriter, layout: Layout): FunctionBody {
  const body = module.addFunction(['i32', 'i32', 'i32'], []);
  const code = new Code(body);
  const [first, end, lane] = code.parameters(3);
  const { node, nodes, places } = layout;
  const skipped = code.op('i32.mul', lane, code.i32(gainStride(nodes)));
  const gains = code.op('i32.add', code.i32(layout.gains), skipped);
  const slot = code.hold('i32', first);
  const total = code.hold('v128', code.spread(code.i32(0)));
  const paid = code.hold('v128', code.spread(code.i32(0)));
  const spare = code.hold('v128', code.spread(code.i32(nodes)));
  const gain = code.hold('v128', code.spread(gains));
  const zero = code.hold('v128', code.spread(code.i32(0)));
  const gates = code.hold('v128', code.spread(code.i32(0xff00)));
  const [upper, lower, charged, lost, flow, word, to, tailing] = code.locals('v128', 8);
  const [byte, place, tail, from, count, strength] = code.locals('i32', 6);

  /** Sends four flows along; those `within` is false for are none. */
  const send = (within?: Local): void => {
    code.set(word, code.load('v128.load', code.get(place), layout.meta));
    const low = code.op('i32x4.dot_i16x8_s', code.get(word), code.get(lower));
    const high = code.op('i32x4.dot_i16x8_s', code.get(word), code.get(upper));
    const twice = code.op('i32x4.add', high, code.op('i32x4.shr_s', low, code.i32(lowerBits)));
    const gate = code.op('v128.and', code.get(word), code.get(gates));
    const shut = code.op('i32x4.gt_s', gate, code.get(charged));
    code.set(flow, code.op('v128.andnot', code.op('i32x4.shr_s', twice, code.i32(1)), shut));
    if (within !== undefined) code.set(flow, code.op('v128.and', code.get(flow), code.get(within)));
    code.add(lost, code.op('i32x4.max_s', code.get(flow), code.get(zero)));
    code.add(total, code.get(flow));
    const targets = code.load('v128.load', code.get(place), layout.target);
    const known = code.op('i32x4.min_u', targets, code.get(spare));
    code.set(to, code.op('i32x4.add', code.op('i32x4.shl', known, code.i32(2)), code.get(gain)));
    for (let each = 0; each < 4; each++) {
      const address = (): void => void body.get(to).lane('i32x4.extract_lane', each);
      const more = (): void => void body.get(flow).lane('i32x4.extract_lane', each);
      code.bump(address, 0, more);
    }
  };

  code.count(slot, end, code.i32(1), (next) => {
    code.set(byte, code.op('i32.shl', code.get(slot), code.i32(2)));
    code.set(strength, code.load('i32.load', code.get(byte), node.activation));
    code.store('i32.store', code.get(byte), code.i32(0), node.loss);
    code.op('i32.le_s', code.get(strength), code.i32(0))();
    body.branchIf(next);
    // a damaged row must not lead out of the arena
    code.set(from, least(code, code.load('i32.load', code.get(byte), node.start), code.i32(places)));
    const room = code.op('i32.sub', code.i32(places), code.get(from));
    code.set(count, least(code, code.load('i32.load', code.get(byte), node.length), room));
    code.op('i32.eqz', code.get(count))();
    body.branchIf(next);
    // weights are the upper halves of words: what lies beside them meets a zero
    const half = code.op('i32.shr_u', code.get(strength), code.i32(lowerBits));
    code.set(upper, code.spread(code.op('i32.shl', half, code.i32(16))));
    const rest = code.op('i32.and', code.get(strength), code.i32((1 << lowerBits) - 1));
    code.set(lower, code.spread(code.op('i32.shl', rest, code.i32(16))));
    const level = code.load('v128.load32_splat', code.get(byte), node.level);
    code.set(charged, code.op('i32x4.shl', level, code.i32(8)));
    code.set(lost, code.get(zero));
    code.set(place, code.op('i32.shl', code.get(from), code.i32(2)));
    const before = code.op('i32.and', code.op('i32.sub', code.get(count), code.i32(1)), code.i32(-4));
    code.set(tail, code.op('i32.add', code.get(place), code.op('i32.shl', before, code.i32(2))));
    code.count(place, code.get(tail), code.i32(16), () => send());
    // the last vector may reach into the next row
    const left = code.op('i32.sub', code.get(count), before);
    code.set(tailing, code.op('i32x4.gt_s', code.spread(left), code.words(0, 1, 2, 3)));
    send(tailing);
    code.store('i32.store', code.get(byte), code.sum(lost), node.loss);
    code.add(paid, code.get(lost));
  });
  const account = accountOf(code, lane);
  code.bump(account, layout.counts + 4 * countAt.pushed, code.sum(total));
  code.bump(account, layout.counts + 4 * countAt.paid, code.sum(paid));
  code.bump(account, layout.counts + 4 * countAt.sources, code.op('i32.sub', end, first));
  return body;
}

/** What to add to an address in the account of the first lane. */
export function accountOf(code: Code, lane: Value): Value {
  return code.op('i32.mul', lane, code.i32(accountStride));
}

/** The lesser of two unsigned words. */
export function least(code: Code, a: Value, b: Value): Value {
  return () => {
    a();
    b();
    code.op('i32.lt_u', a, b)();
    code.body.op('select');
  };
}
