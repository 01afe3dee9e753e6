// holdfast worker: offers this machine's processors to every server on the same PostgreSQL database, until a signal asks it to leave.
import { once } from 'node:events';
import { encodeJson } from '@holdfast/protocol';
import { openWorker, readConfiguration } from '@holdfast/server';
import type { CommandContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';

export interface WorkerOptions {
  readonly databaseUrl?: string;
  readonly workers?: number;
  readonly json?: boolean;
}

/** Computes spans until interrupted, then finishes those under way. */
export async function workerCommand(
  options: WorkerOptions,
  { console, takeInterrupt }: CommandContext,
): Promise<number> {
  const interrupt = takeInterrupt();
  const configuration = readConfiguration({
    HOLDFAST_HOST: '127.0.0.1',
    HOLDFAST_DATABASE_URL: options.databaseUrl,
    HOLDFAST_FLEET_WORKERS: options.workers?.toString(),
  });
  const worker = await openWorker(configuration, {
    trouble: (error) => console.complain(error instanceof Error ? error.message : String(error)),
  });
  try {
    const { seats } = worker;
    if (options.json === true) console.result(encodeJson({ workers: seats, pid: process.pid }));
    else
      console.result(
        `computing ${seats} span${seats === 1 ? '' : 's'} at once for every run on this database`,
      );
    console.note('Ctrl-C finishes what is under way and leaves; a kill costs no result.');
    if (!interrupt.aborted) await once(interrupt, 'abort');
  } finally {
    await worker.close();
  }
  return exitCode.ok;
}
