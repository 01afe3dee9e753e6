// Checks the shape of a model: every node and edge on its own, so that one bad entry hides no other issue.

import type { z } from 'zod';
import type { DependenceSpec } from './dependence/document.ts';
import {
  authoredNodeSchema,
  definitionEnvelopeSchema,
  documentLimits,
  edgeSchema,
  envelopeSchema,
  jsonSchema,
  type AuthoredNodeSpec,
  type EdgeSpec,
  type NodeSpec,
  type ParameterSpec,
  type StatisticsSpec,
} from './document.ts';
import { checkGroups } from './drawing/groups-schema.ts';
import { hierarchyLimits, partNamesSchema, type DefinitionParts } from './hierarchy/document.ts';
import type { Instance } from './hierarchy/instance.ts';
import type { ConvergenceSpec, SamplingSpec } from './sampling/document.ts';
import type { StudySpec } from './study/schema.ts';
import type { SolveSpec, TimeSpec } from './time/document.ts';
import { suggestion, type IssueList, type Path } from './issues.ts';

/** An entry of the document: what it says, or only its id where its shape is wrong. */
export interface NodeEntry {
  readonly id: string | undefined;
  readonly node: NodeSpec | undefined;
  /** Of the part that holds it; absent in the model itself. */
  readonly instance?: Instance;
  /** Whether it stands for an input port of a part, which is no quantity of its own. */
  readonly isPort?: true;
}

/** An entry that may use a part. */
export interface AuthoredEntry {
  readonly id: string | undefined;
  readonly node: AuthoredNodeSpec | undefined;
}

/** What it says, or only its target where its shape is wrong. */
export interface EdgeEntry {
  readonly to: string | undefined;
  readonly spec: EdgeSpec | undefined;
  /** Of the part that holds it; absent in the model itself. */
  readonly instance?: Instance;
  /** Number among the edges beside it, where that is not its place among all. */
  readonly number?: number;
}

interface AuthoredGraph {
  readonly nodes: readonly AuthoredEntry[];
  readonly edges: readonly EdgeEntry[];
}

/** A part of the document. */
export type DefinitionShape = DefinitionParts & AuthoredGraph;

export interface Shape extends AuthoredGraph {
  readonly parameters: readonly ParameterSpec[];
  readonly statistics: StatisticsSpec;
  readonly dependence: readonly DependenceSpec[];
  readonly sampling: SamplingSpec;
  readonly time: TimeSpec | undefined;
  readonly solve: SolveSpec | undefined;
  readonly convergence: ConvergenceSpec | undefined;
  readonly study: StudySpec;
  /** By name; undefined where the shape is wrong. */
  readonly subgraphs: ReadonlyMap<string, DefinitionShape | undefined>;
}

/** Undefined when there is nothing whose parts could be checked further. */
export function readShape(model: unknown, issues: IssueList): Shape | undefined {
  if (tooMany(model, [], issues)) return undefined;
  const reader = new ShapeReader(model, issues);
  const envelope = envelopeSchema.safeParse(model);
  if (!envelope.success) report(envelope.error.issues, model, [], issues);
  const subgraphs = reader.definitions();
  const graph = reader.graph(model, []);
  checkGroups(envelope.data?.groups, graph.nodes, ['model'], issues);
  const {
    parameters = [],
    statistics = {},
    dependence = [],
    sampling = { method: 'random' },
    // Whatever is wrong with the axis, what needs one has one.
    time = envelope.success || !isRecord(model) || model['time'] === undefined ? undefined : { steps: 1 },
    solve,
    convergence,
    study = {},
  } = envelope.data ?? {};
  return envelope.success || graph.nodes.length > 0
    ? { parameters, ...graph, statistics, dependence, sampling, convergence, time, solve, study, subgraphs }
    : undefined;
}

class ShapeReader {
  readonly #model: unknown;
  readonly #issues: IssueList;

  constructor(model: unknown, issues: IssueList) {
    this.#model = model;
    this.#issues = issues;
  }

  graph(owner: unknown, path: Path): AuthoredGraph {
    const nodes = listOf(owner, 'nodes').map((input, index): AuthoredEntry => {
      const node = this.#read(authoredNodeSchema, input, [...path, 'nodes', index]);
      return { id: stringAt(input, 'id'), node };
    });
    const edges = listOf(owner, 'edges').map((input, index): EdgeEntry => {
      const spec = this.#read(edgeSchema, input, [...path, 'edges', index]);
      return { to: stringAt(input, 'to'), spec };
    });
    return { nodes, edges };
  }

  definitions(): Shape['subgraphs'] {
    const model = isRecord(this.#model) ? this.#model : {};
    const all = model['subgraphs'];
    if (all === undefined) return new Map();
    hiddenKeys({ subgraphs: all }, [], this.#issues);
    const named = this.#read(partNamesSchema, all, ['subgraphs']);
    const entries = isRecord(all) ? Object.entries(all) : [];
    if (entries.length > hierarchyLimits.subgraphs) {
      const message = `${entries.length} parts, ${hierarchyLimits.subgraphs} are allowed`;
      this.#issues.add(['model', 'subgraphs'], 'model.too-large', message, { remedy: 'Split the model.' });
      return new Map();
    }
    return new Map(
      entries
        .filter(([name]) => named === undefined || Object.hasOwn(named, name))
        .map(([name, input]) => [name, this.#definition(input, ['subgraphs', name])]),
    );
  }

  #definition(input: unknown, path: Path): DefinitionShape | undefined {
    if (tooMany(input, path, this.#issues)) return undefined;
    const envelope = this.#read(definitionEnvelopeSchema, input, path);
    const graph = this.graph(input, path);
    checkGroups(envelope?.groups, graph.nodes, ['model', ...path], this.#issues);
    return envelope === undefined ? undefined : { ...envelope, ...graph };
  }

  #read<T>(schema: z.ZodType<T>, input: unknown, path: Path): T | undefined {
    hiddenKeys(input, path, this.#issues);
    const result = schema.safeParse(input);
    if (!result.success) report(result.error.issues, this.#model, path, this.#issues);
    return result.data;
  }
}

function tooMany(owner: unknown, path: Path, issues: IssueList): boolean {
  const found = (['nodes', 'edges'] as const).flatMap((key) => {
    const count = listOf(owner, key).length;
    return count > documentLimits[key] ? [{ key, count, most: documentLimits[key] }] : [];
  });
  for (const { key, count, most } of found) {
    const remedy = 'Split the model, or describe repeated parts by distributions.';
    issues.add(['model', ...path, key], 'model.too-large', `${count} ${key}, ${most} are allowed`, {
      remedy,
    });
  }
  return found.length > 0;
}

function listOf(model: unknown, key: string): readonly unknown[] {
  const list = isRecord(model) ? model[key] : undefined;
  return Array.isArray(list) ? list : [];
}

function stringAt(input: unknown, key: string): string | undefined {
  const value = isRecord(input) ? input[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** zod passes over an own key `__proto__` in records; the author must hear of it. */
function hiddenKeys(input: unknown, path: Path, issues: IssueList): void {
  if (!isRecord(input)) return;
  for (const [key, value] of Object.entries(input)) {
    if (isRecord(value) && Object.hasOwn(value, '__proto__')) {
      issues.add(['model', ...path, key, '__proto__'], 'model.unknown-key', '"__proto__" is not a name');
    }
  }
}

type ZodIssue = z.core.$ZodIssue;

function report(found: readonly ZodIssue[], model: unknown, base: Path, issues: IssueList): void {
  for (const issue of found) {
    const path = [...base, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
    reportOne(issue, path, model, issues);
  }
}

function reportOne(issue: ZodIssue, path: Path, model: unknown, issues: IssueList): void {
  const at = ['model', ...path];
  const value = valueAt(model, path);
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const remedy = suggestion(key, knownKeys(model, path));
      issues.add([...at, key], 'model.unknown-key', `"${key}" is not known here`, { remedy });
    }
  } else if (value === undefined && issue.code !== 'invalid_key') {
    const name = String(path.at(-1) ?? 'model');
    const options = optionsOf(issue);
    const remedy = suggestion('', options) ?? `Add "${name}".`;
    issues.add(at, 'model.missing-key', `"${name}" is missing`, { remedy });
  } else if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    const remedy = suggestion(String(value), optionsOf(issue));
    issues.add(
      at,
      `model.unknown-${issue.discriminator}`,
      `no ${issue.discriminator} is named ${shown(value)}`,
      { remedy },
    );
  } else if (issue.code === 'invalid_value') {
    const remedy = suggestion(String(value), issue.values.map(String));
    issues.add(at, 'model.unknown-value', `${shown(value)} is not one of the known values`, { remedy });
  } else if (issue.code === 'invalid_key' || issue.code === 'invalid_format') {
    const name = issue.code === 'invalid_key' ? String(path.at(-1)) : value;
    const remedy =
      'Begin with a letter; go on with letters, digits and _ (ids may hold - too; ends of edges are "node.port").';
    issues.add(at, 'model.malformed-name', `${shown(name)} is not a name`, { remedy });
  } else if (issue.code === 'too_big' || issue.code === 'too_small') {
    issues.add(at, 'model.out-of-range', boundText(issue, value));
  } else {
    const wanted = issue.code === 'invalid_type' ? issue.expected : expectedOf(issue);
    issues.add(at, 'model.wrong-type', `expected ${wanted}, found ${shown(value)}`);
  }
}

/** Values a discriminator may take. */
function optionsOf(issue: ZodIssue): readonly string[] {
  return issue.code === 'invalid_union' && 'options' in issue ? (issue.options ?? []).map(String) : [];
}

function boundText(issue: Extract<ZodIssue, { code: 'too_big' | 'too_small' }>, value: unknown): string {
  const big = issue.code === 'too_big';
  const bound = `${issue.inclusive === false ? 'just ' : ''}${big ? issue.maximum : issue.minimum}`;
  const side = big ? 'at most' : 'at least';
  if (issue.origin === 'number' || issue.origin === 'int') {
    const open = issue.inclusive === false;
    const relation = big ? (open ? 'below' : 'at most') : open ? 'above' : 'at least';
    return `${shown(value)} must be ${relation} ${big ? issue.maximum : issue.minimum}`;
  }
  return `expected ${side} ${bound} ${issue.origin === 'string' ? 'characters' : 'entries'}`;
}

/** What a union without discriminator takes, from the complaints of its options. */
function expectedOf(issue: ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  const options = issue.errors
    .flat()
    .flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : []));
  return [...new Set(options)].join(' or ') || issue.message;
}

function shown(value: unknown): string {
  if (typeof value === 'string')
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}...` : value);
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'an object' : String(value);
}

function valueAt(model: unknown, path: Path): unknown {
  let value: unknown = model;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value;
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** Keys the schema knows at a path; among alternatives those whose constants agree with the data. */
function knownKeys(model: unknown, path: Path): readonly string[] {
  let schemas: readonly JsonSchema[] = [jsonSchema()];
  let data: unknown = model;
  for (const part of path) {
    schemas = alternatives(schemas, data).flatMap((schema) => stepInto(schema, part));
    data = valueAt(data, [part]);
  }
  return [
    ...new Set(alternatives(schemas, data).flatMap((schema) => Object.keys(recordAt(schema, 'properties')))),
  ];
}

function alternatives(schemas: readonly JsonSchema[], data: unknown): readonly JsonSchema[] {
  return schemas.flatMap((schema) => {
    const options = schema['oneOf'] ?? schema['anyOf'];
    return Array.isArray(options)
      ? alternatives(options as JsonSchema[], data)
      : agrees(schema, data)
        ? [schema]
        : [];
  });
}

function agrees(schema: JsonSchema, data: unknown): boolean {
  return Object.entries(recordAt(schema, 'properties')).every(([key, property]) => {
    const constant = (property as JsonSchema)['const'];
    return constant === undefined || (isRecord(data) && data[key] === constant);
  });
}

function stepInto(schema: JsonSchema, part: string | number): readonly JsonSchema[] {
  const next =
    typeof part === 'number'
      ? schema['items']
      : (recordAt(schema, 'properties')[part] ?? schema['additionalProperties']);
  return isRecord(next) ? [next] : [];
}

function recordAt(schema: JsonSchema, key: string): JsonSchema {
  const value = schema[key];
  return isRecord(value) ? value : {};
}
