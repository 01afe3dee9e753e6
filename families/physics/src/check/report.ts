// Collects issues of a model; every path begins at the model.

import type { Issue } from '@holdfast/core';

export class Report {
  readonly issues: Issue[] = [];

  /** `path` lies below the model and begins with a slash; `code` is kebab case. */
  add(path: string, code: string, message: string, remedy: string): void {
    this.issues.push({ path: `/model${path}`, code: `physics.${code}`, message, remedy });
  }
}
