// Turns a changed document into changes of its text that touch nothing else: comments on style stay the author's, every
// line that says the same stays as it was typed.

import { jsonPointer, scanJson } from '@holdfast/protocol';
import { writeJson } from '../start/pretty-json.ts';

/** Replaces `text.slice(from, to)`; changes never overlap and are in ascending order. */
export interface TextChange {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

type Entries = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Entries {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEqual(left: unknown, right: unknown): boolean {
  return Object.is(left, right) || JSON.stringify(left) === JSON.stringify(right);
}

/** Changes that make `text`, which says `before`, say `after`. */
export function editText(text: string, before: unknown, after: unknown): readonly TextChange[] {
  const writer = new Writer(text);
  writer.change(before, after, []);
  return writer.changes.toSorted((left, right) => left.from - right.from || left.to - right.to);
}

/** The text with the changes made. */
export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let at = 0;
  const parts = changes.flatMap(({ from, to, insert }) => {
    const kept = text.slice(at, from);
    at = to;
    return [kept, insert];
  });
  return [...parts, text.slice(at)].join('');
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** An entry of an object or array as it stands in the text; `start` is its key, or the value where it has none. */
interface Entry extends Range {
  readonly start: number;
  readonly key: string;
}

/** A value as it stands in the text, with what it holds in the order of the text. */
interface Place extends Range {
  readonly inside: Map<string, Place>;
}

/** Where every value of a text stands. */
function placesOf(text: string): Place {
  const root: Place = { from: 0, to: text.length, inside: new Map() };
  // Values are told after what they hold; those not told yet wait at their depth.
  const waiting: Map<string, Place>[] = [];
  scanJson(text, {
    value(path, from, to) {
      const depth = path.length;
      const inside = waiting[depth + 1] ?? new Map<string, Place>();
      waiting.length = Math.min(waiting.length, depth + 1);
      (waiting[depth] ??= new Map()).set(path.at(-1) ?? '', { from, to, inside });
    },
  });
  return waiting[0]?.get('') ?? root;
}

class Writer {
  readonly changes: TextChange[] = [];
  readonly #text: string;
  readonly #root: Place;

  constructor(text: string) {
    this.#text = text;
    this.#root = placesOf(text);
  }

  change(before: unknown, after: unknown, path: readonly string[]): void {
    if (isEqual(before, after)) return;
    const place = this.#place(path);
    const entries = this.#entries(place);
    if (entries.length > 0 && isRecord(before) && isRecord(after)) {
      this.#changeObject(before, after, path, entries);
    } else if (entries.length > 0 && Array.isArray(before) && Array.isArray(after)) {
      this.#changeArray(before, after, path, entries);
    } else this.#replace(place, after);
  }

  #replace({ from, to }: Range, value: unknown): void {
    const line = this.#text.lastIndexOf('\n', from - 1) + 1;
    const indent = /^[ \t]*/.exec(this.#text.slice(line, from))?.[0] ?? '';
    this.changes.push({ from, to, insert: writeJson(value, indent, from - line) });
  }

  #place(path: readonly string[]): Place {
    let place: Place | undefined = this.#root;
    for (const key of path) place = place?.inside.get(key);
    if (place === undefined) throw new RangeError(`the text has nothing at ${jsonPointer(path)}`);
    return place;
  }

  #entries({ from: start, inside }: Place): readonly Entry[] {
    let at = start + 1;
    return [...inside].map(([key, { from, to }]) => {
      const entry = { key, start: this.#skip(at), from, to };
      at = this.#text.indexOf(',', to) + 1;
      return entry;
    });
  }

  #skip(at: number): number {
    return at + (/^\s*/.exec(this.#text.slice(at, at + 2000))?.[0].length ?? 0);
  }

  #changeObject(before: Entries, after: Entries, path: readonly string[], entries: readonly Entry[]): void {
    const kept = entries.map(({ key }) => Object.hasOwn(after, key));
    const added = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
    if (!kept.includes(true)) {
      this.#replace(this.#place(path), after);
      return;
    }
    for (const [index, { key }] of entries.entries()) {
      if (kept[index] === true) this.change(before[key], after[key], [...path, key]);
    }
    this.#remove(entries, kept);
    const last = entries[kept.lastIndexOf(true)]!;
    this.#insert(
      last,
      entries,
      added.map((key) => ({ key: `${JSON.stringify(key)}: `, value: after[key] })),
    );
  }

  #changeArray(
    before: readonly unknown[],
    after: readonly unknown[],
    path: readonly string[],
    entries: readonly Entry[],
  ): void {
    const { kept, inserted } = align(before, after);
    if (!kept.some((place) => place !== undefined) || inserted.has(-1)) {
      this.#replace(this.#place(path), after);
      return;
    }
    for (const [index, place] of kept.entries()) {
      if (place !== undefined) this.change(before[index], after[place], [...path, String(index)]);
    }
    this.#remove(
      entries,
      kept.map((place) => place !== undefined),
    );
    for (const [index, values] of inserted) {
      this.#insert(
        entries[index]!,
        entries,
        values.map((value) => ({ key: '', value })),
      );
    }
  }

  /** Takes out entries with the comma that belongs to them; at least one is kept. */
  #remove(entries: readonly Entry[], kept: readonly boolean[]): void {
    const first = kept.indexOf(true);
    if (first > 0) this.changes.push({ from: entries[0]!.start, to: entries[first]!.start, insert: '' });
    for (let index = first + 1; index < entries.length; index += 1) {
      if (kept[index] === true) continue;
      this.changes.push({ from: entries[index - 1]!.to, to: entries[index]!.to, insert: '' });
    }
  }

  /** Puts values after a kept entry, set apart as the entries around are. */
  #insert(
    after: Entry,
    entries: readonly Entry[],
    added: readonly { readonly key: string; readonly value: unknown }[],
  ): void {
    if (added.length === 0) return;
    const model = entries.at(-1)!;
    const space = /\s*$/.exec(this.#text.slice(Math.max(0, model.start - 2000), model.start))?.[0] ?? '';
    const opened = space.includes('\n');
    const gap = opened ? space : ' ';
    const indent = opened ? space.slice(space.lastIndexOf('\n') + 1) : '';
    const insert = added
      .map(({ key, value }) => {
        const text = opened ? writeJson(value, indent, indent.length + key.length) : writeJson(value);
        return `,${gap}${key}${text}`;
      })
      .join('');
    this.changes.push({ from: after.to, to: after.to, insert });
  }
}

interface Alignment {
  /** For each item of before its place in after; undefined where it is gone. */
  readonly kept: readonly (number | undefined)[];
  /** New items by the index of the kept item before them; -1 where there is none. */
  readonly inserted: ReadonlyMap<number, readonly unknown[]>;
}

/** Which items stay, which changed in place, which came and went. Items that are the same object are the same. */
function align(before: readonly unknown[], after: readonly unknown[]): Alignment {
  const places = new Map(after.map((item, index) => [item, index]));
  const kept: (number | undefined)[] = before.map(() => undefined);
  let last = -1;
  for (const [index, item] of before.entries()) {
    const place = places.get(item);
    if (place === undefined || place <= last) continue;
    kept[index] = place;
    last = place;
  }
  const inserted = new Map<number, unknown[]>();
  let place = 0;
  let previous = -1;
  for (let index = 0; index <= before.length; index += 1) {
    const anchor = index === before.length ? after.length : kept[index];
    if (anchor === undefined) continue;
    // Between two items that stay, the others are changed in place as far as they go.
    for (let changed = previous + 1; changed < index && place < anchor; changed += 1, place += 1) {
      kept[changed] = place;
      previous = changed;
    }
    for (; place < anchor; place += 1)
      inserted.set(previous, [...(inserted.get(previous) ?? []), after[place]]);
    place = anchor + 1;
    previous = index;
  }
  return { kept, inserted };
}
