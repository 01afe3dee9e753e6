// PGlite's Node file system with the fsync it lacks: what PostgreSQL asks to be on disk is on disk when it returns.

import { closeSync, fdatasyncSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

type Module = Parameters<NodeFS['init']>[1];

/** The part of an Emscripten stream on a Node file that matters here. */
interface FileStream {
  /** Descriptor of the real file. */
  readonly nfd: number;
  readonly node: { readonly mode: number };
}

interface NodeFiles {
  readonly FS: { readonly filesystems: { readonly NODEFS: { readonly stream_ops: StreamOperations } } };
}

interface StreamOperations {
  fsync?: (stream: FileStream) => number;
}

/** Called before the operating system is asked, with the descriptor. */
export type FsyncObserver = (descriptor: number, kind: 'file' | 'directory') => void;

const typeMask = 0o170000;
const directoryType = 0o040000;

function syncStream(stream: FileStream, observe: FsyncObserver): number {
  const isDirectory = (stream.node.mode & typeMask) === directoryType;
  observe(stream.nfd, isDirectory ? 'directory' : 'file');
  if (isDirectory) fsyncSync(stream.nfd);
  else fdatasyncSync(stream.nfd);
  return 0;
}

/** Maps fsync of files and directories to the real ones; a failure is thrown, and its thrower must not go on. */
export class DurableFiles extends NodeFS {
  readonly #observe: FsyncObserver;

  constructor(directory: string, observe: FsyncObserver) {
    super(directory);
    this.#observe = observe;
  }

  override async init(...[pg, options]: Parameters<NodeFS['init']>): Promise<{ emscriptenOpts: Module }> {
    const { emscriptenOpts } = await super.init(pg, options);
    const install = (module: unknown): void => {
      const operations = (module as NodeFiles).FS.filesystems.NODEFS.stream_ops;
      operations.fsync = (stream) => syncStream(stream, this.#observe);
    };
    const preRun = [...((emscriptenOpts.preRun as unknown[] | undefined) ?? []), install];
    return { emscriptenOpts: { ...emscriptenOpts, preRun } as Module };
  }
}

/** Puts one file, or the entries of one directory, on disk. */
export function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a whole directory tree on disk: entries after what they name. */
export function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(directory);
}
