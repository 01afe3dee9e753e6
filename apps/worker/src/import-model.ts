// Reads a model of another program and tries its first second, in the process that may be killed: neither unpacking nor
// compiling has a bound that a caller could rely on.

import { importerFor, importers, openModel } from '@holdfast/catalog';
import { SimulationError, type ModelDocument } from '@holdfast/core';
import type { WrittenView } from '@holdfast/protocol';

export interface ImportTask {
  readonly kind: 'import';
  readonly bytes: Uint8Array;
  /** Name of the file. */
  readonly name: string;
  /** The model in a ZIP file that holds several. */
  readonly main?: string;
}

const decoder = new TextDecoder();

/** The document, tried; what was left out on the way comes as issues.
 * @throws SimulationError `archive.refused`, `document.unreadable` */
export async function imported(
  { bytes, name, main }: ImportTask,
  nothing: WrittenView,
  tried: (document: ModelDocument) => Promise<WrittenView>,
): Promise<WrittenView> {
  const { text, folder } = openModel(bytes, name, main, (part) => decoder.decode(part));
  const importer = importerFor(folder.main, text);
  if (importer === undefined) {
    const reason = `it looks like none of ${importers.map(({ format }) => format).join(', ')}`;
    throw new SimulationError('document.unreadable', { source: name, reason });
  }
  const read = importer.read(text, name.replace(/\.[^.]*$/, ''), folder);
  if (!read.ok) return { ...nothing, issues: read.issues, by: 'import' };
  const view = await tried(read.spec);
  return { ...view, by: 'import', issues: [...view.issues, ...(read.notices ?? [])] };
}
