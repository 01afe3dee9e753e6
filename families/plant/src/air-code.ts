// The exchange of air as WebAssembly, two floaters at a time; `air-plain.ts` says the same in plain code, bit for bit.

import {
  ModuleWriter,
  type CompiledModule,
  type Engine,
  type FunctionBody,
  type Local,
  type MemoryOp,
  type PlainOp,
} from '@holdfast/numerics';
import {
  constantAt,
  rowNames,
  sumAt,
  type AirMap,
  type AirNumbers,
  type ConstantName,
  type RowName,
} from './air-numbers.ts';
import type { Exchange } from './air-plain.ts';

/** Emits code that leaves one value on the stack. */
type Value = () => void;

const host = { module: 'host', memory: 'memory' } as const;
const names = { switched: 'switched', smooth: 'smooth' } as const;

/** The module for plants with numbers laid out like that; its memory comes from the host. */
export function exchangeModule(engine: Engine, map: AirMap): CompiledModule {
  const writer = new ModuleWriter();
  writer.importMemory(host.module, host.memory);
  for (const name of [names.switched, names.smooth]) {
    const body = writer.addFunction(['i32', 'i32', 'i32', 'i32'], ['i32']);
    new ExchangeCode(body, map, name === names.smooth).write();
    writer.export(name, body);
  }
  return new engine.Module(writer.encode(1));
}

/** Binds the code to the memory of one simulation, in which states and slopes have to lie. */
export function compiledExchange(engine: Engine, module: CompiledModule, { memory }: AirNumbers): Exchange {
  const imports = { [host.module]: { [host.memory]: memory! } };
  const { exports } = new engine.Instance(module, imports);
  const switched = exports[names.switched]!;
  const windows = exports[names.smooth]!;
  return (state, slopes, from, to, smooth) =>
    (smooth ? windows : switched)(8 * state, 8 * slopes, from, to) !== 0;
}

class ExchangeCode {
  readonly #body: FunctionBody;
  readonly #map: AirMap;
  readonly #smooth: boolean;
  /** Addresses of the air of the floater under way in state and slopes, and of its place in a row. */
  readonly #state: Local;
  readonly #slopes: Local;
  readonly #row: Local;
  readonly #sums: readonly Local[];
  readonly #inside: Local;
  /** Whether the code now written is for one floater alone: the second lane then holds no air. */
  #single = false;

  constructor(body: FunctionBody, map: AirMap, smooth: boolean) {
    this.#body = body;
    this.#map = map;
    this.#smooth = smooth;
    this.#state = body.local('i32');
    this.#slopes = body.local('i32');
    this.#row = body.local('i32');
    this.#sums = Object.keys(sumAt).map(() => body.local('v128'));
    this.#inside = body.local('v128');
  }

  write(): void {
    const body = this.#body;
    const [state, slopes, from, to] = body.arguments as readonly [Local, Local, Local, Local];
    const bytes = (local: Local): FunctionBody => body.get(local).i32(3).op('i32.shl');
    bytes(from).set(this.#row);
    body
      .get(state)
      .get(this.#row)
      .op('i32.add')
      .i32(8 * this.#map.airAt)
      .op('i32.add')
      .set(this.#state);
    body
      .get(slopes)
      .get(this.#row)
      .op('i32.add')
      .i32(8 * this.#map.airAt)
      .op('i32.add')
      .set(this.#slopes);
    bytes(to).set(to);
    this.#sums.forEach((sum, at) => body.i32(0).memory('v128.load', this.#sumOffset(at)).set(sum));
    body.v128(-1n, -1n).set(this.#inside);
    body.block((exit) => {
      body.loop((again) => {
        body.get(this.#row).i32(8).op('i32.add').get(to).op('i32.ge_s').branchIf(exit);
        this.#floaters();
        for (const address of [this.#row, this.#state, this.#slopes])
          body.get(address).i32(16).op('i32.add').set(address);
        body.branch(again);
      });
    });
    this.#single = true;
    body.get(this.#row).get(to).op('i32.lt_s');
    body.if(() => this.#floaters());
    this.#sums.forEach((sum, at) => body.i32(0).get(sum).memory('v128.store', this.#sumOffset(at)));
    body.get(this.#inside).op('i64x2.all_true');
  }

  #sumOffset(at: number): number {
    return 8 * (this.#map.sumsAt + 2 * at);
  }

  #floaters(): void {
    const { op, constant: c, hold } = this;
    const add = (a: Value, b: Value): Value => op('f64x2.add', a, b);
    const sub = (a: Value, b: Value): Value => op('f64x2.sub', a, b);
    const mul = (a: Value, b: Value): Value => op('f64x2.mul', a, b);
    const atLeast = (a: Value, b: Value): Value => op('f64x2.pmax', a, b);
    const behind = 8 * this.#map.heatBehindAir;
    const mass = hold(this.#load(this.#state, 0));
    const enthalpy = hold(this.#load(this.#state, behind));
    const pressure = hold(this.#rowOf('pressure', 'v128.load64_splat'));
    const up = hold(this.#rowOf('slope'));
    const perPressure = hold(op('f64x2.div', c('one'), pressure));
    const inverse = hold(op('f64x2.div', c('one'), mul(mass, enthalpy)));
    const some = hold(op('v128.and', op('f64x2.gt', mass, c('trace')), op('f64x2.gt', enthalpy, c('zero'))));
    const chosen = (yes: Value, no: Value): Value => op('v128.bitselect', yes, no, some);
    const temperature = hold(
      chosen(mul(mul(mul(enthalpy, enthalpy), inverse), c('perCapacity')), c('ambient')),
    );
    const perTemperature = hold(
      chosen(mul(mul(mul(mass, mass), inverse), c('heatCapacity')), c('perAmbient')),
    );
    const pull = hold(mul(enthalpy, perPressure));
    const room = hold(mul(c('kappa'), pull));
    const touch = op('v128.and', some, c('perTouch'));
    const warming = hold(mul(mul(touch, room), sub(c('waterTemperature'), temperature)));
    const rise = hold(mul(c('sink'), up));
    const out = hold(
      this.#smooth
        ? this.#windows(room, mass)
        : this.#switches(warming, room, pull, rise, perTemperature, mass),
    );
    const into = hold(this.#rowOf('inflow'));
    const flowing = sub(mul(into, c('ambient')), mul(out, temperature));
    const growth = hold(add(add(warming, mul(room, rise)), mul(c('heatCapacity'), flowing)));
    this.#store(this.#slopes, 0, sub(into, out));
    this.#store(this.#slopes, behind, growth);
    this.#store(this.#row, this.#rowOffset('outflow'), out);
    const swelling = hold(mul(mul(c('kappa'), perPressure), sub(growth, mul(pull, rise))));
    const warmth = hold(mul(temperature, c('perAmbient')));
    const entropy = sub(
      mul(c('heatCapacity'), this.#log(warmth)),
      mul(c('gasConstant'), this.#log(hold(mul(pressure, c('perOutside'))))),
    );
    this.#add(sumAt.lift, mul(up, room));
    this.#add(sumAt.volume, room);
    this.#add(sumAt.heat, warming);
    this.#add(sumAt.transfer, mul(warming, sub(perTemperature, c('perWater'))));
    this.#add(sumAt.expelled, atLeast(swelling, c('zero')));
    this.#add(sumAt.intake, atLeast(sub(c('zero'), swelling), c('zero')));
    this.#add(sumAt.leaving, out);
    this.#add(sumAt.warmth, mul(out, warmth));
    this.#add(sumAt.entropy, mul(out, entropy));
    this.#release();
  }

  /** Air that leaves through valves that are windows along the chain, kg/s. */
  #windows(room: Value, mass: Value): Value {
    const { op, constant: c, hold } = this;
    const mul = (a: Value, b: Value): Value => op('f64x2.mul', a, b);
    const behind = op('f64x2.sub', this.#rowOf('position'), c('vent'));
    const wide = op('f64x2.pmax', mul(behind, c('perVentLength')), c('zero'));
    const open = hold(op('f64x2.pmin', wide, c('one')));
    const step = mul(mul(open, open), op('f64x2.sub', c('three'), mul(c('two'), open)));
    const surplus = op('f64x2.pmax', op('f64x2.sub', mul(room, c('perVolume')), c('one')), c('zero'));
    const losses = op('f64x2.add', c('dissolution'), mul(surplus, c('perSpill')));
    return mul(op('f64x2.add', losses, mul(step, c('perVent'))), mass);
  }

  /** Air that leaves through switched valves, kg/s: what keeps the volume of those that spill, and a share of the others'. */
  #switches(
    warming: Value,
    room: Value,
    pull: Value,
    rise: Value,
    perTemperature: Value,
    mass: Value,
  ): Value {
    const { op, constant: c } = this;
    const mul = (a: Value, b: Value): Value => op('f64x2.mul', a, b);
    const swelling = op('f64x2.add', warming, mul(op('f64x2.sub', room, pull), rise));
    const kept = mul(mul(swelling, c('perCapacity')), perTemperature);
    return op('f64x2.add', mul(this.#rowOf('spill'), kept), mul(this.#rowOf('loss'), mass));
  }

  /** The natural logarithm by the table; notes where it is left. */
  #log(x: Value): Value {
    const { op, constant: c, hold } = this;
    const body = this.#body;
    const mul = (a: Value, b: Value): Value => op('f64x2.mul', a, b);
    const sub = (a: Value, b: Value): Value => op('f64x2.sub', a, b);
    const place = hold(mul(sub(x, c('low')), c('perCell')));
    const within = op('v128.and', op('f64x2.ge', place, c('zero')), op('f64x2.le', place, c('last')));
    op('v128.and', () => body.get(this.#inside), within)();
    body.set(this.#inside);
    const bounded = op('f64x2.pmin', c('last'), op('f64x2.pmax', c('zero'), place));
    // the nearest whole number stands in the low bits of the sum; a cell has 16 bytes
    const cells = hold(() => {
      op('f64x2.add', bounded, c('rounder'))();
      body.i32(4).op('i64x2.shl');
    });
    const cellOf = (lane: number): Value =>
      hold(() => {
        cells();
        body.lane('i32x4.extract_lane', 2 * lane).memory('v128.load', 8 * this.#map.tableAt);
      });
    const [first, second] = [cellOf(0), cellOf(1)];
    const both =
      (at: number): Value =>
      () => {
        first();
        second();
        body.shuffle(at, at + 2);
      };
    const u = hold(sub(mul(x, both(0)), c('one')));
    const inner = sub(c('third'), mul(u, sub(c('quarter'), mul(u, c('fifth')))));
    const series = mul(u, sub(c('one'), mul(u, sub(c('half'), mul(u, inner)))));
    return hold(op('f64x2.add', both(1), series));
  }

  readonly op = (name: PlainOp, ...operands: readonly Value[]): Value => {
    return () => {
      for (const operand of operands) operand();
      this.#body.op(name);
    };
  };

  readonly constant = (name: ConstantName): Value => {
    const offset = 8 * constantAt(name);
    return () => void this.#body.i32(0).memory('v128.load', offset);
  };

  #held: Local[] = [];

  /** Computes once what is then used often. */
  readonly hold = (value: Value): Value => {
    value();
    const local = this.#body.local('v128');
    this.#held.push(local);
    this.#body.set(local);
    return () => void this.#body.get(local);
  };

  #release(): void {
    this.#body.release(...this.#held);
    this.#held = [];
  }

  #load(address: Local, offset: number, single: MemoryOp = 'v128.load64_zero'): Value {
    return () => void this.#body.get(address).memory(this.#single ? single : 'v128.load', offset);
  }

  #rowOffset(name: RowName): number {
    return 8 * (this.#map.rowsAt + rowNames.indexOf(name) * this.#map.rowLength);
  }

  #rowOf(name: RowName, single?: MemoryOp): Value {
    return this.#load(this.#row, this.#rowOffset(name), single);
  }

  #store(address: Local, offset: number, value: Value): void {
    this.#body.get(address);
    value();
    if (this.#single) this.#body.memoryLane('v128.store64_lane', 0, offset);
    else this.#body.memory('v128.store', offset);
  }

  #add(at: number, value: Value): void {
    const sum = this.#sums[at]!;
    this.#body.get(sum);
    value();
    this.#body.op('f64x2.add').set(sum);
  }
}
