// Reads a document from a file, brings in the attachments beside it, and places every issue in the file that holds it.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { catalog } from '@holdfast/catalog';
import { SimulationError, type Issue, type ModelDocument, type Simulator } from '@holdfast/core';
import { jsonPointer, locate, pointerSegments, readDocument } from '@holdfast/protocol';
import { reasonOf } from './data-directory.ts';
import { InvalidDocument, type PlacedIssue } from './invalid-document.ts';

/** A document that has passed the door. */
export interface CheckedDocument {
  readonly document: ModelDocument;
  readonly simulator: Simulator;
  readonly spec: unknown;
  /** What was changed to make the document run. */
  readonly notices: readonly PlacedIssue[];
}

/** Reads and checks a document. @throws InvalidDocument, SimulationError `document.unreadable` */
export async function openDocument(path: string): Promise<CheckedDocument> {
  const text = await readText(path);
  const beside = new Set<string>();
  const missing = new Set<string>();
  const placed = (issues: readonly Issue[]): readonly PlacedIssue[] =>
    issues.map((issue) => placeIssue(withRemedy(issue, path, text, missing), path, text, beside));
  const refuse = (issues: readonly Issue[]): InvalidDocument => new InvalidDocument(path, placed(issues));
  const read = readDocument(text, path);
  if (!read.ok) throw refuse(read.issues);
  const simulator = catalog.get(read.spec.family);
  if (simulator === undefined) {
    const known = [...catalog.keys()].join(', ');
    const details = { family: read.spec.family, known };
    const { code, message, remedy } = new SimulationError('document.unknown-family', details);
    throw refuse([{ path: '/family', code, message, remedy }]);
  }
  const files: Record<string, string> = { ...read.spec.files };
  for (const name of simulator.files(read.spec.model)) {
    if (Object.hasOwn(files, name)) continue;
    // What cannot be read stays missing, which the family reports as an issue with its path.
    const attachment = await readAttachment(join(dirname(path), name));
    if (attachment !== undefined) files[name] = attachment;
    (attachment === undefined ? missing : beside).add(name);
  }
  const document = Object.keys(files).length === 0 ? read.spec : { ...read.spec, files };
  const parsed = simulator.parse(document);
  if (!parsed.ok) throw refuse(parsed.issues);
  return { document, simulator, spec: parsed.spec, notices: placed(parsed.notices ?? []) };
}

/** The text of a file, a Parquet file as CSV; undefined when there is none. @throws SimulationError `document.unreadable` */
async function readAttachment(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return undefined;
  if (!path.endsWith('.parquet')) return bytes.toString('utf8');
  const { parquetToCsv } = await import('./parquet.ts');
  return parquetToCsv(bytes).catch((error: unknown) => {
    const reason = `it is no Parquet file that can be read: ${reasonOf(error)}`;
    throw new SimulationError('document.unreadable', { source: path, reason }, error);
  });
}

async function readText(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    return text.startsWith('\uFEFF') ? text.slice(1) : text;
  } catch (error) {
    const reason = reasonOf(error);
    throw new SimulationError('document.unreadable', { source: path, reason }, error);
  }
}

/** On a command line an attachment is a file beside the document. */
function withRemedy(issue: Issue, path: string, text: string, missing: ReadonlySet<string>): Issue {
  const value = missing.size === 0 ? undefined : valueAt(text, issue.path);
  if (typeof value !== 'string' || !missing.has(value)) return issue;
  return { ...issue, remedy: `Put the file at ${join(dirname(path), value)}.` };
}

function valueAt(text: string, pointer: string): unknown {
  const found = locate(text, pointer);
  return found === undefined ? undefined : JSON.parse(text.slice(found.from, found.to));
}

/** Finds an issue in the text of the document, inside an expression of it, or in the attachment it is about. */
export function placeIssue(
  issue: Issue,
  path: string,
  text: string,
  attachments: ReadonlySet<string>,
): PlacedIssue {
  const { line, column } = issue;
  const inText = { ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
  // What is wrong with the JSON itself is placed in it already.
  if (issue.code.startsWith('document.') && line !== undefined) return { issue, file: path, ...inText };
  const found = locate(text, issue.path);
  if (found === undefined) return { issue, file: path };
  const place = { issue, file: path, line: found.line, column: found.column };
  if (line === undefined) return place;
  const attachment = attachmentAt(text, issue.path, attachments);
  if (attachment !== undefined) return { issue, file: join(dirname(path), attachment), ...inText };
  const written = text.slice(found.from + 1, found.from + (column ?? 1));
  const isPlain = line === 1 && text[found.from] === '"' && !written.includes('\\');
  return isPlain ? { ...place, column: found.column + (column ?? 1) } : place;
}

/** The attachment named at a pointer, or by a neighbour of the value there. */
function attachmentAt(text: string, pointer: string, names: ReadonlySet<string>): string | undefined {
  const value = valueAt(text, jsonPointer(pointerSegments(pointer)?.slice(0, -1) ?? []));
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.values(value).find((member): member is string => names.has(member as string));
}
