// From a tier and what an author says beside it to the settings of the solver.

import type { PhysicsSpec } from './document.ts';

export interface SolverChoice {
  /** s */
  readonly timestep: number;
  readonly integrator: 'Euler' | 'RK4' | 'implicit' | 'implicitfast';
  readonly method: 'Newton' | 'CG' | 'PGS';
  readonly iterations: number;
  readonly tolerance: number;
}

/** Degrees of freedom up to which Newton's method is the faster one. Measured: 100 boxes, 600 of them, run in real time
 * with conjugate gradients and a step of 4 ms only. */
const accurateMost = 120;

const tiers = {
  accurate: {
    timestep: 0.002,
    integrator: 'implicitfast',
    method: 'Newton',
    iterations: 100,
    tolerance: 1e-8,
  },
  balanced: {
    timestep: 0.004,
    integrator: 'implicitfast',
    method: 'Newton',
    iterations: 50,
    tolerance: 1e-8,
  },
  fast: { timestep: 0.004, integrator: 'implicitfast', method: 'CG', iterations: 20, tolerance: 1e-6 },
} as const;

/** What a spec with so many degrees of freedom is solved with. */
export function solverOf({ solver }: PhysicsSpec, velocities: number): SolverChoice {
  const { tier, timestep, integrator, method, iterations, tolerance } = solver;
  const base = tiers[tier === 'auto' ? (velocities > accurateMost ? 'fast' : 'accurate') : tier];
  return {
    timestep: timestep ?? base.timestep,
    integrator: integrator ?? base.integrator,
    method: method ?? base.method,
    iterations: iterations ?? base.iterations,
    tolerance: tolerance ?? base.tolerance,
  };
}

const kilobyte = 1024;

/** Memory for contacts and constraints, KB: a pile of 100 boxes was seen to use 2,400. */
export function arenaOf(given: number | undefined, geoms: number, velocities: number): number {
  if (given !== undefined) return Math.ceil(given * kilobyte);
  return Math.min(512 * kilobyte, 1024 + 100 * geoms + Math.ceil((32 * velocities * velocities) / kilobyte));
}
