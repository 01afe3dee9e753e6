// holdfast validate: every issue and notice of every file, with file:line:column.
import { formatNumber } from '@holdfast/client';
import { SimulationError } from '@holdfast/core';
import { encodeJson } from '@holdfast/protocol';
import { formatCount, pluralOf } from '../amounts.ts';
import type { CommandContext } from '../context.ts';
import { openDocument, type CheckedDocument } from '../documents.ts';
import { exitCode } from '../exit-code.ts';
import { describeIssues, InvalidDocument, type PlacedIssue } from '../invalid-document.ts';
import type { OutputOptions } from './run.ts';

/** What a document holds: its family, how far it runs, and what `-p` can set. */
function describe({ document, simulator, spec }: CheckedDocument): string {
  const { timeUnit, until, parameters } = simulator.compile(spec);
  const settable = parameters.map(
    ({ name, value, min, max }) =>
      `${name} = ${formatNumber(value)} (${formatNumber(min)} .. ${formatNumber(max)})`,
  );
  return [
    simulator.family,
    `${formatCount(document.run?.until ?? until)} ${pluralOf(timeUnit)}`,
    ...(settable.length === 0 ? [] : [`parameters ${settable.join(', ')}`]),
  ].join(', ');
}

/** What is wrong with a file; when nothing is, what it holds and what was changed to make it run. */
async function check(path: string): Promise<{ ok: boolean; issues: readonly PlacedIssue[]; holds: string }> {
  try {
    const checked = await openDocument(path);
    return { ok: true, issues: checked.notices, holds: describe(checked) };
  } catch (error) {
    if (error instanceof InvalidDocument) return { ok: false, issues: error.issues, holds: '' };
    if (!(error instanceof SimulationError) || error.code !== 'document.unreadable') throw error;
    const { code, message, remedy } = error;
    return { ok: false, issues: [{ issue: { path: '', code, message, remedy }, file: path }], holds: '' };
  }
}

/** Checks documents and says what each holds, or every issue it has. */
export async function validateCommand(
  paths: readonly string[],
  { json, jsonl }: OutputOptions,
  { console }: CommandContext,
): Promise<number> {
  const reports: unknown[] = [];
  let wrong = 0;
  for (const path of paths) {
    const { ok, issues, holds } = await check(path);
    if (!ok) wrong++;
    const placed = issues.map(({ issue, file, line, column }) => ({ file, line, column, ...flat(issue) }));
    const report = { path, ok, issues: placed };
    reports.push(report);
    if (jsonl === true) console.result(encodeJson(report));
    else if (json !== true) {
      const told = describeIssues(issues, (style, text) => console.inResult(style, text));
      const lines = ok ? [`${path}: ${console.inResult('green', 'ok')}, ${holds}`, told] : [told];
      console.result(lines.filter((line) => line !== '').join('\n'));
    }
  }
  if (json === true) console.result(encodeJson(reports, 2));
  if (wrong > 0) console.note(`${wrong} of ${paths.length} cannot be run`);
  return wrong > 0 ? exitCode.invalidModel : exitCode.ok;
}

/** An issue without its place inside the text, which the place in the file replaces. */
function flat({ path, code, message, remedy }: PlacedIssue['issue']) {
  return { path, code, message, remedy };
}
