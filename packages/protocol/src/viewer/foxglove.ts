// What travels between a viewer and a server (Foxglove WebSocket protocol, version 1): JSON texts, and three binary messages
// from here and one from there, little-endian.

import { z } from 'zod';
import { malformed } from '../binary.ts';
import type { FieldSchema } from './json-schema.ts';
import type { Topic } from './topics.ts';

/** Subprotocols of the same messages: current viewers offer the first, older ones the second. */
export const viewerProtocols = ['foxglove.sdk.v1', 'foxglove.websocket.v1'] as const;

const wireId = z
  .int()
  .min(0)
  .max(2 ** 32 - 1);
const names = z.array(z.string()).max(4096);
const requestId = z.string().max(256).optional();

/** What a viewer may say in text. */
export const viewerRequestSchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('subscribe'),
    subscriptions: z.array(z.object({ id: wireId, channelId: wireId })).max(4096),
  }),
  z.object({ op: z.literal('unsubscribe'), subscriptionIds: z.array(wireId).max(4096) }),
  z.object({ op: z.literal('getParameters'), parameterNames: names, id: requestId }),
  z.object({
    op: z.literal('setParameters'),
    parameters: z.array(z.object({ name: z.string(), value: z.unknown() })).max(1000),
    id: requestId,
  }),
  z.object({ op: z.literal('subscribeParameterUpdates'), parameterNames: names }),
  z.object({ op: z.literal('unsubscribeParameterUpdates'), parameterNames: names }),
]);
export type ViewerRequest = z.infer<typeof viewerRequestSchema>;

export interface ViewerParameter {
  readonly name: string;
  readonly value: number;
  /** Keeps a whole number from being taken for an integer. */
  readonly type: 'float64';
}

export interface ViewerService {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly request: FieldSchema;
  readonly response: FieldSchema;
}

/** How grave a status is, by the number that travels. */
export const statusLevel = { info: 0, warning: 1, error: 2 } as const;

/** What a server says in text. */
export type ViewerMessage =
  | {
      readonly op: 'serverInfo';
      readonly name: string;
      readonly capabilities: readonly ('time' | 'parameters' | 'parametersSubscribe' | 'services')[];
      readonly supportedEncodings: readonly ['json'];
      readonly metadata: Readonly<Record<string, string>>;
      /** Equal for connections to the same run, so that a viewer keeps what it has seen. */
      readonly sessionId: string;
    }
  | { readonly op: 'status'; readonly level: number; readonly message: string; readonly id?: string }
  | { readonly op: 'removeStatus'; readonly statusIds: readonly string[] }
  | { readonly op: 'parameterValues'; readonly parameters: readonly ViewerParameter[]; readonly id?: string }
  | {
      readonly op: 'serviceCallFailure';
      readonly serviceId: number;
      readonly callId: number;
      readonly message: string;
    };

/** Topics as channels, numbered by their place. */
export function advertisement(topics: readonly Topic[]): string {
  const channels = topics.map(({ name, schemaName, schema }, id) => ({
    id,
    topic: name,
    encoding: 'json',
    schemaName,
    schemaEncoding: 'jsonschema',
    schema,
  }));
  return JSON.stringify({ op: 'advertise', channels });
}

const jsonPart = (type: string, schema: FieldSchema) => ({
  encoding: 'json',
  schemaName: type,
  schemaEncoding: 'jsonschema',
  schema: JSON.stringify(schema),
});

/** What may be called. */
export function serviceAdvertisement(services: readonly ViewerService[]): string {
  const shown = services.map(({ id, name, type, request, response }) => ({
    id,
    name,
    type,
    request: jsonPart(`${type}.request`, request),
    response: jsonPart(`${type}.response`, response),
  }));
  return JSON.stringify({ op: 'advertiseServices', services: shown });
}

const binaryOpcode = { messageData: 1, time: 2, serviceResponse: 3, serviceRequest: 2 } as const;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A message on a subscription, at a time in ns. */
export function encodeViewerData(subscription: number, time: bigint, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(13 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, binaryOpcode.messageData);
  view.setUint32(1, subscription, true);
  view.setBigUint64(5, time, true);
  bytes.set(payload, 13);
  return bytes;
}

/** What time it is in the simulation, ns. */
export function encodeViewerTime(time: bigint): Uint8Array {
  const view = new DataView(new ArrayBuffer(9));
  view.setUint8(0, binaryOpcode.time);
  view.setBigUint64(1, time, true);
  return new Uint8Array(view.buffer);
}

export interface ServiceCall {
  readonly serviceId: number;
  readonly callId: number;
  /** JSON. */
  readonly data: string;
}

/** The answer to a call. */
export function encodeServiceAnswer({ serviceId, callId, data }: ServiceCall): Uint8Array {
  const [encoding, payload] = [encoder.encode('json'), encoder.encode(data)];
  const bytes = new Uint8Array(13 + encoding.length + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, binaryOpcode.serviceResponse);
  view.setUint32(1, serviceId, true);
  view.setUint32(5, callId, true);
  view.setUint32(9, encoding.length, true);
  bytes.set(encoding, 13);
  bytes.set(payload, 13 + encoding.length);
  return bytes;
}

/** Reads a call. @throws SimulationError `protocol.malformed` */
export function decodeServiceCall(bytes: Uint8Array): ServiceCall {
  if (bytes.length < 13 || bytes[0] !== binaryOpcode.serviceRequest)
    throw malformed('a binary message of a viewer is no call of a service');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = 13 + view.getUint32(9, true);
  if (start > bytes.length || decoder.decode(bytes.subarray(13, start)) !== 'json')
    throw malformed('a call of a service is not in JSON');
  return {
    serviceId: view.getUint32(1, true),
    callId: view.getUint32(5, true),
    data: decoder.decode(bytes.subarray(start)),
  };
}
