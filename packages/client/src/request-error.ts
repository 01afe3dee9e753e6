// A refusal as an error: what the server said, word for word, under a code of the registry.

import { errorRegistry, SimulationError, type ErrorCode, type Issue } from '@holdfast/core';
import { decodeJson, errorViewSchema } from '@holdfast/protocol';

function isKnown(code: string): code is ErrorCode {
  return Object.hasOwn(errorRegistry, code);
}

/** An answer with a failure status. A code this version does not know reads as `server.internal`. */
export class RequestError extends SimulationError {
  override readonly message: string;
  override readonly remedy: string;
  /** HTTP status. */
  readonly status: number;
  /** The author's mistakes, when the request held a document or a body that was refused. */
  readonly issues: readonly Issue[];

  constructor(status: number, code: string, message: string, remedy: string, issues: readonly Issue[] = []) {
    super(isKnown(code) ? code : 'server.internal', { reason: code });
    this.message = message;
    this.remedy = remedy;
    this.status = status;
    this.issues = issues;
  }
}

/** Reads the body of a failed answer; one that is not ours (a proxy's page) is summed up by its status. */
export function requestError(status: number, body: string): RequestError {
  let value: unknown;
  try {
    value = decodeJson(body);
  } catch {
    value = undefined;
  }
  const parsed = errorViewSchema.safeParse(value);
  if (parsed.success) {
    const { code, message, remedy, issues } = parsed.data.error;
    return new RequestError(status, code, message, remedy, issues);
  }
  const message = `the server answered with status ${status} and no explanation`;
  return new RequestError(
    status,
    'server.internal',
    message,
    'Check the address and what stands before the server.',
  );
}
