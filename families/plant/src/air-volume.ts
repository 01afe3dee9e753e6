// How much of the water the air has pushed aside: what the moving mass depends on.

import type { Places } from './chain-places.ts';
import { kappa, type Figures } from './figures.ts';
import { valve, type Layout } from './layout.ts';

/** Volume of all air, m^3, for places that are filled. */
export function airVolume(
  { model }: Figures,
  { count, heatAt }: Layout,
  valves: Uint8Array,
  { pressure }: Places,
  state: Float64Array,
): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    if (valves[i] === valve.sealed) sum += model.floaters.volume;
    else sum += (kappa * state[heatAt + i]!) / pressure[i]!;
  }
  return sum;
}
