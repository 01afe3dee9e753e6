// What is imported: a file with what lies beside it, a folder, or a ZIP file. Nothing outside of it is read.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, posix, sep } from 'node:path';
import { importers, type ImportFolder } from '@holdfast/catalog';
import { SimulationError } from '@holdfast/core';
import { archiveCaps, isArchive, readArchive } from '@holdfast/protocol';
import { reasonOf } from './data-directory.ts';

/** The text of a model and the folder its files are in. */
export interface ImportSource {
  readonly text: string;
  readonly folder: ImportFolder;
  /** Name of the file or folder without its ending. */
  readonly name: string;
}

type Folder = Omit<ImportFolder, 'main'> & { readonly paths: () => readonly string[] };

const deepest = 8;

function unreadable(source: string, reason: string, cause?: unknown): SimulationError {
  return new SimulationError('document.unreadable', { source, reason }, cause);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Files below a folder, links left out. */
function pathsBelow(root: string): readonly string[] {
  const found: string[] = [];
  const visit = (below: string, depth: number): void => {
    for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
      const path = posix.join(below, entry.name);
      if (entry.isFile()) found.push(path);
      else if (entry.isDirectory() && depth < deepest && !entry.name.startsWith('.')) visit(path, depth + 1);
      if (found.length > archiveCaps.files)
        throw unreadable(root, `it holds more than ${archiveCaps.files} files; name the model itself`);
    }
  };
  visit('', 0);
  return found;
}

function folderOnDisk(directory: string): Folder {
  const root = realpathSync(directory);
  const { fileBytes } = archiveCaps;
  return {
    text,
    paths: () => pathsBelow(root),
    read(path) {
      const stat = statSync(join(root, path), { throwIfNoEntry: false });
      if (stat?.isFile() !== true) return undefined;
      const real = realpathSync(join(root, path));
      if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) return undefined;
      if (stat.size > fileBytes) throw unreadable(path, `it has more than ${fileBytes / 1024 / 1024} MB`);
      return readFileSync(real);
    },
  };
}

function folderInArchive(bytes: Uint8Array, source: string): Folder {
  const files = readArchive(bytes, source);
  return { text, paths: () => [...files.keys()], read: (path) => files.get(path) };
}

/** Files that a model includes are not models of their own. */
function includedBy(path: string, content: string): readonly string[] {
  return [...content.matchAll(/<include\s[^>]*file\s*=\s*["']([^"']+)["']/g)].map(([, file = '']) =>
    posix.join(posix.dirname(path), file),
  );
}

/** The one model of a folder. @throws SimulationError `document.unreadable` when there is none or more than one */
function mainOf(folder: Folder, source: string): string {
  const models = folder.paths().flatMap((path) => {
    const alike = importers.filter(({ extensions }) => extensions.includes(extname(path).toLowerCase()));
    const bytes = alike.length === 0 ? undefined : folder.read(path);
    if (bytes === undefined) return [];
    const content = text(bytes);
    return alike.some((importer) => importer.recognises(content)) ? [{ path, content }] : [];
  });
  const included = new Set(models.flatMap(({ path, content }) => includedBy(path, content)));
  const mains = models.map(({ path }) => path).filter((path) => !included.has(path));
  const [main] = mains;
  if (main === undefined) throw unreadable(source, 'it holds no model that can be imported');
  if (mains.length > 1)
    throw unreadable(source, `it holds ${mains.length} models; name one with --main: ${mains.join(', ')}`);
  return main;
}

/** Opens what is to be imported; `main` names the model in a folder or a ZIP file that holds several. */
export async function openImport(path: string, main: string | undefined): Promise<ImportSource> {
  const reading = (error: unknown): SimulationError => unreadable(path, reasonOf(error), error);
  let stat;
  try {
    stat = statSync(path);
  } catch (error) {
    throw reading(error);
  }
  const name = basename(path, extname(path));
  if (stat.isDirectory()) return sourceIn(folderOnDisk(path), path, name, main);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw reading(error);
  });
  if (isArchive(bytes)) return sourceIn(folderInArchive(bytes, path), path, name, main);
  if (main !== undefined)
    throw unreadable(path, '--main names a model in a folder or a ZIP file; this is a file');
  return { text: text(bytes), name, folder: { ...folderOnDisk(dirname(path)), main: basename(path) } };
}

function sourceIn(folder: Folder, path: string, name: string, main: string | undefined): ImportSource {
  const chosen = main ?? mainOf(folder, path);
  const bytes = folder.read(chosen);
  if (bytes === undefined) throw unreadable(path, `it holds no "${chosen}"`);
  return { text: text(bytes), name, folder: { ...folder, main: chosen } };
}
