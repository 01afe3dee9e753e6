// The small pieces every section is made of.

import { formatCount, formatNumber } from '@holdfast/pictures';
import { markup, type Content, type Markup } from './markup.ts';

/** A table with a column for each title; it scrolls by itself where the page is too narrow or the table too long. */
export function table(title: string, kind: string, columns: readonly string[], body: Content): Markup {
  return markup`<div class="scroll" role="group" tabindex="0" aria-label="${title}">
    <table class="${kind}">
      <thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
      ${body}
    </table>
  </div>`;
}

/** A name and what it stands for, inside a `dl`. */
export function fact(name: string, content: Content): Markup {
  return markup`<div><dt>${name}</dt><dd>${content}</dd></div>`;
}

/** A section with a heading that names it. */
export function section(id: string, title: Content, content: Content): Markup {
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>
`;
}

/** A time of the model, whole numbers in full. */
export function modelTime(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatNumber(value, 9);
}
