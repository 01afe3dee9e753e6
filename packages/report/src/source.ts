// Everything a report is written from: what is kept of one ended run, and nothing else.

import type { Issue, Limits, ModelDocument, RunEvent, RunResult } from '@holdfast/core';
import type { RunNumbers } from '@holdfast/pictures';
import type { ModelView } from '@holdfast/protocol';

/** Something the model takes as given. */
export interface Assumption {
  readonly title: string;
  readonly kind: string;
  /** How it is described, such as its distribution's parameters. */
  readonly detail: string;
  readonly unit: string;
}

export interface ReportSource {
  readonly id: string;
  /** Wall clock, milliseconds since 1970. */
  readonly createdAt: number;
  readonly workers: number;
  readonly limits: Limits;
  readonly document: ModelDocument;
  /** SHA-256 of each attachment, by its name. */
  readonly digests: Readonly<Record<string, string>>;
  readonly model: ModelView;
  readonly assumptions: readonly Assumption[];
  /** What parts of the model are called, by their names; a subject is a part, a dot, and one of its ports. */
  readonly labels: ReadonlyMap<string, string>;
  readonly result: RunResult;
  /** What was changed to make the document run. */
  readonly notices: readonly Issue[];
  /** In order, checkpoints left out; the newest where there are too many. */
  readonly events: readonly RunEvent[];
  readonly eventsLeftOut: number;
  readonly checkpoints: number;
  /** The recorded frames. */
  readonly numbers: RunNumbers;
}

/** An instant as people compare them anywhere: `2026-11-21 06:53:12 UTC`. */
export function instant(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
