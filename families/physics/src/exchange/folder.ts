// The files a model refers to, found below the folder it lies in and nowhere else.

/** Where an importer finds the files a model names. */
export interface ImportFolder {
  /** Path of the model below the folder, with slashes. */
  readonly main: string;
  /** Content of a file by its path below the folder; undefined where there is none. */
  read(path: string): Uint8Array | undefined;
  /** Bytes as text in UTF-8. */
  readonly text: (bytes: Uint8Array) => string;
}

/** What became of a reference: its bytes and where they were, or where they were looked for. */
export type FoundFile =
  | { readonly found: true; readonly path: string; readonly bytes: Uint8Array }
  | { readonly found: false; readonly isOutside: boolean; readonly path: string };

/** A path without `.` and `..`; undefined when it leaves the folder. */
function plain(path: string): string | undefined {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}

/** The folders around a path, nearest first; the outermost is ''. */
function around(path: string): readonly string[] {
  const steps = path.split('/').slice(0, -1);
  return Array.from({ length: steps.length + 1 }, (_, index) =>
    steps.slice(0, steps.length - index).join('/'),
  );
}

/** A package is a folder somewhere above the model, or the folder the model came in. */
function candidates(reference: string, main: string, directory: string): readonly string[] {
  const path = reference.replaceAll('\\', '/');
  const inPackage = /^(?:package|model):\/\/([^/]*)\/(.*)$/.exec(path);
  if (inPackage !== null) {
    const [, name = '', rest = ''] = inPackage;
    return around(main).flatMap((above) => [`${above}/${name}/${rest}`, `${above}/${rest}`]);
  }
  const file = path.replace(/^file:\/\//, '');
  if (file.startsWith('/') || /^[A-Za-z]:/.test(file)) return [];
  return [`${around(main)[0] ?? ''}/${directory}/${file}`];
}

/** Looks for what a model calls `reference`; `directory` is what its compiler puts before it. */
export function findFile(folder: ImportFolder, reference: string, directory = ''): FoundFile {
  const asked = candidates(reference, folder.main, directory.replaceAll('\\', '/'));
  const inside = asked.flatMap((path) => plain(path) ?? []);
  for (const path of inside) {
    const bytes = folder.read(path);
    if (bytes !== undefined) return { found: true, path, bytes };
  }
  return { found: false, isOutside: inside.length === 0, path: inside[0] ?? reference };
}

/** What to do about a file that was not found. */
export function remedyOf({ isOutside, path }: Extract<FoundFile, { found: false }>): string {
  return isOutside
    ? 'Import the folder that holds both the model and this file, and refer to it by a path inside.'
    : `Put it at ${path.slice(0, 200)} in the folder, or take out what uses it, and import again.`;
}
