// The exchange of air in plain code, bit for bit what `air-code.ts` writes: sums in two lanes, of every second floater each.

import { constantNames, sumAt, type AirNumbers, type ConstantName } from './air-numbers.ts';
import { airAt } from './layout.ts';

/** Exchange of the floaters from number `from` to before `to`, of a state and slopes that begin at these doubles of the memory:
 * fills slopes of air and heat and what flows out, and adds to the sums. @returns whether all logarithms were in the table; the sum of entropy is worth nothing otherwise */
export type Exchange = (state: number, slopes: number, from: number, to: number, smooth: boolean) => boolean;

type Constants = Readonly<Record<ConstantName, number>>;

/** The natural logarithm of `x` by the table; NaN outside it. */
function logOf(all: Float64Array, tableAt: number, c: Constants, x: number): number {
  const place = (x - c.low) * c.perCell;
  if (!(place >= 0 && place <= c.last)) return Number.NaN;
  const cell = tableAt + 2 * (place + c.rounder - c.rounder);
  const u = x * all[cell]! - c.one;
  const series = u * (c.one - u * (c.half - u * (c.third - u * (c.quarter - u * c.fifth))));
  return all[cell + 1]! + series;
}

/** As the code's instructions have it, with minus zero and what is no number. */
function positive(x: number): number {
  return x < 0 ? 0 : x;
}

function bounded(x: number): number {
  const least = positive(x);
  return 1 < least ? 1 : least;
}

export function plainExchange(numbers: AirNumbers): Exchange {
  const { all, map, sums, rows } = numbers;
  const constantsOf = (): Constants =>
    Object.fromEntries(constantNames.map((name, at) => [name, all[2 * at]])) as Constants;
  const whole = new Float64Array(numbers.buffer);
  return (stateAt, slopesAt, from, to, smooth) => {
    const state = whole.subarray(stateAt);
    const slopes = whole.subarray(slopesAt);
    const c = constantsOf();
    let inside = true;
    for (let i = from; i < to; i++) {
      const lane = (i - from) & 1;
      const add = (at: number, value: number): void => {
        sums[2 * at + lane]! += value;
      };
      const mass = state[airAt + i]!;
      const enthalpy = state[airAt + map.heatBehindAir + i]!;
      const pressure = rows.pressure[i]!;
      const up = rows.slope[i]!;
      const perPressure = c.one / pressure;
      const inverse = c.one / (mass * enthalpy);
      // a trace has no temperature of its own to exchange heat by
      const some = mass > c.trace && enthalpy > c.zero;
      const temperature = some ? enthalpy * enthalpy * inverse * c.perCapacity : c.ambient;
      const perTemperature = some ? mass * mass * inverse * c.heatCapacity : c.perAmbient;
      const pull = enthalpy * perPressure;
      const room = c.kappa * pull;
      const warming = (some ? c.perTouch : 0) * room * (c.waterTemperature - temperature);
      const rise = c.sink * up;
      let out: number;
      if (smooth) {
        const open = bounded((rows.position[i]! - c.vent) * c.perVentLength);
        const vented = open * open * (c.three - c.two * open) * c.perVent;
        const spilt = positive(room * c.perVolume - c.one) * c.perSpill;
        out = (c.dissolution + spilt + vented) * mass;
      } else {
        const kept = (warming + (room - pull) * rise) * c.perCapacity * perTemperature;
        out = rows.spill[i]! * kept + rows.loss[i]! * mass;
      }
      const into = rows.inflow[i]!;
      const growth = warming + room * rise + c.heatCapacity * (into * c.ambient - out * temperature);
      slopes[airAt + i] = into - out;
      slopes[airAt + map.heatBehindAir + i] = growth;
      rows.outflow[i] = out;
      const swelling = c.kappa * perPressure * (growth - pull * rise);
      const warmth = temperature * c.perAmbient;
      const warmthLog = logOf(all, map.tableAt, c, warmth);
      const pressureLog = logOf(all, map.tableAt, c, pressure * c.perOutside);
      // no number equals itself that is none
      inside = inside && warmthLog === warmthLog && pressureLog === pressureLog;
      add(sumAt.lift, up * room);
      add(sumAt.volume, room);
      add(sumAt.heat, warming);
      add(sumAt.transfer, warming * (perTemperature - c.perWater));
      add(sumAt.expelled, positive(swelling));
      add(sumAt.intake, positive(c.zero - swelling));
      add(sumAt.leaving, out);
      add(sumAt.warmth, out * warmth);
      add(sumAt.entropy, out * (c.heatCapacity * warmthLog - c.gasConstant * pressureLog));
    }
    return inside;
  };
}
