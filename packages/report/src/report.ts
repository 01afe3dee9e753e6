// A kept run as one HTML file: composed top to bottom in parts, so that whoever writes it can do other things in between.

import { displayModel, subjectsOf } from '@holdfast/pictures';
import { answerSection } from './answer.ts';
import { correlationSection } from './correlations.ts';
import { pictureSections } from './figures.ts';
import { historySection } from './history.ts';
import { documentSection, fileStem, identitySection } from './identity.ts';
import { inputSection } from './inputs.ts';
import { pageEnd, pageHead } from './page.ts';
import type { ReportSource } from './source.ts';
import { goalSection, headSection } from './standing.ts';
import { resultSection, titlesOf } from './tables.ts';

/** The name under which a report is saved. */
export function reportName({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${fileStem(name)}-${id.slice(-8)}-report.html`;
}

/** The report in parts; together they are the file. Equal sources give equal bytes. */
export function* reportParts(given: ReportSource): Generator<string> {
  const source = { ...given, model: displayModel(given.model) };
  const subjects = subjectsOf(source.model.channels);
  const titleOf = titlesOf(subjects, source.labels);
  const { result, document } = source;
  yield pageHead(`${result.partial ? 'Partial: ' : ''}${result.name}`, document.description).text;
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
  yield pageEnd.text;
}
