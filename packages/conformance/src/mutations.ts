// Spoils a document in every generic way: a key gone, a number that is text, a key nobody knows.

import type { ModelDocument } from '@holdfast/core';
import { jsonPointer } from '@holdfast/protocol';

export interface Mutation {
  /** What was done, for a message. */
  readonly what: string;
  /** Where, as a JSON pointer into the mutated document. */
  readonly path: string;
  readonly document: unknown;
  /** True when nothing could make the mutation legal, so that it has to be refused. */
  readonly fatal: boolean;
}

type Path = readonly (string | number)[];
type Members = Record<string | number, unknown>;

export const unknownKey = 'keyNobodyKnows';

function edited(
  document: unknown,
  path: Path,
  edit: (holder: Members, key: string | number) => void,
): unknown {
  const copy: unknown = structuredClone(document);
  let holder = copy as Members;
  for (const key of path.slice(0, -1)) holder = holder[key] as Members;
  edit(holder, path.at(-1)!);
  return copy;
}

/** Of a long list the first, second, middle and last are enough: its members are alike. */
function keysOf(value: object): readonly (string | number)[] {
  if (!Array.isArray(value)) return Object.keys(value);
  const last = value.length - 1;
  return [...new Set([0, 1, last >> 1, last])].filter((index) => index >= 0 && index <= last);
}

/** Spoils the value at `path` and everything in it. */
function* spoil(document: unknown, value: unknown, path: Path): Generator<Mutation> {
  const pointer = jsonPointer(path);
  const replaced = (by: unknown): Mutation => ({
    what: `${pointer} is ${JSON.stringify(by)}`,
    path: pointer,
    document: edited(document, path, (holder, key) => {
      holder[key] = by;
    }),
    fatal: false,
  });
  if (path.length > 0 && value !== null) yield replaced(null);
  if (typeof value === 'number') for (const by of ['NaN', `${value}`, 'Infinity']) yield replaced(by);
  if (typeof value === 'string') yield replaced(0);
  if (typeof value === 'boolean') yield replaced('yes');
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    const added = [...path, unknownKey];
    yield {
      what: `${jsonPointer(added)} is added`,
      path: jsonPointer(added),
      document: edited(document, added, (holder, key) => {
        holder[key] = null;
      }),
      fatal: true,
    };
  }
  for (const key of keysOf(value)) {
    const inner = [...path, key];
    yield {
      what: `${jsonPointer(inner)} is gone`,
      path: jsonPointer(inner),
      document: edited(document, inner, (holder, name) => {
        if (Array.isArray(holder)) holder.splice(Number(name), 1);
        else delete holder[name];
      }),
      fatal: false,
    };
    yield* spoil(document, (value as Members)[key], inner);
  }
}

/** Every mutation of a document, or `most` of them spread evenly; the first and the last are always among them. */
export function mutationsOf(document: ModelDocument, most: number): readonly Mutation[] {
  const all = [...spoil(document, document, [])];
  if (all.length <= most) return all;
  return Array.from(
    { length: most },
    (_, index) => all[Math.round((index * (all.length - 1)) / (most - 1))]!,
  );
}
