// A run followed and steered by the viewer's own client library; hostile and slow viewers by hand.
import {
  FoxgloveClient,
  StatusLevel,
  type Channel,
  type IWebSocket,
  type MessageData,
  type Parameter,
  type Service,
  type StatusMessage,
} from '@foxglove/ws-protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { model, until, useServer, type TestServer } from '../fixture.ts';

const origin = 'http://viewer.example:8080';
const server = useServer({ HOLDFAST_VIEWER_ORIGINS: `http://other.example, ${origin}` });
const keyed = useServer({ HOLDFAST_API_KEYS: 'first-key-0123456789' });

const decoder = new TextDecoder();
const protocols = ['foxglove.sdk.v1', 'foxglove.websocket.v1'];

/** A viewer that keeps what it is told. */
class Viewer {
  readonly socket: WebSocket;
  readonly client: FoxgloveClient;
  readonly channels: Channel[] = [];
  readonly services: Service[] = [];
  readonly statuses: StatusMessage[] = [];
  readonly parameters: (readonly Parameter[])[] = [];
  readonly messages = new Map<number, { readonly time: bigint; readonly value: Record<string, unknown> }[]>();
  readonly times: bigint[] = [];
  readonly failures: string[] = [];
  readonly answers: Record<string, unknown>[] = [];
  readonly faults: Error[] = [];
  info: Record<string, unknown> | undefined;

  constructor(path: string, offered: readonly string[] = protocols) {
    this.socket = server().socket(path, { protocols: [...offered] });
    this.client = new FoxgloveClient({ ws: this.socket as unknown as IWebSocket });
    this.client.on('error', (error) => this.faults.push(error));
    this.client.on('serverInfo', (info) => (this.info = { ...info }));
    this.client.on('advertise', (channels) => this.channels.push(...channels));
    this.client.on('advertiseServices', (services) => this.services.push(...services));
    this.client.on('status', (status) => this.statuses.push(status));
    this.client.on('parameterValues', ({ parameters }) => this.parameters.push(parameters));
    this.client.on('time', ({ timestamp }) => this.times.push(timestamp));
    this.client.on('serviceCallFailure', ({ message }) => this.failures.push(message));
    this.client.on('serviceCallResponse', ({ data }) =>
      this.answers.push(JSON.parse(decoder.decode(data)) as Record<string, unknown>),
    );
    this.client.on('message', (message) => this.#keep(message));
  }

  #keep({ subscriptionId, timestamp, data }: MessageData): void {
    const value = JSON.parse(decoder.decode(data)) as Record<string, unknown>;
    const kept = this.messages.get(subscriptionId) ?? [];
    kept.push({ time: timestamp, value });
    this.messages.set(subscriptionId, kept);
  }

  introduced(): Promise<true> {
    return until('services', async () => (this.services.length > 0 ? true : undefined));
  }

  subscribe(topic: string): number {
    const channel = this.channels.find((each) => each.topic === topic);
    if (channel === undefined) throw new Error(`no topic ${topic}`);
    return this.client.subscribe(channel.id);
  }

  /** Waits for the first message of a subscription that `wanted` says yes to. */
  first(subscription: number, wanted: (value: Record<string, unknown>) => boolean = () => true) {
    return until('a message', async () =>
      this.messages.get(subscription)?.find(({ value }) => wanted(value)),
    );
  }

  call(name: string, request: unknown): void {
    const service = this.services.find((each) => each.name === name);
    const data = new TextEncoder().encode(JSON.stringify(request));
    this.client.sendServiceCallRequest({ serviceId: service?.id ?? 99, callId: 7, encoding: 'json', data });
  }
}

/** The status an upgrade is answered with, 101 when it is taken. */
function upgradeStatus(
  where: TestServer,
  path: string,
  headers: Record<string, string> = {},
  offered = protocols,
) {
  return new Promise<number>((resolve) => {
    const socket = where.socket(path, { headers, protocols: offered });
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', () => undefined);
  });
}

describe('a viewer', () => {
  /** A run that lives until the last test of these. */
  let id = '';
  beforeAll(async () => {
    ({ id } = await server().start({ document: model('count', 10, 2), until: 1e7 }));
  });
  afterAll(() => server().post(`/api/v1/runs/${id}/cancel`));

  it('follows a living run: topics with schemas, frames in simulated time, events from the first', async () => {
    const viewer = new Viewer(`/foxglove/${id}?rate=50`);
    await viewer.introduced();
    expect(viewer.socket.protocol).toBe('foxglove.sdk.v1');
    expect(viewer.info).toMatchObject({
      sessionId: id,
      capabilities: ['time', 'parameters', 'parametersSubscribe', 'services'],
    });
    expect(viewer.channels.map(({ topic }) => topic)).toEqual(['/sum', '/parameters', '/events']);
    expect(
      viewer.channels.every(
        ({ encoding, schemaEncoding }) => encoding === 'json' && schemaEncoding === 'jsonschema',
      ),
    ).toBe(true);
    expect(JSON.parse(viewer.channels[0]?.schema ?? '')).toMatchObject({
      properties: { sum: { type: 'number' } },
    });
    const sum = viewer.subscribe('/sum');
    const events = viewer.subscribe('/events');
    await until('frames', async () => ((viewer.messages.get(sum)?.length ?? 0) > 5 ? true : undefined));
    const frames = viewer.messages.get(sum) ?? [];
    for (const { time, value } of frames) expect(time).toBe(BigInt(Math.round(Number(value['time']) * 1e9)));
    expect(new Set(viewer.times).size).toBeGreaterThan(3);
    const { value } = await viewer.first(events);
    expect(value).toMatchObject({ line: 0, name: 'status' });
    expect(viewer.faults).toEqual([]);
    viewer.socket.terminate();
  });

  it('reads parameters, sets them as recorded inputs, and hears of changes that others make', async () => {
    const viewer = new Viewer(`/foxglove/${id}`);
    await viewer.introduced();
    viewer.client.getParameters([]);
    await until('values', async () => viewer.parameters[0]);
    expect(viewer.parameters[0]).toEqual([{ name: 'gain', value: 1, type: 'float64' }]);
    viewer.client.setParameters([{ name: 'gain', value: 3 }], 'mine');
    await until('the answer', async () => viewer.parameters[1]);
    expect(viewer.parameters[1]).toEqual([{ name: 'gain', value: 3, type: 'float64' }]);
    const { json } = await server().get(`/api/v1/runs/${id}/inputs`);
    expect(json.inputs).toMatchObject([{ parameter: 'gain', value: 3 }]);
    const topic = viewer.subscribe('/parameters');
    await viewer.first(topic, ({ gain }) => gain === 3);

    viewer.client.subscribeParameterUpdates([]);
    // answered in order, so the subscription stands
    viewer.client.getParameters(['gain']);
    await until('an answer', async () => viewer.parameters[2]);
    await server().post(`/api/v1/runs/${id}/inputs`, { inputs: [{ parameter: 'gain', value: 5 }] });
    await until('the update', async () => viewer.parameters.find(([first]) => first?.value === 5));
    await viewer.first(topic, ({ gain }) => gain === 5);

    viewer.client.setParameters([{ name: 'gain', value: 1000 }], 'bad');
    const refused = await until('the refusal', async () =>
      viewer.statuses.find(({ level }) => level === StatusLevel.ERROR),
    );
    expect(refused.message).toContain('input.out-of-range');
    await until('what holds', async () => viewer.parameters.slice(3).find(([first]) => first?.value === 5));
    viewer.socket.terminate();
  });

  it('pauses, resumes, paces and forks by services, and is told why when one cannot be', async () => {
    const viewer = new Viewer(`/foxglove/${id}`, ['foxglove.websocket.v1']);
    await viewer.introduced();
    expect(viewer.socket.protocol).toBe('foxglove.websocket.v1');
    viewer.call('/pause', {});
    await server().reached(id, ({ status }) => status === 'paused');
    viewer.call('/resume', {});
    await server().reached(id, ({ status }) => status === 'running');
    viewer.call('/fork', { set: [{ parameter: 'gain', value: 2 }] });
    const forked = await until('the fork', async () => viewer.answers.find(({ run }) => run !== id));
    expect((await server().run(String(forked['run']))).parent?.run).toBe(id);
    viewer.call('/pace', { factor: 2 });
    await server().reached(id, ({ pace }) => pace.factor === 2);
    viewer.call('/fork', { at: 1e12 });
    viewer.call('/pace', { factor: -1 });
    viewer.call('/dance', {});
    await until('three refusals', async () => viewer.failures[2]);
    expect(viewer.failures.map((text) => text.split(':')[0]).sort()).toEqual([
      'request.invalid',
      'request.not-found',
      'run.not-there-yet',
    ]);
    await server().post(`/api/v1/runs/${String(forked['run'])}/cancel`);
    viewer.socket.terminate();
  });

  it('of an ended run sees its events, its last frame and how it ended', async () => {
    const { id: over } = await server().start({ document: model('count', 10), until: 30 });
    await server().ended(over);
    const viewer = new Viewer(`/foxglove/${over}`);
    await viewer.introduced();
    const sum = viewer.subscribe('/sum');
    const { value, time } = await viewer.first(sum);
    expect([value['time'], time]).toEqual([30, 30_000_000_000n]);
    const end = await until('the end', async () => viewer.statuses.find((each) => each.id === 'ended'));
    expect(end.message).toContain('reached-end');
    viewer.call('/pause', {});
    await until('the refusal', async () => viewer.failures[0]);
    expect(viewer.failures[0]).toContain('run.ended');
    viewer.socket.terminate();
  });

  it('is answered, not dropped, when it says what is not understood', async () => {
    const viewer = new Viewer(`/foxglove/${id}`);
    await viewer.introduced();
    viewer.socket.send('{"op":"dance"}');
    viewer.socket.send('no JSON');
    viewer.socket.send(new Uint8Array([2, 0, 0, 0]));
    viewer.socket.send(new Uint8Array([2, 1, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255]));
    viewer.client.subscribe(4096);
    await until('four complaints', async () => viewer.statuses[3]);
    expect(viewer.statuses.every(({ level }) => level === StatusLevel.ERROR)).toBe(true);
    const sum = viewer.subscribe('/sum');
    await viewer.first(sum);
    viewer.client.unsubscribe(sum);
    viewer.socket.terminate();
  });

  it('that stops reading is passed by, and nothing piles up for it', async () => {
    const { id: wide } = await server().start({ document: model('wide', 10, 5), until: 1e8 });
    const viewer = new Viewer(`/foxglove/${wide}`);
    await viewer.introduced();
    const field = viewer.subscribe('/field');
    await viewer.first(field);
    viewer.socket.pause();
    const dropped = async (): Promise<number> => {
      const { text } = await server().get('/metrics');
      return Number(/^holdfast_frames_dropped_total (\d+)/m.exec(text)?.[1] ?? 0);
    };
    await until('frames to be skipped', async () => ((await dropped()) > 4 ? true : undefined));
    viewer.socket.resume();
    const told = await until('the notice', async () => viewer.statuses.find((each) => each.id === 'skipped'));
    expect(told.message).toMatch(/^\d+ frames were skipped/);
    await server().post(`/api/v1/runs/${wide}/cancel`);
    viewer.socket.terminate();
  });
});

describe('the door of viewers', () => {
  it('is that of the API: key, host and origin', async () => {
    const [{ id }] = (await server().get('/api/v1/runs')).json.runs;
    expect(await upgradeStatus(server(), `/foxglove/${id}`)).toBe(101);
    expect(await upgradeStatus(server(), `/foxglove/${id}`, { origin: 'http://evil.example' })).toBe(403);
    expect(await upgradeStatus(server(), `/foxglove/${id}`, { origin })).toBe(101);
    expect(await upgradeStatus(server(), `/foxglove/${id}`, { origin, host: 'evil.example' })).toBe(403);
    expect(await upgradeStatus(server(), '/foxglove/nobody')).toBe(404);
    expect(await upgradeStatus(server(), '/foxglove/a/b')).toBe(404);
    expect(await upgradeStatus(server(), '/foxglove/%2e%2e')).toBe(404);
    expect(await upgradeStatus(server(), `/foxglove/${id}?rate=1e9`)).toBe(400);
    expect(await upgradeStatus(server(), `/foxglove/${id}`, {}, ['holdfast.live.1'])).toBe(400);
  });

  it('takes a key from the address, since a viewer can send none elsewhere', async () => {
    expect(await upgradeStatus(keyed(), '/foxglove/nobody')).toBe(401);
    expect(await upgradeStatus(keyed(), '/foxglove/nobody?key=third-key-0123456789')).toBe(401);
    expect(await upgradeStatus(keyed(), '/foxglove/nobody?key=first-key-0123456789')).toBe(404);
    expect(
      await upgradeStatus(keyed(), '/foxglove/nobody', { authorization: 'Bearer first-key-0123456789' }),
    ).toBe(404);
    // the key opens this door only
    expect((await keyed().get('/api/v1/runs?key=first-key-0123456789')).status).toBe(401);
  });
});
