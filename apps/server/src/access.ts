// Who may ask: the door of the API. The same check guards plain requests, event streams and WebSocket upgrades.

import { SimulationError } from '@holdfast/core';
import { liveKeyProtocolPrefix } from '@holdfast/protocol';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isLoopback } from './configuration.ts';

/** The part of a request the door looks at. */
export interface Visitor {
  readonly method: string;
  /** Whether the API is asked: what was matched decides, because one address can be written in many ways. */
  readonly api: boolean;
  readonly headers: IncomingHttpHeaders;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function offeredKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const offers = headers['sec-websocket-protocol']?.split(',').map((offer) => offer.trim());
  return offers
    ?.find((offer) => offer.startsWith(liveKeyProtocolPrefix))
    ?.slice(liveKeyProtocolPrefix.length);
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Makes the check for one configuration: it answers why a visitor is refused, or undefined.
 * Keys are compared as sha256 digests in constant time, all of them, whichever matches. */
export function openDoor(configuration: {
  readonly host: string;
  readonly apiKeys: readonly string[];
}): (visitor: Visitor) => SimulationError | undefined {
  const digests = configuration.apiKeys.map(digest);
  const local = isLoopback(configuration.host);
  return ({ method, api, headers }) => {
    const { host, origin } = headers;
    if (local && (host === undefined || !isLoopback(hostName(host)))) {
      // A foreign name that resolves to this machine is how a web page reaches a local server (DNS rebinding).
      return new SimulationError('request.forbidden', { header: 'Host', value: host ?? '' });
    }
    const changes = method !== 'GET' && method !== 'HEAD';
    if ((changes || headers.upgrade !== undefined) && origin !== undefined && !sameHost(origin, host)) {
      return new SimulationError('request.forbidden', { header: 'Origin', value: origin });
    }
    if (digests.length === 0 || !api) return undefined;
    const offered = digest(offeredKey(headers) ?? '');
    const known = digests.map((key) => timingSafeEqual(key, offered));
    return known.includes(true) ? undefined : new SimulationError('request.unauthorized');
  };
}

/** Sent with the script of the worker that holds a physics engine, whose bindings make functions from text. A worker obeys the
 * policy it came with: it has no page, reads scripts and WebAssembly of ours only, and sends nothing elsewhere. */
export const enginePolicy =
  "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src 'self'";

/** Sent with every answer. Styles may be inline because editors and overlays place theirs at run time; WebAssembly may be
 * compiled because previews run a family's kernels in the page. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; " +
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
