// What is imported: a file with what lies beside it, a folder, or a ZIP file. Nothing outside of it is read.
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, posix, sep } from 'node:path';
import { modelIn, openModel, type ListedFolder, type OpenedModel } from '@holdfast/catalog';
import { SimulationError } from '@holdfast/core';
import { archiveCaps, isArchive } from '@holdfast/protocol';
import { reasonOf } from './data-directory.ts';

/** The text of a model and the folder its files are in. */
export interface ImportSource extends OpenedModel {
  /** Name of the file or folder without its ending. */
  readonly name: string;
}

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

function folderOnDisk(directory: string): ListedFolder {
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
  if (stat.isDirectory()) {
    const folder = folderOnDisk(path);
    const chosen = modelIn(folder, main, (reason) => unreadable(path, `${reason} (--main)`));
    return { name, text: text(folder.read(chosen)!), folder: { ...folder, main: chosen } };
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    throw reading(error);
  });
  if (isArchive(bytes)) return { name, ...openModel(bytes, path, main, text) };
  if (main !== undefined)
    throw unreadable(path, '--main names a model in a folder or a ZIP file; this is a file');
  return { name, text: text(bytes), folder: { ...folderOnDisk(dirname(path)), main: basename(path) } };
}
