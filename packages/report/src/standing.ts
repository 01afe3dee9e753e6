// What was asked and how it ended. A partial result says so before anything else.

import { describeGoal, takeGoals } from '@holdfast/client';
import { stopInWords } from '@holdfast/pictures';
import { markup, type Markup } from './markup.ts';
import { fact, modelTime, section } from './parts.ts';
import { instant, type ReportSource } from './source.ts';
import type { TitleOf } from './tables.ts';

/** Words over the page when the run did not do all it was asked; nothing otherwise. */
function banner({ result, model }: ReportSource): Markup {
  const { stop, partial, reached, asked } = result;
  if (!partial) return markup``;
  const failed = stop.kind === 'failed';
  const end = Number.isFinite(asked)
    ? `of ${modelTime(asked)} ${model.timeUnit}`
    : `${model.timeUnit}, with an open end`;
  const remedy = failed ? markup` ${stop.remedy} <code>${stop.code}</code>` : undefined;
  return markup`<p class="banner ${failed ? 'bad' : 'warn'}">
    <strong>Partial result.</strong> The run ${stopInWords(stop)}. It reached ${modelTime(reached)} ${end}; every
    number here is for what was really computed, and its error says so.${remedy}
  </p>`;
}

/** Title, description, and the facts of the run in a line. */
export function headSection(source: ReportSource): Markup {
  const { document, result, model, createdAt } = source;
  const { asked, reached, stop, seed } = result;
  const end = Number.isFinite(asked) ? `${modelTime(asked)} ${model.timeUnit}` : 'an open end';
  return markup`<header>
    ${banner(source)}
    <p class="eyebrow">Holdfast report, ${result.family}</p>
    <h1>${result.name}</h1>
    ${document.description === undefined ? undefined : markup`<p class="lead">${document.description}</p>`}
    ${document.source === undefined ? undefined : markup`<p class="note">Source: ${document.source}</p>`}
    <dl class="facts">
      ${fact('Asked for', end)} ${fact('Computed', `${modelTime(reached)} ${model.timeUnit}`)}
      ${fact('Ended', stopInWords(stop))} ${fact('Seed', String(seed))}
      ${fact('Started', markup`<time datetime="${new Date(createdAt).toISOString()}">${instant(createdAt)}</time>`)}
    </dl>
  </header>
`;
}

/** The precision that was asked for, and whether it was reached. */
export function goalSection({ result }: ReportSource, titleOf: TitleOf): Markup {
  const { goals } = takeGoals(result.metrics);
  if (goals.length === 0) return markup``;
  const items = goals.map(
    (goal) =>
      markup`<li class="${goal.reached ? 'met' : 'unmet'}">
        <b>${titleOf(goal.subject)}, ${goal.figure}</b> ${describeGoal(goal)}
      </li>`,
  );
  return section('goals', 'Precision asked for', markup`<ul class="goals">${items}</ul>`);
}
