// How much of the water the air has pushed aside: what the moving mass depends on.

import type { Places } from './chain-places.ts';
import { kappa, type Figures } from './figures.ts';
import { valve, type Layout } from './layout.ts';

/** Volume of all air, m^3: of floaters in `runs`, pairs of the first number and the one behind the last, whose places are
 * filled; there is none elsewhere. */
export function airVolume(
  { model }: Figures,
  { heatAt }: Layout,
  valves: Uint8Array,
  { pressure }: Places,
  state: Float64Array,
  runs: readonly number[],
): number {
  let sum = 0;
  for (let run = 0; run < runs.length; run += 2)
    for (let i = runs[run]!; i < runs[run + 1]!; i++) {
      if (valves[i] === valve.sealed) sum += model.floaters.volume;
      else sum += (kappa * state[heatAt + i]!) / pressure[i]!;
    }
  return sum;
}
