// From text to an envelope that can be trusted: syntax with line and column, then every envelope issue at once.
// What `model` means is the family's business.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import { documentSchema } from './api.ts';
import { schemaIssues } from './document-issues.ts';
import { decodeJson, depthMax } from './json.ts';
import { JsonTextError, scanJson } from './json-scan.ts';
import { jsonPointer, lineAndColumn } from './locate.ts';

/** Adds an issue to `found` for every text and key below `path` that holds U+0000, which databases do not keep. */
function findNullCharacters(value: unknown, path: string[], found: Issue[]): void {
  if (typeof value === 'string' && value.includes('\0')) {
    const message = 'this text holds the character U+0000';
    const remedy = 'Remove the character.';
    found.push({ path: jsonPointer(path), code: 'document.invalid-character', message, remedy });
  }
  if (typeof value !== 'object' || value === null || path.length > depthMax) return;
  for (const [key, member] of Object.entries(value)) {
    path.push(key);
    if (key.includes('\0')) findNullCharacters(key, path, found);
    findNullCharacters(member, path, found);
    path.pop();
  }
}

/** Checks the envelope of a decoded document and collects every issue in it; -0 becomes 0 as in `decodeJson`.
 * Issue codes: document.missing-key, .unknown-key, .wrong-type, .out-of-range, .invalid, .invalid-character. */
export function parseDocument(value: unknown): Parsed<ModelDocument> {
  const found: Issue[] = [];
  findNullCharacters(value, [], found);
  const parsed = documentSchema.safeParse(value);
  if (parsed.success)
    return found.length === 0 ? { ok: true, spec: parsed.data } : { ok: false, issues: found };
  const known = Object.keys(documentSchema.shape);
  return { ok: false, issues: [...schemaIssues('document', parsed.error, value, known), ...found] };
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
