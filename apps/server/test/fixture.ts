// One real server for a test file: its own data directory, a free port, fixture simulators in real worker processes.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest, type ClientRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import type { RunRequest, RunView } from '@holdfast/protocol';
import { decodeJson } from '@holdfast/protocol';
import { readConfiguration, startServer, type RawSettings, type RunningServer } from '../src/index.ts';
import { catalog } from './fixtures/simulators.js';

export const fixtureEntry = new URL('./fixtures/worker.js', import.meta.url);
export const experimentEntry = new URL('./fixtures/experiment.js', import.meta.url);

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  readonly json: any;
}

export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string;
}

/** Processes that any thread of this one started and that are there, in no order. */
export function childProcesses(): readonly number[] {
  return readdirSync('/proc/self/task')
    .flatMap((task) => readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '))
    .filter((pid) => pid !== '')
    .map(Number);
}

/** Asks over a connection of its own, with exactly the headers given. */
export function ask(url: string, method: string, path: string, options: AskOptions = {}): Promise<Answer> {
  const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const headers = {
    ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    ...options.headers,
  };
  return answerOf(httpRequest(`${url}${path}`, { method, headers, agent: false }), text);
}

function answerOf(request: ClientRequest, text?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const isJson = response.headers['content-type']?.includes('json') === true && body !== '';
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: body,
          json: isJson ? decodeJson(body) : undefined,
        });
      });
    });
    request.on('error', reject);
    request.end(text);
  });
}

/** Asks for a request target exactly as it is written; an upgrade that is refused is answered like any request. */
export function askTarget(url: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return answerOf(httpRequest({ hostname, port, path, headers, agent: false }));
}

/** Polls until `probe` answers something, or fails after `deadlineMs`. */
export async function until<Value>(
  what: string,
  probe: () => Promise<Value | undefined>,
  deadlineMs = 90_000,
): Promise<Value> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() > deadline) throw new Error(`waited ${deadlineMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A fixture document: `work` generator steps and `napMs` of waiting for each step of the simulation. */
export const model = (kind: string, work = 1000, napMs = 0): RunRequest['document'] => ({
  family: 'fixture',
  version: 1,
  name: `fixture ${kind}`,
  model: { kind, work, napMs },
});

/** A server and the questions tests ask it. */
export class TestServer {
  readonly running: RunningServer;
  readonly url: string;

  constructor(running: RunningServer) {
    this.running = running;
    this.url = running.url;
  }

  ask(method: string, path: string, options: AskOptions = {}): Promise<Answer> {
    return ask(this.url, method, path, options);
  }

  get(path: string): Promise<Answer> {
    return this.ask('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.ask('POST', path, { body });
  }

  async start(request: RunRequest): Promise<RunView> {
    const answer = await this.post('/api/v1/runs', request);
    if (answer.status !== 201) throw new Error(`the run was refused: ${answer.text}`);
    return answer.json.run;
  }

  async run(id: string): Promise<RunView> {
    return (await this.get(`/api/v1/runs/${id}`)).json.run;
  }

  /** Waits for a state of the run. */
  reached(id: string, test: (run: RunView) => boolean, deadlineMs?: number): Promise<RunView> {
    return until(
      `run ${id}`,
      async () => {
        const run = await this.run(id);
        return test(run) ? run : undefined;
      },
      deadlineMs,
    );
  }

  ended(id: string, deadlineMs?: number): Promise<RunView> {
    return this.reached(id, ({ status }) => status === 'ended', deadlineMs);
  }

  socket(path: string, options: { headers?: Record<string, string>; protocols?: string[] } = {}): WebSocket {
    const { headers = {}, protocols = ['holdfast.live.1'] } = options;
    return new WebSocket(`${this.url.replace('http', 'ws')}${path}`, protocols, { headers });
  }

  stalled(path: string): Promise<Socket> {
    return openStalled(this.url, path);
  }
}

/** A connection that asked for an upgrade and then never reads a byte. */
export function openStalled(url: string, path: string): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
      );
      socket.pause();
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

/** Opens a server with `settings` in `directory`. */
export async function openTestServer(directory: string, settings: RawSettings = {}): Promise<TestServer> {
  const configuration = readConfiguration(
    {
      HOLDFAST_PORT: '0',
      HOLDFAST_DATA_DIR: directory,
      HOLDFAST_LOG_LEVEL: 'silent',
      HOLDFAST_SPARE_WORKERS: '0',
      ...settings,
    },
    {},
  );
  return new TestServer(
    await startServer(configuration, { workerEntry: fixtureEntry, experimentEntry, catalog }),
  );
}

/** A data directory of its own for a test file. */
export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'holdfast-server-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Gives a test file its server. */
export function useServer(settings: RawSettings = {}): () => TestServer {
  let directory: { readonly path: string; remove(): void } | undefined;
  let server: TestServer | undefined;
  beforeAll(async () => {
    directory = temporaryDirectory();
    server = await openTestServer(directory.path, settings);
  });
  afterAll(async () => {
    await server?.running.close();
    directory?.remove();
  });
  return () => {
    if (server === undefined) throw new Error('the server is not open yet');
    return server;
  };
}
