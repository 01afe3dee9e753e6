// Figures along an axis, put together from the metrics that tell one place each: `mean@12`.

import type { Metric } from '@holdfast/core';

/** Figures of one subject by place, in the order of the metrics. */
export interface FanFigures {
  readonly subject: string;
  readonly unit: string;
  /** Names without their places: `mean`, `p95`. */
  readonly names: readonly string[];
  readonly rows: readonly {
    readonly at: number;
    /** By name; undefined where the figure cannot be stated there. */
    readonly values: readonly (number | undefined)[];
  }[];
}

/** Fans in the order of the metrics, and the metrics that belong to none. */
export function takeFans<M extends Metric>(
  metrics: readonly M[],
): { readonly fans: readonly FanFigures[]; readonly rest: readonly M[] } {
  const placed = metrics.filter(({ name }) => name.includes('@'));
  const subjects = [...new Set(placed.map(({ subject }) => subject))];
  return {
    fans: subjects.map((subject) =>
      fanOf(
        subject,
        placed.filter((metric) => metric.subject === subject),
      ),
    ),
    rest: metrics.filter(({ name }) => !name.includes('@')),
  };
}

function fanOf(subject: string, metrics: readonly Metric[]): FanFigures {
  const values = new Map(metrics.map(({ name, value }) => [name, value]));
  const parts = metrics.map(({ name }) => name.split('@') as [string, string]);
  const names = [...new Set(parts.map(([name]) => name))];
  const places = [...new Set(parts.map(([, place]) => place))];
  return {
    subject,
    unit: metrics.find(({ unit }) => unit !== '1')?.unit ?? '1',
    names,
    rows: places.map((place) => ({
      at: Number(place),
      values: names.map((name) => values.get(`${name}@${place}`)),
    })),
  };
}
