// From a document to a checked world: every mistake at once, each at a place that exists.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import type { z } from 'zod';
import { caps, checkSpec } from './check/check.ts';
import { factsOf, type CheckedWorld } from './compile.ts';
import { mjcfSchema } from './document.ts';
import { parseMjcf } from './exchange/parse-mjcf.ts';
import type { WorldFacts } from './facts.ts';
import { readSpec as readWritten } from './read-spec.ts';

/** End of a run that says none, s. */
const untilDefault = 10;

/** Checks a document and returns every issue at once. */
export function parsePhysics(document: ModelDocument): Parsed<CheckedWorld> {
  const issues: Issue[] = [];
  if (document.version !== 1)
    issues.push({
      path: '/version',
      code: 'physics.unknown-version',
      message: `format ${document.version} is not known`,
      remedy: 'Use version 1.',
    });
  const until = document.run?.until ?? untilDefault;
  // Looked at first: a schema that follows a document down has no bound of its own.
  if (depthOf(document.model) > caps.depth * 2 + 8) {
    const message = `it is nested deeper than ${caps.depth} bodies`;
    const remedy = 'Make the tree of bodies flatter.';
    return { ok: false, issues: [...issues, { path: '/model', code: 'physics.too-deep', message, remedy }] };
  }
  const { facts, issues: found } = isMjcf(document.model)
    ? readMjcf(document.model)
    : readSpec(document.model, until);
  issues.push(...found.map((issue) => placed(issue, document)));
  if (facts === undefined || issues.length > 0) return { ok: false, issues };
  return { ok: true, spec: { facts, until } };
}

interface Read {
  readonly facts: WorldFacts | undefined;
  readonly issues: readonly Issue[];
}

function isMjcf(model: unknown): boolean {
  return typeof model === 'object' && model !== null && Object.hasOwn(model, 'mjcf');
}

function readMjcf(model: unknown): Read {
  const parsed = mjcfSchema.safeParse(model);
  return parsed.success
    ? parseMjcf(parsed.data)
    : { facts: undefined, issues: parsed.error.issues.map(toIssue) };
}

function readSpec(model: unknown, until: number): Read {
  const { spec, mistakes, issues: found, traced } = readWritten(model);
  if (spec === undefined)
    return { facts: undefined, issues: [...found, ...mistakes.map((mistake) => traced(toIssue(mistake)))] };
  const issues = [...found, ...checkSpec(spec, until).map(traced)];
  return { facts: issues.length > 0 ? undefined : factsOf(spec), issues };
}

/** How deep values are nested, found without recursion. */
function depthOf(model: unknown): number {
  let level: readonly unknown[] = [model];
  let depth = 0;
  for (; level.length > 0; depth++) {
    level = level.flatMap((value) =>
      typeof value === 'object' && value !== null ? (Object.values(value) as readonly unknown[]) : [],
    );
    if (depth > caps.depth * 4) break;
  }
  return depth;
}

function toIssue(issue: z.core.$ZodIssue): Issue {
  const remedy =
    issue.code === 'unrecognized_keys'
      ? `Remove ${issue.keys.join(', ')}.`
      : issue.code === 'too_big'
        ? `At most ${issue.maximum} are read: leave out what is not needed, or split it.`
        : 'The schema of the physics family says what is possible.';
  return {
    path: [
      '/model',
      ...issue.path.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1')),
    ].join('/'),
    code: `physics.${issue.code.replaceAll('_', '-')}`,
    message: issue.message,
    remedy,
  };
}

/** An issue about something left out points at what is there. */
function placed(issue: Issue, document: ModelDocument): Issue {
  const path: string[] = [];
  let value: unknown = document;
  for (const step of issue.path.slice(1).split('/')) {
    if (typeof value !== 'object' || value === null) break;
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(step);
    if (!Object.hasOwn(value, key)) break;
    value = (value as Record<string, unknown>)[key];
  }
  return { ...issue, path: `/${path.join('/')}` };
}
