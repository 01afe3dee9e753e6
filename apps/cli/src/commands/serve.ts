// holdfast serve and demo: the server in the foreground until a signal asks it to leave; demo also starts runs to see.
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

/** A run of each family for half an hour, whose recorded frames lie close enough together to be looked back at; `factor` is its pace, 0 as fast as possible. */
const demoRuns = [
  { example: 'supply-chain-cost', until: 10_000_000_000, factor: 0 },
  { example: 'double-pendulum', until: 1800, factor: 1 },
  { example: 'buoyancy-plant', until: 1800, factor: 1 },
  { example: 'neural-living', until: 180_000, factor: 100 },
] as const;

/** Starts the runs of the demo, each unless it goes on from before; gives their ids. */
async function startDemo(url: string, key: string | undefined): Promise<readonly string[]> {
  const client = createNodeClient(url, key);
  const { runs } = await client.runs();
  return Promise.all(
    demoRuns.map(async ({ example, until, factor }) => {
      const document = await client.example(example);
      const before = runs.find(({ status, name }) => status !== 'ended' && name === document.name);
      const run = before ?? (await client.start({ document, until, pace: { factor } }));
      return run.id;
    }),
  );
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
  const asked = readConfiguration({
    HOLDFAST_HOST: options.host,
    HOLDFAST_PORT: options.port?.toString(),
    HOLDFAST_DATA_DIR: options.dataDir,
    HOLDFAST_LOG_LEVEL: demo ? 'warn' : undefined,
  });
  // The runs to look at last for half an hour; who starts one beside them must not wait until then.
  const configuration = demo ? { ...asked, slots: asked.slots + demoRuns.length } : asked;
  if (configuration.databaseUrl === undefined) await makeDirectory(configuration.dataDirectory);
  const server = await startServer(configuration);
  try {
    const { url } = server;
    const data = configuration.databaseUrl === undefined ? configuration.dataDirectory : 'PostgreSQL';
    const runs = demo ? await startDemo(url, configuration.apiKeys[0]) : undefined;
    const page = runs === undefined ? undefined : `${url}/watch?runs=${runs.join(',')}`;
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
