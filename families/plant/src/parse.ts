// From a document to a spec: every mistake at once, each at a place that exists.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import type { z } from 'zod';
import { modelSchema, type PlantSpec } from './document.ts';
import { geometryIssues } from './geometry.ts';
import { gridTables } from './grid-document.ts';

/** End of a run that says none, s. */
const untilDefault = 120;

/** Checks a document and returns every issue at once. */
export function parsePlant(document: ModelDocument): Parsed<PlantSpec> {
  const issues: Issue[] = [];
  if (document.version !== 1) {
    issues.push({
      path: '/version',
      code: 'plant.unknown-version',
      message: `format ${document.version} is not known`,
      remedy: 'Use version 1.',
    });
  }
  const parsed = modelSchema.safeParse(document.model);
  const until = document.run?.until ?? untilDefault;
  if (!parsed.success) issues.push(...parsed.error.issues.map(toIssue));
  if (!parsed.success) return { ok: false, issues };
  issues.push(...geometryIssues(parsed.data, until).map((issue) => placed(issue, document)));
  const profiles = gridTables(parsed.data.grid, document.files ?? {});
  issues.push(...profiles.issues);
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, spec: { ...parsed.data, until, profiles: profiles.tables } };
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  const remedy =
    issue.code === 'unrecognized_keys'
      ? `Remove ${issue.keys.join(', ')}.`
      : 'The schema of the plant family says what is possible, and why.';
  return {
    path: ['/model', ...issue.path.map(String)].join('/'),
    code: `plant.${issue.code.replaceAll('_', '-')}`,
    message: issue.message,
    remedy,
  };
}

/** An issue about a default points to the nearest thing the author did write. */
function placed(issue: Issue, document: ModelDocument): Issue {
  const path: string[] = [];
  let value: unknown = document;
  for (const segment of issue.path.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) break;
    path.push(segment);
    if (!Object.hasOwn(value, segment)) break;
    value = (value as Readonly<Record<string, unknown>>)[segment];
  }
  return { ...issue, path: `/${path.join('/')}` };
}
