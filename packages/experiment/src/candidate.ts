// Points judged against constraints. A bound counts as kept, or as broken, only where the standard error leaves the
// confidence asked for; what lies between is undecided, and the search does not settle for it.

import type { NumberInput } from '@holdfast/core';
import { normalQuantile } from '@holdfast/numerics';
import type { Candidate, Constraint, Estimate, Objective, Verdict } from '@holdfast/protocol';
import type { Observation } from './observation.ts';

export const confidenceDefault = 0.95;

/** What is searched for. */
export interface Problem {
  readonly objective: Objective;
  readonly constraints: readonly Constraint[];
  readonly confidence: number;
}

/** A candidate with what it is ranked by: how far it is from keeping every bound with confidence, then its loss. */
export interface Judged {
  readonly candidate: Candidate;
  readonly observation: Observation;
  /** 0 when feasible. */
  readonly violation: number;
  readonly loss: number;
}

/** Standard errors a value must lie beyond a bound, one-sided. */
function safety(confidence: number): number {
  return Math.max(0, normalQuantile(confidence));
}

/** How far inside the bound the figure is. */
function marginOf({ side, bound }: Constraint, value: number): number {
  return side === 'at-least' ? value - bound : bound - value;
}

function verdictOf(constraint: Constraint, { value, standardError }: Estimate, z: number): Verdict {
  if (value === null) return 'undecided';
  const margin = marginOf(constraint, value);
  const slack = z * (standardError ?? 0);
  if (margin >= slack) return 'feasible';
  return margin <= -slack ? 'infeasible' : 'undecided';
}

function violationOf(constraint: Constraint, { value, standardError }: Estimate, z: number): number {
  if (value === null) return Number.MAX_VALUE;
  const missing = z * (standardError ?? 0) - marginOf(constraint, value);
  return Math.max(0, missing) / (Math.abs(constraint.bound) || 1);
}

/** One verdict for several bounds. */
function joined(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('infeasible')) return 'infeasible';
  return verdicts.includes('undecided') ? 'undecided' : 'feasible';
}

export function judge(
  problem: Problem,
  parameters: readonly NumberInput[],
  observation: Observation,
): Judged {
  const z = safety(problem.confidence);
  const objective = observation.estimate(problem.objective);
  const found = problem.constraints.map((constraint) => {
    const estimate = observation.estimate(constraint);
    return { constraint, estimate, verdict: verdictOf(constraint, estimate, z) };
  });
  const sign = problem.objective.direction === 'minimize' ? 1 : -1;
  return {
    candidate: {
      parameters: [...parameters],
      objective,
      constraints: found.map(({ constraint, estimate, verdict }) => ({ ...constraint, estimate, verdict })),
      verdict: joined(found.map(({ verdict }) => verdict)),
    },
    observation,
    violation: found.reduce(
      (sum, { constraint, estimate }) => sum + violationOf(constraint, estimate, z),
      objective.value === null ? Number.MAX_VALUE : 0,
    ),
    loss: objective.value === null ? Infinity : sign * objective.value,
  };
}

/** Negative when the first is better: nearer to keeping every bound, then of less loss. K. Deb (2000),
 * doi:10.1016/S0045-7825(99)00389-8. */
export function compareJudged(a: Judged, b: Judged): number {
  if (a.violation !== b.violation) return a.violation < b.violation ? -1 : 1;
  return a.loss === b.loss ? 0 : a.loss < b.loss ? -1 : 1;
}
