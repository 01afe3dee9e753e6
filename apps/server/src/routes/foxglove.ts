// The upgrade to a viewer's WebSocket at `/foxglove/<run>`. Everything is checked before the handshake, by the door that guards
// the API; a viewer cannot send headers, so a key may stand in the address.

import { SimulationError } from '@holdfast/core';
import { liveHzMost, viewerProtocols } from '@holdfast/protocol';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Visitor } from '../access.ts';
import type { RouteContext } from '../api.ts';
import { answerRaw, asFailure } from '../failures.ts';
import { SharedMessages } from '../foxglove/shared-messages.ts';
import { ViewerSession, type ViewerVisit } from '../foxglove/viewer-session.ts';

const prefix = '/foxglove/';
/** Ids of runs need no escapes. */
const route = /^\/foxglove\/([^/%]{1,64})$/;
const messageMaxBytes = 64 * 1024;
const querySchema = z.object({
  rate: z.coerce.number().min(0.1).max(liveHzMost).default(10),
  key: z.string().optional(),
});

/** Says whether a request target belongs to this route. */
export function isViewerTarget(target = '/'): boolean {
  return target.startsWith(prefix);
}

async function admit(
  { host, streams, configuration }: RouteContext,
  door: (visitor: Visitor) => SimulationError | undefined,
  { method = 'GET', url = '/', headers }: IncomingMessage,
): Promise<ViewerVisit> {
  if (streams.draining) throw new SimulationError('server.draining');
  const [path = '', search = ''] = url.split('?', 2);
  const query = querySchema.safeParse(Object.fromEntries(new URLSearchParams(search)));
  const { origin, ...others } = headers;
  const isKnown = origin !== undefined && configuration.viewerOrigins.includes(origin);
  const offered = query.data?.key === undefined ? {} : { authorization: `Bearer ${query.data.key}` };
  const refusal = door({ method, api: true, headers: { ...(isKnown ? others : headers), ...offered } });
  if (refusal !== undefined) throw refusal;
  const id = route.exec(path)?.[1];
  if (id === undefined) throw new SimulationError('request.not-found', { method, path });
  if (!query.success)
    throw new SimulationError('request.invalid', { reason: query.error.issues[0]?.message ?? 'query' });
  const offers = headers['sec-websocket-protocol']?.split(',').map((offer) => offer.trim()) ?? [];
  if (!viewerProtocols.some((protocol) => offers.includes(protocol))) {
    const reason = `a viewer offers the subprotocol ${viewerProtocols.join(' or ')}`;
    throw new SimulationError('request.invalid', { reason });
  }
  return { record: await host.record(id), rateHz: query.data.rate };
}

/** Answers upgrades of `server` under `/foxglove/`; every socket it opens is one of the context's streams. */
export function registerFoxglove(
  server: Server,
  context: RouteContext,
  door: (visitor: Visitor) => SimulationError | undefined,
): void {
  const shared = new SharedMessages();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: messageMaxBytes,
    handleProtocols: (offers) => viewerProtocols.find((protocol) => offers.has(protocol)) ?? false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!isViewerTarget(request.url)) return;
    const ignore = (): void => void socket.destroy();
    socket.on('error', ignore);
    admit(context, door, request).then(
      (visit) =>
        sockets.handleUpgrade(request, socket, head, (client) => {
          socket.off('error', ignore);
          if (context.streams.draining) client.close(1001, 'server.draining');
          else void new ViewerSession(client, context, visit, shared);
        }),
      (error: unknown) => answerRaw(socket, asFailure(error)),
    );
  });
}
