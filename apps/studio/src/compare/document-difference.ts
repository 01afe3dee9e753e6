// Where two documents differ, as JSON pointers. Members of lists that carry an id are matched by it, others by their place.

import { writeJson } from '../start/pretty-json.ts';

export interface Change {
  /** JSON pointer; ids stand for places where members have them. */
  readonly path: string;
  /** Texts of the values; undefined where one side has none. */
  readonly first: string | undefined;
  readonly second: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members by id, where each has one of its own. */
function byId(list: readonly unknown[]): Fields | undefined {
  const ids = list.map((item) => (isFields(item) && typeof item['id'] === 'string' ? item['id'] : undefined));
  if (ids.includes(undefined) || new Set(ids).size < ids.length) return undefined;
  return Object.fromEntries(list.map((item, at) => [ids[at], item]));
}

function membersOf(value: unknown): Fields | undefined {
  if (Array.isArray(value))
    return byId(value) ?? Object.fromEntries(value.map((item, at) => [String(at), item as unknown]));
  return isFields(value) ? value : undefined;
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : writeJson(value);
}

/** Every place at which the documents say something else, in the order of the first. */
export function documentDifference(first: unknown, second: unknown, path = ''): readonly Change[] {
  const [left, right] = [membersOf(first), membersOf(second)];
  if (left === undefined || right === undefined || Array.isArray(first) !== Array.isArray(second)) {
    const [before, after] = [text(first), text(second)];
    return before === after ? [] : [{ path, first: before, second: after }];
  }
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) =>
    documentDifference(left[key], right[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
