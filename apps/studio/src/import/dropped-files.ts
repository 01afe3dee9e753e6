// Reads what somebody chose or dropped, folders with everything below them.

/** A folder with more is nobody's model: what was read by then is more than an import takes. */
const filesMost = 2000;

export interface ChosenFile {
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

async function read(file: File, path: string): Promise<ChosenFile> {
  return { path, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** Files beside a model that nobody means. */
function isHidden(path: string): boolean {
  return path.split('/').some((step) => step.startsWith('.') || step === '__MACOSX');
}

/** Reads what an input of files or of a folder holds. */
export function filesOf(list: Iterable<File>): Promise<readonly ChosenFile[]> {
  const all = [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
  return Promise.all(all.filter(({ path }) => !isHidden(path)).map(({ file, path }) => read(file, path)));
}

function listed(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  return new Promise((resolve, reject) => {
    // A folder is read in portions until one is empty.
    const next = (): void =>
      reader.readEntries((portion) => {
        if (portion.length === 0 || all.length > filesMost) resolve(all);
        else {
          all.push(...portion);
          next();
        }
      }, reject);
    next();
  });
}

async function filesBelow(entry: FileSystemEntry): Promise<readonly ChosenFile[]> {
  if (isHidden(entry.name)) return [];
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return [await read(file, entry.fullPath.replace(/^\//, ''))];
  }
  const entries = await listed(entry as FileSystemDirectoryEntry);
  return (await Promise.all(entries.map(filesBelow))).flat();
}

/** Reads what was dropped, folders with everything below them. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly ChosenFile[]> {
  // Both lists are empty after the first wait.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = [...transfer.files];
  if (entries.length === 0) return filesOf(files);
  return (await Promise.all(entries.map(filesBelow))).flat();
}
