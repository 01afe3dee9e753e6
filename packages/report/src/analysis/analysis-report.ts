// A kept experiment as one HTML file: what was asked, what was found with its pictures, and how to compute it again.

import type { ModelDocument } from '@holdfast/core';
import {
  displayModel,
  experimentStopWords,
  formatCount,
  formatNumber,
  kindWords,
  namesOf,
  picturesOf,
  type FindingPicture,
} from '@holdfast/pictures';
import { encodeJson, type ExperimentResult, type ModelView } from '@holdfast/protocol';
import { documentSection, fileStem, shellWord } from '../identity.ts';
import { twin } from '../figures.ts';
import { markup, type Markup } from '../markup.ts';
import { pageHead, pageEnd } from '../page.ts';
import { fact, modelTime, section } from '../parts.ts';
import { instant } from '../source.ts';
import { findingLegend, findingSvg } from './finding-svg.ts';

/** Everything the report of an analysis is written from: what is kept of one ended experiment, and nothing else. */
export interface AnalysisReportSource {
  readonly id: string;
  /** Wall clock, milliseconds since 1970. */
  readonly createdAt: number;
  readonly document: ModelDocument;
  /** Undefined where the document does not compile any more: then everything is called as it is written. */
  readonly model: ModelView | undefined;
  readonly result: ExperimentResult;
}

const wideWidth = 900;
const narrowWidth = 440;

/** The name under which the report of an analysis is saved. */
export function analysisReportName(experiment: {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}): string {
  return `${fileStem(experiment.name)}-${experiment.id.slice(-8)}-${experiment.kind}.html`;
}

function titleOf({ result }: AnalysisReportSource): string {
  return `${kindWords[result.method.kind].title}: ${result.name}`;
}

function banner({ stop, partial, points }: ExperimentResult): Markup {
  if (!partial) return markup``;
  const remedy = stop.kind === 'failed' ? markup` ${stop.remedy} <code>${stop.code}</code>` : undefined;
  return markup`<p class="banner ${stop.kind === 'failed' ? 'bad' : 'warn'}">
    <strong>Partial result.</strong> The analysis was ${experimentStopWords(stop)}. What is shown rests on
    ${formatCount(points)} points.${remedy}
  </p>`;
}

function headSection(source: AnalysisReportSource): Markup {
  const { document, result, model, createdAt } = source;
  const { method, points, until, replicates, seed, parameters } = result;
  const held = parameters.map(({ parameter, value }) => `${parameter} = ${formatNumber(value)}`).join(', ');
  const end = `${modelTime(until)}${model === undefined ? '' : ` ${model.timeUnit}`}`;
  return markup`<header>
    ${banner(result)}
    <p class="eyebrow">Holdfast analysis, ${result.family}</p>
    <h1>${titleOf(source)}</h1>
    <p class="lead">${kindWords[method.kind].question}</p>
    ${document.description === undefined ? undefined : markup`<p class="note">${document.description}</p>`}
    <dl class="facts">
      ${fact('Points', formatCount(points))} ${fact('Each until', end)} ${fact('Replicates', String(replicates))}
      ${fact('Seed', String(seed))} ${held === '' ? undefined : fact('Held', held)}
      ${fact('Started', markup`<time datetime="${new Date(createdAt).toISOString()}">${instant(createdAt)}</time>`)}
    </dl>
  </header>
`;
}

/** Pictures that stand side by side where there are several: all but those with named rows. */
function isNarrow({ plot }: FindingPicture, all: readonly FindingPicture[]): boolean {
  const plain = all.filter((each) => each.plot !== undefined && !('rows' in each.plot.y));
  return plot !== undefined && plain.length > 1 && !('rows' in plot.y);
}

function figureOf(picture: FindingPicture, all: readonly FindingPicture[]): Markup {
  const { title, summary, plot, table } = picture;
  const narrow = isNarrow(picture, all);
  const svg = plot && findingSvg(plot, `${title}. ${summary}`, narrow ? narrowWidth : wideWidth);
  const drawn =
    svg && markup`<div class="scroll" role="group" tabindex="0" aria-label="${title}">${svg}</div>`;
  return markup`<figure class="${narrow ? 'half' : 'wide'}">
    <figcaption><strong>${title}</strong> ${summary}</figcaption>
    ${plot && findingLegend(plot)}${drawn}${twin(table, title, plot === undefined)}
  </figure> `;
}

function findings({ result, model }: AnalysisReportSource): Markup {
  const { report, parameters } = result;
  if (report === null)
    return section('findings', 'Findings', markup`<p>It ended before anything could be said.</p>`);
  const names = namesOf(model && displayModel(model), parameters);
  const pictures = picturesOf(report, names);
  const figures = pictures.map((picture) => figureOf(picture, pictures));
  return section('findings', 'Findings', markup`<div class="figures">${figures}</div>`);
}

function identitySection({ id, result }: AnalysisReportSource): Markup {
  const { seed, until, replicates, parameters, method } = result;
  const stem = fileStem(result.name);
  const request = encodeJson({ method, seed, until, replicates, parameters }, 2);
  const command = `holdfast analyze ${shellWord(`${stem}.json`)} --request ${shellWord(`${stem}-request.json`)} --json`;
  return section(
    'identity',
    'Check it yourself',
    markup`<p>
        The same document, method, parameters, seed and engine give the same report, bit for bit, on any machine.
        Every point is a run of its own that can be started with its parameters.
      </p>
      <dl class="identity">
        ${fact('Analysis', markup`<code>${id}</code>`)} ${fact('Seed', markup`<code>${String(seed)}</code>`)}
        ${fact('Document', markup`<code class="digest">${result.document}</code>`)}
        ${fact('Engine', `${result.family}, version ${result.engine}`)}
      </dl>
      <p>Save the document and the request below as files, and compute it again:</p>
      <pre tabindex="0"><code>${command}</code></pre>
      <details>
        <summary>The request</summary>
        <pre tabindex="0"><code>${request}</code></pre>
      </details>`,
  );
}

/** The report in parts; together they are the file. Equal sources give equal bytes. */
export function* analysisReportParts(source: AnalysisReportSource): Generator<string> {
  const { result, document } = source;
  const title = `${result.partial ? 'Partial: ' : ''}${titleOf(source)}`;
  yield pageHead(title, document.description).text;
  yield headSection(source).text;
  yield findings(source).text;
  yield identitySection(source).text;
  yield documentSection(source).text;
  yield pageEnd.text;
}
