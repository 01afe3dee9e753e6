// A language model that helps, against a server that behaves as badly as real ones: slow, full, failing, talkative, cut off, wrong.
import type { ModelDocument } from '@holdfast/core';
import type { WrittenView } from '@holdfast/protocol';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { HoldfastClient } from '@holdfast/client';
import { lenientJson } from '../src/writing/lenient-json.ts';
import { openModel, type ModelSettings } from '../src/writing/language-model.ts';
import { writeByModel } from '../src/writing/model-writer.ts';
import { useServer } from './fixture.ts';

const key = 'sk-secret-0123456789';

type Answer = (response: ServerResponse) => void;

const say =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const openai = (content: string): Answer => say(200, { choices: [{ message: { content } }] });
const anthropic = (text: string): Answer => say(200, { content: [{ type: 'text', text }] });

let answers: Answer[] = [];
let asked: {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: { readonly messages: readonly { readonly content: string }[] };
}[] = [];
const waited: number[] = [];
const reports: string[] = [];

const server: Server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as (typeof asked)[number]['body'];
    asked.push({ path: request.url ?? '', headers: request.headers, body });
    (answers.shift() ?? say(418, {}))(response);
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  answers = [];
  asked = [];
  waited.length = 0;
  reports.length = 0;
});

const settings = (kind: ModelSettings['kind']): ModelSettings => ({
  kind,
  url,
  key,
  name: 'clever-1',
  timeoutMs: 10_000,
});

/** Waits that are asked for take no time here. */
const modelOf = (kind: ModelSettings['kind'] = 'openai') =>
  openModel(settings(kind), {
    fetch: (address, init) => fetch(address, init),
    after: (ms, then) => {
      waited.push(ms);
      const timer = setImmediate(then);
      return () => clearImmediate(timer);
    },
  });

const example: ModelDocument = { family: 'shapes', version: 1, name: 'a dot', model: { dots: 1 } };
const task = { text: 'a thing nobody heard of', family: 'shapes', schema: { type: 'object' }, example };

/** Takes documents with two dots. */
const tryOut = async (document: ModelDocument): Promise<WrittenView> => {
  const ok = (document.model as { readonly dots?: unknown }).dots === 2;
  const issue = { path: '/model/dots', code: 'x', message: 'there must be two dots', remedy: 'Write 2.' };
  return { ok, document, patch: null, questions: [], issues: ok ? [] : [issue], parts: [], by: 'grammar' };
};

const write = (kind: ModelSettings['kind'] = 'openai', signal = new AbortController().signal) =>
  writeByModel(task, { model: modelOf(kind), tryOut, report: (reason) => reports.push(reason) }, signal);

describe('a language model', () => {
  it.each([
    ['openai', '/chat/completions', openai],
    ['anthropic', '/v1/messages', anthropic],
  ] as const)(
    'of the %s kind is asked with schema, example and sentence, and signs what it wrote',
    async (kind, path, text) => {
      answers = [text('{"dots": 2}')];
      const view = await write(kind);
      expect(view).toMatchObject({
        ok: true,
        by: 'clever-1',
        document: { name: task.text, model: { dots: 2 } },
      });
      expect(asked.map((one) => one.path)).toEqual([path]);
      const [{ headers, body }] = asked;
      expect(kind === 'openai' ? headers.authorization : headers['x-api-key']).toContain(key);
      const said = JSON.stringify(body);
      for (const part of ['a thing nobody heard of', '{\\"dots\\":1}', 'clever-1'])
        expect(said).toContain(part);
      expect(said).not.toContain(key);
    },
  );

  it('is read through fences, words around, a whole document, and a cut', async () => {
    for (const content of [
      'Here it is:\n```json\n{"dots": 2}\n```\nEnjoy!',
      '{"family": "shapes", "version": 1, "name": "x", "model": {"dots": 2}}',
      '{"dots": 2, "lines": [{"from": [0, 1], "na',
    ]) {
      answers = [openai(content)];
      expect(await write(), content).toMatchObject({ ok: true });
    }
  });

  it('gets the exact errors and two repairs, and is then left', async () => {
    answers = [openai('{"dots": 1}'), openai('no idea'), openai('{"dots": 2}')];
    expect(await write()).toMatchObject({ ok: true });
    const last = asked[2].body.messages.map(({ content }) => content).join('\n');
    expect(last).toContain('/model/dots: there must be two dots. Write 2.');
    expect(last).toContain('it is not one JSON object');
    answers = [openai('{"dots": 1}'), openai('{"dots": 3}'), openai('{"dots": 4}'), openai('{"dots": 2}')];
    expect(await write()).toBeUndefined();
    expect(asked.length).toBe(6);
    expect(reports.join()).toContain('2 repairs');
  });

  it('that is full is asked again when it says, at most twice; one that wants a long wait is left', async () => {
    answers = [say(429, {}, { 'retry-after': '3' }), say(500, 'oops'), openai('{"dots": 2}')];
    expect(await write()).toMatchObject({ ok: true });
    expect(waited).toEqual([3000, 1000]);
    answers = [say(500, ''), say(503, ''), say(502, '')];
    expect(await write()).toBeUndefined();
    answers = [say(429, {}, { 'retry-after': '3600' })];
    expect(await write()).toBeUndefined();
    expect(reports).toEqual(['it answered 502', 'it answered 429 and asks to wait']);
  });

  it('that is slow, gone, refuses, redirects or babbles is left without a word about the key', async () => {
    const late = new AbortController();
    answers = [() => late.abort()];
    expect(await write('openai', late.signal)).toBeUndefined();
    const bad: Answer[] = [
      say(401, { error: `bad key ${key}` }),
      say(200, '<html>'),
      say(200, { choices: [] }),
      say(307, '', { location: 'http://127.0.0.1:1/' }),
      (response) => response.destroy(),
    ];
    for (const answer of bad) {
      answers = [answer];
      expect(await write()).toBeUndefined();
    }
    expect(reports).toEqual([
      'it took too long',
      'it answered 401',
      'its answer is not JSON, or broke off',
      'its answer has no text',
      'it does not answer',
      'it does not answer',
    ]);
    expect(reports.join()).not.toContain(key);
  });
});

describe('a server with a language model', () => {
  const holdfast = useServer({
    HOLDFAST_MODEL: 'anthropic',
    HOLDFAST_MODEL_URL: url,
    HOLDFAST_MODEL_NAME: 'clever-1',
    HOLDFAST_MODEL_KEY: key,
  });
  const world = {
    bodies: [{ name: 'thing', joints: [{ type: 'free' }], geoms: [{ shape: 'sphere', radius: 0.1 }] }],
  };

  it('asks it only where the grammar has questions, tries what it wrote, and keeps it', async () => {
    const client = new HoldfastClient({ url: holdfast().url });
    expect((await client.writers()).model).toBe('clever-1');
    expect(await client.writeText('a ball')).toMatchObject({ ok: true, by: 'grammar' });
    expect(asked).toEqual([]);
    // A first try that the schema takes and the engine refuses.
    const flat = {
      bodies: [{ ...world.bodies[0], geoms: [{ shape: 'mesh', mesh: 'sheet' }] }],
      meshes: [{ name: 'sheet', vertices: [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0] }],
    };
    answers = [anthropic(JSON.stringify(flat)), anthropic(JSON.stringify(world))];
    const view = await client.writeText('a flumph');
    expect(view).toMatchObject({ ok: true, by: 'clever-1', document: { name: 'a flumph', model: world } });
    expect(view.parts.map(({ name }) => name)).toEqual(['thing']);
    expect(asked.length).toBe(2);
    expect(await client.writeText('a flumph')).toEqual(view);
    expect(asked.length).toBe(2);
    // One that cannot be asked leaves the grammar's questions.
    answers = [say(401, {})];
    expect(await client.writeText('a zorble')).toMatchObject({
      ok: false,
      by: 'grammar',
      questions: [{ text: 'zorble' }],
    });
  });
});

describe('lenient JSON', () => {
  it('closes what broke off, and gives up on what is no object', () => {
    expect(lenientJson('{"a": [1, {"b": "c')).toEqual({ a: [1, { b: 'c' }] });
    expect(lenientJson('{"a": 1, "b": tr')).toEqual({ a: 1 });
    expect(lenientJson('{"a": "}"} and {"b": 2}')).toEqual({ a: '}' });
    expect(lenientJson(String.raw`{"a": "say \"x\" {"}`)).toEqual({ a: 'say "x" {' });
    for (const text of ['', 'no', '[1]', '{', '{"a" 1}'])
      expect([text, lenientJson(text) ?? null]).toEqual([text, text === '{' ? {} : null]);
  });
});
