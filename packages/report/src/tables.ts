// Every number the run concluded, with its standard error: figures by subject, and those over time.

import { figureRank, saysNothing, takeFans, takeGoals, takePairs } from '@holdfast/client';
import type { Metric } from '@holdfast/core';
import { formatCount, formatEstimate, unitText, type Subject } from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';
import { section, table } from './parts.ts';
import type { ReportSource } from './source.ts';

export type TitleOf = (subject: string) => string;

/** What subjects are called: by their channels, else as the part of the model they belong to, else by their names. */
export function titlesOf(subjects: readonly Subject[], labels: ReadonlyMap<string, string>): TitleOf {
  const titles = new Map(subjects.map(({ name, title }) => [name, title]));
  return (subject) =>
    titles.get(subject) ?? labels.get(subject.slice(0, Math.max(0, subject.lastIndexOf('.')))) ?? subject;
}

function rowOf({ name, value, standardError, unit }: Metric): Markup {
  const text = formatEstimate(value, standardError);
  return markup`<tr>
    <td>${name}</td>
    <td class="n"><b>${text.value}</b></td>
    <td class="n">${text.error ?? '–'}</td>
    <td>${unitText(unit)}</td>
  </tr>`;
}

function groupOf(subject: string, title: string, metrics: readonly Metric[]): Markup {
  const rows = metrics.toSorted((left, right) => figureRank(left.name) - figureRank(right.name)).map(rowOf);
  const code = title === subject ? undefined : markup` <code>${subject}</code>`;
  return markup`<tbody>
    <tr>
      <th colspan="4" scope="rowgroup">${title}${code}</th>
    </tr>
    ${rows}
  </tbody>`;
}

function cellOf(metric: Metric | undefined): Markup {
  if (metric === undefined) return markup`<td></td>`;
  const { value, error } = formatEstimate(metric.value, metric.standardError);
  return markup`<td>${value}${error === null ? undefined : markup` <i>± ${error}</i>`}</td>`;
}

function overTime(metrics: readonly Metric[], title: string): Markup {
  const cells = new Map(metrics.map((metric) => [metric.name, metric]));
  const parts = metrics.map(({ name }) => name.split('@') as [string, string]);
  const [names, places] = [0, 1].map((part) => [...new Set(parts.map((pair) => pair[part] ?? ''))]);
  const rows = (places ?? []).map(
    (place) =>
      markup`<tr>
        <th scope="row">${place}</th>
        ${(names ?? []).map((name) => cellOf(cells.get(`${name}@${place}`)))}
      </tr>`,
  );
  return markup`<details>
    <summary>${title} over time: ${formatCount(rows.length)} times</summary>
    ${table(`${title} over time`, 'numbers', ['time', ...(names ?? [])], markup`<tbody>${rows}</tbody>`)}
  </details>`;
}

function namesOf(metrics: readonly Metric[]): readonly string[] {
  return [...new Set(metrics.map(({ subject }) => subject))];
}

function only(metrics: readonly Metric[], name: string): readonly Metric[] {
  return metrics.filter(({ subject }) => subject === name);
}

/** The whole result. */
export function resultSection({ result }: ReportSource, titleOf: TitleOf): Markup {
  const { metrics, partial } = result;
  const { rest } = takeFans(takePairs(takeGoals(metrics).rest).rest);
  const placed = takeGoals(metrics).rest.filter(({ name }) => name.includes('@'));
  const idle = (name: string): boolean =>
    only(rest, name).every((metric) => saysNothing(metric, result.reached));
  // What only counts samples comes last.
  const names = namesOf(rest).toSorted((left, right) => Number(idle(left)) - Number(idle(right)));
  const groups = names.map((name) => groupOf(name, titleOf(name), only(rest, name)));
  const fans = namesOf(placed).map((name) => overTime(only(placed, name), titleOf(name)));
  return section(
    'result',
    partial ? 'All numbers, partial' : 'All numbers',
    markup`${table('All numbers', 'result', ['Figure', 'Value', 'Standard error', 'Unit'], groups)}
    <p class="note">A dash stands where no error can be estimated, as for counts and extremes.</p>
    ${fans}`,
  );
}
