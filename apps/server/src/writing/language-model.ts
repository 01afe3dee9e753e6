// A language model over plain HTTP, behind one question: messages in, text out. Keys go into one header and nowhere else: no error, no
// log and no answer ever holds one, nor what a server said about it.

export interface ModelMessage {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

export interface LanguageModel {
  /** Shown with what it wrote. */
  readonly name: string;
  /** @throws ModelFailure */
  complete(system: string, messages: readonly ModelMessage[], signal: AbortSignal): Promise<string>;
}

export interface ModelSettings {
  readonly kind: 'openai' | 'anthropic';
  /** Without a slash at the end. */
  readonly url: string;
  readonly key: string | undefined;
  readonly name: string;
  /** For one document, repairs included. */
  readonly timeoutMs: number;
}

/** Why no answer came: a status or a cause, nothing the other side wrote. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure';
}

export interface ModelPorts {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly after: (delayMs: number, then: () => void) => () => void;
}

/** Answers are bounded by tokens; what is longer than this is no answer to us. */
const answerMost = 2_000_000;
const tokensMost = 8192;
const retriesMost = 2;
const backOffMs = 500;
const waitMost = 10_000;

interface Dialect {
  readonly path: string;
  headers(key: string | undefined): Readonly<Record<string, string>>;
  body(name: string, system: string, messages: readonly ModelMessage[]): unknown;
  /** Undefined where the answer has no text. */
  text(answer: unknown): unknown;
}

type Tree = { readonly [name: string]: Tree | undefined } & { readonly [index: number]: Tree | undefined };

const dialects: Readonly<Record<ModelSettings['kind'], Dialect>> = {
  openai: {
    path: '/chat/completions',
    headers: (key) => (key === undefined ? {} : { authorization: `Bearer ${key}` }),
    body: (model, system, messages) => ({
      model,
      max_tokens: tokensMost,
      temperature: 0,
      response_format: { type: 'json_object' },
      messages: [{ role: 'system', content: system }, ...messages],
    }),
    text: (answer) => (answer as Tree)['choices']?.[0]?.['message']?.['content'],
  },
  anthropic: {
    path: '/v1/messages',
    headers: (key) => ({
      'anthropic-version': '2023-06-01',
      ...(key === undefined ? {} : { 'x-api-key': key }),
    }),
    body: (model, system, messages) => ({ model, max_tokens: tokensMost, temperature: 0, system, messages }),
    text: (answer) => (answer as Tree)['content']?.[0]?.['text'],
  },
};

/** How long a server asks to wait, ms; undefined where it does not say. */
function askedWait(response: Response): number | undefined {
  const said = response.headers.get('retry-after');
  const seconds = said === null ? Number.NaN : Number(said);
  return seconds >= 0 ? seconds * 1000 : undefined;
}

class HttpModel implements LanguageModel {
  readonly name: string;
  readonly #settings: ModelSettings;
  readonly #ports: ModelPorts;

  constructor(settings: ModelSettings, ports: ModelPorts) {
    this.name = settings.name;
    this.#settings = settings;
    this.#ports = ports;
  }

  async complete(system: string, messages: readonly ModelMessage[], signal: AbortSignal): Promise<string> {
    const { kind, name } = this.#settings;
    const dialect = dialects[kind];
    const body = JSON.stringify(dialect.body(name, system, messages));
    for (let tries = 0; ; tries++) {
      const response = await this.#post(dialect, body, signal);
      if (response.ok) return this.#read(dialect, response);
      await response.body?.cancel();
      const passes = response.status === 429 || response.status >= 500;
      if (!passes || tries === retriesMost) throw new ModelFailure(`it answered ${response.status}`);
      const wait = askedWait(response) ?? backOffMs * 2 ** tries;
      if (wait > waitMost) throw new ModelFailure(`it answered ${response.status} and asks to wait`);
      await this.#pause(wait, signal);
    }
  }

  async #post(dialect: Dialect, body: string, signal: AbortSignal): Promise<Response> {
    const { url, key } = this.#settings;
    const headers = { 'content-type': 'application/json', ...dialect.headers(key) };
    try {
      // A redirect would carry the key to wherever it leads.
      return await this.#ports.fetch(`${url}${dialect.path}`, {
        method: 'POST',
        headers,
        body,
        signal,
        redirect: 'error',
      });
    } catch {
      throw new ModelFailure(signal.aborted ? 'it took too long' : 'it does not answer');
    }
  }

  async #read(dialect: Dialect, response: Response): Promise<string> {
    let text: unknown;
    try {
      const body = await response.text();
      text = body.length > answerMost ? undefined : dialect.text(JSON.parse(body));
    } catch {
      throw new ModelFailure('its answer is not JSON, or broke off');
    }
    if (typeof text !== 'string' || text === '') throw new ModelFailure('its answer has no text');
    return text;
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        cancel();
        reject(new ModelFailure('it took too long'));
      };
      const cancel = this.#ports.after(ms, () => {
        signal.removeEventListener('abort', stop);
        resolve();
      });
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }
}

/** A model of either dialect; opens nothing before it is asked. */
export function openModel(settings: ModelSettings, ports: ModelPorts): LanguageModel {
  return new HttpModel(settings, ports);
}
