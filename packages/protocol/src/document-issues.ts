// Schema complaints as issues an author can act on: one per mistake, each with a JSON pointer and a remedy.

import type { Issue } from '@holdfast/core';
import type { z } from 'zod';
import { jsonPointer } from './locate.ts';

type SchemaIssue = z.core.$ZodIssue;

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[segment];
  }
  return value;
}

/** Single-character edits between two words (Levenshtein). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const change = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[right.length]!;
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, edits: distance(name.slice(0, 64), candidate) }))
    .sort((left, right) => left.edits - right.edits);
  const best = ranked[0];
  return best !== undefined && best.edits <= Math.max(2, best.candidate.length / 3)
    ? best.candidate
    : undefined;
}

function unknownKey(
  area: string,
  path: readonly PropertyKey[],
  key: string,
  known: readonly string[],
): Issue {
  const near = nearest(key, known);
  const remedy =
    near !== undefined
      ? `Write "${near}".`
      : known.length > 0
        ? `Remove it; known keys are ${known.join(', ')}.`
        : 'Remove it.';
  return {
    path: jsonPointer([...path, key]),
    code: `${area}.unknown-key`,
    message: `"${key}" is not a known key`,
    remedy,
  };
}

function bound(issue: SchemaIssue & { code: 'too_small' | 'too_big' }): string {
  const what = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' items' : '';
  return issue.code === 'too_small'
    ? `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${what}`
    : `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${what}`;
}

function issuesOf(
  area: string,
  root: unknown,
  known: readonly string[],
  issue: SchemaIssue,
): readonly Issue[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(area, issue.path, key, issue.path.length === 0 ? known : []));
  const path = jsonPointer(issue.path);
  const name = issue.path.length === 0 ? 'the document' : `"${String(issue.path.at(-1))}"`;
  const value = valueAt(root, issue.path);
  if (value === undefined && issue.path.length > 0)
    return [{ path, code: `${area}.missing-key`, message: `${name} is missing`, remedy: `Add ${name}.` }];
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const message = `${name} has to be ${bound(issue)}`;
    return [{ path, code: `${area}.out-of-range`, message, remedy: 'Choose a value inside the bounds.' }];
  }
  if (issue.code === 'invalid_type') {
    const article = /^[aeiou]/.test(issue.expected) ? 'an' : 'a';
    const message = `${name} has to be ${article} ${issue.expected === 'int' ? 'whole number' : issue.expected}`;
    return [{ path, code: `${area}.wrong-type`, message, remedy: 'Change its type.' }];
  }
  return [
    { path, code: `${area}.invalid`, message: `${name}: ${issue.message}`, remedy: 'Correct the value.' },
  ];
}

/** Turns what a schema refused into issues. `area` begins each code, `known` are the keys of the outermost object.
 * Issue codes: missing-key, unknown-key, wrong-type, out-of-range, invalid. */
export function schemaIssues(
  area: string,
  error: z.ZodError,
  root: unknown,
  known: readonly string[] = [],
): readonly Issue[] {
  return error.issues.flatMap((issue) => issuesOf(area, root, known, issue));
}
