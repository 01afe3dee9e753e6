// holdfast validate: every issue of every file, with file:line:column.
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

/** What is wrong with a file, and what it holds when nothing is. */
async function check(path: string): Promise<{ issues: readonly PlacedIssue[]; holds: string }> {
  try {
    return { issues: [], holds: describe(await openDocument(path)) };
  } catch (error) {
    if (error instanceof InvalidDocument) return { issues: error.issues, holds: '' };
    if (!(error instanceof SimulationError) || error.code !== 'document.unreadable') throw error;
    const { code, message, remedy } = error;
    return { issues: [{ issue: { path: '', code, message, remedy }, file: path }], holds: '' };
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
    const { issues, holds } = await check(path);
    if (issues.length > 0) wrong++;
    const placed = issues.map(({ issue, file, line, column }) => ({ file, line, column, ...flat(issue) }));
    const report = { path, ok: issues.length === 0, issues: placed };
    reports.push(report);
    if (jsonl === true) console.result(encodeJson(report));
    else if (json !== true) {
      console.result(
        issues.length === 0
          ? `${path}: ${console.inResult('green', 'ok')}, ${holds}`
          : describeIssues(issues, (style, text) => console.inResult(style, text)),
      );
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
