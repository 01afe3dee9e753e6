// holdfast import: a model written elsewhere as a document on stdout; what was changed on the way goes to stderr.
import { importerFor, importers, type Importer } from '@holdfast/catalog';
import { SimulationError } from '@holdfast/core';
import { encodeJson } from '@holdfast/protocol';
import type { CommandContext } from '../context.ts';
import type { ImportFormat } from '../exchange-formats.ts';
import { exitCode } from '../exit-code.ts';
import { openImport } from '../import-source.ts';
import { describeIssues, InvalidDocument } from '../invalid-document.ts';

function isDocument(text: string): boolean {
  try {
    const value = JSON.parse(text) as { readonly family?: unknown } | null;
    return typeof value?.family === 'string';
  } catch {
    return false;
  }
}

/** The importer that was asked for, or the first whose file names or texts look like this one. */
function importerOf(file: string, text: string, format: ImportFormat | undefined): Importer {
  const found = importers.find((importer) => importer.format === format) ?? importerFor(file, text);
  if (found !== undefined) return found;
  const known = importers.map((importer) => importer.format).join(', ');
  const reason = isDocument(text)
    ? 'it is a document of Holdfast already, to be run as it is'
    : `it looks like none of ${known}; name the format with --from`;
  throw new SimulationError('document.unreadable', { source: file, reason });
}

export interface ImportOptions {
  readonly from?: ImportFormat;
  readonly name?: string;
  /** The model in a folder or a ZIP file. */
  readonly main?: string;
}

/** Writes the document; exit code 2 of an invalid model when nothing can be made of the file. */
export async function importCommand(
  file: string,
  { from, name, main }: ImportOptions,
  { console }: Pick<CommandContext, 'console'>,
): Promise<number> {
  const source = await openImport(file, main);
  const importer = importerOf(source.folder.main, source.text, from);
  const read = importer.read(source.text, name ?? source.name, source.folder);
  if (!read.ok) {
    throw new InvalidDocument(
      file,
      read.issues.map(({ line, column, ...issue }) => ({
        issue,
        file,
        ...(line === undefined ? {} : { line }),
        ...(column === undefined ? {} : { column }),
      })),
    );
  }
  const notices = (read.notices ?? []).map((issue) => ({ issue, file }));
  if (notices.length > 0)
    console.note(describeIssues(notices, (style, words) => console.inNote(style, words)));
  console.result(encodeJson(read.spec, 2));
  return exitCode.ok;
}
