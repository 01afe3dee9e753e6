// How the quantities of a run go with each other, and what drives each of them.

import { takePairs, type PairFigures } from '@holdfast/client';
import type { Metric } from '@holdfast/core';
import { formatEstimate, formatNumber } from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';
import { section, table } from './parts.ts';
import type { ReportSource } from './source.ts';
import type { TitleOf } from './tables.ts';

const bar = { width: 200, height: 12 } as const;

function figureOf({ rankCorrelation, correlation }: PairFigures): Metric | undefined {
  return rankCorrelation ?? correlation;
}

function strength(pair: PairFigures): number {
  return Math.abs(figureOf(pair)?.value ?? 0);
}

/** The class that shades a correlation in five steps of either sign. */
function shade(value: number): string {
  const step = Math.min(5, Math.round(Math.abs(value) * 5));
  return step === 0 ? 'c0' : `c${value < 0 ? 'm' : 'p'}${step}`;
}

function valueOf(pair: PairFigures | undefined, between: Markup): Markup {
  const metric = pair === undefined ? undefined : figureOf(pair);
  if (metric === undefined) return markup``;
  const { value, error } = formatEstimate(metric.value, metric.standardError);
  return markup`${value}${error === null ? undefined : markup`${between}<i>± ${error}</i>`}`;
}

function cellOf(pair: PairFigures | undefined): Markup {
  const value = pair === undefined ? 0 : (figureOf(pair)?.value ?? 0);
  return markup`<td class="${shade(value)}">${valueOf(pair, markup`<br>`)}</td>`;
}

/** A square of subjects among themselves. */
function squareOf(pairs: readonly PairFigures[], titleOf: TitleOf): Markup {
  const names = [...new Set(pairs.flatMap(({ left, right }) => [left, right]))];
  const find = (row: string, column: string): PairFigures | undefined =>
    pairs.find(({ left, right }) => (left === row && right === column) || (left === column && right === row));
  const rows = names.map((row) => {
    const cells = names.map((column) =>
      row === column ? markup`<td class="cp5">1</td>` : cellOf(find(row, column)),
    );
    return markup`<tr><th scope="row">${titleOf(row)}</th>${cells}</tr>`;
  });
  return table('Correlations', 'matrix', ['With', ...names.map(titleOf)], markup`<tbody>${rows}</tbody>`);
}

/** A bar from the middle to the right for what rises together, to the left for the opposite. */
function barOf(value: number): Markup {
  const [middle, length] = [bar.width / 2, Math.round((Math.abs(value) * bar.width) / 2)];
  const left = value < 0 ? middle - length : middle;
  const tone = value < 0 ? 'series-1' : 'series-0';
  return markup`<svg class="bar" viewBox="0 0 ${bar.width} ${bar.height}" aria-hidden="true"><rect x="${left}" y="1" width="${length}" height="10" fill="var(--${tone})"/><path d="M${middle} 0v${bar.height}" stroke="var(--line-strong)"/></svg>`;
}

/** What drives one subject, the strongest first. */
function driversOf(subject: string, pairs: readonly PairFigures[], titleOf: TitleOf): Markup {
  const rows = pairs
    .toSorted((left, right) => strength(right) - strength(left))
    .map(
      (pair) =>
        markup`<tr>
          <th scope="row">${titleOf(pair.right)}</th>
          <td>${barOf(figureOf(pair)?.value ?? 0)}</td>
          <td class="n">${valueOf(pair, markup` `)}</td>
        </tr>`,
    );
  const title = titleOf(subject);
  const columns = ['Input', 'Falls with it, rises with it', 'Correlation'];
  return markup`<h3>${title}</h3>${table(`What drives ${title}`, 'drivers', columns, markup`<tbody>${rows}</tbody>`)}`;
}

/** What goes together and what drives what; nothing when no pairs were asked for. */
export function correlationSection({ result }: ReportSource, titleOf: TitleOf): Markup {
  const { pairs } = takePairs(result.metrics);
  if (pairs.length === 0) return markup``;
  // Where nothing stands on both sides, subjects were asked against their inputs.
  const lefts = new Set(pairs.map(({ left }) => left));
  const against = pairs.length > 1 && !pairs.some(({ right }) => lefts.has(right));
  const [among, driving] = against ? [[], pairs] : [pairs, []];
  const ranks = pairs.some(({ rankCorrelation }) => rankCorrelation !== undefined);
  const meaning = ranks
    ? 'Rank correlation: 1 where two always rise together, −1 where one rises as the other falls, 0 where neither tells of the other.'
    : 'Correlation: 1 where two rise together in proportion, −1 where one rises as the other falls.';
  const note = markup`<p class="note">${meaning} After ±: one standard error.</p>`;
  const strongest = among.toSorted((left, right) => strength(right) - strength(left))[0];
  const words =
    strongest === undefined
      ? undefined
      : markup`<p>Strongest: ${titleOf(strongest.left)} and ${titleOf(strongest.right)}, ${formatNumber(figureOf(strongest)?.value ?? 0, 2)}.</p>`;
  const subjects = [...new Set(driving.map(({ left }) => left))];
  const drivers = subjects.map((name) =>
    driversOf(
      name,
      driving.filter(({ left }) => left === name),
      titleOf,
    ),
  );
  return markup`${
    among.length === 0
      ? undefined
      : section('correlations', 'What goes together', markup`${words}${squareOf(among, titleOf)}${note}`)
  }${drivers.length === 0 ? undefined : section('drivers', 'What drives it', markup`${drivers}${note}`)}`;
}
