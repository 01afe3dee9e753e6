// What an editor of correlations asks of the family: who can be correlated, and what becomes of the numbers of a group.

import { dependenceSchema, measures, type DependenceSpec } from '../dependence/document.ts';
import { readCoefficients } from '../dependence/matrix.ts';
import { adjustmentMax, possibleFrom } from '../dependence/possible.ts';
import { mixture } from '../distributions/mixture.ts';
import { IssueList } from '../issues.ts';

/** What becomes of the coefficients of a group; matrices by rows, in the order of its nodes. */
export interface CorrelationVerdict {
  readonly given: readonly (readonly number[])[];
  /** What a run reaches: the given ones, or the nearest possible ones. */
  readonly reached: readonly (readonly number[])[];
  /** Largest change of a coefficient; 0 where the given ones are possible. */
  readonly change: number;
  /** Whether a run accepts the change. */
  readonly accepted: boolean;
}

export const correlationGrammar = Object.freeze({
  /** Member of the model that holds the groups. */
  member: 'dependence',
  copulas: ['gaussian', 't'] as readonly string[],
  measures,

  /** Ids of the nodes of a graph that may be in a group. */
  eligible(model: unknown): readonly string[] {
    const { nodes } = recordOf(model);
    return (Array.isArray(nodes) ? nodes : []).map(recordOf).flatMap((node) => {
      const { id, kind, distribution, sample, group } = node;
      const drawn = kind === 'distribution' && distribution !== mixture.name;
      const resampled = kind === 'data' && sample === 'bootstrap' && group === undefined;
      return typeof id === 'string' && (drawn || resampled) ? [id] : [];
    });
  },

  /** Undefined while the group is not complete. */
  judge(group: unknown): CorrelationVerdict | undefined {
    const parsed = dependenceSchema.safeParse([group]);
    const spec: DependenceSpec | undefined = parsed.success ? parsed.data?.[0] : undefined;
    if (spec === undefined || (spec.copula === 't') !== (spec.degreesOfFreedom !== undefined))
      return undefined;
    const given = readCoefficients(spec, [], new IssueList());
    if (given === undefined) return undefined;
    const n = spec.nodes.length;
    const { reached, adjustment } = possibleFrom(given, n, spec.measure ?? 'spearman', spec.degreesOfFreedom);
    return {
      given: rowsOf(given, n),
      reached: rowsOf(reached, n),
      change: adjustment,
      accepted: adjustment <= adjustmentMax,
    };
  },
});

function rowsOf(matrix: Float64Array, n: number): readonly (readonly number[])[] {
  return Array.from({ length: n }, (_, i) => [...matrix.subarray(i * n, i * n + n)]);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
