// Changes of a document as operations on paths (RFC 6902: add, remove, replace), so that an edit can be shown, undone and sent.

export type Operation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

type Tree = Readonly<Record<string, unknown>> | readonly unknown[];

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

/** A copy of a JSON value. */
export function copied<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Operations that turn one JSON value into another. What one list lacks at its end is added or removed there; a list that lost one
 * element elsewhere has that one removed. */
export function patchBetween(before: unknown, after: unknown, path = ''): Operation[] {
  if (Object.is(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return listPatch(before, after, path);
  if (!isTree(before) || !isTree(after) || Array.isArray(before) || Array.isArray(after))
    return [{ op: 'replace', path, value: after }];
  const one = before as Readonly<Record<string, unknown>>;
  const other = after as Readonly<Record<string, unknown>>;
  return [
    ...Object.keys(one)
      .filter((key) => !(key in other))
      .map((key): Operation => ({ op: 'remove', path: `${path}/${escaped(key)}` })),
    ...Object.keys(other).flatMap((key): Operation[] =>
      key in one
        ? patchBetween(one[key], other[key], `${path}/${escaped(key)}`)
        : [{ op: 'add', path: `${path}/${escaped(key)}`, value: other[key] }],
    ),
  ];
}

function listPatch(before: readonly unknown[], after: readonly unknown[], path: string): Operation[] {
  if (after.length < before.length) {
    const texts = after.map((value) => JSON.stringify(value));
    const removed: number[] = [];
    for (const [i, value] of before.entries())
      if (JSON.stringify(value) !== texts[i - removed.length]) removed.push(i);
    // From the end, so that indices before a removed element stay what they are.
    if (before.length - removed.length === after.length)
      return removed.toReversed().map((i): Operation => ({ op: 'remove', path: `${path}/${i}` }));
    return [{ op: 'replace', path, value: after }];
  }
  return after.flatMap((value, i): Operation[] =>
    i < before.length
      ? patchBetween(before[i], value, `${path}/${i}`)
      : [{ op: 'add', path: `${path}/-`, value }],
  );
}

/** The value with operations of `patchBetween` carried out; the given one stays as it is. */
export function patched(value: unknown, operations: readonly Operation[]): unknown {
  let root = copied(value);
  for (const operation of operations) {
    const keys = operation.path
      .split('/')
      .slice(1)
      .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = keys.pop();
    if (last === undefined) {
      root = operation.op === 'remove' ? undefined : copied(operation.value);
      continue;
    }
    let place = root as Record<string, unknown>;
    for (const key of keys) place = place[key] as Record<string, unknown>;
    carryOut(place, last, operation);
  }
  return root;
}

function carryOut(place: Record<string, unknown> | unknown[], key: string, operation: Operation): void {
  if (Array.isArray(place)) {
    const index = key === '-' ? place.length : Number(key);
    if (operation.op === 'remove') place.splice(index, 1);
    else place.splice(index, operation.op === 'replace' ? 1 : 0, copied(operation.value));
  } else if (operation.op === 'remove') delete place[key];
  else place[key] = copied(operation.value);
}
