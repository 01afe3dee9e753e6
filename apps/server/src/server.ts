// Opens a server: host, application, WebSocket, and the one orderly way to close them all.

import { SimulationError } from '@holdfast/core';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { openDoor } from './access.ts';
import type { Streams } from './api.ts';
import { openApplication } from './application.ts';
import type { Configuration } from './configuration.ts';
import type { Host } from './host.ts';
import { openMeasures } from './measures.ts';
import { openHost, type HostOverrides } from './open-host.ts';
import { watchLoop } from './overload.ts';
import { registerFoxglove } from './routes/foxglove.ts';
import { registerLive } from './routes/live.ts';
import { StreamRooms } from './stream-rooms.ts';

export interface RunningServer {
  /** For example `http://127.0.0.1:7700`, without a slash at the end. */
  readonly url: string;
  readonly host: Host;
  /** Drains: refuses new work, ends streams, finishes requests, checkpoints runs, closes the store. The same promise
   * for every caller. */
  close(): Promise<void>;
}

/** Time for requests in flight when the server drains. */
const requestGraceMs = 5000;
/** Time for runs to write their checkpoints when the server drains. */
const checkpointGraceMs = 20_000;

interface StreamSet extends Streams {
  drain(): void;
}

function openStreams(): StreamSet {
  const ends = new Set<() => void>();
  let draining = false;
  return {
    get draining() {
      return draining;
    },
    add(end) {
      ends.add(end);
      return () => void ends.delete(end);
    },
    drain() {
      draining = true;
      for (const end of ends) end();
    },
  };
}

function urlOf({ family, address, port }: AddressInfo): string {
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : address;
  return `http://${family === 'IPv6' && host !== 'localhost' ? `[${host}]` : host}:${port}`;
}

/** Milliseconds that never go back. */
const clock = (): number => performance.now();

/** Starts a server; it answers once this resolves.
 * @throws SimulationError `store.*`, `configuration.invalid` when the port is taken */
export async function startServer(
  configuration: Configuration,
  overrides: HostOverrides = {},
): Promise<RunningServer> {
  const log = pino({ level: configuration.logLevel }, pino.destination({ dest: 2, sync: true }));
  const host = await openHost(configuration, {
    report: (run, error) => log.error({ run, code: error.code, err: error }, 'a run was let go'),
    trouble: (error) => log.warn({ err: error }, 'the board of the fleet failed'),
    unhelpful: (reason) => log.warn({ reason }, 'the language model did not help'),
    ...overrides,
  });
  const loop = watchLoop();
  const measures = openMeasures({ counts: () => host.counts(), loopDelayMs: () => loop.delayMs });
  host.onEnded(({ result }) => measures.runEnded(result?.stop.kind ?? 'failed'));
  const streams = openStreams();
  const door = openDoor(configuration);
  const rooms = new StreamRooms(measures, clock);
  const context = { host, configuration, measures, streams, rooms, clock };
  const app = await openApplication({ context, door, loop, log });
  registerLive(app.server, context, door);
  registerFoxglove(app.server, context, door);

  let closing: Promise<void> | undefined;
  async function drain(): Promise<void> {
    streams.drain();
    const hurry = setTimeout(() => app.server.closeAllConnections(), requestGraceMs);
    try {
      await app.close();
    } finally {
      clearTimeout(hurry);
      await host.close(checkpointGraceMs);
      loop.close();
      measures.close();
    }
  }
  const close = (): Promise<void> => (closing ??= drain());

  try {
    await app.listen({ host: configuration.host, port: configuration.port });
  } catch (error) {
    await close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new SimulationError(
      'configuration.invalid',
      { name: 'HOLDFAST_PORT', value: configuration.port, reason },
      error,
    );
  }
  const url = urlOf(app.server.address() as AddressInfo);
  host.publish(url);
  log.info({ url }, 'listening');
  return { url, host, close };
}
