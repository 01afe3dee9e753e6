// A kept run as one HTML file: composed top to bottom in parts, so that whoever writes it can do other things in between.

import { displayModel, subjectsOf } from '@holdfast/pictures';
import { answerSection } from './answer.ts';
import { correlationSection } from './correlations.ts';
import { pictureSections } from './figures.ts';
import { historySection } from './history.ts';
import { documentSection, fileStem, identitySection } from './identity.ts';
import { inputSection } from './inputs.ts';
import { markup, type Markup } from './markup.ts';
import type { ReportSource } from './source.ts';
import { goalSection, headSection } from './standing.ts';
import { style } from './style.ts';
import { resultSection, titlesOf } from './tables.ts';

/** Forbids what the file never does: scripts, requests, frames, forms. The same rules go into the answer's head. */
export const reportPolicy: string =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The name under which a report is saved. */
export function reportName({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${fileStem(name)}-${id.slice(-8)}-report.html`;
}

function head({ result, document }: ReportSource): Markup {
  const about =
    document.description === undefined
      ? undefined
      : markup`<meta name="description" content="${document.description}"/>`;
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="${reportPolicy}"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="generator" content="Holdfast"/>
        ${about}
        <title>${result.partial ? 'Partial: ' : ''}${result.name}</title>
        <style>${style}</style>
      </head>
      <body>
        <main>
`;
}

/** The report in parts; together they are the file. Equal sources give equal bytes. */
export function* reportParts(given: ReportSource): Generator<string> {
  const source = { ...given, model: displayModel(given.model) };
  const subjects = subjectsOf(source.model.channels);
  const titleOf = titlesOf(subjects, source.labels);
  yield head(source).text;
  yield headSection(source).text;
  yield answerSection(source, titleOf).text;
  yield goalSection(source, titleOf).text;
  for (const section of pictureSections(source, subjects)) yield section.text;
  yield correlationSection(source, titleOf).text;
  yield resultSection(source, titleOf).text;
  yield inputSection(source).text;
  yield historySection(source).text;
  for (const part of identitySection(source)) yield part.text;
  yield documentSection(source).text;
  yield markup`</main>
</body>
</html>
`.text;
}
