// The store port on SQL, the same for both adapters. A write whose epoch has passed changes nothing and says so.

import { SimulationError } from '@holdfast/core';
import type {
  Checkpoint,
  Frame,
  Metric,
  Page,
  RecordedInput,
  RunEvent,
  RunRecord,
  RunResult,
} from '@holdfast/core';
import type { Store } from '@holdfast/core';
import { encodeFrame, encodeJson, encodeList, encodeResult } from '@holdfast/protocol';
import { OwnedRows, stale } from './owned-rows.ts';
import type { Presence } from './presence.ts';
import { encodeEventBody, pageAfter, pageLimit, toEvent, toFrame, toInput, toRecord } from './records.ts';
import type { CheckpointRow, EventRow, InputRow, RunRow } from './records.ts';
import { statements } from './run-statements.ts';
import type { Sql, SqlValue } from './sql.ts';
import { numberList, textList } from './values.ts';

interface Counted {
  readonly count: number;
}

/** Lays bytes end to end and says where each begins, from 1 as SQL counts; null where there are none. */
function packed(parts: readonly (Uint8Array | null)[]): SqlValue[] {
  const block = new Uint8Array(parts.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0));
  const starts: (number | null)[] = [];
  let end = 0;
  for (const bytes of parts) {
    starts.push(bytes === null ? null : end + 1);
    if (bytes === null) continue;
    block.set(bytes, end);
    end += bytes.length;
  }
  return [block, numberList(starts), numberList(parts.map((bytes) => bytes?.length ?? null))];
}

function inputLists(inputs: readonly RecordedInput[]): SqlValue[] {
  return [
    numberList(inputs.map(({ time }) => time)),
    textList(inputs.map(({ parameter }) => parameter)),
    numberList(inputs.map(({ value }) => (typeof value === 'number' ? value : null))),
    ...packed(inputs.map(({ value }) => (typeof value === 'number' ? null : encodeList(value)))),
  ];
}

function metricLists(metrics: readonly Metric[]): SqlValue[] {
  return [
    textList(metrics.map((metric) => metric.subject)),
    textList(metrics.map((metric) => metric.name)),
    numberList(metrics.map((metric) => metric.value)),
    numberList(metrics.map((metric) => metric.standardError)),
    textList(metrics.map((metric) => metric.unit)),
  ];
}

function eventLists(events: readonly RunEvent[]): SqlValue[] {
  return [
    numberList(events.map((event) => event.sequence)),
    textList(events.map((event) => event.kind)),
    numberList(events.map((event) => event.time)),
    numberList(events.map((event) => event.at)),
    textList(events.map(encodeEventBody)),
  ];
}

/** Implements the port; `owner` is this process, unique for each start, and owns the runs it creates. */
export class SqlStore implements Store {
  readonly #sql: Sql;
  readonly #presence: Presence;
  readonly #owner: string;
  readonly #runs: OwnedRows<RunRow, RunRecord>;

  constructor(sql: Sql, presence: Presence, owner: string) {
    this.#sql = sql;
    this.#presence = presence;
    this.#owner = owner;
    this.#runs = new OwnedRows(sql, presence, statements, toRecord);
  }

  async createRun(
    run: Pick<RunRecord, 'id' | 'spec' | 'document' | 'family' | 'name' | 'createdAt'>,
  ): Promise<void> {
    const { id, document, family, name, spec, createdAt } = run;
    const values = [id, document, family, name, encodeJson(spec), this.#owner, createdAt];
    await this.#sql.query(statements.create, values);
  }

  getRun(id: string): Promise<RunRecord | undefined> {
    return this.#runs.get(id);
  }

  listRuns(page: Page): Promise<readonly RunRecord[]> {
    return this.#runs.list(page);
  }

  claimRun(id: string, owner: string, at: number): Promise<number | undefined> {
    return this.#runs.claim(id, owner, at);
  }

  orphanedRuns(): Promise<readonly RunRecord[]> {
    return this.#runs.orphaned();
  }

  async updateRun(id: string, epoch: number, change: Parameters<Store['updateRun']>[2]): Promise<void> {
    const values = [id, epoch, change.status, change.time, change.at];
    const updated = await this.#sql.query<Counted>(statements.update, values);
    if (updated.length > 0) return;
    throw (await this.#hasEnded(id, epoch)) ? new SimulationError('run.ended', { id }) : stale(id, epoch);
  }

  appendEvents(id: string, epoch: number, events: readonly RunEvent[]): Promise<void> {
    return this.#write(id, epoch, statements.appendEvents, eventLists(events));
  }

  async listEvents(id: string, page: Page): Promise<readonly RunEvent[]> {
    const values = [id, pageAfter(page), pageLimit(page)];
    return (await this.#sql.query<EventRow>(statements.listEvents, values)).map(toEvent);
  }

  appendInputs(id: string, epoch: number, inputs: readonly RecordedInput[], first?: number): Promise<void> {
    return this.#sql.transaction(async (sql) => {
      const held = await sql.query<Counted>(statements.lockEpoch, [id, epoch]);
      if (held.length === 0) throw stale(id, epoch);
      const [end] = first === undefined ? await sql.query<{ next: number }>(statements.nextInput, [id]) : [];
      await sql.query(statements.appendInputs, [id, first ?? end?.next ?? 0, ...inputLists(inputs)]);
    });
  }

  async listInputs(id: string): Promise<readonly RecordedInput[]> {
    return (await this.#sql.query<InputRow>(statements.listInputs, [id])).map(toInput);
  }

  async appendFrames(id: string, epoch: number, frames: readonly Frame[]): Promise<void> {
    await this.#write(id, epoch, statements.appendFrames, [
      numberList(frames.map((frame) => frame.sequence)),
      numberList(frames.map((frame) => frame.time)),
      ...packed(frames.map(encodeFrame)),
    ]);
  }

  async listFrames(id: string, page: Page): Promise<readonly Frame[]> {
    const values = [id, pageAfter(page), pageLimit(page)];
    return (await this.#sql.query<{ frame: Uint8Array }>(statements.listFrames, values)).map(toFrame);
  }

  putCheckpoint(id: string, epoch: number, checkpoint: Checkpoint): Promise<void> {
    const { sequence, time, sha256, bytes, file } = checkpoint;
    return this.#write(id, epoch, statements.putCheckpoint, [sequence, time, sha256, bytes, file]);
  }

  listCheckpoints(id: string): Promise<readonly Checkpoint[]> {
    return this.#sql.query<CheckpointRow>(statements.listCheckpoints, [id]);
  }

  async finishRun(
    id: string,
    epoch: number,
    result: RunResult,
    at: number,
    events: readonly RunEvent[],
  ): Promise<void> {
    const values = [id, epoch, encodeResult(result), result.reached, at, ...metricLists(result.metrics)];
    const [ended] = await this.#sql.query<Counted>(statements.finish, [...values, ...eventLists(events)]);
    if (ended?.count !== 1 && !(await this.#hasEnded(id, epoch))) throw stale(id, epoch);
  }

  async deleteRun(id: string): Promise<void> {
    await this.#sql.query(statements.remove, [id]);
  }

  async ping(): Promise<void> {
    await this.#sql.query(statements.pulse);
  }

  async close(): Promise<void> {
    await this.#presence.close();
    await this.#sql.close();
  }

  async #write(id: string, epoch: number, text: string, values: readonly SqlValue[]): Promise<void> {
    const [written] = await this.#sql.query<Counted>(text, [id, epoch, ...values]);
    if (written?.count !== 1) throw stale(id, epoch);
  }

  /** Whether this epoch's owner has already ended the run: a repeated end is harmless, a later change is refused. */
  async #hasEnded(id: string, epoch: number): Promise<boolean> {
    const [run] = await this.#sql.query<Pick<RunRow, 'epoch' | 'status'>>(statements.state, [id]);
    return run?.epoch === epoch && run.status === 'ended';
  }
}
