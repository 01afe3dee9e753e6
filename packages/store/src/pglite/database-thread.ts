// The thread that owns PGlite: its WASM is synchronous and would stop every timer of the main thread.
// It ends itself rather than answer from an engine in an unknown state; the next one recovers from the log.

import { parentPort, workerData } from 'node:worker_threads';
import { SimulationError } from '@holdfast/core';
import type { PGlite } from '@electric-sql/pglite';
import { createDatabase, openDatabase } from './embedded-database.ts';
import type { ThreadError, ThreadReply, ThreadRequest, ThreadTask } from './thread-messages.ts';

function say(reply: ThreadReply): void {
  parentPort?.postMessage(reply, []);
}

function describe(error: unknown): ThreadError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof SimulationError)
    return { message, code: error.code, registered: true, details: error.details };
  const code = (error as { code?: unknown } | null)?.code;
  return { message, code: typeof code === 'string' ? code : '', registered: false, details: {} };
}

/** After FATAL and PANIC PostgreSQL would have ended its process. */
function isLast(error: unknown): boolean {
  const severity = (error as { severity?: unknown } | null)?.severity;
  return severity === 'PANIC' || severity === 'FATAL';
}

async function answer(database: PGlite, request: ThreadRequest): Promise<readonly object[]> {
  switch (request.kind) {
    case 'query': {
      const { rows } = await database.query<object>(request.text, [...request.values]);
      return rows;
    }
    case 'script':
      await database.exec(request.text);
      return [];
    case 'close':
      await database.exec('checkpoint');
      await database.close();
      return [];
  }
}

async function serve(directory: string): Promise<void> {
  const database = await openDatabase(directory, {
    onFsync: () => undefined,
    onBroken: () => process.exit(1),
  });
  const reply = async (request: ThreadRequest): Promise<void> => {
    try {
      say({ kind: 'rows', id: request.id, rows: await answer(database, request) });
      if (request.kind === 'close') parentPort?.close();
    } catch (error) {
      say({ kind: 'failed', id: request.id, error: describe(error) });
      if (isLast(error)) process.exit(1);
    }
  };
  let turn = Promise.resolve();
  parentPort?.on('message', (request: ThreadRequest) => {
    turn = turn.then(() => reply(request));
  });
  say({ kind: 'ready' });
}

const { task, directory } = workerData as ThreadTask;
try {
  if (task === 'create') await createDatabase(directory);
  else await serve(directory);
} catch (error) {
  say({ kind: 'failed', id: null, error: describe(error) });
  throw error;
}
