// From a JSON pointer to a place in the text, for `file:line` in a terminal and underlines in an editor.

import { JsonTextError, scanJson } from './json-scan.ts';

/** A place in JSON text. */
export interface TextLocation {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The value is `text.slice(from, to)`. */
  readonly from: number;
  readonly to: number;
}

/** Turns an offset into line and column, both from 1. */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** Writes a JSON pointer (RFC 6901); no segments give '', the whole document. */
export function jsonPointer(segments: readonly PropertyKey[]): string {
  return segments
    .map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** Reads a JSON pointer; undefined when it is not one. */
export function pointerSegments(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Finds the value a JSON pointer names, or the nearest value around it that exists (a missing key is shown at its
 * object); undefined when the text is not JSON or the pointer is not one. */
export function locate(text: string, pointer: string): TextLocation | undefined {
  const target = pointerSegments(pointer);
  if (target === undefined) return undefined;
  let depth = -1;
  let found = { from: 0, to: 0 };
  try {
    scanJson(text, {
      value(path, from, to) {
        if (path.length < depth || path.some((segment, index) => segment !== target[index])) return;
        depth = path.length;
        found = { from, to };
      },
    });
  } catch (error) {
    if (error instanceof JsonTextError) return undefined;
    throw error;
  }
  return { ...lineAndColumn(text, found.from), ...found };
}
