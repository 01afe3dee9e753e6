// Correlations of two subjects, put together from the metrics of pairs: subject `a~b`.

import type { Metric } from '@holdfast/core';

/** How one subject goes with another; undefined where it was not computed. */
export interface PairFigures {
  readonly left: string;
  readonly right: string;
  readonly correlation: Metric | undefined;
  readonly rankCorrelation: Metric | undefined;
}

/** Pairs in the order of the metrics, and the metrics of single subjects. */
export function takePairs<M extends Metric>(
  metrics: readonly M[],
): { readonly pairs: readonly PairFigures[]; readonly rest: readonly M[] } {
  const paired = metrics.filter(({ subject, name }) => subject.includes('~') && name.endsWith('correlation'));
  const used = new Set<M>(paired);
  const subjects = [...new Set(paired.map(({ subject }) => subject))];
  const pairs = subjects.map((subject): PairFigures => {
    const [left = '', right = ''] = subject.split('~');
    const figure = (name: string): M | undefined =>
      paired.find((metric) => metric.subject === subject && metric.name === name);
    return { left, right, correlation: figure('correlation'), rankCorrelation: figure('rank-correlation') };
  });
  return { pairs, rest: metrics.filter((metric) => !used.has(metric)) };
}
