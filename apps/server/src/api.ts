// What every route file is given, and how a route declares its schemas.

import { encodeJson, errorViewSchema, schemaIssues, tooLong } from '@holdfast/protocol';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifySchemaCompiler,
  FastifyTypeProvider,
  RawServerDefault,
} from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Configuration } from './configuration.ts';
import type { Host } from './host.ts';
import type { Measures } from './measures.ts';
import { invalidRequest } from './refusal.ts';
import type { StreamRooms } from './stream-rooms.ts';

// What the framework's plugins add to its types; strict linking hides the declarations they bring themselves.
declare module 'fastify' {
  interface FastifySchema {
    readonly summary?: string;
    readonly description?: string;
    readonly tags?: readonly string[];
    readonly produces?: readonly string[];
    /** Keeps a route out of the OpenAPI document. */
    readonly hide?: boolean;
  }
  interface FastifyInstance {
    /** The OpenAPI document of all routes. */
    swagger(): Readonly<Record<string, unknown>>;
  }
  interface FastifyReply {
    /** Sends a file of the static root. */
    sendFile(name: string): FastifyReply;
  }
}

/** Requests take their types from zod schemas; answers are written by `encodeJson` whatever they are. */
interface SchemaTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends z.ZodType ? z.output<this['schema']> : unknown;
  readonly serializer: unknown;
}

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  SchemaTypes
>;

/** Long-lived answers: each is told when the server drains, so that nothing holds the process open. */
export interface Streams {
  readonly draining: boolean;
  /** Registers how to end one stream; answers how to forget it. */
  add(end: () => void): () => void;
}

export interface RouteContext {
  readonly host: Host;
  readonly configuration: Configuration;
  readonly measures: Measures;
  readonly streams: Streams;
  /** The compressed streams that live clients share. */
  readonly rooms: StreamRooms;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
}

/** The schemas of a route's answers: one for success, one for every failure. */
export function answers(success: z.ZodType): Record<string, z.ZodType> {
  return { 200: success, '4xx': errorViewSchema, '5xx': errorViewSchema };
}

/** No id holds U+0000, and no store can be asked for it. */
export const idParams = z.object({
  id: z
    .string()
    .min(1)
    .max(64)
    .refine((id) => !id.includes('\0'), 'an id holds no U+0000'),
});

/** Sends text that is JSON already. */
export function sendJsonText(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .serializer((payload: unknown) => String(payload))
    .send(text);
}

/** Checks one part of a request with its zod schema; every mistake becomes an issue. */
export const checkRequest: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart = 'request' }) =>
  (data: unknown) => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    const long = tooLong(parsed.error, data);
    if (long !== undefined) return { error: long };
    const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    return { error: invalidRequest(httpPart, schemaIssues('request', parsed.error, data, known)) };
  };

/** Writes every answer of `app`, so that non-finite numbers keep their names. */
export const writeAnswer = (): ((payload: unknown) => string) => encodeJson;
