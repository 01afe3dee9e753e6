// Experiments in the store: the record, and every point as soon as it is known. As for runs, each write names the epoch of
// its writer, a stale one is refused, and repeating a write is harmless.

import type { Metric, Page } from '@holdfast/core';
import {
  decodeJson,
  encodeJson,
  experimentResultSchema,
  pointPageSchema,
  reportSchema,
  type ExperimentResult,
  type ExperimentSpec,
  type PointOutcome,
  type Report,
} from '@holdfast/protocol';
import { OwnedRows, stale } from './owned-rows.ts';
import type { Presence } from './presence.ts';
import { pageAfter, pageLimit } from './records.ts';
import type { Sql } from './sql.ts';
import { numberList, textList } from './values.ts';

export type ExperimentStatus = 'queued' | 'running' | 'ended';

export interface ExperimentRecord {
  /** Sorts by creation time. */
  readonly id: string;
  readonly spec: ExperimentSpec;
  /** Digest of the document. */
  readonly document: string;
  readonly family: string;
  readonly name: string;
  /** Of the method. */
  readonly kind: string;
  readonly status: ExperimentStatus;
  readonly epoch: number;
  readonly owner: string;
  /** Wall clock, milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Points kept. */
  readonly points: number;
  /** What could be said so far. */
  readonly report: Report | null;
  readonly result: ExperimentResult | null;
}

export type NewExperiment = Pick<
  ExperimentRecord,
  'id' | 'spec' | 'document' | 'family' | 'name' | 'kind' | 'createdAt'
>;

export interface ExperimentStore {
  create(experiment: NewExperiment): Promise<void>;
  get(id: string): Promise<ExperimentRecord | undefined>;
  /** Newest first. */
  list(page: Page): Promise<readonly ExperimentRecord[]>;
  /** Takes the experiment for `owner` and returns the new epoch; undefined when it has ended or is alive elsewhere. */
  claim(id: string, owner: string, at: number): Promise<number | undefined>;
  /** Experiments not ended whose owner is no longer alive, oldest first. */
  orphaned(): Promise<readonly ExperimentRecord[]>;
  /** Keeps new points, and what they say together. @throws SimulationError `store.stale-epoch` */
  append(
    id: string,
    epoch: number,
    points: readonly PointOutcome[],
    change: { readonly status: ExperimentStatus; readonly report: Report | null; readonly at: number },
  ): Promise<void>;
  /** In order of index. */
  points(id: string, page: Page): Promise<readonly PointOutcome[]>;
  /** Ends the experiment. @throws SimulationError `store.stale-epoch` */
  finish(id: string, epoch: number, result: ExperimentResult, at: number): Promise<void>;
  remove(id: string): Promise<void>;
}

interface Row {
  readonly id: string;
  readonly document: string;
  readonly family: string;
  readonly name: string;
  readonly kind: string;
  readonly spec: string;
  readonly status: ExperimentStatus;
  readonly epoch: number;
  readonly owner: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly points: number;
  readonly report: string | null;
  readonly result: string | null;
}

const columns = `id, document, family, name, kind, spec::text as spec, status, epoch, owner, created_at, updated_at,
  (select count(*) from holdfast.experiment_point where experiment = holdfast.experiment.id) as points,
  report::text as report, result::text as result`;

const statements = {
  create: `insert into holdfast.experiment
      (id, document, family, name, kind, spec, status, epoch, owner, created_at, updated_at)
    values ($1, $2, $3, $4, $5, $6::json, 'queued', 0, $7, $8::float8, $8::float8)
    on conflict (id) do nothing`,

  get: `select ${columns} from holdfast.experiment where id = $1`,

  list: `select ${columns} from holdfast.experiment
    where ($1::text is null or id < $1::text collate "C") order by id desc limit $2::int4`,

  owners: `select distinct owner from holdfast.experiment where status <> 'ended'`,

  ownedBy: `select ${columns} from holdfast.experiment
    where status <> 'ended' and owner = any ($1::text[]) order by id`,

  lock: `select owner, status from holdfast.experiment where id = $1 for update`,

  claim: `update holdfast.experiment set epoch = epoch + 1, owner = $2, updated_at = $3::float8
    where id = $1 returning epoch`,

  append: `with fence as (
      update holdfast.experiment
      set status = $3, report = coalesce($4::json, report), updated_at = $5::float8
      where id = $1 and epoch = $2::int8 and status <> 'ended' returning id),
    written as (
      insert into holdfast.experiment_point (experiment, index, metrics)
      select fence.id, given.index, given.metrics::json
      from fence, unnest($6::int8[], $7::text[]) as given (index, metrics)
      on conflict (experiment, index) do update set metrics = excluded.metrics)
    select (select count(*) from fence) as count`,

  points: `select index, metrics::text as metrics from holdfast.experiment_point
    where experiment = $1 and index > $2::int8 order by index limit $3::int4`,

  finish: `update holdfast.experiment
    set status = 'ended', result = $3::json, report = $4::json, updated_at = $5::float8
    where id = $1 and epoch = $2::int8 and status <> 'ended' returning 1 as count`,

  state: `select epoch, status from holdfast.experiment where id = $1`,

  remove: `delete from holdfast.experiment where id = $1`,
} as const;

export class SqlExperimentStore implements ExperimentStore {
  readonly #sql: Sql;
  readonly #owner: string;
  readonly #rows: OwnedRows<Row, ExperimentRecord>;

  /** `owner` is this process and owns the experiments it creates. */
  constructor(sql: Sql, presence: Presence, owner: string) {
    this.#sql = sql;
    this.#owner = owner;
    this.#rows = new OwnedRows(sql, presence, statements, toRecord);
  }

  async create({ id, document, family, name, kind, spec, createdAt }: NewExperiment): Promise<void> {
    const values = [id, document, family, name, kind, encodeJson(spec), this.#owner, createdAt];
    await this.#sql.query(statements.create, values);
  }

  get(id: string): Promise<ExperimentRecord | undefined> {
    return this.#rows.get(id);
  }

  list(page: Page): Promise<readonly ExperimentRecord[]> {
    return this.#rows.list(page);
  }

  claim(id: string, owner: string, at: number): Promise<number | undefined> {
    return this.#rows.claim(id, owner, at);
  }

  orphaned(): Promise<readonly ExperimentRecord[]> {
    return this.#rows.orphaned();
  }

  async append(...[id, epoch, points, change]: Parameters<ExperimentStore['append']>): Promise<void> {
    const report = change.report === null ? null : encodeJson(change.report);
    const [written] = await this.#sql.query<{ count: number }>(statements.append, [
      id,
      epoch,
      change.status,
      report,
      change.at,
      numberList(points.map(({ index }) => index)),
      textList(points.map(({ metrics }) => encodeJson(metrics))),
    ]);
    if (written?.count !== 1) throw stale(id, epoch);
  }

  async points(id: string, page: Page): Promise<readonly PointOutcome[]> {
    const values = [id, pageAfter(page), pageLimit(page)];
    const rows = await this.#sql.query<{ index: number; metrics: string }>(statements.points, values);
    return rows.map(({ index, metrics }) => ({ index, metrics: decodeMetrics(metrics) }));
  }

  async finish(id: string, epoch: number, result: ExperimentResult, at: number): Promise<void> {
    const report = result.report === null ? null : encodeJson(result.report);
    const values = [id, epoch, encodeJson(result), report, at];
    const ended = await this.#sql.query(statements.finish, values);
    if (ended.length > 0) return;
    const [now] = await this.#sql.query<Pick<Row, 'epoch' | 'status'>>(statements.state, [id]);
    if (now?.epoch !== epoch || now.status !== 'ended') throw stale(id, epoch);
  }

  async remove(id: string): Promise<void> {
    await this.#sql.query(statements.remove, [id]);
  }
}

function decodeMetrics(text: string): readonly Metric[] {
  return pointPageSchema.shape.points.element.shape.metrics.parse(decodeJson(text));
}

function toRecord(row: Row): ExperimentRecord {
  return {
    id: row.id,
    spec: decodeJson(row.spec) as ExperimentSpec,
    document: row.document,
    family: row.family,
    name: row.name,
    kind: row.kind,
    status: row.status,
    epoch: row.epoch,
    owner: row.owner,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    points: row.points,
    report: row.report === null ? null : reportSchema.parse(decodeJson(row.report)),
    result: row.result === null ? null : experimentResultSchema.parse(decodeJson(row.result)),
  };
}
