// Figures of components against their bounds.

export type HealthLevel = 'fine' | 'near' | 'beyond' | 'unknown';

export interface HealthCheck {
  readonly component: string;
  readonly figure: string;
  readonly unit: string;
  readonly value: number;
  /** The figure stays at or below it; `least` turns it round. */
  readonly bound: number;
  readonly least?: boolean;
  /** Share of the bound from which it is called near; 0.9 when absent. */
  readonly near?: number;
}

/** How a figure stands. A figure that is not known is never called fine. */
export function levelOf({ value, bound, least = false, near = 0.9 }: HealthCheck): HealthLevel {
  if (Number.isNaN(value) || Number.isNaN(bound)) return 'unknown';
  if (least) return value < bound ? 'beyond' : value * near < bound ? 'near' : 'fine';
  return value > bound ? 'beyond' : value > near * bound ? 'near' : 'fine';
}

/** Share of the way to the bound, 0 to 1. */
export function shareOf({ value, bound, least = false }: HealthCheck): number {
  const share = least ? bound / value : value / bound;
  return Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
}
