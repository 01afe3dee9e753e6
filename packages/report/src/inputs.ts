// What went into the run: parameters, changes while it ran, attachments, and what was noticed about the document.

import type { Input } from '@holdfast/core';
import { formatNumber, unitText } from '@holdfast/pictures';
import { inputText } from '@holdfast/protocol';
import { markup, type Markup } from './markup.ts';
import { section, table } from './parts.ts';
import type { ReportSource } from './source.ts';
import { plain } from './words.ts';

function parameterTable({ model, result }: ReportSource): Markup {
  const given = new Map(
    result.parameters.map(({ parameter, value }): [string, Input['value']] => [parameter, value]),
  );
  const rows = model.parameters.map(({ name, label, unit, value, min, max }) => {
    const used = given.get(name) ?? value;
    const changed = used === value ? '' : `instead of ${formatNumber(value)}`;
    const title = label === '' ? name : label;
    return markup`<tr>
      <th scope="row">${title} <code>${name}</code></th>
      <td class="n"><b>${inputText(used, formatNumber)}</b></td>
      <td>${unitText(unit)}</td>
      <td>${changed}</td>
      <td class="n">${formatNumber(min)} to ${formatNumber(max)}</td>
    </tr>`;
  });
  if (rows.length === 0) return markup``;
  return markup`<h3>Parameters</h3>
    ${table('Parameters', 'parameters', ['Parameter', 'Value', 'Unit', 'Changed', 'Allowed'], markup`<tbody>${rows}</tbody>`)}`;
}

/** Assumptions listed; of more the document has all. */
const listedMax = 100;

function assumptionTable({ assumptions }: ReportSource): Markup {
  if (assumptions.length === 0) return markup``;
  const rows = assumptions
    .slice(0, listedMax)
    .map(
      ({ title, kind, detail, unit }) =>
        markup`<tr><th scope="row">${title}</th><td>${kind}</td><td>${detail}</td><td>${unitText(unit)}</td></tr>`,
    );
  const left = assumptions.length - rows.length;
  const columns = ['Taken as given', 'As', 'With', 'Unit'];
  return markup`<h3>Assumptions</h3>
    ${table('Assumptions', 'assumptions', columns, markup`<tbody>${rows}</tbody>`)}
    ${left > 0 ? markup`<p class="note">${left} more are in the document.</p>` : undefined}`;
}

function liveInputs({ model, result }: ReportSource): Markup {
  const rows = result.inputs.map(({ parameter, value, time }) => {
    const known = model.parameters.find(({ name }) => name === parameter);
    return markup`<li>
      ${known?.label ?? parameter} <code>${parameter}</code> became
      <b>${typeof value === 'number' ? plain(value, known?.unit ?? '') : inputText(value, formatNumber)}</b> at ${formatNumber(time)} ${model.timeUnit}; the figures are
      for what came after.
    </li>`;
  });
  return rows.length === 0
    ? markup``
    : markup`<h3>Changed while it ran</h3>
        <ul>
          ${rows}
        </ul>`;
}

function attachments({ document, digests }: ReportSource): Markup {
  const rows = Object.entries(document.files ?? {}).map(
    ([name, text]) =>
      markup`<tr>
        <th scope="row">${name}</th>
        <td class="n">${formatNumber(text.length)}</td>
        <td><code class="digest">${digests[name]}</code></td>
      </tr>`,
  );
  if (rows.length === 0) return markup``;
  return markup`<h3>Data</h3>
    ${table('Data', 'files', ['File', 'Characters', 'SHA-256'], markup`<tbody>${rows}</tbody>`)}`;
}

function noticeList({ notices }: ReportSource): Markup {
  if (notices.length === 0) return markup``;
  const items = notices.map(
    ({ path, message, remedy }) =>
      markup`<li>${message}${remedy === undefined ? undefined : markup` ${remedy}`} <code>${path}</code></li>`,
  );
  return markup`<h3>Noticed about the document</h3>
    <ul class="notices">
      ${items}
    </ul>`;
}

/** Everything that went in; nothing when a run has neither parameters nor data. */
export function inputSection(source: ReportSource): Markup {
  const parts = [
    parameterTable(source),
    liveInputs(source),
    assumptionTable(source),
    attachments(source),
    noticeList(source),
  ];
  if (parts.every(({ text }) => text === '')) return markup``;
  return section('inputs', 'What went in', parts);
}
