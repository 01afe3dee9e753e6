// The digest law in a form both Node and a browser can execute: one number per example.

import { runDigest } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { scenario } from '../src/index.ts';

export { operationDigests } from './kernel/digest.ts';

/** Digests of two chunks of every document, by name. */
export function digests(documents: readonly ModelDocument[]): Record<string, string> {
  return Object.fromEntries(
    documents.map((document) => [document.name, runDigest(scenario, document, 7, 2)]),
  );
}
