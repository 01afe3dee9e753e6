// How a failure leaves this process: one code, one status, one shape, and never a stack or a foreign message.

import { SimulationError, type ErrorCode } from '@holdfast/core';
import { encodeJson, type ErrorView } from '@holdfast/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Refusal } from './refusal.ts';

/** HTTP status by error code. */
export const statuses: Readonly<Record<ErrorCode, number>> = {
  'document.unreadable': 400,
  'document.invalid': 422,
  'document.unknown-family': 422,
  'archive.refused': 422,
  'picture.too-large': 413,
  'picture.unreadable': 422,
  'text.too-long': 413,
  'writing.too-slow': 422,
  'writing.too-many': 429,
  'input.unknown': 422,
  'input.out-of-range': 422,
  'input.wrong-length': 422,
  'input.too-long': 413,
  'input.too-fast': 429,
  'input.log-full': 409,
  'state.unknown-layout': 500,
  'state.corrupt': 500,
  'state.repaired': 500,
  'step.refused': 500,
  'simulation.diverged': 500,
  'simulation.law-broken': 500,
  'checkpoint.corrupt': 500,
  'checkpoint.unwritable': 503,
  'checkpoint.too-large': 413,
  'worker.crashed': 500,
  'worker.unresponsive': 504,
  'worker.out-of-memory': 500,
  'worker.protocol': 500,
  'account.open': 500,
  'limit.out-of-bounds': 422,
  'export.no-form': 422,
  'run.undivided': 422,
  'fleet.unavailable': 503,
  'fleet.worker-lost': 503,
  'follow.other-engine': 409,
  'follow.not-equal': 409,
  'detail.unknown': 404,
  'detail.too-large': 413,
  'detail.unavailable': 409,
  'drill.unavailable': 409,
  'drill.too-soon': 429,
  'drill.forbidden': 403,
  'experiment.not-found': 404,
  'experiment.ended': 409,
  'experiment.not-ended': 409,
  'experiment.unknown-figure': 422,
  'run.not-found': 404,
  'run.ended': 409,
  'run.not-ended': 409,
  'run.not-there-yet': 409,
  'run.too-many': 429,
  'run.not-here': 421,
  'store.stale-epoch': 409,
  'store.unavailable': 503,
  'store.locked': 503,
  'store.too-new': 503,
  'store.rejected': 500,
  'store.incompatible': 503,
  'protocol.malformed': 400,
  'request.invalid': 400,
  'request.too-large': 413,
  'request.unauthorized': 401,
  'request.forbidden': 403,
  'request.timeout': 503,
  'request.not-found': 404,
  'server.overloaded': 503,
  'server.draining': 503,
  'server.unreachable': 502,
  'server.internal': 500,
  'configuration.invalid': 500,
  'replay.unreadable': 400,
  'replay.mismatch': 409,
};

/** The status a failure answers with. */
export function statusOf(code: ErrorCode): number {
  return statuses[code];
}

/** What a client is told of `error`. */
export function errorView(error: SimulationError): ErrorView {
  const { code, message, remedy } = error;
  const issues = error instanceof Refusal ? { issues: error.issues } : {};
  return { error: { code, message, remedy, ...issues } };
}

/** The bounds that failures of the framework are explained with. */
export interface FailureBounds {
  readonly bodyLimitMb: number;
  readonly requestTimeoutMs: number;
}

/** Turns what the framework refuses into the registry's words; undefined for what nobody foresaw. */
function fromFramework(error: FastifyError, bounds: FailureBounds): SimulationError | undefined {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new SimulationError('request.too-large', { limitMb: bounds.bodyLimitMb });
  }
  if (error.code === 'FST_ERR_HANDLER_TIMEOUT') {
    return new SimulationError('request.timeout', { timeoutMs: bounds.requestTimeoutMs });
  }
  // The framework's own 4xx messages name no file and no value of ours.
  const refused = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;
  return refused ? new SimulationError('request.invalid', { reason: error.message }) : undefined;
}

/** What is told of `error` where no request log is at hand. */
export function asFailure(error: unknown): SimulationError {
  return error instanceof SimulationError
    ? error
    : new SimulationError('server.internal', { reason: 'see the server log' });
}

/** Answers `error` in the one shape every failure has; an unforeseen one is logged under the id the client is told. */
export function sendFailure(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  bounds: FailureBounds,
): FastifyReply {
  const failure =
    error instanceof SimulationError
      ? error
      : (fromFramework(error as FastifyError, bounds) ??
        new SimulationError('server.internal', { reason: `see request ${request.id} in the server log` }));
  const status = statusOf(failure.code);
  if (status >= 500)
    request.log.error({ err: error, method: request.method, url: request.url }, 'request failed');
  if (status === 503 || status === 429) void reply.header('retry-after', '1');
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .serializer((payload: unknown) => encodeJson(payload))
    .send(errorView(failure));
}

/** Answers bytes that are no HTTP request in the same shape; there is no request to log or to route. */
export function refuseConnection(
  error: { readonly code?: string },
  socket: Duplex,
  bounds: FailureBounds,
): void {
  // A client that hung up expects nothing.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const timedOut = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const failure = timedOut
    ? new SimulationError('request.timeout', { timeoutMs: bounds.requestTimeoutMs })
    : new SimulationError('request.invalid', { reason: `it is not HTTP (${error.code ?? 'unreadable'})` });
  answerRaw(socket, failure);
}

/** Writes a failure to a connection that has no response object, and ends it. */
export function answerRaw(socket: Duplex, failure: SimulationError): void {
  const status = statusOf(failure.code);
  const body = encodeJson(errorView(failure));
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
