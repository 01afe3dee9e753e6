// Completion and hover help for the editor, from the JSON Schema of the document's family.

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import { lenientValue, placeAt } from './json-place.ts';
import { describe, keysAt, schemasAt, valuesAt, type KeyHint, type Schema } from './schema-walk.ts';

function infoNode(schema: Schema): HTMLElement {
  const { description, facts } = describe(schema);
  const node = document.createElement('div');
  node.className = 'cm-schema-hover';
  for (const [text, name] of [
    [description, ''],
    [facts, 'cm-schema-facts'],
  ] as const) {
    if (text === '') continue;
    const line = document.createElement('div');
    line.className = name;
    line.textContent = text;
    node.append(line);
  }
  return node;
}

/** What to write after a key, and where the cursor goes inside it. */
function starter(schema: Schema): string {
  if ('const' in schema) return JSON.stringify(schema['const']);
  switch (schema['type']) {
    case 'object':
      return '{}';
    case 'array':
      return '[]';
    case 'string':
      return '""';
    default:
      return '';
  }
}

function keyCompletion(hint: KeyHint, hasColon: boolean): Completion {
  const value = starter(hint.schema);
  const text = JSON.stringify(hint.key);
  const inside = value === '{}' || value === '[]' || value === '""';
  return {
    label: text,
    displayLabel: hint.key,
    detail: hint.required ? 'required' : '',
    type: 'property',
    boost: hint.required ? 2 : 0,
    info: () => infoNode(hint.schema),
    apply: (view, _, from, to) => {
      const insert = hasColon ? text : `${text}: ${value}`;
      const anchor = from + insert.length - (!hasColon && inside ? 1 : 0);
      view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: 'input.complete' });
    },
  };
}

function complete(context: CompletionContext, schema: Schema | undefined): CompletionResult | null {
  const place = schema === undefined ? undefined : placeAt(context.state, context.pos);
  if (schema === undefined || place === undefined) return null;
  const typed = context.state.sliceDoc(place.from, context.pos);
  if (
    !context.explicit &&
    typed === '' &&
    !/[[{,:]\s*$/.test(context.state.sliceDoc(Math.max(0, context.pos - 40), context.pos))
  ) {
    return null;
  }
  const value = lenientValue(context.state);
  if (place.writing === 'key') {
    const hasColon = /^\s*:/.test(context.state.sliceDoc(place.to, place.to + 20));
    const options = keysAt(schema, place.path, value, place.present).map((hint) =>
      keyCompletion(hint, hasColon),
    );
    return options.length === 0 ? null : { from: place.from, to: place.to, options };
  }
  const options = valuesAt(schema, place.path, value).map((each): Completion => {
    const text = JSON.stringify(each);
    return { label: text, displayLabel: typeof each === 'string' ? each : text, type: 'constant' };
  });
  // Asked for on purpose, the list shows every choice, also beside a finished value.
  return options.length === 0 ? null : { from: place.from, to: place.to, options, filter: !context.explicit };
}

/** Completion of keys and literal values. */
export function schemaCompletion(schema: () => Schema | undefined): Extension {
  return autocompletion({ override: [(context) => complete(context, schema())], icons: false });
}

/** What a key or value means, on hover. */
export function schemaHover(schema: () => Schema | undefined): Extension {
  return hoverTooltip((view, pos) => {
    const root = schema();
    const place = root === undefined ? undefined : placeAt(view.state, pos);
    if (root === undefined || place === undefined || place.to <= place.from) return null;
    const key = view.state.sliceDoc(place.from, place.to).replaceAll('"', '');
    const path = place.writing === 'key' ? [...place.path, key] : place.path;
    const found = schemasAt(root, path, lenientValue(view.state)).find((each) => {
      const { description, facts } = describe(each);
      return description !== '' || facts !== '';
    });
    if (found === undefined) return null;
    return { pos: place.from, end: place.to, above: true, create: () => ({ dom: infoNode(found) }) };
  });
}
