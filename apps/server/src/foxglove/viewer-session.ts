// One viewer of one run: topics it subscribed to, parameters it reads and sets, services it calls. Frames are skipped while it
// is slow and that is told; events are never skipped, a viewer that cannot take them is closed.

import { SimulationError, type Input, type RunEvent, type RunRecord } from '@holdfast/core';
import {
  advertisement,
  decodeFrame,
  decodeServiceCall,
  encodeFrame,
  encodeServiceAnswer,
  encodeViewerData,
  encodeViewerTime,
  eventMessage,
  eventTopic,
  frameTopics,
  nanosecondsOf,
  parameterTopic,
  parameterValues,
  serviceAdvertisement,
  statusLevel,
  viewerRequestSchema,
  type FrameTopic,
  type ModelView,
  type ParameterTopic,
  type ViewerParameter,
  type ViewerRequest,
} from '@holdfast/protocol';
import type { RawData, WebSocket } from 'ws';
import type { RouteContext } from '../api.ts';
import { asFailure } from '../failures.ts';
import { steerable } from '../routes/control.ts';
import { RunFeed, type FeedReader } from '../run-feed.ts';
import { modelView } from '../views.ts';
import { callService, services } from './services.ts';
import type { SharedMessages } from './shared-messages.ts';
import { ViewerLink } from './viewer-link.ts';

/** Events kept for a viewer that subscribes to them later. */
const eventsKept = 256;
/** Calls and changes under way for one viewer. */
const callsMost = 16;
const skippedNoticeMs = 1000;

export interface ViewerVisit {
  readonly record: RunRecord;
  readonly rateHz: number;
}

const encoder = new TextEncoder();

export class ViewerSession implements FeedReader {
  readonly rateHz: number;
  readonly #context: RouteContext;
  readonly #record: RunRecord;
  readonly #link: ViewerLink;
  readonly #shared: SharedMessages;
  readonly #model: ModelView;
  readonly #topics: readonly FrameTopic[];
  readonly #parameters: ParameterTopic;
  readonly #feed: RunFeed;
  readonly #stops: (() => void)[];
  /** Subscription by place of the topic. */
  readonly #subscriptions = new Map<number, number>();
  readonly #events: RunEvent[] = [];
  readonly #values: Map<string, number>;
  #watched: ReadonlySet<string> = new Set();
  #valuesAt = 0;
  #latest: Uint8Array | undefined;
  #calls = 0;
  #skipped = 0;
  #toldSkipped = 0;

  constructor(socket: WebSocket, context: RouteContext, visit: ViewerVisit, shared: SharedMessages) {
    const { record, rateHz } = visit;
    const { host, measures, streams } = context;
    const live = host.runs.live(record.id);
    this.#context = context;
    this.#record = record;
    this.#shared = shared;
    this.rateHz = rateHz;
    this.#link = new ViewerLink(socket, host);
    this.#model = live === undefined ? host.modelOf(record) : modelView(live.model);
    this.#topics = frameTopics(this.#model);
    this.#parameters = parameterTopic(this.#model);
    this.#values = parameterValues(this.#model, record.spec.parameters);
    this.#latest = live?.latest === undefined ? undefined : encodeFrame(live.latest);
    this.#stops = [
      measures.streamOpened('live'),
      streams.add(() => this.#close(1001, 'server.draining')),
      host.every(skippedNoticeMs, () => this.#tellSkipped()),
    ];
    socket.on('message', (data, isBinary) => this.#listen(data, isBinary));
    socket.on('close', () => this.#stop());
    this.#introduce();
    this.#feed = new RunFeed(host, record, undefined, this);
  }

  #introduce(): void {
    const { id, name, family, document, spec } = this.#record;
    this.#link.say({
      op: 'serverInfo',
      name: `${name} (Holdfast)`,
      capabilities: ['time', 'parameters', 'parametersSubscribe', 'services'],
      supportedEncodings: ['json'],
      metadata: { run: id, family, document, seed: String(spec.seed), timeUnit: this.#model.timeUnit },
      sessionId: id,
    });
    this.#link.send(advertisement([...this.#topics, this.#parameters, eventTopic]));
    this.#link.send(serviceAdvertisement(services));
  }

  get #parametersAt(): number {
    return this.#topics.length;
  }

  get #eventsAt(): number {
    return this.#topics.length + 1;
  }

  #nanoseconds(time: number): bigint {
    return nanosecondsOf(time, this.#model.timeUnit);
  }

  frame(bytes: Uint8Array): boolean {
    this.#latest = bytes;
    if (!this.#link.hasRoom) {
      this.#skipped += 1;
      this.#context.measures.frameDropped();
      return false;
    }
    this.#link.show(encodeViewerTime(this.#nanoseconds(decodeFrame(bytes).time)));
    for (const at of this.#subscriptions.keys()) this.#show(at, bytes);
    return true;
  }

  /** Sends what the topic at index `at` says of a frame. */
  #show(at: number, frame: Uint8Array): void {
    const [topic, subscription] = [this.#topics[at], this.#subscriptions.get(at)];
    if (topic === undefined || subscription === undefined) return;
    const time = this.#nanoseconds(decodeFrame(frame).time);
    this.#link.show(encodeViewerData(subscription, time, this.#shared.of(frame, at, topic)));
  }

  event(event: RunEvent): void {
    this.#events.push(event);
    if (this.#events.length > eventsKept) this.#events.shift();
    this.#log(event);
    const { parameter, value } = event.details;
    if (event.kind !== 'input' || typeof parameter !== 'string' || typeof value !== 'number') return;
    this.#values.set(parameter, value);
    this.#valuesAt = event.time;
    this.#showParameters();
    if (this.#watched.has(parameter)) this.#tellValues([parameter], this.#values);
  }

  #log(event: RunEvent): void {
    const subscription = this.#subscriptions.get(this.#eventsAt);
    if (subscription === undefined) return;
    const payload = encoder.encode(eventMessage(event, this.#model.timeUnit));
    this.#link.send(encodeViewerData(subscription, this.#nanoseconds(event.time), payload));
  }

  #showParameters(): void {
    const subscription = this.#subscriptions.get(this.#parametersAt);
    if (subscription === undefined) return;
    const payload = encoder.encode(this.#parameters.message(this.#valuesAt, this.#values));
    this.#link.send(encodeViewerData(subscription, this.#nanoseconds(this.#valuesAt), payload));
  }

  drained(): Promise<void> {
    return this.#link.drained();
  }

  changed(): void {
    // a viewer learns from frames and events
  }

  ended(record: RunRecord): void {
    const stop = record.result?.stop.kind ?? 'ended';
    const message = `The run has ended: ${stop}. Its recording: holdfast export ${record.id} --to mcap`;
    this.#link.say({ op: 'status', level: statusLevel.info, message, id: 'ended' });
    void this.#showLast(record);
  }

  /** What was seen last need not be the end. */
  async #showLast({ id, result }: RunRecord): Promise<void> {
    if (result === null || result.frames === 0) return;
    try {
      const page = result.frames === 1 ? { limit: 1 } : { after: result.frames - 2, limit: 1 };
      const [last] = await this.#context.host.store.listFrames(id, page);
      if (last !== undefined) this.frame(encodeFrame(last));
    } catch (error) {
      this.#complain(error);
    }
  }

  failed(error: unknown): void {
    this.#close(1011, asFailure(error).code);
  }

  #listen(data: RawData, isBinary: boolean): void {
    if (!Buffer.isBuffer(data)) return;
    try {
      if (isBinary) this.#call(data);
      else this.#understand(viewerRequestSchema.parse(JSON.parse(data.toString('utf8'))));
    } catch (cause) {
      const isOurs = cause instanceof SimulationError;
      this.#complain(
        isOurs ? cause : new SimulationError('request.invalid', { reason: 'it is not understood' }, cause),
      );
    }
  }

  #understand(request: ViewerRequest): void {
    switch (request.op) {
      case 'subscribe':
        for (const { id, channelId } of request.subscriptions) this.#subscribe(channelId, id);
        break;
      case 'unsubscribe':
        for (const [at, id] of this.#subscriptions)
          if (request.subscriptionIds.includes(id)) this.#subscriptions.delete(at);
        break;
      case 'getParameters':
        this.#attempt(
          () => this.#answerValues(request.parameterNames, request.id),
          (error) => this.#complain(error),
        );
        break;
      case 'setParameters':
        this.#attempt(
          () => this.#set(request),
          (error) => this.#complain(error),
        );
        break;
      case 'subscribeParameterUpdates':
        this.#watched = new Set([...this.#watched, ...this.#known(request.parameterNames)]);
        break;
      case 'unsubscribeParameterUpdates': {
        const gone = new Set(this.#known(request.parameterNames));
        this.#watched = new Set([...this.#watched].filter((name) => !gone.has(name)));
        break;
      }
    }
  }

  /** The topic's newest message comes at once, of events those that are kept. */
  #subscribe(at: number, id: number): void {
    if (at > this.#eventsAt) return;
    this.#subscriptions.set(at, id);
    if (at === this.#eventsAt) for (const event of this.#events) this.#log(event);
    else if (at === this.#parametersAt) this.#showParameters();
    else if (this.#latest !== undefined && this.#link.hasRoom) this.#show(at, this.#latest);
  }

  /** The named parameters that exist; all where none is named. */
  #known(names: readonly string[]): readonly string[] {
    const all = this.#model.parameters.map(({ name }) => name);
    return names.length === 0 ? all : all.filter((name) => names.includes(name));
  }

  #tellValues(names: readonly string[], values: ReadonlyMap<string, number>, id?: string): void {
    const parameters = names.flatMap((name): ViewerParameter[] => {
      const value = values.get(name);
      return value === undefined ? [] : [{ name, value, type: 'float64' }];
    });
    this.#link.say({ op: 'parameterValues', parameters, ...(id === undefined ? {} : { id }) });
  }

  async #answerValues(names: readonly string[], id: string | undefined): Promise<void> {
    const { id: run, spec } = this.#record;
    const inputs = await this.#context.host.store.listInputs(run);
    this.#tellValues(this.#known(names), parameterValues(this.#model, [...spec.parameters, ...inputs]), id);
  }

  /** Answers with what holds afterwards, whether the change was taken or not. */
  async #set({ parameters, id }: Extract<ViewerRequest, { op: 'setParameters' }>): Promise<void> {
    const { host } = this.#context;
    const names = parameters.map(({ name }) => name);
    try {
      const inputs = parameters.map(({ name, value }): Input => {
        if (typeof value === 'number') return { parameter: name, value };
        throw new SimulationError('request.invalid', { reason: `${name} must be a number` });
      });
      await steerable(host, this.#record.id);
      await host.runs.input(this.#record.id, inputs);
    } catch (error) {
      this.#complain(error);
    }
    // a viewer shows what it set until it hears otherwise
    await this.#answerValues(names, id);
  }

  #call(bytes: Uint8Array): void {
    const { serviceId, callId, data } = decodeServiceCall(bytes);
    this.#attempt(
      async () => {
        const answer = await callService(this.#context.host, this.#record.id, serviceId, data);
        this.#link.send(encodeServiceAnswer({ serviceId, callId, data: answer }));
      },
      (error) => {
        const { code, message, remedy } = asFailure(error);
        const reason = `${code}: ${message} ${remedy}`;
        this.#link.say({ op: 'serviceCallFailure', serviceId, callId, message: reason });
      },
    );
  }

  /** Does something that takes time, unless too much is under way. */
  #attempt(act: () => Promise<void>, refuse: (error: unknown) => void): void {
    if (this.#calls >= callsMost) {
      refuse(new SimulationError('request.invalid', { reason: `${callsMost} others are under way` }));
      return;
    }
    this.#calls += 1;
    void act()
      .catch(refuse)
      .finally(() => (this.#calls -= 1));
  }

  #complain(error: unknown): void {
    const { code, message, remedy } = asFailure(error);
    const said = `${code}: ${message} ${remedy}`;
    this.#link.say({ op: 'status', level: statusLevel.error, message: said, id: code });
  }

  #tellSkipped(): void {
    if (this.#skipped === this.#toldSkipped || !this.#link.hasRoom) return;
    this.#toldSkipped = this.#skipped;
    const message = `${this.#skipped} frames were skipped because this viewer is slow`;
    this.#link.say({ op: 'status', level: statusLevel.warning, message, id: 'skipped' });
  }

  #close(code: number, reason: string): void {
    this.#link.close(code, reason);
    this.#stop();
  }

  #stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#link.stop();
    this.#feed.close();
  }
}
