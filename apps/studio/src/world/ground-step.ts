// The distance between the lines of a grid.

/** Metres: a power of ten that suits a scene of this radius. */
export function gridStep(radius: number): number {
  return 10 ** Math.round(Math.log10(Math.max(1e-3, radius / 3)));
}
