// Requests and their failures: one place that knows the address, the key and how an answer is checked.

import { SimulationError } from '@holdfast/core';
import { decodeJson, encodeJson, liveKeyProtocolPrefix, liveProtocol } from '@holdfast/protocol';
import { requestError } from './request-error.ts';

/** The part of a WebSocket this package uses; browsers' own and the one of `ws` both have it. */
export interface LiveSocket {
  binaryType: unknown;
  addEventListener(type: 'message' | 'close' | 'error', listener: (event: never) => void): void;
  send(data: string): void;
  close(code?: number): void;
}

/** A WebSocket class, typed loosely because platforms name their event classes differently. */
export type SocketClass = new (...args: never[]) => object;

export interface ClientOptions {
  /** Address of the server, for example http://127.0.0.1:7700. */
  readonly url: string;
  /** API key, where the server asks for one. */
  readonly key?: string | undefined;
  /** In place of the platform's `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** In place of the platform's `WebSocket`, which Node 20 does not have: pass the class of `ws`. */
  readonly webSocket?: SocketClass | undefined;
  /** Calls `action` once after `delayMs` and returns how to prevent it; reconnecting waits with it. */
  readonly timer?: ((action: () => void, delayMs: number) => () => void) | undefined;
}

function platformTimer(action: () => void, delayMs: number): () => void {
  const handle = setTimeout(action, delayMs);
  return () => clearTimeout(handle);
}

/** What checks an answer; zod schemas do. */
interface AnswerSchema<Answer> {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: Answer }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
        };
      };
}

export type PlainRequest = Omit<RequestInit, 'headers'> & {
  readonly headers?: Readonly<Record<string, string>>;
};

/** Query values; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

function queryText(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

/** Bytes travel as they are, everything else as JSON. */
function contentOf(body: unknown): PlainRequest {
  if (body === undefined) return {};
  if (body instanceof Blob) return { body, headers: { 'content-type': 'application/octet-stream' } };
  return { body: encodeJson(body), headers: { 'content-type': 'application/json' } };
}

export class Transport {
  readonly url: string;
  readonly timer: (action: () => void, delayMs: number) => () => void;
  readonly #key: string | undefined;
  readonly #fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly #webSocket: ClientOptions['webSocket'];

  constructor({ url, key, fetch, webSocket, timer }: ClientOptions) {
    this.url = url.replace(/\/+$/, '');
    this.timer = timer ?? platformTimer;
    this.#key = key;
    this.#fetch = fetch ?? ((address, init) => globalThis.fetch(address, init));
    this.#webSocket = webSocket ?? (globalThis as { WebSocket?: ClientOptions['webSocket'] }).WebSocket;
  }

  /** Sends a request and returns the answer when its status says success.
   * @throws RequestError for a failure status; SimulationError `server.unreachable` when nothing answers */
  async send(path: string, init: PlainRequest): Promise<Response> {
    const headers = {
      ...(this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` }),
      ...init.headers,
    };
    try {
      const response = await this.#fetch(`${this.url}${path}`, { ...init, headers });
      if (response.ok) return response;
      throw requestError(response.status, await response.text());
    } catch (cause) {
      if (cause instanceof SimulationError || init.signal?.aborted === true) throw cause;
      throw new SimulationError('server.unreachable', { url: this.url }, cause);
    }
  }

  /** Asks for JSON and checks it. @throws as `send`; SimulationError `protocol.malformed` for an unexpected answer */
  async json<Answer>(
    schema: AnswerSchema<Answer>,
    method: string,
    path: string,
    { query = {}, body }: { readonly query?: Query; readonly body?: unknown } = {},
  ): Promise<Answer> {
    const response = await this.send(`${path}${queryText(query)}`, { method, ...contentOf(body) });
    const text = await this.#body(response);
    let value: unknown;
    try {
      value = decodeJson(text);
    } catch (cause) {
      throw new SimulationError('protocol.malformed', { reason: `${path} did not answer with JSON` }, cause);
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    const reason = `the answer of ${path} is wrong at /${issue?.path.map(String).join('/')}: ${issue?.message}`;
    throw new SimulationError('protocol.malformed', { reason });
  }

  /** Asks for text. @throws as `send` */
  async text(path: string, accept: string): Promise<string> {
    return this.#body(await this.send(path, { method: 'GET', headers: { accept } }));
  }

  /** Asks for bytes. @throws as `send` */
  async bytes(path: string, query: Query = {}): Promise<Uint8Array<ArrayBuffer>> {
    const response = await this.send(`${path}${queryText(query)}`, { method: 'GET' });
    try {
      return new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new SimulationError('server.unreachable', { url: this.url }, cause);
    }
  }

  /** Opens a WebSocket below the same address, with the key as a subprotocol. */
  socket(path: string, query: Query): LiveSocket {
    if (this.#webSocket === undefined)
      throw new TypeError('this platform has no WebSocket: pass the class of "ws" as webSocket');
    const address = `${this.url.replace(/^http/, 'ws')}${path}${queryText(query)}`;
    const protocols =
      this.#key === undefined ? [liveProtocol] : [liveProtocol, liveKeyProtocolPrefix + this.#key];
    const Socket = this.#webSocket as unknown as new (url: string, protocols: string[]) => LiveSocket;
    return new Socket(address, protocols);
  }

  async #body(response: Response): Promise<string> {
    try {
      return await response.text();
    } catch (cause) {
      throw new SimulationError('server.unreachable', { url: this.url }, cause);
    }
  }
}
