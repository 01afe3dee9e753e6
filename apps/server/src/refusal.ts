// Mistakes of whoever asks: an operating failure that carries every issue at once.

import { SimulationError, type ErrorCode, type ErrorDetails, type Issue } from '@holdfast/core';

/** A `SimulationError` together with the issues behind it. */
export class Refusal extends SimulationError {
  readonly issues: readonly Issue[];

  constructor(code: ErrorCode, details: ErrorDetails, issues: readonly Issue[]) {
    super(code, details);
    this.issues = issues;
  }
}

/** `document.invalid` with the author's mistakes. */
export function invalidDocument(issues: readonly Issue[]): Refusal {
  return new Refusal('document.invalid', { count: issues.length }, issues);
}

/** `request.invalid` with JSON pointers into the part of the request that is wrong. */
export function invalidRequest(part: string, issues: readonly Issue[]): Refusal {
  return new Refusal('request.invalid', { reason: `its ${part} has ${issues.length} issue(s)` }, issues);
}
