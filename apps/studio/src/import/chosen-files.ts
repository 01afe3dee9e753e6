// The files of an import by their paths below what was chosen: what is added to them, and how they become the body of one request.

import { archiveCaps, importBytesMost, isArchive, readArchive, writeArchive } from '@holdfast/protocol';
import type { Problem } from '../shell/problem.ts';
import type { ChosenFile } from './dropped-files.ts';

export type ChosenFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** By path; what came out of one ZIP file counts as chosen. @throws SimulationError `archive.refused` */
export function unpacked(files: ChosenFiles): ChosenFiles {
  const [first] = files;
  if (files.size !== 1 || first === undefined || !isArchive(first[1])) return files;
  return new Map([...readArchive(first[1], first[0])].map(([path, bytes]) => [path, new Uint8Array(bytes)]));
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();

/** Adds files: one that is called like a missing one goes where that is missed, others where they say. */
export function withAdded(
  files: ChosenFiles,
  added: readonly ChosenFile[],
  missing: readonly string[],
): ChosenFiles {
  const all = new Map(files);
  for (const { path, bytes } of added) {
    const wanted = missing.filter((each) => nameOf(each) === nameOf(path));
    for (const place of wanted.length > 0 ? wanted : [path]) all.set(place, bytes);
  }
  return all;
}

/** Files that may be the model, where several are. */
export function modelsAmong(files: ChosenFiles): readonly string[] {
  return [...files.keys()].filter((path) => /\.(xml|mjcf|urdf|json|squiggle)$/i.test(path));
}

export interface Upload {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
}

/** The folder all paths have in common, or the first file, without its ending. */
function stemOf(files: ChosenFiles): string {
  const [first = 'model'] = files.keys();
  const [folder, ...rest] = first.split('/');
  const inOne = rest.length > 0 && [...files.keys()].every((path) => path.startsWith(`${folder}/`));
  return (inOne ? folder! : nameOf(first).replace(/\.[^.]*$/, '')).slice(0, 150);
}

/** A file by itself as it is, others as a ZIP file; or why they are not sent. */
export function uploadOf(files: ChosenFiles): Upload | Problem {
  const remedy = 'Leave out what the model does not name, or make its meshes simpler.';
  const tooLarge = (bytes: number): Problem => ({
    code: 'request.too-large',
    message: `The files have ${Math.ceil(bytes / 1e6)} MB, at most ${importBytesMost / 1e6} MB are imported`,
    remedy,
  });
  const total = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  if (files.size > archiveCaps.files) {
    const message = `There are ${files.size} files, at most ${archiveCaps.files} are imported`;
    return { code: 'archive.refused', message, remedy };
  }
  if (total > archiveCaps.packedBytes) return tooLarge(total);
  const [first] = files;
  // A path says where the files around it are missed.
  const upload =
    files.size === 1 && first !== undefined && !first[0].includes('/')
      ? { bytes: first[1], name: nameOf(first[0]) }
      : { bytes: writeArchive(files), name: `${stemOf(files)}.zip` };
  return upload.bytes.length > importBytesMost ? tooLarge(upload.bytes.length) : upload;
}
