// Where a cursor stands in JSON text that may be unfinished: the path, and whether a key or a value is being written.

import { syntaxTree } from '@codemirror/language';
import type { EditorState, Text } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';

export interface JsonPlace {
  /** Keys and indices to the object whose key is written, or to the value. */
  readonly path: readonly string[];
  readonly writing: 'key' | 'value';
  /** Keys the object around already has, the one being written left out. */
  readonly present: ReadonlySet<string>;
  /** The token to replace; empty at the cursor when nothing is written yet. */
  readonly from: number;
  readonly to: number;
}

function decoded(raw: string): string {
  try {
    return JSON.parse(raw) as string;
  } catch {
    return raw.replaceAll('"', '');
  }
}

function keyOf(property: SyntaxNode, doc: Text): string | undefined {
  const name = property.getChild('PropertyName');
  return name === null ? undefined : decoded(doc.sliceString(name.from, name.to));
}

const values = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

/** Path to a node from the root. */
function pathTo(node: SyntaxNode, doc: Text): readonly string[] {
  const path: string[] = [];
  for (let at: SyntaxNode | null = node; at?.parent != null; at = at.parent) {
    const { parent } = at;
    if (parent.name === 'Property' && at.name !== 'PropertyName') path.unshift(keyOf(parent, doc) ?? '');
    if (parent.name !== 'Array') continue;
    let index = 0;
    for (let before = at.prevSibling; before !== null; before = before.prevSibling) {
      if (values.has(before.name)) index += 1;
    }
    path.unshift(String(index));
  }
  return path;
}

function keysOf(object: SyntaxNode, doc: Text, except: SyntaxNode | null): ReadonlySet<string> {
  return new Set(
    object
      .getChildren('Property')
      .filter((property) => property.from !== except?.from)
      .flatMap((property) => keyOf(property, doc) ?? []),
  );
}

const nothing: ReadonlySet<string> = new Set();

function objectAround(node: SyntaxNode): SyntaxNode | null {
  let at: SyntaxNode | null = node;
  while (at !== null && at.name !== 'Object') at = at.parent;
  return at;
}

/** The place at `pos`; undefined outside of any object or array. */
export function placeAt(state: EditorState, pos: number): JsonPlace | undefined {
  const { doc } = state;
  const node = syntaxTree(state).resolveInner(pos, -1);
  if (node.name === 'PropertyName') {
    const around = objectAround(node);
    if (around === null) return undefined;
    return {
      path: pathTo(around, doc),
      writing: 'key',
      present: keysOf(around, doc, node.parent),
      from: node.from,
      to: node.to,
    };
  }
  if (values.has(node.name) && node.name !== 'Object' && node.name !== 'Array') {
    return { path: pathTo(node, doc), writing: 'value', present: nothing, from: node.from, to: node.to };
  }
  let container: SyntaxNode | null = node;
  while (container !== null && !['Object', 'Array', 'Property'].includes(container.name))
    container = container.parent;
  if (container === null) return undefined;
  if (container.name === 'Property') {
    const path = [...pathTo(container, doc), keyOf(container, doc) ?? ''];
    return { path, writing: 'value', present: nothing, from: pos, to: pos };
  }
  if (container.name === 'Array') {
    const before = [...childrenBefore(container, pos)].length;
    return {
      path: [...pathTo(container, doc), String(before)],
      writing: 'value',
      present: nothing,
      from: pos,
      to: pos,
    };
  }
  const last = container.getChildren('Property').findLast((property) => property.to <= pos);
  if (last !== undefined && /:\s*$/.test(doc.sliceString(last.from, pos))) {
    return {
      path: [...pathTo(container, doc), keyOf(last, doc) ?? ''],
      writing: 'value',
      present: nothing,
      from: pos,
      to: pos,
    };
  }
  return {
    path: pathTo(container, doc),
    writing: 'key',
    present: keysOf(container, doc, null),
    from: pos,
    to: pos,
  };
}

function* childrenBefore(container: SyntaxNode, pos: number): Generator<SyntaxNode> {
  for (let at = container.firstChild; at !== null && at.to <= pos; at = at.nextSibling)
    if (values.has(at.name)) yield at;
}

/** The document as far as it can be read; unfinished parts are left out. */
export function lenientValue(state: EditorState): unknown {
  const { doc } = state;
  const read = (node: SyntaxNode | null): unknown => {
    if (node === null) return undefined;
    if (node.name === 'Object') {
      return Object.fromEntries(
        node.getChildren('Property').flatMap((property) => {
          const key = keyOf(property, doc);
          const last = property.lastChild;
          return key === undefined || last === null || !values.has(last.name) ? [] : [[key, read(last)]];
        }),
      );
    }
    if (node.name === 'Array') {
      const items: unknown[] = [];
      for (let at = node.firstChild; at !== null; at = at.nextSibling)
        if (values.has(at.name)) items.push(read(at));
      return items;
    }
    try {
      return JSON.parse(doc.sliceString(node.from, node.to)) as unknown;
    } catch {
      return undefined;
    }
  };
  return read(syntaxTree(state).topNode.firstChild);
}
