import { HoldfastClient, type ProgressOptions } from '@holdfast/client';
import { encodeJson } from '@holdfast/protocol';
import * as fc from 'fast-check';
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { readEventStream, type ServerSentEvent } from '../src/event-stream.ts';
import {
  eagerTimer,
  event,
  json,
  run,
  startFakeServer,
  type Answer,
  type FakeServer,
} from './fake-server.ts';

const route = 'GET /api/v1/runs/r1/progress';
const open: FakeServer[] = [];
const waits: number[] = [];

afterEach(async () => {
  waits.length = 0;
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(answer: Answer) {
  const server = await startFakeServer({ [route]: answer });
  open.push(server);
  return { server, client: new HoldfastClient({ url: server.url, timer: eagerTimer(waits) }) };
}

function follow(client: HoldfastClient, options: ProgressOptions = {}): Promise<readonly string[]> {
  const calls: string[] = [];
  return new Promise((resolve) => {
    client.progress('r1', {
      onProgress: (view) => calls.push(`progress ${view.time}`),
      onEvent: ({ sequence }) => calls.push(`event ${sequence}`),
      onEnded: (stop) => resolve([...calls, `ended ${stop.kind}`]),
      onError: ({ code }) => resolve([...calls, `error ${code}`]),
      ...options,
    });
  });
}

function tell(response: ServerResponse, type: string, data: unknown, id?: number): void {
  response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${encodeJson(data)}\n\n`);
}

const ended = { stop: { kind: 'cancelled' } };

describe('progress', () => {
  it('delivers progress, events and the end', async () => {
    const { client } = await serve((_, response) => {
      response.write(': hello\nretry: 1000\n\n');
      tell(response, 'progress', { run });
      tell(response, 'event', event(0), 0);
      tell(response, 'unheard-of', {});
      tell(response, 'ended', ended);
    });
    expect(await follow(client)).toStrictEqual(['progress 3', 'event 0', 'ended cancelled']);
  });

  it('resumes after the last event it has seen', async () => {
    let connection = 0;
    const { server, client } = await serve((_, response) => {
      connection++;
      if (connection === 1) {
        tell(response, 'event', event(6), 6);
        response.end('event: event\ndata: {"cut');
      } else {
        tell(response, 'event', event(6), 6);
        tell(response, 'event', event(7), 7);
        tell(response, 'ended', ended);
      }
    });
    expect(await follow(client, { after: 5 })).toStrictEqual(['event 6', 'event 7', 'ended cancelled']);
    expect(server.headers.map((headers) => headers['last-event-id'])).toStrictEqual(['5', '6']);
    expect(waits).toStrictEqual([250]);
  });

  it('resumes after a connection that breaks', async () => {
    let connection = 0;
    const { client } = await serve((_, response) => {
      connection++;
      tell(response, 'event', event(connection), connection);
      if (connection < 3) setImmediate(() => response.destroy());
      else tell(response, 'ended', ended);
    });
    expect((await follow(client)).at(-1)).toBe('ended cancelled');
  });

  it('reports a refusal and what the stream says has failed', async () => {
    const error = { code: 'run.not-found', message: 'm', remedy: 'r' };
    const refusing = await serve(json({ error }, 404));
    expect(await follow(refusing.client)).toStrictEqual(['error run.not-found']);
    const failing = await serve((_, response) => tell(response, 'failed', { error }));
    expect(await follow(failing.client)).toStrictEqual(['error run.not-found']);
    const babbling = await serve((_, response) => tell(response, 'event', { sequence: 'x' }));
    expect(await follow(babbling.client)).toStrictEqual(['error protocol.malformed']);
  });

  it('gives up on a server that never answers', async () => {
    const { server, client } = await serve(json({}));
    await server.close();
    expect(await follow(client)).toStrictEqual(['error server.unreachable']);
    expect(waits.slice(0, 3)).toStrictEqual([250, 500, 1000]);
  });

  it('calls nothing after close', async () => {
    const calls: string[] = [];
    const { server, client } = await serve((_, response) => tell(response, 'event', event(0), 0));
    await new Promise<void>((resolve) => {
      const progress = client.progress('r1', {
        onEvent: () => {
          calls.push('event');
          progress.close();
          progress.close();
          resolve();
        },
        onError: () => calls.push('error'),
      });
    });
    await server.close();
    await client.info().catch(() => undefined);
    expect(calls).toStrictEqual(['event']);
    expect(waits).toStrictEqual([]);
  });
});

describe('readEventStream', () => {
  const text =
    '\uFEFF: comment\n' +
    'id: 1\nevent: a\ndata: one\ndata: two\n\n' +
    'data:no space\r\n\r\n' +
    'data\rdata: é€😀\r\r' +
    'event: empty\n\n' +
    'id: 2\n\n' +
    'nonsense: x\nid\ndata:  spaced\n\n' +
    'data: cut';
  const expected: readonly ServerSentEvent[] = [
    { type: 'a', data: 'one\ntwo', id: '1' },
    { type: 'message', data: 'no space', id: '1' },
    { type: 'message', data: '\né€😀', id: '1' },
    { type: 'message', data: ' spaced', id: '' },
  ];

  it('reads the same events wherever the bytes are cut', async () => {
    const bytes = new TextEncoder().encode(text);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length)), async (cuts) => {
        const edges = [0, ...cuts.sort((left, right) => left - right), bytes.length];
        const stream = new ReadableStream<Uint8Array>({
          start(controller) {
            for (let i = 1; i < edges.length; i++) controller.enqueue(bytes.subarray(edges[i - 1], edges[i]));
            controller.close();
          },
        });
        const events: ServerSentEvent[] = [];
        for await (const one of readEventStream(stream)) events.push(one);
        expect(events).toStrictEqual(expected);
      }),
    );
  });
});
