// Rows of the database and what the port calls them: the only place that knows both shapes.

import { SimulationError, type Checkpoint, type Frame, type Page, type RunEvent } from '@holdfast/core';
import type { RecordedInput, RunRecord, RunSpec } from '@holdfast/core';
import { decodeFrame, decodeJson, decodeList, decodeResult, encodeJson } from '@holdfast/protocol';

/** Columns of `holdfast.run` as a RunRow has them; documents stay text until they are decoded here. */
export const runColumns =
  'id, document, family, name, spec::text as spec, status, epoch, owner, created_at, updated_at, time, result::text as result';

export interface RunRow {
  readonly id: string;
  readonly document: string;
  readonly family: string;
  readonly name: string;
  readonly spec: string;
  readonly status: RunRecord['status'];
  readonly epoch: number;
  readonly owner: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly time: number;
  readonly result: string | null;
}

/** JSON has no Infinity, so an open end is kept as text. */
function decodeSpec(text: string): RunSpec {
  const spec = decodeJson(text) as Omit<RunSpec, 'until'> & { until: number | string };
  return { ...spec, until: Number(spec.until) };
}

export function toRecord(row: RunRow): RunRecord {
  return {
    id: row.id,
    spec: decodeSpec(row.spec),
    document: row.document,
    family: row.family,
    name: row.name,
    status: row.status,
    epoch: row.epoch,
    owner: row.owner,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    time: row.time,
    result: row.result === null ? null : decodeResult(row.result),
  };
}

export interface EventRow {
  readonly sequence: number;
  readonly kind: RunEvent['kind'];
  readonly time: number;
  readonly at: number;
  readonly body: string;
}

interface EventBody {
  readonly message: string;
  readonly details: RunEvent['details'];
  /** Details that are numbers without a JSON literal; their text in `details` is read back as a number. */
  readonly numbers?: readonly string[];
}

export function encodeEventBody({ message, details }: RunEvent): string {
  const numbers = Object.keys(details).filter(
    (name) => typeof details[name] === 'number' && !Number.isFinite(details[name]),
  );
  const body: EventBody = numbers.length === 0 ? { message, details } : { message, details, numbers };
  return encodeJson(body);
}

export function toEvent(row: EventRow): RunEvent {
  const { message, details, numbers = [] } = decodeJson(row.body) as EventBody;
  const restored = numbers.map((name) => [name, Number(details[name])] as const);
  return {
    sequence: row.sequence,
    kind: row.kind,
    time: row.time,
    at: row.at,
    message,
    details: restored.length === 0 ? details : { ...details, ...Object.fromEntries(restored) },
  };
}

export function toFrame(row: { readonly frame: Uint8Array }): Frame {
  return decodeFrame(row.frame);
}

export const inputColumns = 'parameter, value, list, time';

/** One of `value` and `list` is null. */
export interface InputRow {
  readonly parameter: string;
  readonly value: number | null;
  readonly list: Uint8Array | null;
  readonly time: number;
}

export function toInput({ parameter, value, list, time }: InputRow): RecordedInput {
  return { parameter, value: list === null ? Number(value) : decodeList(list), time };
}

export const checkpointColumns = 'sequence, time, sha256, bytes, file';
export type CheckpointRow = Checkpoint;

function bounded(name: string, value: number, min: number, max: number): number {
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new SimulationError('limit.out-of-bounds', { name, value, min, max });
  return value;
}

/** The checked size of a page. @throws SimulationError `limit.out-of-bounds` */
export function pageLimit(page: Page): number {
  return bounded('limit', page.limit, 1, 1000);
}

/** The sequence a page starts after; -1 from the start. @throws SimulationError `limit.out-of-bounds` */
export function pageAfter(page: Page): number {
  return page.after === undefined ? -1 : bounded('after', Number(page.after), -1, Number.MAX_SAFE_INTEGER);
}
