// A server that says exactly what a test tells it to, over real sockets.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeJson } from '@holdfast/protocol';
import { WebSocketServer, type WebSocket } from 'ws';

export interface FakeServer {
  readonly url: string;
  /** `METHOD path?query body`, in order. */
  readonly requests: string[];
  readonly headers: IncomingMessage['headers'][];
  /** Called for each upgrade. */
  onSocket: (socket: WebSocket, request: IncomingMessage) => void;
  /** Upgrades are refused with 503 while false. */
  upgrades: boolean;
  close(): Promise<void>;
}

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Answers with JSON. */
export function json(value: unknown, status = 200): Answer {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(encodeJson(value));
  };
}

/** Starts a server on a free loopback port; `answers` maps `METHOD path` (without query) to its answer. */
export async function startFakeServer(answers: Readonly<Record<string, Answer>>): Promise<FakeServer> {
  const http = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      server.requests.push(`${request.method} ${request.url}${body === '' ? '' : ` ${body}`}`);
      server.headers.push(request.headers);
      const answer = answers[`${request.method} ${request.url?.split('?')[0]}`];
      if (answer === undefined) response.writeHead(404).end('no route');
      else answer(request, response, body);
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    server.requests.push(`UPGRADE ${request.url}`);
    server.headers.push(request.headers);
    if (server.upgrades)
      sockets.handleUpgrade(request, socket, head, (client) => server.onSocket(client, request));
    else socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const server: FakeServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    requests: [],
    headers: [],
    onSocket: (socket) => socket.close(),
    upgrades: true,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return server;
}

/** A timer that fires at once and writes down what it was asked to wait. */
export function eagerTimer(delays: number[]): (action: () => void, delayMs: number) => () => void {
  return (action, delayMs) => {
    delays.push(delayMs);
    const handle = setImmediate(action);
    return () => clearImmediate(handle);
  };
}

export const run = {
  id: 'r1',
  name: 'demo',
  family: 'scenario',
  document: 'd',
  status: 'running',
  stop: null,
  partial: false,
  seed: 1,
  until: Infinity,
  end: Infinity,
  time: 3,
  parameters: [],
  limits: {},
  workers: 1,
  epoch: 1,
  createdAt: 0,
  updatedAt: 0,
  rate: null,
  etaMs: null,
  memoryMb: null,
  pace: { factor: 0, mode: 'accuracy', hard: false },
  clock: null,
  parent: null,
} as const;

export const model = { timeUnit: 'iteration', until: 10, channels: [], parameters: [] };

export function event(sequence: number) {
  return { sequence, kind: 'status', time: 0, at: 0, message: `event ${sequence}`, details: {} } as const;
}
