// From a model to its spec with macros and files of heights written out: the one way in for everything that computes, checks or draws.

import type { Issue } from '@holdfast/core';
import type { z } from 'zod';
import { heightsOf } from './exchange/field-heights.ts';
import { specSchema, type PhysicsInput, type PhysicsSpec } from './document.ts';
import { expandMacros } from './text/expand-macros.ts';

export interface ReadSpec {
  /** Undefined where the schema finds mistakes. */
  readonly spec?: PhysicsSpec;
  /** Of the schema, to be told in the words of the caller. */
  readonly mistakes: readonly z.core.$ZodIssue[];
  /** Of macros. */
  readonly issues: readonly Issue[];
  /** An issue about what a macro stands for points at the macro. */
  readonly traced: (issue: Issue) => Issue;
}

const untraced = (issue: Issue): Issue => issue;

/** Reads a model that is no MJCF. */
export function readSpec(model: unknown): ReadSpec {
  const parsed = specSchema.safeParse(model);
  if (!parsed.success) return { mistakes: parsed.error.issues, issues: [], traced: untraced };
  const fields = heightsOf(parsed.data.heightFields);
  const spec = { ...parsed.data, heightFields: fields.heightFields };
  if (fields.issues.length > 0) return { mistakes: [], issues: fields.issues, traced: untraced };
  if (spec.macros.length === 0) return { spec, mistakes: [], issues: [], traced: untraced };
  const expanded = expandMacros(model as PhysicsInput, spec);
  const whole = specSchema.safeParse(expanded.model);
  const { issues, traced } = expanded;
  if (!whole.success) return { mistakes: whole.error.issues, issues, traced };
  return { spec: { ...whole.data, heightFields: fields.heightFields }, mistakes: [], issues, traced };
}

/** A model with its macros written out; as it is where it has none or mistakes. */
export function withoutMacros(model: PhysicsInput): PhysicsInput {
  const parsed = specSchema.safeParse(model);
  return parsed.success ? expandMacros(model, parsed.data).model : model;
}
