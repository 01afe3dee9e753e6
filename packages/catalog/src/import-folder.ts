// The model in a folder of files: the only one that an importer knows and no other one includes.

import { SimulationError } from '@holdfast/core';
import { isArchive, readArchive } from '@holdfast/protocol';
import { importers, type ImportFolder, type Importer } from './importers.ts';

/** A folder whose files can be listed. */
export interface ListedFolder extends Omit<ImportFolder, 'main'> {
  readonly paths: () => readonly string[];
}

/** Makes the error that says why nothing is chosen. */
type Refuse = (reason: string) => SimulationError;

function endingOf(path: string): string {
  return /\.[^./]*$/.exec(path)?.[0].toLowerCase() ?? '';
}

/** Files that a model includes are not models of their own. */
function includedBy(path: string, content: string): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return [...content.matchAll(/<include\s[^>]*file\s*=\s*["']([^"']+)["']/g)].map(
    ([, file = '']) => `${folder}${file.replace(/^\.\//, '')}`,
  );
}

/** Path of the model in a folder; `asked` names one where there are several. @throws what `refuse` makes */
export function modelIn(folder: ListedFolder, asked: string | undefined, refuse: Refuse): string {
  if (asked !== undefined) {
    if (folder.read(asked) === undefined) throw refuse(`it holds no "${asked}"`);
    return asked;
  }
  const models = folder.paths().flatMap((path) => {
    const alike = importers.filter(({ extensions }) => extensions.includes(endingOf(path)));
    const bytes = alike.length === 0 ? undefined : folder.read(path);
    if (bytes === undefined) return [];
    const content = folder.text(bytes);
    return alike.some((importer) => importer.recognises(content)) ? [{ path, content }] : [];
  });
  const included = new Set(models.flatMap(({ path, content }) => includedBy(path, content)));
  const mains = models.map(({ path }) => path).filter((path) => !included.has(path));
  const [main] = mains;
  if (main === undefined) throw refuse('it holds no model that can be imported');
  if (mains.length > 1)
    throw refuse(`it holds ${mains.length} models; name the main one: ${mains.slice(0, 20).join(', ')}`);
  return main;
}

/** The importer of a text: one whose ending fits, or the first that recognises it. */
export function importerFor(path: string, text: string): Importer | undefined {
  const alike = importers.filter((importer) => importer.recognises(text));
  return alike.find(({ extensions }) => extensions.includes(endingOf(path))) ?? alike[0];
}

/** The text of a model and the folder its files are in. */
export interface OpenedModel {
  readonly text: string;
  readonly folder: ImportFolder;
}

/** Opens a file that was handed over: a ZIP file as a folder, anything else as a model that names no other files.
 * @throws SimulationError `archive.refused` */
export function openModel(
  bytes: Uint8Array,
  source: string,
  main: string | undefined,
  text: (bytes: Uint8Array) => string,
): OpenedModel {
  if (!isArchive(bytes)) return { text: text(bytes), folder: { main: source, text, read: () => undefined } };
  const files = readArchive(bytes, source);
  const folder: ListedFolder = { text, paths: () => [...files.keys()], read: (path) => files.get(path) };
  const path = modelIn(folder, main, (reason) => new SimulationError('archive.refused', { source, reason }));
  return { text: text(files.get(path)!), folder: { ...folder, main: path } };
}
