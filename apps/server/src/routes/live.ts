// The upgrade to a live WebSocket. Everything is checked before the handshake, so a refusal is a plain HTTP answer.

import { SimulationError } from '@holdfast/core';
import { liveProtocol, liveQuerySchema } from '@holdfast/protocol';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Visitor } from '../access.ts';
import type { RouteContext } from '../api.ts';
import { answerRaw, asFailure } from '../failures.ts';
import { LiveSocket, type LiveRequest } from '../live-socket.ts';
import { isViewerTarget } from './foxglove.ts';

/** Ids of runs need no escapes. */
const route = /^\/api\/v1\/runs\/([^/%]{1,64})\/live$/;
/** A client asks for a rate, a pace, or a handful of inputs. */
/** Room for an input with the longest list, every number with all its digits. */
const messageMaxBytes = 2 * 1024 * 1024;

/** Reads a request target that is a path as it stands; absolute and unnormalised ones are refused.
 * @throws SimulationError `request.not-found` */
function readTarget(method: string, target: string): { id: string; query: URLSearchParams } {
  const base = 'http://holdfast';
  const { pathname, searchParams } = new URL(URL.canParse(target, base) ? target : '/', base);
  const path = target.split('?', 1)[0] ?? '/';
  const id = path === pathname ? route.exec(path)?.[1] : undefined;
  if (id === undefined) throw new SimulationError('request.not-found', { method, path });
  return { id, query: searchParams };
}

async function admit(
  { host, streams }: RouteContext,
  door: (visitor: Visitor) => SimulationError | undefined,
  { method = 'GET', url = '/', headers }: IncomingMessage,
): Promise<LiveRequest> {
  if (streams.draining) throw new SimulationError('server.draining');
  // Nothing but the API is upgraded, whatever the address says.
  const refusal = door({ method, api: true, headers });
  if (refusal !== undefined) throw refusal;
  const target = readTarget(method, url);
  const query = liveQuerySchema.safeParse(Object.fromEntries(target.query));
  if (!query.success)
    throw new SimulationError('request.invalid', { reason: query.error.issues[0]?.message ?? 'query' });
  const record = await host.record(target.id);
  const { rate, after, watch, tier, inputs, stream, shown } = query.data;
  const from = stream === undefined || shown === undefined ? undefined : { stream, shown };
  return { record, rateHz: rate, after, watch: { watch, tier, inputs }, from };
}

/** Answers upgrades of `server`; every socket it opens is one of the context's streams. */
export function registerLive(
  server: Server,
  context: RouteContext,
  door: (visitor: Visitor) => SimulationError | undefined,
): void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: messageMaxBytes,
    handleProtocols: (offers) => (offers.has(liveProtocol) ? liveProtocol : false),
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isViewerTarget(request.url)) return;
    const ignore = (): void => void socket.destroy();
    socket.on('error', ignore);
    admit(context, door, request).then(
      (live) =>
        sockets.handleUpgrade(request, socket, head, (client) => {
          socket.off('error', ignore);
          // Closed again while it opened: the server may have begun to drain since the check.
          if (context.streams.draining) client.close(1001, 'server.draining');
          else void new LiveSocket(client, context, live);
        }),
      (error: unknown) => answerRaw(socket, asFailure(error)),
    );
  });
}
