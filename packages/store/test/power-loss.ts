// A model of a power cut: of a directory only what was fsynced survives. A file keeps the bytes of its last fsync; a name
// appears, moves or goes only with an fsync of the file or of its directory. Torn pages are not modelled. Linux only.

import {
  fstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { FsyncObserver } from '../src/pglite/durable-files.ts';

export class PowerLoss {
  readonly #root: string;
  /** Bytes on disk by inode. */
  readonly #bytes = new Map<bigint, Buffer>();
  /** Inode by path, as the disk's directories have it. */
  readonly #names = new Map<string, bigint>();
  readonly #directories = new Set<string>();
  fsyncs = 0;

  /** Takes what `root` holds now as already on disk. */
  constructor(root: string) {
    this.#root = root;
    this.#directories.add(root);
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isDirectory()) this.#directories.add(path);
      else this.#keepFile(path);
    }
  }

  readonly observe: FsyncObserver = (descriptor, kind) => {
    this.fsyncs += 1;
    const path = readlinkSync(`/proc/self/fd/${descriptor}`);
    if (kind === 'directory') this.#keepNames(path);
    else this.#keepFile(path, fstatSync(descriptor, { bigint: true }).ino);
  };

  /** Writes what the disk would hold now. */
  restoreTo(target: string): void {
    for (const path of this.#directories)
      mkdirSync(join(target, relative(this.#root, path)), { recursive: true, mode: 0o700 });
    for (const [path, inode] of this.#names)
      writeFileSync(join(target, relative(this.#root, path)), this.#bytes.get(inode) ?? '', { mode: 0o600 });
  }

  #keepFile(path: string, inode: bigint = statSync(path, { bigint: true }).ino): void {
    this.#names.set(path, inode);
    this.#bytes.set(inode, readFileSync(path));
  }

  #keepNames(directory: string): void {
    this.#directories.add(directory);
    for (const path of this.#names.keys()) if (dirname(path) === directory) this.#names.delete(path);
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) this.#directories.add(path);
      else this.#names.set(path, statSync(path, { bigint: true }).ino);
    }
  }
}
