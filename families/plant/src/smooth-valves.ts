// Valves that are smooth windows along the chain, so that no crossing cuts a step: for thousands of floaters. The charge is
// metered by the way of the chain, so that each passage lets in one charge and never a second.

/** Way over which a vent opens, m. */
export const ventLength = 0.2;

/** One over the time in which a bell that holds more than its volume loses the surplus, 1/s: less time than a step can
 * resolve would only be stiff, with more of it bells would hold more than a percent too much. */
export const perSpill = 1 / 0.05;

/** Share of a charge below which a sinking floater counts as empty. */
export const residue = 1e-12;

/** Share of a charge per way at `at` of the window, 1/m: rises and falls without a kink, its integral is 1. */
export function metering(at: number, length: number): number {
  if (at < 0 || at >= length) return 0;
  const u = at / length;
  return (30 * u * u * (1 - u) * (1 - u)) / length;
}
