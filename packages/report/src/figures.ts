// The pictures of a run, each as a figure with a caption and its numbers as a table.

import {
  convergencePicture,
  cumulativePicture,
  fanPicture,
  histogramPicture,
  knownQuantiles,
  seriesPicture,
  type Drawing,
  type Line,
  type NumberTable,
  type Picture,
  type Subject,
} from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';
import { section, table } from './parts.ts';
import type { ReportSource } from './source.ts';
import { svgOf, type Size } from './svg.ts';

/** Subjects drawn; the numbers of the others are in the table. */
const drawnMax = 12;
const half: Size = { width: 460, height: 270 };
const whole: Size = { width: 940, height: 280 };

interface Figure {
  readonly picture: Picture;
  readonly size: Size;
}

/** A table as a reader opens it below its picture; open where there is no picture. */
export function twin({ columns, rows, note }: NumberTable, title: string, open = false): Markup {
  if (rows.length === 0) return markup``;
  const body = rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`);
  const numbers = markup`${table(`${title}, numbers`, 'numbers', columns, markup`<tbody>${body}</tbody>`)}
    ${note === undefined ? undefined : markup`<p class="note">${note}</p>`}`;
  if (open) return numbers;
  return markup`<details>
    <summary>Numbers of this picture</summary>
    ${numbers}
  </details>`;
}

function sampleOf({ tone, dash = [], width = 1.5, kind }: Line): Markup {
  if (kind === 'points')
    return markup`<svg class="sample" viewBox="0 0 22 8" aria-hidden="true">
      <circle cx="11" cy="4" r="3" fill="var(--surface)" stroke="var(--${tone})" stroke-width="1.5"/>
    </svg>`;
  return markup`<svg class="sample" viewBox="0 0 22 8" aria-hidden="true">
    <path d="M0 4h22" stroke="var(--${tone})" stroke-width="${width}" stroke-dasharray="${dash.join(' ') || 'none'}"/>
  </svg>`;
}

/** What lines and bands are, where a picture has more than one. */
function keyOf({ lines, bands = [] }: Drawing): Markup {
  const edges = new Set(bands.flat());
  const named = lines.filter(
    (line, index) => line.kind !== 'bars' && (!edges.has(index) || (line.width ?? 1.5) >= 1.5),
  );
  const shades = bands.map(
    ([upper, lower]) => `${lines[lower]?.label ?? ''} to ${lines[upper]?.label ?? ''}`,
  );
  if (named.length + shades.length < 2) return markup``;
  const items = named.map((line) => markup`<li>${sampleOf(line)}${line.label}</li>`);
  const shaded = shades.map(
    (text) =>
      markup`<li>
        <svg class="sample" viewBox="0 0 22 8" aria-hidden="true">
          <path d="M0 0h22v8h-22z" fill="var(--band)"/></svg>${text}
      </li>`,
  );
  return markup`<ul class="key">
    ${items}${shaded}
  </ul>`;
}

function figureOf({ picture, size }: Figure, subject: string): Markup {
  const drawing = picture.draw();
  // One point is no line.
  if (drawing === undefined || drawing.x.length < 2) return markup``;
  const { title } = picture;
  const wide = size === whole;
  const summary = picture.summary();
  const svg = svgOf(picture.frame, drawing, `${subject}: ${title}. ${summary}`, size);
  return markup`<figure class="${wide ? 'wide' : 'half'}">
    <figcaption><strong>${title}</strong> ${summary}</figcaption>
    ${wide ? markup`<div class="scroll" role="group" tabindex="0" aria-label="${subject}: ${title}">${svg}</div>` : svg}
    ${keyOf(drawing)}${twin(picture.table(), `${subject}: ${title}`)}
  </figure> `;
}

function figuresOf(
  subject: Subject,
  { numbers, model, result }: ReportSource,
  since: number,
): readonly Figure[] {
  const { estimates, quantiles, histogram, unit, fans, series } = subject;
  const { timeUnit } = model;
  const known = knownQuantiles(result.metrics, subject.name);
  const channels = { estimate: estimates[0], quantiles, histogram, unit, known: () => known };
  const named = estimates.length > 1;
  return [
    ...fans.map((channel) => ({ picture: fanPicture(numbers, channel), size: whole })),
    ...(histogram === undefined ? [] : [{ picture: histogramPicture(numbers, channels), size: half }]),
    ...(histogram === undefined && quantiles === undefined
      ? []
      : [{ picture: cumulativePicture(numbers, channels), size: half }]),
    ...estimates.map((estimate) => ({
      picture: convergencePicture(numbers, {
        estimate,
        quantiles,
        levels: [],
        logTime: false,
        since,
        timeUnit,
        named,
      }),
      size: whole,
    })),
    ...series.map((group) => ({ picture: seriesPicture(numbers, group, timeUnit), size: whole })),
  ];
}

/** The pictures, subject by subject, each a part of its own. */
export function* pictureSections(source: ReportSource, subjects: readonly Subject[]): Generator<Markup> {
  const since = source.result.inputs.at(-1)?.time ?? 0;
  let drawn = 0;
  for (const [index, subject] of subjects.entries()) {
    const figures = figuresOf(subject, source, since)
      .map((figure) => figureOf(figure, subject.title))
      .filter(({ text }) => text !== '');
    if (figures.length === 0) continue;
    drawn += 1;
    if (drawn > drawnMax) {
      yield markup`<p class="note">
        The first ${drawnMax} subjects are drawn; every number is in the table below.
      </p>`;
      return;
    }
    const { title, name } = subject;
    const heading = markup`${title}${title === name ? undefined : markup` <code>${name}</code>`}`;
    yield section(`subject-${index}`, heading, markup`<div class="figures">${figures}</div>`);
  }
}
