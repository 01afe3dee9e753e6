// The answer up front: for each subject its main figures in plain words, each with its margin, and its range at a glance.

import { saysNothing, takeFans, takeGoals, takePairs } from '@holdfast/client';
import type { Metric } from '@holdfast/core';
import { formatShare, unitText } from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';
import { section } from './parts.ts';
import type { ReportSource } from './source.ts';
import { stripOf, type Quantile } from './strip.ts';
import type { TitleOf } from './tables.ts';
import { amount, chance, levelOf, marginText, plain } from './words.ts';

/** Subjects answered in words; the others are in the table. */
const answeredMax = 12;
const tailsMax = 2;

const relations: Readonly<Record<string, string>> = {
  below: 'less than',
  'at-most': 'at most',
  above: 'more than',
  'at-least': 'at least',
};

function distance([low, high]: readonly [Quantile, Quantile]): number {
  return Math.abs(high.level - low.level - 0.9);
}

/** The pair of quantiles that encloses a share nearest to nine in ten. */
function outerPair(quantiles: readonly Quantile[]): readonly [Quantile, Quantile] | undefined {
  const pairs = quantiles.flatMap((low) => {
    const high = quantiles.find(({ level }) => level > 0.5 && Math.abs(level + low.level - 1) < 1e-9);
    return high === undefined ? [] : [[low, high] as const];
  });
  return pairs.toSorted((left, right) => distance(left) - distance(right))[0];
}

function spreadLines(quantiles: readonly Quantile[], unit: string): readonly Markup[] {
  const pair = outerPair(quantiles);
  const median = quantiles.find(({ level }) => level === 0.5);
  const lines: Markup[] = [];
  if (pair !== undefined) {
    const [low, high] = pair;
    const share = high.level - low.level;
    const said =
      Math.abs(share - 0.9) < 1e-9 ? 'Nine outcomes in ten' : `${formatShare(share)} of the outcomes`;
    const [from, to] = [low, high].map(({ metric }) => marginText(metric.value, metric.standardError).value);
    lines.push(markup`${said} lie between <b>${from}</b> and <b>${to}${unit === '' ? '' : ` ${unit}`}</b>`);
  }
  if (median !== undefined) lines.push(markup`Half of them lie below ${amount(median.metric)}`);
  return lines;
}

function chanceLine(metric: Metric, unit: string): readonly Markup[] {
  const { name } = metric;
  if (name === 'violation-probability') return [markup`Chance that this limit is broken: ${chance(metric)}`];
  if (name === 'non-convergence-probability')
    return [markup`Chance that the feedback found no fixed point: ${chance(metric)}`];
  const [, relation = '', bound = ''] = /^probability-([a-z-]+?)-(-?[\d.e+-]+)$/.exec(name) ?? [];
  const words = relations[relation];
  return words === undefined || !Number.isFinite(Number(bound))
    ? []
    : [markup`Chance of ${words} ${plain(Number(bound), unit)}: ${chance(metric)}`];
}

function tailLine(metric: Metric): readonly Markup[] {
  const [, side, level] = /^cvar-(upper|lower)-([\d.]+)$/.exec(metric.name) ?? [];
  if (side === undefined) return [];
  const share = `${Number(((1 - Number(level)) * 100).toPrecision(6))} %`;
  return [markup`Average of the ${side === 'upper' ? 'highest' : 'lowest'} ${share}: ${amount(metric)}`];
}

/** The card of one subject; undefined when nothing can be said of it in words. */
function cardOf(title: string, metrics: readonly Metric[]): Markup | undefined {
  const mean = metrics.find(({ name }) => name === 'mean');
  const unit = unitText(mean?.unit ?? metrics.find((metric) => metric.unit !== '1')?.unit ?? '');
  const quantiles = metrics.flatMap((metric): Quantile[] => {
    const level = levelOf(metric.name);
    return level === undefined ? [] : [{ level, metric }];
  });
  const figure = mean === undefined ? undefined : marginText(mean.value, mean.standardError);
  const lines = [
    ...spreadLines(quantiles, unit),
    ...metrics.flatMap((metric) => chanceLine(metric, unit)),
    ...metrics.flatMap(tailLine).slice(0, tailsMax),
  ];
  const others =
    mean === undefined && lines.length === 0
      ? metrics.slice(0, 4).map((metric) => markup`${metric.name}: ${amount(metric)}`)
      : [];
  if (figure === undefined && lines.length + others.length === 0) return undefined;
  return markup`<article class="card">
    <div><h3>${title}</h3>
    ${
      figure === undefined
        ? undefined
        : markup`<p class="figure"><b>${figure.value}</b> <span>${unit}</span> ${figure.margin === undefined ? undefined : markup`<i>±\u00a0${figure.margin}</i>`}</p>
          <p class="note">on average</p>`
    }
    ${stripOf(quantiles, mean?.value)}</div>
    <ul>
      ${[...lines, ...others].map((line) => markup`<li>${line}</li>`)}
    </ul>
  </article>`;
}

/** The answers, in the order of the model's subjects. */
export function answerSection({ result, model }: ReportSource, titleOf: TitleOf): Markup {
  const metrics = takePairs(takeFans(takeGoals(result.metrics).rest).rest).rest.filter(
    (metric) => !saysNothing(metric, result.reached),
  );
  const names = [...new Set(metrics.map(({ subject }) => subject))];
  const cards = names.flatMap((name) => {
    const card = cardOf(
      titleOf(name),
      metrics.filter(({ subject }) => subject === name),
    );
    return card === undefined ? [] : [card];
  });
  if (cards.length === 0) return markup``;
  const left = cards.length - answeredMax;
  const hasMargin = metrics.some(({ standardError }) => standardError !== null && standardError > 0);
  return section(
    'answer',
    result.partial ? 'The answer so far' : 'The answer',
    markup`<div class="cards">${cards.slice(0, answeredMax)}</div>
    ${hasMargin ? markup`<p class="note">A figure after ± is the 95 % margin of its error: how far the figure could be off because only so many ${model.timeUnit} were computed. It is not the spread of the outcomes.</p>` : undefined}
    ${left > 0 ? markup`<p class="note">${left} more are in the table below.</p>` : undefined}`,
  );
}
