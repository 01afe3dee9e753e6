// Collects an author's mistakes with JSON-pointer paths; nothing is thrown and nothing is repaired.

import type { Issue } from '@holdfast/core';
import { nearest } from './expression/suggest.ts';

export type Path = readonly (string | number)[];

/** Most issues one parse reports; beyond it a last one says how many more there are. */
const issuesMax = 1000;

export interface IssueDetail {
  readonly remedy?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export class IssueList {
  readonly #issues: Issue[] = [];
  #left = 0;

  get count(): number {
    return this.#issues.length + this.#left;
  }

  add(path: Path, code: string, message: string, detail: IssueDetail = {}): void {
    if (this.#issues.length >= issuesMax) {
      this.#left++;
      return;
    }
    const { remedy, line, column } = detail;
    this.#issues.push({
      path: pointer(path),
      code,
      message,
      ...(remedy === undefined ? {} : { remedy }),
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    });
  }

  all(): readonly Issue[] {
    if (this.#left === 0) return this.#issues;
    const rest = { path: '/model', code: 'model.too-many-issues', message: `${this.#left} more issues` };
    return [...this.#issues, { ...rest, remedy: 'Fix the listed ones first.' }];
  }
}

/** RFC 6901 pointer of a path. */
export function pointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A remedy that names the nearest known name, or all of them while they fit on a line. */
export function suggestion(name: string, known: readonly string[]): string | undefined {
  const near = nearest(name, known);
  if (near !== undefined) return `Did you mean "${near}"?`;
  if (known.length === 0) return undefined;
  const shown = known.slice(0, 12).join(', ');
  return `Use one of: ${shown}${known.length > 12 ? `, ... (${known.length} in all)` : ''}.`;
}
