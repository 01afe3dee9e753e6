// A slow link: passes bytes from a server on at a given rate, and can be cut.

import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const sliceMs = 10;

export interface SlowLink {
  readonly url: string;
  /** Cuts every connection; new ones are passed on. */
  cut(): void;
  close(): Promise<void>;
}

/** Opens a link to the server at `url` that passes `bytesPerSecond` towards each client. */
export async function openSlowLink(url: string, bytesPerSecond: number): Promise<SlowLink> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const link = createServer((client) => {
    const server = connect(Number(port), hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.pipe(server);
    // Reads no more than it may pass on, so that what waits, waits where a slow link makes it wait.
    let before = performance.now();
    let allowed = 0;
    const timer = setInterval(() => {
      const now = performance.now();
      allowed = Math.min(bytesPerSecond / 4, allowed + (bytesPerSecond * (now - before)) / 1000);
      before = now;
      const bytes = Math.floor(Math.min(server.readableLength, allowed));
      if (bytes < 1) return;
      allowed -= bytes;
      client.write(server.read(bytes) as Buffer);
    }, sliceMs);
    server.on('readable', () => undefined);
    const end = (): void => {
      clearInterval(timer);
      for (const socket of [client, server]) {
        sockets.delete(socket);
        socket.destroy();
      }
    };
    client.on('close', end);
    server.on('close', end);
  });
  await new Promise<void>((resolve) => {
    link.listen(0, '127.0.0.1', resolve);
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(link.address() as AddressInfo).port}`,
    cut,
    close: () =>
      new Promise((resolve) => {
        cut();
        link.close(() => resolve());
      }),
  };
}
