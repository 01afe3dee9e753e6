// The integers everything is counted in. Energy and weights are whole numbers, so sums do not depend on their order and the
// ledger is an equality.

/** Quanta of one unit of energy. */
export const quantaPerUnit = 4096;

/** Weight 1 as it is stored: 15 bits behind the point. */
export const weightOne = 32_768;

/** Largest and smallest magnitude of a stored weight. */
export const weightMost = 32_767;
export const weightLeast = 328;

/** An activation has 16 bits behind the point and comes in two parts, so that a flow is made of products of 16-bit numbers: bits of the lower. */
export const lowerBits = 15;

/** Activation for each quantum stored and each share of weight 1. */
export const perShare = 2;

/** Largest energy that can be stored, units: as quanta it is still exact in 32-bit floats. */
export const capMost = 4000;

/** Bound on what may arrive at one node in a step, quanta, so that its sum fits 32 bits. */
export const arrivalMost = 1_073_741_824;

/** Whole quanta of an energy. */
export function quantaOf(units: number): number {
  return Math.round(units * quantaPerUnit);
}

/** Most slots of a network: a draw tells so many apart evenly. */
export const slotsMost = 2_097_152;
