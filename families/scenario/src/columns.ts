// Resolves the numbers a document brings along: inline lists and columns of attached CSV files, each file read once.

import type { NodeOf, NodeSpec } from './document.ts';
import { readCsv, type CsvColumns, type CsvProblem } from './csv.ts';
import { suggestion, type IssueList, type Path } from './issues.ts';
import { memberOf } from './hierarchy/drill-down.ts';
import type { LookupTable } from './nodes/lookup.ts';
import type { NodeEntry } from './shape.ts';

type Files = Readonly<Record<string, string>>;

/** By node id; only nodes whose numbers are sound. */
export interface Columns {
  readonly data: ReadonlyMap<string, Float64Array>;
  readonly tables: ReadonlyMap<string, LookupTable>;
}

export function resolveColumns(nodes: readonly NodeEntry[], files: Files, issues: IssueList): Columns {
  const reader = new AttachedFiles(nodes, files, issues);
  const data = new Map<string, Float64Array>();
  const tables = new Map<string, LookupTable>();
  for (const [index, { node }] of nodes.entries()) {
    const path = ['model', 'nodes', index];
    if (node?.kind === 'data') {
      const values = oneSource(node.values, node.csv, 'values', path, issues)
        ? (inline(node.values) ?? reader.column(node.csv!.file, node.csv!.column, [...path, 'csv'], 'column'))
        : undefined;
      if (values !== undefined) data.set(node.id, values);
    } else if (node?.kind === 'lookup') {
      const table = lookupTable(node, path, reader, issues);
      if (table !== undefined) tables.set(node.id, table);
    }
  }
  checkGroups(nodes, data, issues);
  return { data, tables };
}

/** Names of the files the nodes of a model refer to, whether or not the model is valid. */
export function filesNamed(model: unknown): readonly string[] {
  const subgraphs = memberOf(model, 'subgraphs');
  const parts = typeof subgraphs === 'object' && subgraphs !== null ? Object.values(subgraphs) : [];
  const names = [model, ...(parts as unknown[])].flatMap((part) => {
    const nodes = memberOf(part, 'nodes');
    return (Array.isArray(nodes) ? (nodes as unknown[]) : []).flatMap((node) => {
      const file = memberOf(memberOf(node, 'csv'), 'file');
      return typeof file === 'string' && file !== '' ? [file] : [];
    });
  });
  return [...new Set(names)];
}

function inline(values: readonly number[] | undefined): Float64Array | undefined {
  return values === undefined ? undefined : Float64Array.from(values);
}

/** Exactly one of an inline list and a CSV column must be given. */
function oneSource(values: unknown, csv: unknown, key: string, path: Path, issues: IssueList): boolean {
  if ((values === undefined) !== (csv === undefined)) return true;
  const code = values === undefined ? 'data.no-source' : 'data.two-sources';
  const message =
    values === undefined ? `neither "${key}" nor "csv" is given` : `both "${key}" and "csv" are given`;
  issues.add(path, code, message, { remedy: `Give either "${key}" or "csv".` });
  return false;
}

function lookupTable(
  node: NodeOf<'lookup'>,
  path: Path,
  reader: AttachedFiles,
  issues: IssueList,
): LookupTable | undefined {
  if (!oneSource(node.points, node.csv, 'points', path, issues)) return undefined;
  const at = [...path, node.csv === undefined ? 'points' : 'csv'];
  const x = inline(node.points?.map(([x]) => x)) ?? reader.column(node.csv!.file, node.csv!.x, at, 'x');
  const y = inline(node.points?.map(([, y]) => y)) ?? reader.column(node.csv!.file, node.csv!.y, at, 'y');
  if (node.outside === 'extrapolate' && (node.method !== 'linear' || x?.length === 1)) {
    const message = 'only straight lines between at least two points can be extrapolated';
    issues.add([...path, 'outside'], 'lookup.cannot-extrapolate', message, {
      remedy: 'Use "clamp" or "invalid".',
    });
  }
  if (x === undefined || y === undefined) return undefined;
  for (let i = 1; i < x.length; i++) {
    if (x[i]! > x[i - 1]!) continue;
    const message = `x must increase: point ${i + 1} has ${x[i]} after ${x[i - 1]}`;
    const place = node.csv === undefined ? [...at, i] : [...at, 'x'];
    issues.add(place, 'lookup.not-increasing', message, {
      remedy: 'Sort the points and remove repeated ones.',
    });
    return undefined;
  }
  return { x, y };
}

/** Nodes of a group draw the same row, so they need as many rows and a draw. */
function checkGroups(
  nodes: readonly NodeEntry[],
  data: ReadonlyMap<string, Float64Array>,
  issues: IssueList,
): void {
  const first = new Map<string, NodeOf<'data'>>();
  for (const [index, { node }] of nodes.entries()) {
    if (node?.kind !== 'data' || node.group === undefined) continue;
    if (node.sample === 'cycle') {
      const message = '"group" has no effect: rows taken in order belong together already';
      issues.add(['model', 'nodes', index, 'group'], 'data.idle-group', message, {
        remedy: 'Remove it, or use sample "bootstrap".',
      });
      continue;
    }
    const leader = first.get(node.group);
    if (leader === undefined) {
      first.set(node.group, node);
      continue;
    }
    const path = ['model', 'nodes', index];
    const [rows, wanted] = [data.get(node.id)?.length, data.get(leader.id)?.length];
    if (rows !== undefined && wanted !== undefined && rows !== wanted) {
      const message = `${rows} rows, but "${leader.id}" of the same group has ${wanted}`;
      issues.add([...path, 'group'], 'data.group-rows', message, {
        remedy: 'Use columns of the same length.',
      });
    }
  }
}

class AttachedFiles {
  readonly #files: Files;
  readonly #issues: IssueList;
  readonly #wanted: ReadonlyMap<string, readonly string[]>;
  readonly #read = new Map<string, CsvColumns>();

  constructor(nodes: readonly NodeEntry[], files: Files, issues: IssueList) {
    this.#files = files;
    this.#issues = issues;
    const wanted = new Map<string, string[]>();
    for (const { node } of nodes) {
      for (const [file, column] of columnsNamed(node)) {
        const columns = wanted.get(file) ?? [];
        columns.push(column);
        wanted.set(file, columns);
      }
    }
    this.#wanted = wanted;
  }

  /** The column, or issues at `path`: `key` is the member that names the column. */
  column(file: string, column: string, path: Path, key: string): Float64Array | undefined {
    if (!Object.hasOwn(this.#files, file)) {
      const known = Object.keys(this.#files);
      const remedy = suggestion(file, known) ?? `Attach it under "files" as "${file}".`;
      this.#issues.add([...path, 'file'], 'data.file-missing', `no file "${file}" is attached`, { remedy });
      return undefined;
    }
    const csv = this.#read.get(file) ?? readCsv(this.#files[file]!, this.#wanted.get(file) ?? []);
    this.#read.set(file, csv);
    const add = (place: Path, { code, message, ...detail }: CsvProblem): void =>
      this.#issues.add(place, code, `${file}: ${message}`, detail);
    const ofFile = csv.problems.get('') ?? [];
    const ofColumn = csv.problems.get(column) ?? [];
    for (const problem of ofFile) add([...path, 'file'], problem);
    for (const problem of ofColumn) add([...path, key], problem);
    return ofFile.length + ofColumn.length > 0 ? undefined : csv.columns.get(column);
  }
}

function columnsNamed(node: NodeSpec | undefined): readonly (readonly [string, string])[] {
  if (node?.kind === 'data' && node.csv !== undefined) return [[node.csv.file, node.csv.column]];
  if (node?.kind === 'lookup' && node.csv !== undefined) {
    return [
      [node.csv.file, node.csv.x],
      [node.csv.file, node.csv.y],
    ];
  }
  return [];
}
