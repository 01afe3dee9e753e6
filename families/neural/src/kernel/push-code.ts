// Charge and push in WebAssembly: four nodes or four connections at a time. See `plain-phases.ts` for what they compute.

import type { FunctionBody, Local, ModuleWriter } from '@holdfast/numerics';
import { accountStride, coefficientAt as at, countAt, gainStride, type Layout } from '../layout.ts';
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
  const [first, end, base, energy] = body.arguments.map((local) => code.get(local)) as [
    Value,
    Value,
    Value,
    Value,
  ];
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
    // 2^-15 as a float
    const scale = code.spread(code.i32(0x38000000));
    const share = code.op('f32x4.mul', code.op('f32x4.min', output, drain), scale);
    code.store('v128.store', place, code.op('f32x4.mul', code.get(stored), share), node.activation);
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
  const [first, end, lane] = body.arguments.map((local) => code.get(local)) as [Value, Value, Value];
  const { node, nodes, places } = layout;
  const skipped = code.op('i32.mul', lane, code.i32(gainStride(nodes)));
  const gains = code.op('i32.add', code.i32(layout.gains), skipped);
  const slot = code.hold('i32', first);
  const total = code.hold('v128', code.spread(code.i32(0)));
  const paid = code.hold('v128', code.spread(code.i32(0)));
  const spare = code.hold('v128', code.spread(code.i32(nodes)));
  const gain = code.hold('v128', code.spread(gains));
  const zero = code.hold('v128', code.spread(code.i32(0)));
  const low = code.hold('v128', code.spread(code.i32(255)));
  const [active, charged, lost, flow, word, to] = Array.from({ length: 6 }, () => body.local('v128')) as [
    Local,
    Local,
    Local,
    Local,
    Local,
    Local,
  ];
  const byte = body.local('i32');
  const place = body.local('i32');
  const stop = body.local('i32');
  const from = body.local('i32');
  const strength = body.local('f32');
  code.count(slot, end, code.i32(1), (next) => {
    code.set(byte, code.op('i32.shl', code.get(slot), code.i32(2)));
    code.set(strength, code.load('f32.load', code.get(byte), node.activation));
    code.store('i32.store', code.get(byte), code.i32(0), node.loss);
    code.op('i32.eqz', code.op('f32.gt', code.get(strength), code.op('f32.convert_i32_s', code.i32(0))))();
    body.branchIf(next);
    // a damaged row must not lead out of the arena
    code.set(from, least(code, code.load('i32.load', code.get(byte), node.start), code.i32(places)));
    const room = code.op('i32.sub', code.i32(places), code.get(from));
    const count = least(code, code.load('i32.load', code.get(byte), node.length), room);
    code.set(place, code.op('i32.shl', code.get(from), code.i32(2)));
    code.set(stop, code.op('i32.add', code.get(place), code.op('i32.shl', count, code.i32(2))));
    code.set(active, code.op('f32x4.splat', code.get(strength)));
    code.set(charged, code.load('v128.load32_splat', code.get(byte), node.level));
    code.set(lost, code.get(zero));
    code.count(place, code.get(stop), code.i32(16), () => {
      code.set(word, code.load('v128.load', code.get(place), layout.meta));
      const weight = code.op('f32x4.convert_i32x4_s', code.op('i32x4.shr_s', code.get(word), code.i32(16)));
      const gate = code.op('v128.and', code.op('i32x4.shr_u', code.get(word), code.i32(8)), code.get(low));
      const sent = code.op('i32x4.trunc_sat_f32x4_s', code.op('f32x4.mul', code.get(active), weight));
      code.set(flow, code.op('v128.and', sent, code.op('i32x4.le_s', gate, code.get(charged))));
      code.add(lost, code.op('i32x4.max_s', code.get(flow), code.get(zero)));
      code.add(total, code.get(flow));
      const targets = code.op(
        'i32x4.min_u',
        code.load('v128.load', code.get(place), layout.target),
        code.get(spare),
      );
      code.set(to, code.op('i32x4.add', code.op('i32x4.shl', targets, code.i32(2)), code.get(gain)));
      for (let each = 0; each < 4; each++) {
        const address = (): void => void body.get(to).lane('i32x4.extract_lane', each);
        const more = (): void => void body.get(flow).lane('i32x4.extract_lane', each);
        code.bump(address, 0, more);
      }
    });
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
