// What a document says at a place of its model: its own word, else the default its family's schema states there.

import type { ModelDocument } from '@holdfast/core';
import { schemasAt, type Schema } from '../editor/schema-walk.ts';

export class Settings {
  readonly #document: ModelDocument;
  readonly #schema: Schema;

  constructor(document: ModelDocument, schema: Schema) {
    this.#document = document;
    this.#schema = schema;
  }

  /** The value at a path such as `chain/radius`; undefined where neither document nor schema has one. */
  at(path: string): unknown {
    const keys = ['model', ...path.split('/')];
    let own: unknown = this.#document;
    for (const key of keys) {
      own = typeof own === 'object' && own !== null ? (own as Record<string, unknown>)[key] : undefined;
    }
    if (own !== undefined) return own;
    const [schema] = schemasAt(this.#schema, keys, this.#document);
    return schema?.['default'];
  }

  /** A number at a path; NaN where there is none. */
  number(path: string): number {
    const value = this.at(path);
    return typeof value === 'number' ? value : Number.NaN;
  }
}
