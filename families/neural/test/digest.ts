// The digest law in a form both Node and a browser can execute: one number per document.

import { runDigest } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { neural } from '../src/index.ts';

/** Digests of forty steps of every document, by name. */
export function digests(documents: readonly ModelDocument[]): Record<string, string> {
  return Object.fromEntries(documents.map((document) => [document.name, runDigest(neural, document, 7, 40)]));
}
