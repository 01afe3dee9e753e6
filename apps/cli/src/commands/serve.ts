// holdfast serve and demo: the server in the foreground until a signal asks it to leave; demo also starts something to see.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { encodeJson } from '@holdfast/protocol';
import { readConfiguration, startServer } from '@holdfast/server';
import { hasDisplay } from '../configuration.ts';
import type { CommandContext } from '../context.ts';
import { makeDirectory } from '../data-directory.ts';
import { exitCode } from '../exit-code.ts';
import { createNodeClient } from '../node-client.ts';

export interface ServeOptions {
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly json?: boolean;
  readonly open?: boolean;
}

const demoExample = 'supply-chain-cost';

/** Long enough that a visitor sees the band narrow, short enough to end. */
const demoIterations = 1_000_000_000;

/** Starts the demo run, unless one from before goes on. */
async function startDemo(url: string, key: string | undefined): Promise<string> {
  const client = createNodeClient(url, key);
  const active = (await client.runs({ limit: 20 })).runs.find(({ status }) => status === 'running');
  if (active !== undefined) return active.id;
  const document = await client.example(demoExample);
  return (await client.start({ document, until: demoIterations })).id;
}

function openBrowser(url: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  spawn(command, [url], { stdio: 'ignore', detached: true })
    .on('error', () => {
      // no opener installed: the address is on the screen
    })
    .unref();
}

/** Serves until interrupted, then drains: runs are checkpointed and continue at the next start. */
export async function serveCommand(
  options: ServeOptions,
  { console, takeInterrupt }: CommandContext,
  demo: boolean,
): Promise<number> {
  const interrupt = takeInterrupt();
  const configuration = readConfiguration({
    HOLDFAST_HOST: options.host,
    HOLDFAST_PORT: options.port?.toString(),
    HOLDFAST_DATA_DIR: options.dataDir,
    HOLDFAST_LOG_LEVEL: demo ? 'warn' : undefined,
  });
  if (configuration.databaseUrl === undefined) await makeDirectory(configuration.dataDirectory);
  const server = await startServer(configuration);
  try {
    const { url } = server;
    const data = configuration.databaseUrl === undefined ? configuration.dataDirectory : 'PostgreSQL';
    const page = demo ? `${url}/run/${await startDemo(url, configuration.apiKeys[0])}` : undefined;
    if (options.json === true) {
      console.result(encodeJson({ url, api: `${url}/api/docs`, data, pid: process.pid, demo: page ?? null }));
    } else {
      const lines = [`studio  ${url}`, `api     ${url}/api/docs`, `data    ${data}`];
      console.result([...lines, ...(page === undefined ? [] : [`demo    ${page}`])].join('\n'));
    }
    if (page !== undefined && options.open !== false && console.terminal.interactive && hasDisplay()) {
      openBrowser(page);
    }
    console.note('Ctrl-C checkpoints every run and stops.');
    if (!interrupt.aborted) await once(interrupt, 'abort');
    console.note('writing checkpoints; the runs continue at the next start');
  } finally {
    await server.close();
  }
  return exitCode.ok;
}
