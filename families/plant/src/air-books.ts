// Exergy and heat of air that enters and leaves floaters. Exergy of air in flow: Bejan, Advanced Engineering
// Thermodynamics, chapter 3; dead state is the air outside.

import { gasConstant, heatCapacity, type Figures } from './figures.ts';
import type { Flow } from './flow.ts';
import { account } from './layout.ts';

/** Exergy of air of temperature `T` K at `p` Pa, J/kg. */
export function flowExergy(figures: Figures, temperature: number, pressure: number): number {
  const { logs, perAmbient, perOutside } = figures;
  const { ambient } = figures.model.water;
  const entropy =
    heatCapacity * logs.at(temperature * perAmbient) - gasConstant * logs.at(pressure * perOutside);
  return heatCapacity * (temperature - ambient) - ambient * entropy;
}

/** Books `inflow` kg/s that is throttled from the delivery to `pressure` and mixes into air of `temperature`. */
export function bookInflow(
  figures: Figures,
  flow: Flow,
  inflow: number,
  temperature: number,
  pressure: number,
): void {
  const { logs, perAmbient, perOutside } = figures;
  const { ambient } = figures.model.water;
  const { rates } = flow;
  const inside = gasConstant * ambient * logs.at(pressure * perOutside);
  const ratio = temperature * perAmbient;
  rates[account.airInjected]! += inflow;
  rates[account.throttling]! += inflow * (flow.pressureExergy - inside);
  rates[account.mixing]! += inflow * heatCapacity * ambient * (logs.at(ratio) - 1 + 1 / ratio);
}

/** Books heat from the water, W, and the exergy lost by its way down in temperature, W. */
export function bookHeat({ rates }: Flow, heat: number, lost: number): void {
  rates[account.heat] = heat;
  rates[account.heatTransfer] = lost;
}
