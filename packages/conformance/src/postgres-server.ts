// A PostgreSQL server for tests: real binaries, a directory of its own, loopback only, gone with the test process.

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface PostgresServer {
  /** Connection string of an empty UTF-8 database. */
  readonly url: string;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
  /** Kills the server and all its sessions at once, as a power cut of the machine would. */
  kill9(): Promise<void>;
  /** Starts it again on the same files and port; resolves when it accepts connections. */
  restart(): Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const missing =
  'PostgreSQL 15 or newer is needed for this test and its binaries were not found. Run: apt-get install -y postgresql';

/** Newest first, so that 17 is preferred to 15. */
function debianFolders(): readonly string[] {
  const base = '/usr/lib/postgresql';
  if (!existsSync(base)) return [];
  return readdirSync(base)
    .filter((version) => Number(version) >= 15)
    .sort((left, right) => Number(right) - Number(left))
    .map((version) => join(base, version, 'bin'));
}

function binaryFolder(): string {
  const configured = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' }).stdout?.trim();
  const folders = configured ? [...debianFolders(), configured] : debianFolders();
  const found = folders.find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
  if (found === undefined) throw new Error(missing);
  return found;
}

/** PostgreSQL refuses to run as root; then it runs as the first of these accounts that exists. */
function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout?.trim(),
    );
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL cannot run as root, and neither "postgres" nor "nobody" is an account here');
}

/** A command under the account, and killed with its parent where the system can do that. */
function underAccount(
  account: Account | undefined,
  command: readonly string[],
): readonly [string, readonly string[]] {
  const identity = account ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'] : [];
  const hasSetpriv = spawnSync('setpriv', ['--version']).status === 0;
  if (!hasSetpriv && account)
    throw new Error('setpriv is needed to run PostgreSQL. Run: apt-get install -y util-linux');
  const [file, ...rest] = hasSetpriv
    ? ['setpriv', ...identity, '--pdeathsig', 'KILL', '--', ...command]
    : command;
  return [file ?? '', rest];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** Resolves when the server says that it is ready; its log is the message when it ends instead. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (text: Buffer) => {
      log += text.toString();
      if (log.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`PostgreSQL ended:\n${log}`)));
  });
}

/** The server's sessions, where the system lists them; elsewhere they end by themselves soon after the server. */
function sessionsOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return children.split(' ').map(Number).filter(Boolean);
  } catch {
    return [];
  }
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  for (const pid of [child.pid, ...sessionsOf(child.pid)]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended in between, which is what was wanted.
    }
  }
}

/** Makes a new cluster in a temporary directory and starts it. Takes about 1 s.
 * @throws Error whose message names the command to run when the binaries are missing */
export async function startPostgres(): Promise<PostgresServer> {
  const binaries = binaryFolder();
  const account = serverAccount();
  const home = mkdtempSync(join(tmpdir(), 'holdfast-postgres-'));
  if (account) chownSync(home, account.uid, account.gid);
  const data = join(home, 'data');
  const layout = ['-D', data, '-U', 'holdfast', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const [make, makeArguments] = underAccount(account, [join(binaries, 'initdb'), ...layout]);
  const made = spawnSync(make, makeArguments, { encoding: 'utf8', cwd: home });
  if (made.status !== 0) throw new Error(`initdb failed:\n${made.stdout}${made.stderr}`);
  const port = await freePort();

  const settings = ['listen_addresses=127.0.0.1', 'shared_buffers=32MB', 'log_min_messages=log'];

  const start = async (): Promise<ChildProcess> => {
    const options = ['-D', data, '-p', String(port), '-k', home, ...settings.flatMap((one) => ['-c', one])];
    const [file, rest] = underAccount(account, [join(binaries, 'postgres'), ...options]);
    const child = spawn(file, rest, { cwd: home, stdio: ['ignore', 'ignore', 'pipe'] });
    await ready(child);
    return child;
  };
  /** Until the last session of a killed server is gone its shared memory is in use, and a new server refuses. */
  const startAgain = async (attempts: number): Promise<ChildProcess> => {
    try {
      return await start();
    } catch (error) {
      if (attempts === 0 || !String(error).includes('shared memory')) throw error;
      await pause(100);
      return startAgain(attempts - 1);
    }
  };
  let server = await start();
  const atExit = (): void => killTree(server);
  process.once('exit', atExit);

  return {
    url: `postgres://holdfast@127.0.0.1:${port}/postgres`,
    async stop() {
      process.removeListener('exit', atExit);
      server.kill('SIGINT');
      await exited(server);
      rmSync(home, { recursive: true, force: true });
    },
    async kill9() {
      killTree(server);
      await exited(server);
    },
    async restart() {
      await exited(server);
      server = await startAgain(100);
    },
  };
}
