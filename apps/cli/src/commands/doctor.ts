// holdfast doctor: what this machine has, what is missing, and what mends it.
import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { availableParallelism, totalmem } from 'node:os';
import { promisify } from 'node:util';
import { SimulationError } from '@holdfast/core';
import { encodeJson } from '@holdfast/protocol';
import { readConfiguration, type Configuration } from '@holdfast/server';
import { openStore, readHolder } from '@holdfast/store';
import { formatAmount } from '../amounts.ts';
import type { CommandContext } from '../context.ts';
import { makeDirectory } from '../data-directory.ts';
import { exitCode } from '../exit-code.ts';
import type { OutputOptions } from './run.ts';

interface Finding {
  readonly name: string;
  /** A warning leaves something weaker but working. */
  readonly state: 'ok' | 'warning' | 'failure';
  readonly found: string;
  readonly remedy: string;
}

const good = (name: string, found: string): Finding => ({ name, state: 'ok', found, remedy: '' });

function judged(finding: Finding, isGood: boolean): Finding {
  return isGood ? good(finding.name, finding.found) : finding;
}

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const remedy = 'Install Node 20.19 or newer.';
  return judged(
    { name: 'node', state: 'failure', found: process.versions.node, remedy },
    major > 20 || (major === 20 && minor >= 19),
  );
}

function checkMemory(): Finding {
  const found = `${formatAmount(totalmem())}B`;
  return judged(
    {
      name: 'memory',
      state: 'warning',
      found,
      remedy: 'At least 2 GB are advised; bound runs with --limit memory=256MB.',
    },
    totalmem() > 1.9e9,
  );
}

async function checkProgram(name: string, without: string): Promise<Finding> {
  const found = await promisify(execFile)(name, ['--version']).then(
    ({ stdout }) => stdout.trim().split('\n')[0],
    () => undefined,
  );
  const remedy = `Without it ${without}. On Debian: apt-get install util-linux`;
  return found === undefined ? { name, state: 'warning', found: 'absent', remedy } : good(name, found);
}

async function checkDirectory(path: string): Promise<readonly Finding[]> {
  const name = 'data directory';
  try {
    await makeDirectory(path);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return [
      { name, state: 'failure', found, remedy: 'Choose another with --data-dir or HOLDFAST_DATA_DIR.' },
    ];
  }
  const holder = await readHolder(path);
  const use =
    holder === undefined
      ? ''
      : `, in use by process ${holder.pid}${holder.url === undefined ? '' : ` at ${holder.url}`}`;
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  const state = free > 1e8 ? 'warning' : 'failure';
  const disk: Finding = {
    name: 'disk',
    state,
    found: `${formatAmount(free)}B free`,
    remedy: 'Free at least 1 GB.',
  };
  return [good(name, `${path}${use}`), judged(disk, free > 1e9)];
}

function checkPort({ host, port }: Configuration): Promise<Finding> {
  const name = 'port';
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) =>
      resolve({
        name,
        state: 'warning',
        found: error.message,
        remedy: 'Serve on another with --port, or use the server that is there.',
      }),
    );
    server.listen(port, host, () => server.close(() => resolve(good(name, `${host}:${port} is free`))));
  });
}

/** Opens the database as every other command does, which also brings its tables up to date. */
async function checkDatabase({ databaseUrl, pool }: Configuration): Promise<readonly Finding[]> {
  const name = 'database';
  if (databaseUrl === undefined) return [];
  // The store is closed again before anything would be due.
  const clock = { now: () => Date.now(), after: () => () => undefined };
  try {
    const store = await openStore({ databaseUrl, pool }, { owner: `doctor-${randomUUID()}`, clock });
    await store.ping().finally(() => store.close());
    return [good(name, 'PostgreSQL answers')];
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    return [{ name, state: 'failure', found: error.message, remedy: error.remedy }];
  }
}

/** Checks the machine and prints one line per finding. */
export async function doctorCommand(
  options: OutputOptions & { readonly dataDir?: string },
  { console }: CommandContext,
): Promise<number> {
  const configuration = readConfiguration({ HOLDFAST_DATA_DIR: options.dataDir });
  const findings = [
    checkNode(),
    good('processors', String(availableParallelism())),
    checkMemory(),
    await checkProgram('prlimit', 'the memory of a run is bounded by a watchdog alone'),
    await checkProgram('setpriv', 'a killed server can leave a worker behind for a moment'),
    ...(await checkDirectory(configuration.dataDirectory)),
    ...(await checkDatabase(configuration)),
    await checkPort(configuration),
  ];
  const marks = {
    ok: console.inResult('green', '✓'),
    warning: console.inResult('yellow', '!'),
    failure: console.inResult('red', '✗'),
  };
  if (options.json === true) console.result(encodeJson(findings, 2));
  else {
    for (const finding of findings) {
      const { name, state, found, remedy } = finding;
      if (options.jsonl === true) console.result(encodeJson(finding));
      else
        console.result(`${marks[state]} ${name.padEnd(15)} ${found}${state === 'ok' ? '' : `\n  ${remedy}`}`);
    }
  }
  return findings.some(({ state }) => state === 'failure') ? exitCode.failure : exitCode.ok;
}
