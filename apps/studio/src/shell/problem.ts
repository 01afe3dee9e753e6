// A failure as a person reads it: what happened and what to do next.

import { RequestError } from '@holdfast/client';
import { SimulationError } from '@holdfast/core';

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** Describes anything thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestError && error.issues[0] !== undefined) {
    const { path, message, remedy = error.remedy } = error.issues[0];
    return { code: error.code, message: `${path} ${message}`.trim(), remedy };
  }
  if (error instanceof SimulationError) {
    return { code: error.code, message: error.message, remedy: error.remedy };
  }
  return {
    code: 'studio.unexpected',
    message: error instanceof Error ? error.message : String(error),
    remedy: 'Reload the page; if it happens again, report it with the text above.',
  };
}

/** True when the server wants an API key. */
export function isLocked(error: unknown): boolean {
  return error instanceof SimulationError && error.code === 'request.unauthorized';
}

/** True for an answer that never came, as against an answer that says no. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof SimulationError && error.code === 'server.unreachable';
}
