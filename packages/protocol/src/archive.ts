// Unpacks ZIP files nobody has to trust: what an archive says about itself is checked before anything is unpacked, and what
// comes out is counted while it does, so that a small file cannot become a large one.

import { SimulationError } from '@holdfast/core';
import { Unzip, UnzipInflate, unzipSync, type UnzipFile } from 'fflate';

/** Bounds of an archive. */
export const archiveCaps = {
  packedBytes: 64 * 1024 * 1024,
  files: 2000,
  fileBytes: 32 * 1024 * 1024,
  bytes: 128 * 1024 * 1024,
} as const;

/** Packed bytes handed on at once: what they can become is bounded by a factor of 1032. */
const portionBytes = 16 * 1024;

const stored = 0;
const deflated = 8;
const mebibyte = 1024 * 1024;

class Unpacking {
  readonly files = new Map<string, Uint8Array>();
  readonly #source: string;
  /** Sizes the directory of the archive promises. */
  readonly #promised = new Map<string, number>();
  #out = 0;

  constructor(source: string) {
    this.#source = source;
  }

  refuse(reason: string, cause?: unknown): SimulationError {
    return new SimulationError('archive.refused', { source: this.#source, reason }, cause);
  }

  /** Reads the directory and unpacks nothing. */
  check(bytes: Uint8Array): void {
    if (bytes.length > archiveCaps.packedBytes)
      throw this.refuse(`it has more than ${archiveCaps.packedBytes / mebibyte} MB`);
    let total = 0;
    this.#reading(() =>
      unzipSync(bytes, {
        filter: ({ name, originalSize, compression }) => {
          if (name.endsWith('/')) return false;
          const shown = JSON.stringify(name.slice(0, 80));
          if (/^[/\\]|^[A-Za-z]:|\0/.test(name) || name.split(/[/\\]/).includes('..'))
            throw this.refuse(`its entry ${shown} leads out of it`);
          if (this.#promised.has(name)) throw this.refuse(`it has two entries ${shown}`);
          if (compression !== stored && compression !== deflated)
            throw this.refuse(`its entry ${shown} is packed in a way that is not read`);
          if (originalSize > archiveCaps.fileBytes)
            throw this.refuse(`its entry ${shown} has more than ${archiveCaps.fileBytes / mebibyte} MB`);
          total += originalSize;
          this.#promised.set(name, originalSize);
          if (this.#promised.size > archiveCaps.files)
            throw this.refuse(`it has more than ${archiveCaps.files} files`);
          if (total > archiveCaps.bytes)
            throw this.refuse(`unpacked it has more than ${archiveCaps.bytes / mebibyte} MB`);
          return false;
        },
      }),
    );
    if (this.#promised.size === 0) throw this.refuse('it holds no files');
  }

  unpack(bytes: Uint8Array): void {
    const unzip = new Unzip((file) => this.#file(file));
    unzip.register(UnzipInflate);
    this.#reading(() => {
      for (let at = 0; at < bytes.length; at += portionBytes)
        unzip.push(bytes.subarray(at, at + portionBytes), at + portionBytes >= bytes.length);
    });
    for (const [name, size] of this.#promised)
      if (this.files.get(name)?.length !== size)
        throw this.refuse(`its entry ${JSON.stringify(name.slice(0, 80))} is not what its directory says`);
  }

  #file(file: UnzipFile): void {
    const { name } = file;
    if (name.endsWith('/')) return;
    const size = this.#promised.get(name);
    if (size === undefined || this.files.has(name))
      throw this.refuse(`its directory does not name ${JSON.stringify(name.slice(0, 80))} once`);
    const content = new Uint8Array(size);
    let length = 0;
    file.ondata = (error, data, isLast) => {
      if (error !== null) throw this.refuse(`it is damaged: ${error.message}`, error);
      this.#out += data.length;
      if (length + data.length > size || this.#out > archiveCaps.bytes)
        throw this.refuse(`its entry ${JSON.stringify(name.slice(0, 80))} is larger than its directory says`);
      content.set(data, length);
      length += data.length;
      if (isLast) this.files.set(name, length === size ? content : content.subarray(0, length));
    };
    file.start();
  }

  #reading(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw this.refuse(`it is damaged: ${error instanceof Error ? error.message : String(error)}`, error);
    }
  }
}

/** Whether bytes begin like a ZIP file. */
export function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** The files of a ZIP file by their paths. @throws SimulationError `archive.refused` */
export function readArchive(bytes: Uint8Array, source: string): ReadonlyMap<string, Uint8Array> {
  const unpacking = new Unpacking(source);
  unpacking.check(bytes);
  unpacking.unpack(bytes);
  return unpacking.files;
}
