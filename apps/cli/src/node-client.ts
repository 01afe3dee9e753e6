// The SDK as a Node process uses it: with the WebSocket of `ws`, which Node 20 lacks.
import { HoldfastClient, type ClientOptions } from '@holdfast/client';
import { WebSocket } from 'ws';

/** A client of the server at `url`. */
export function createNodeClient(url: string, key: string | undefined): HoldfastClient {
  // the listener types of `ws` and of browsers name different event classes; the client reads only what both have
  const webSocket = WebSocket as unknown as NonNullable<ClientOptions['webSocket']>;
  return new HoldfastClient({ url, webSocket, key });
}
