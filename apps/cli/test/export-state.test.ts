// The network of a run as a file: another life begins with it, and any time of a finished run can be asked for.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stateExporters } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import { readConfiguration, startServer, type RunningServer } from '@holdfast/server';
import { exportState, type ExportStateOptions } from '../src/commands/export-state.ts';
import { stateFormats, type StateFormat } from '../src/exchange-formats.ts';
import { createNodeClient } from '../src/node-client.ts';
import { memoryConsole } from './memory-console.ts';

const teaching = JSON.parse(
  readFileSync(new URL('../../../examples/neural-teaching.json', import.meta.url), 'utf8'),
) as ModelDocument & { readonly model: { readonly dynamic: object } };

const directory = mkdtempSync(join(tmpdir(), 'holdfast-export-'));
let server: RunningServer;
beforeAll(async () => {
  const environment = {
    HOLDFAST_PORT: '0',
    HOLDFAST_DATA_DIR: directory,
    HOLDFAST_LOG_LEVEL: 'silent',
    HOLDFAST_SPARE_WORKERS: '0',
  };
  server = await startServer(readConfiguration(environment, {}));
});
afterAll(async () => {
  await server.close();
  rmSync(directory, { recursive: true });
});

async function runOf(document: ModelDocument, until: number): Promise<string> {
  const client = createNodeClient(server.url, undefined);
  const { id } = await client.start({ document, until });
  await new Promise<void>((resolve) => void client.live(id, { onEnded: () => resolve() }));
  return id;
}

async function exported(run: string, format: StateFormat, options: ExportStateOptions = {}) {
  const memory = memoryConsole();
  const context = { ...memory, now: () => 0, takeInterrupt: () => new AbortController().signal };
  expect(await exportState(run, format, { ...options, server: server.url }, context)).toBe(0);
  return memory;
}

it('offers exactly the formats there are', () => {
  expect([...stateFormats]).toEqual(stateExporters.map(({ format }) => format));
});

it('is the same at the end of a short life and within a longer one, and another life begins with it', async () => {
  const [short, long] = [await runOf(teaching, 60), await runOf(teaching, 200)];
  const ended = await exported(short, 'graphml');
  expect((await exported(long, 'graphml', { at: 60 })).out).toBe(ended.out);
  expect((await exported(long, 'graphml')).out).not.toBe(ended.out);

  const [, count = ''] = /a dynamic\.count of (\d+)/.exec(ended.err) ?? [];
  const { model } = teaching;
  const dynamic = { ...model.dynamic, count: Number(count) };
  const begun = { ...teaching, model: { ...model, dynamic, topology: 'net' }, files: { net: ended.out } };
  const again = await runOf(begun, 10);
  expect((await exported(again, 'graphml', { at: 0 })).out).toBe(ended.out);
  expect((await exported(again, 'edge-list', { at: 0 })).out).toMatch(/^source,target,type,.*\ns0,d/);
  await expect(exported(short, 'edge-list', { at: 61 })).rejects.toMatchObject({ code: 'run.not-there-yet' });
});
