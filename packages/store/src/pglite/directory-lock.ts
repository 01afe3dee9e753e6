// One process per data directory. PGlite takes no lock itself: two on one directory silently lose each other's commits.
// Three guards, each freed by kill -9: an abstract socket (Linux, one network namespace), a socket in the directory
// (across containers), and a file with process id and start time (where sockets cannot be made).

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { SimulationError } from '@holdfast/core';
import { processStart } from './process-start.ts';

/** Who holds a data directory, as others may read it. */
export interface Holder {
  readonly pid: number;
  /** Opaque; equal for one process only, so a recycled process id is not mistaken for the holder. */
  readonly started: string;
  readonly owner: string;
  /** Where its server answers, once it does. */
  readonly url?: string;
}

export interface DirectoryLock {
  /** Lets others find the server of this process. */
  publish(url: string): void;
  /** Harmless when repeated. */
  release(): Promise<void>;
}

/** Longest path a unix socket may have on every system (sun_path is 104 bytes on macOS, 108 on Linux). */
const socketPathMax = 103;

const holderFile = (directory: string): string => join(directory, 'holder.json');
const holderSocket = (directory: string): string => join(directory, 'holder.sock');

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

function closed(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (server === undefined) resolve();
    else server.close(() => resolve());
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

function readHolderFile(directory: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(holderFile(directory), 'utf8')) as Holder;
  } catch {
    // Absent, or cut short by a crash: either way nobody is named.
    return undefined;
  }
}

/** Reads who holds `directory` now; undefined when nobody does or the holder has died. */
export async function readHolder(directory: string): Promise<Holder | undefined> {
  const holder = readHolderFile(directory);
  if (holder === undefined) return undefined;
  if (processStart(holder.pid) === holder.started) return holder;
  return (await answers(holderSocket(directory))) ? holder : undefined;
}

function locked(directory: string, holder: Holder | undefined): SimulationError {
  const place = holder?.url === undefined ? '' : ` (${holder.url})`;
  const name = holder === undefined ? 'another process' : `process ${holder.pid}${place}`;
  return new SimulationError('store.locked', { directory, holder: name });
}

/** Takes the abstract name of a directory: by device and inode, so that every path to it means the same. */
async function takeName(directory: string): Promise<Server | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { dev, ino } = statSync(directory, { bigint: true });
  const name = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 32);
  try {
    return await listen(`\0holdfast-${name}`);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'EADDRINUSE') throw error;
    throw locked(directory, readHolderFile(directory));
  }
}

/** Takes the socket in the directory; a file system without sockets leaves the other guards. */
async function takeSocket(directory: string): Promise<Server | undefined> {
  const path = holderSocket(directory);
  if (path.length > socketPathMax || process.platform === 'win32') return undefined;
  // not rmSync: on Node 20 it leaves behind what it saw of a socket, and the next module is resolved wrongly
  if (existsSync(path)) unlinkSync(path);
  try {
    return await listen(path);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EADDRINUSE')
      throw locked(directory, readHolderFile(directory));
    return undefined;
  }
}

/** Written beside and moved over, so that a reader finds a whole file. */
function writeHolder(directory: string, holder: Holder): void {
  const draft = `${holderFile(directory)}.${holder.pid}`;
  writeFileSync(draft, JSON.stringify(holder));
  renameSync(draft, holderFile(directory));
}

/** Takes `directory` (made when absent) until released or the process dies. @throws SimulationError `store.locked` */
export async function lockDirectory(directory: string, owner: string): Promise<DirectoryLock> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const name = await takeName(directory);
  let socket: Server | undefined;
  try {
    const other = await readHolder(directory);
    if (other !== undefined && (name === undefined || other.pid !== process.pid))
      throw locked(directory, other);
    if (await answers(holderSocket(directory))) throw locked(directory, other);
    socket = await takeSocket(directory);
  } catch (error) {
    await closed(name);
    throw error;
  }
  const self: Holder = { pid: process.pid, started: processStart(process.pid) ?? '', owner };
  writeHolder(directory, self);
  let released: Promise<void> | undefined;
  return {
    publish: (url) => writeHolder(directory, { ...self, url }),
    release() {
      if (released === undefined) {
        rmSync(holderFile(directory), { force: true });
        released = closed(socket).then(() => closed(name));
      }
      return released;
    },
  };
}
