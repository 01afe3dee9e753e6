// An author's mistakes in one file, each with its place, ready to be printed. Loads nothing, so that failing is cheap.
import type { Issue } from '@holdfast/core';
import type { Style } from './console.ts';

/** An issue and the file that holds it. */
export interface PlacedIssue {
  readonly issue: Issue;
  /** The document, or the attachment in which the mistake is. */
  readonly file: string;
  /** From 1; absent when the place cannot be told. */
  readonly line?: number;
  readonly column?: number;
}

export class InvalidDocument extends Error {
  override readonly name = 'InvalidDocument';
  readonly path: string;
  readonly issues: readonly PlacedIssue[];

  constructor(path: string, issues: readonly PlacedIssue[]) {
    super(`${path} has ${issues.length} issue${issues.length === 1 ? '' : 's'}`);
    this.path = path;
    this.issues = issues;
  }
}

/** `file:line:column`, as editors and terminals understand it. */
function placeOf({ file, line, column }: PlacedIssue): string {
  if (line === undefined) return file;
  return column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
}

/** One block per mistake: where and what, then what to do. What several parts of a document trip over is said once. */
export function describeIssues(
  issues: readonly PlacedIssue[],
  style: (style: Style, text: string) => string,
): string {
  const told = new Set<string>();
  return issues
    .flatMap((placed) => {
      const { path, code, message, remedy } = placed.issue;
      const place = placeOf(placed);
      if (told.has(`${place} ${message}`)) return [];
      told.add(`${place} ${message}`);
      const which = style('dim', `[${code}${path === '' ? '' : ` ${path}`}]`);
      const where = `${style('bold', place)}: ${style('red', message)} ${which}`;
      return remedy === undefined ? [where] : [where, `  ${style('cyan', remedy)}`];
    })
    .join('\n');
}
