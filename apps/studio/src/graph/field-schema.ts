// Which input a field of a node gets, from the JSON Schema at its place.

import { describe, keysAt, schemasAt, type KeyHint, type Schema } from '../editor/schema-walk.ts';
import { listOf, recordOf } from './graph-model.ts';

export type FieldKind =
  | { readonly kind: 'fixed' }
  | { readonly kind: 'expression'; readonly numeric: boolean }
  | { readonly kind: 'choice'; readonly values: readonly unknown[] }
  | { readonly kind: 'switch' }
  | { readonly kind: 'number' }
  | { readonly kind: 'text' }
  | { readonly kind: 'numbers' }
  | { readonly kind: 'group' }
  | { readonly kind: 'names'; readonly item: Schema }
  | { readonly kind: 'list'; readonly item: Schema }
  | { readonly kind: 'json' };

/** A field with everything its input needs. */
export interface Field {
  readonly key: string;
  readonly path: readonly (string | number)[];
  readonly kind: FieldKind;
  readonly required: boolean;
  /** What it means, and its bounds. */
  readonly description: string;
  readonly facts: string;
  readonly schema: Schema;
}

function isNumber({ type }: Schema): boolean {
  return type === 'number' || type === 'integer';
}

function kindOf(branches: readonly Schema[]): FieldKind {
  const first = branches[0] ?? {};
  const text = branches.find(({ format }) => format === 'expression');
  if (text !== undefined) return { kind: 'expression', numeric: branches.some(isNumber) };
  if (branches.every((branch) => 'const' in branch)) return { kind: 'fixed' };
  if (Array.isArray(first['enum'])) return { kind: 'choice', values: first['enum'] as readonly unknown[] };
  if (first['type'] === 'boolean') return { kind: 'switch' };
  if (branches.every(isNumber)) return { kind: 'number' };
  if (first['type'] === 'string') return { kind: 'text' };
  if (first['type'] === 'array') {
    const item = recordOf(first['items']);
    if (isNumber(item)) return { kind: 'numbers' };
    if (item['type'] === 'object' && item['properties'] !== undefined) return { kind: 'list', item };
  }
  if (first['type'] === 'object') {
    if (first['properties'] !== undefined) return { kind: 'group' };
    const item = recordOf(first['additionalProperties']);
    if (item['type'] !== undefined) return { kind: 'names', item };
  }
  return { kind: 'json' };
}

/** The fields of the object at a path of the model, those that must be given first. */
export function fieldsAt(root: Schema, model: unknown, path: readonly (string | number)[]): readonly Field[] {
  const walk = path.map(String);
  const field = ({ key, schema, required }: KeyHint): Field => {
    const found = schemasAt(root, [...walk, key], model);
    const { description } = describe(schema);
    const facts = found.map((branch) => describe(branch).facts).filter((text) => /[^a-z]/.test(text));
    return {
      key,
      path: [...path, key],
      kind: kindOf(found),
      required,
      description: description || (found.map((branch) => describe(branch).description).find(Boolean) ?? ''),
      facts: facts.join(' or '),
      schema: found[0] ?? schema,
    };
  };
  const fields = keysAt(root, walk, model, new Set()).map(field);
  return [...fields.filter(({ required }) => required), ...fields.filter(({ required }) => !required)];
}

/** A value to begin an item of a list with. */
export function beginning(schema: Schema): unknown {
  if ('const' in schema) return schema['const'];
  const [choice] = listOf(schema['enum']);
  if (choice !== undefined) return choice;
  if (isNumber(schema)) {
    const { minimum, exclusiveMinimum } = schema;
    return typeof minimum === 'number' && Math.abs(minimum) < 1e9
      ? minimum
      : typeof exclusiveMinimum === 'number' && exclusiveMinimum >= 0
        ? exclusiveMinimum + 1
        : 0;
  }
  if (schema['type'] === 'boolean') return false;
  if (schema['type'] === 'array') return [];
  if (schema['type'] !== 'object') return '';
  const required = listOf(schema['required']);
  const properties = Object.entries(recordOf(schema['properties']));
  return Object.fromEntries(
    properties
      .filter(([key]) => required.includes(key))
      .map(([key, each]) => [key, beginning(recordOf(each))]),
  );
}

/** `histogramBins` as people read it: `Histogram bins`. */
export function fieldTitle(key: string): string {
  const words = key.replaceAll(
    /([a-z])([A-Z])/g,
    (_, left: string, right: string) => `${left} ${right.toLowerCase()}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
}
