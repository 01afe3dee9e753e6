// From text to an envelope that can be trusted: syntax with line and column, then every envelope issue at once.
// What `model` means is the family's business.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import { documentSchema } from './api.ts';
import { schemaIssues } from './document-issues.ts';
import { decodeJson } from './json.ts';
import { JsonTextError, scanJson } from './json-scan.ts';
import { jsonPointer, lineAndColumn } from './locate.ts';

/** Checks the envelope of a decoded document and collects every issue in it; -0 becomes 0 as in `decodeJson`.
 * Issue codes: document.missing-key, .unknown-key, .wrong-type, .out-of-range, .invalid. */
export function parseDocument(value: unknown): Parsed<ModelDocument> {
  const parsed = documentSchema.safeParse(value);
  if (parsed.success) return { ok: true, spec: parsed.data };
  const known = Object.keys(documentSchema.shape);
  return { ok: false, issues: schemaIssues('document', parsed.error, value, known) };
}

/** Reads a document from text. `source` (a file name) appears in the message when the text is not JSON.
 * Issue codes: document.unreadable and document.duplicate-key, both with line and column, and those of `parseDocument`. */
export function readDocument(text: string, source: string): Parsed<ModelDocument> {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const duplicates: Issue[] = [];
  try {
    scanJson(json, {
      duplicate(path, from) {
        duplicates.push({
          path: jsonPointer(path),
          code: 'document.duplicate-key',
          message: `"${path.at(-1)}" is written twice in one object`,
          remedy: 'Keep one of the two.',
          ...lineAndColumn(json, from),
        });
      },
    });
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const issue: Issue = {
      path: '',
      code: 'document.unreadable',
      message: `${source} is not JSON: ${error.message}`,
      remedy: 'Correct the text at this place.',
      ...lineAndColumn(json, error.offset),
    };
    return { ok: false, issues: [issue] };
  }
  const parsed = parseDocument(decodeJson(json));
  if (duplicates.length === 0) return parsed;
  return { ok: false, issues: parsed.ok ? duplicates : [...duplicates, ...parsed.issues] };
}
