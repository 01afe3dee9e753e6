// The range of a quantity at a glance: a strip of its quantiles, darker where outcomes are more likely, with median and mean.

import type { Metric } from '@holdfast/core';
import { formatCompact, levelName, pairedLevels } from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';

export interface Quantile {
  readonly level: number;
  readonly metric: Metric;
}

const width = 320;
const inset = 8;
const middle = 14;

/** The strip; nothing where the quantiles do not differ. */
export function stripOf(quantiles: readonly Quantile[], mean: number | undefined): Markup {
  const known = quantiles
    .filter(({ metric }) => Number.isFinite(metric.value))
    .toSorted((left, right) => left.level - right.level);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || !(last.metric.value > first.metric.value)) return markup``;
  const [low, high] = [first.metric.value, last.metric.value];
  const at = (value: number): number =>
    Math.round(10 * (inset + ((value - low) / (high - low)) * (width - 2 * inset))) / 10;
  const boxes = pairedLevels(known.map(({ level }) => level)).map(([from, to]) => {
    const [left, right] = [from, to].map((index) => at(known[index]?.metric.value ?? low));
    return markup`<rect x="${left}" y="${middle - 6}" width="${(right ?? 0) - (left ?? 0)}" height="12" fill="var(--band)"/>`;
  });
  const median = known.find(({ level }) => level === 0.5);
  const line =
    median === undefined
      ? undefined
      : markup`<path d="M${at(median.metric.value)} ${middle - 6}v12" stroke="var(--accent)" stroke-width="2"/>`;
  const dot =
    mean === undefined || !(mean >= low && mean <= high)
      ? undefined
      : markup`<circle cx="${at(mean)}" cy="${middle}" r="3.5" fill="var(--ink)"/>`;
  const ends = [
    markup`<text x="${inset}" y="34">${levelName(first.level)} ${formatCompact(low)}</text>`,
    markup`<text x="${width - inset}" y="34" text-anchor="end">${levelName(last.level)} ${formatCompact(high)}</text>`,
  ];
  const label = `From ${levelName(first.level)}, ${formatCompact(low)}, to ${levelName(last.level)}, ${formatCompact(high)}`;
  return markup`<svg viewBox="0 0 ${width} 40" role="img" aria-label="${label}">
    <path d="M${inset} ${middle}H${width - inset}" stroke="var(--line-strong)"/>
    ${boxes}${line}${dot}
    <g fill="var(--ink-3)">${ends}</g>
  </svg>`;
}
