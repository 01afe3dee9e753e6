// Compressor and receiver: delivery at a set-point, or a receiver at the temperature outside that the compressor fills.

import { log } from '@holdfast/numerics';
import { compressionWork, gasConstant, type Figures } from './figures.ts';
import type { Flow } from './flow.ts';
import { account, receiverAt, type Modes } from './layout.ts';

/** Pressure ratio below which the compressor has no less work per kilogram, so that its flow stays bounded. */
const ratioLeast = 1.05;

/** Pressure of `mass` kg in the receiver, Pa; the set-point where there is none. */
export function receiverPressure({ model, pressure }: Figures, mass: number): number {
  const { receiver } = model.compressor;
  return receiver === undefined ? pressure : (mass * gasConstant * model.water.ambient) / receiver.volume;
}

/** Exergy of the air in the receiver, V (p ln(p/p0) - p + p0), J. */
export function receiverExergy(figures: Figures, mass: number): number {
  const { receiver } = figures.model.compressor;
  if (receiver === undefined) return 0;
  const outside = figures.model.water.surfacePressure;
  const pressure = receiverPressure(figures, mass);
  return receiver.volume * (pressure * log(pressure / outside) - pressure + outside);
}

/** Sets the pressure before the injection valves. */
export function deliver(figures: Figures, mass: number, flow: Flow): void {
  const { model } = figures;
  if (model.compressor.receiver === undefined) {
    flow.pressure = figures.pressure;
    flow.pressureExergy = figures.deliveryExergy;
    return;
  }
  flow.pressure = receiverPressure(figures, mass);
  flow.pressureExergy = gasConstant * model.water.ambient * log(flow.pressure / model.water.surfacePressure);
}

/** Books the compressor and gives the slope of the receiver's mass; electricity and injection are known already. */
export function compress(figures: Figures, modes: Modes, flow: Flow, slopes: Float64Array): void {
  const { model } = figures;
  const { compressor, water } = model;
  const { rates } = flow;
  const injected = rates[account.airInjected]!;
  slopes[receiverAt] = 0;
  if (compressor.receiver === undefined) {
    rates[account.airCompressed] = injected;
    rates[account.compression] = injected * figures.delivery;
    rates[account.compressionLoss] = injected * (figures.delivery - figures.deliveryExergy);
    return;
  }
  const own = compressor.supply === 'own';
  const available = own ? Math.min(compressor.power, rates[account.electricity]!) : compressor.power;
  const power = modes.compressing ? available : 0;
  const ratio = Math.max(ratioLeast, flow.pressure / water.surfacePressure);
  const compressed = power / compressionWork(model, ratio);
  rates[account.airCompressed] = compressed;
  rates[account.compression] = power;
  rates[account.compressionLoss] = power - compressed * flow.pressureExergy;
  slopes[receiverAt] = compressed - injected;
}
