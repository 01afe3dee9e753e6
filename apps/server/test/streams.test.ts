import type { Frame } from '@holdfast/core';
import {
  decodeFrame,
  encodeJson,
  liveMessageSchema,
  progressEventSchemas,
  type LiveMessage,
} from '@holdfast/protocol';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { model, until, useServer } from './fixture.ts';

const server = useServer();

interface StreamEvent {
  readonly type: string;
  readonly id: string | undefined;
  readonly data: unknown;
}

function parseEvents(text: string): readonly StreamEvent[] {
  return text.split('\n\n').flatMap((block) => {
    const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
    const type = fields.get('event');
    return type === undefined
      ? []
      : [{ type, id: fields.get('id'), data: JSON.parse(fields.get('data') ?? 'null') }];
  });
}

/** Reads a progress stream until it ends or `enough` says so. */
function follow(
  path: string,
  headers: Record<string, string> = {},
  enough: (events: readonly StreamEvent[]) => boolean = () => false,
): Promise<{ readonly events: readonly StreamEvent[]; readonly response: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${server().url}${path}`, { headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        const events = parseEvents(text.slice(0, text.lastIndexOf('\n\n') + 2));
        if (enough(events)) {
          resolve({ events, response });
          request.destroy();
        }
      });
      response.on('end', () => resolve({ events: parseEvents(text), response }));
      response.on('error', () => undefined);
    });
    request.on('error', reject);
    request.end();
  });
}

const idsOf = (events: readonly StreamEvent[]): number[] =>
  events.flatMap(({ type, id }) => (type === 'event' ? [Number(id)] : []));

describe('progress as server-sent events', () => {
  it('follows a run from its first event to its end', async () => {
    const { id } = await server().start({ document: model('count', 1000, 1), until: 500 });
    const { events, response } = await follow(`/api/v1/runs/${id}/progress`);
    expect(response.headers['content-type']).toContain('text/event-stream');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    for (const { type, data } of events) {
      progressEventSchemas[type as keyof typeof progressEventSchemas].parse(data);
    }
    const stored = (await server().get(`/api/v1/runs/${id}/events?limit=1000`)).json.events;
    expect(idsOf(events)).toEqual(stored.map(({ sequence }: { sequence: number }) => sequence));
    expect(events.at(-1)).toMatchObject({ type: 'ended', data: { stop: { kind: 'reached-end' } } });
    expect(events.filter(({ type }) => type === 'progress').length).toBeGreaterThan(1);
  });

  it('resumes after Last-Event-ID: both halves together are every event once', async () => {
    const { id } = await server().start({ document: model('count', 1000, 1), until: 1e7 });
    const first = await follow(`/api/v1/runs/${id}/progress`, {}, (events) => idsOf(events).length > 0);
    const seen = idsOf(first.events);
    // Things happen while nobody listens.
    await server().post(`/api/v1/runs/${id}/inputs`, { inputs: [{ parameter: 'gain', value: 2 }] });
    await server().post(`/api/v1/runs/${id}/pause`);
    await server().reached(id, ({ status }) => status === 'paused');
    await server().post(`/api/v1/runs/${id}/resume`);
    const rest = follow(`/api/v1/runs/${id}/progress`, { 'last-event-id': String(seen.at(-1)) });
    await server().post(`/api/v1/runs/${id}/cancel`);
    const resumed = await rest;
    const stored = (await server().get(`/api/v1/runs/${id}/events?limit=1000`)).json.events;
    expect([...seen, ...idsOf(resumed.events)]).toEqual(
      stored.map(({ sequence }: { sequence: number }) => sequence),
    );
    expect(resumed.events.at(-1)?.type).toBe('ended');
  });

  it('tells an ended run to whoever comes late, and nothing twice', async () => {
    const { id } = await server().start({ document: model('count') });
    await server().ended(id);
    const all = await follow(`/api/v1/runs/${id}/progress`);
    expect(all.events.at(-1)?.type).toBe('ended');
    const last = idsOf(all.events).at(-1);
    const late = await follow(`/api/v1/runs/${id}/progress?after=${last}`);
    expect(idsOf(late.events)).toEqual([]);
    expect(late.events.at(-1)?.type).toBe('ended');
  });
});

/** A live connection that keeps everything it is told. */
class Watcher {
  readonly socket: WebSocket;
  readonly messages: LiveMessage[] = [];
  readonly frames: { sequence: number; time: number; values: Float64Array }[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  constructor(path: string, headers: Record<string, string> = {}) {
    this.socket = server().socket(path, { headers });
    this.closed = new Promise((resolve) =>
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    );
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.frames.push(decodeFrame(new Uint8Array(data)));
      else this.messages.push(liveMessageSchema.parse(JSON.parse(data.toString())));
    });
  }

  of<Type extends LiveMessage['type']>(type: Type): Extract<LiveMessage, { type: Type }>[] {
    return this.messages.filter(
      (message): message is Extract<LiveMessage, { type: Type }> => message.type === type,
    );
  }
}

/** The status an upgrade is refused with. */
function refusal(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = server().socket(path, { headers });
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on('open', () => reject(new Error('the upgrade was accepted')));
    socket.on('error', () => undefined);
  });
}

describe('the live WebSocket', () => {
  it('shows the model first, then events in order, frames, numbers, and the end', async () => {
    const { id } = await server().start({ document: model('count', 1000, 1), until: 700 });
    const watcher = new Watcher(`/api/v1/runs/${id}/live?rate=60`);
    const { code } = await watcher.closed;
    expect(code).toBe(1000);
    expect(watcher.messages[0]).toMatchObject({ type: 'model', model: { channels: [{ name: 'sum' }] } });
    const stored = (await server().get(`/api/v1/runs/${id}/events?limit=1000`)).json.events;
    expect(watcher.of('event').map(({ event }) => event)).toEqual(stored);
    expect(watcher.frames.length).toBeGreaterThan(1);
    const times = watcher.frames.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(watcher.of('metrics').at(-1)?.time).toBe(700);
    expect(watcher.messages.at(-1)).toEqual({ type: 'ended', stop: { kind: 'reached-end' } });
  });

  it('thins frames to the asked rate, which may change', async () => {
    const { id } = await server().start({ document: model('count', 1000, 1), until: 1e8 });
    const watcher = new Watcher(`/api/v1/runs/${id}/live?rate=2`);
    await until('a frame', async () => watcher.frames[0]);
    const started = performance.now();
    await until('more frames', async () => (watcher.frames.length >= 4 ? true : undefined));
    const slowMs = performance.now() - started;
    expect(slowMs).toBeGreaterThan(1000);
    watcher.socket.send(encodeJson({ type: 'rate', hz: 50 }));
    const before = watcher.frames.length;
    const fast = performance.now();
    await until('many frames', async () => (watcher.frames.length >= before + 20 ? true : undefined));
    // Asked for 25 times as many; half the wait for a frame is enough to tell, on a busy machine too.
    expect((performance.now() - fast) / 20).toBeLessThan(slowMs / 3 / 2);
    expect(watcher.of('dropped')).toEqual([]);
    // One who comes now is given the last frames that were shown, though next to nothing of so long a run is recorded yet.
    const recent = async (): Promise<readonly Frame[]> =>
      (await server().get(`/api/v1/runs/${id}/frames/recent`)).json.frames;
    const shown = (await recent()).map(({ time }) => time);
    expect(shown.length).toBeGreaterThan(10);
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
    expect(watcher.frames.some(({ time }) => shown.includes(time))).toBe(true);
    await server().post(`/api/v1/runs/${id}/cancel`);
    await watcher.closed;
    expect(await recent()).toEqual([]);
    expect(watcher.messages.at(-1)).toEqual({ type: 'ended', stop: { kind: 'cancelled' } });
  });

  it('resumes after the event a client has seen', async () => {
    const { id } = await server().start({ document: model('count') });
    await server().ended(id);
    const stored = (await server().get(`/api/v1/runs/${id}/events?limit=1000`)).json.events;
    const watcher = new Watcher(`/api/v1/runs/${id}/live?after=${stored[0].sequence}`);
    await watcher.closed;
    expect(watcher.of('event').map(({ event }) => event)).toEqual(stored.slice(1));
  });

  it('closes on a message it does not understand, whatever its size', async () => {
    const { id } = await server().start({ document: model('count', 1000, 1), until: 1e7 });
    const odd = new Watcher(`/api/v1/runs/${id}/live`);
    odd.socket.on('open', () => odd.socket.send('{"type":"rate","hz":1000}'));
    expect((await odd.closed).code).toBe(1008);
    const large = new Watcher(`/api/v1/runs/${id}/live`);
    large.socket.on('open', () => large.socket.send('x'.repeat(2_200_000)));
    expect((await large.closed).code).toBe(1009);
    await server().post(`/api/v1/runs/${id}/cancel`);
    await server().ended(id);
  });

  it('is refused before the handshake with the status a request would get', async () => {
    expect(await refusal('/api/v1/runs/nobody/live')).toBe(404);
    expect(await refusal('/api/v1/elsewhere')).toBe(404);
    expect(await refusal('/api/v1/runs/nobody/live?rate=1000')).toBe(400);
    expect(await refusal('/api/v1/runs/nobody/live', { origin: 'http://evil.example' })).toBe(403);
    expect(await refusal('/api/v1/runs/nobody/live', { host: 'evil.example' })).toBe(403);
  });
});
