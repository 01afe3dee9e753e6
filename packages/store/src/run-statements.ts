// The SQL of the store. Every write of a run locks its row with the epoch the writer was given, in the same statement:
// `count` is 0 when that epoch has passed, and then nothing was written.

import { checkpointColumns, inputColumns, runColumns } from './records.ts';

/** The row of run $1 while its epoch is $2; held until commit, so a takeover waits or has already won. */
const fence = `fence as materialized (
  select id from holdfast.run where id = $1 and epoch = $2::int8 for share)`;

const fenced = '(select count(*) from fence) as count';

export const statements = {
  create: `insert into holdfast.run
      (id, document, family, name, spec, status, epoch, owner, created_at, updated_at, time)
    values ($1, $2, $3, $4, $5::json, 'queued', 0, $6, $7::float8, $7::float8, 0)
    on conflict (id) do nothing`,

  get: `select ${runColumns} from holdfast.run where id = $1`,

  list: `select ${runColumns} from holdfast.run
    where ($1::text is null or id < $1::text collate "C") order by id desc limit $2::int4`,

  owners: `select distinct owner from holdfast.run where status <> 'ended'`,

  ownedBy: `select ${runColumns} from holdfast.run
    where status <> 'ended' and owner = any ($1::text[]) order by id`,

  lock: `select epoch, owner, status from holdfast.run where id = $1 for update`,

  claim: `update holdfast.run set epoch = epoch + 1, owner = $2, updated_at = $3::float8
    where id = $1 returning epoch`,

  update: `update holdfast.run set status = $3, time = $4::float8, updated_at = $5::float8
    where id = $1 and epoch = $2::int8 and status <> 'ended' returning 1 as count`,

  appendEvents: `with ${fence}, written as (
      insert into holdfast.run_event (run, sequence, kind, time, at, body)
      select fence.id, given.sequence, given.kind, given.time, given.at, given.body::json
      from fence, unnest($3::int8[], $4::text[], $5::float8[], $6::float8[], $7::text[])
        as given (sequence, kind, time, at, body)
      on conflict (run, sequence) do update
        set kind = excluded.kind, time = excluded.time, at = excluded.at, body = excluded.body)
    select ${fenced}`,

  listEvents: `select sequence, kind, time, at, body::text as body from holdfast.run_event
    where run = $1 and sequence > $2::int8 order by sequence limit $3::int4`,

  lockEpoch: `select 1 as count from holdfast.run where id = $1 and epoch = $2::int8 for update`,

  nextInput: `select coalesce(max(sequence) + 1, 0) as next from holdfast.run_input where run = $1`,

  /** Lists arrive as one block of bytes ($6) cut by start and length, from 1; null for inputs that are one number. */
  appendInputs: `insert into holdfast.run_input (run, sequence, time, parameter, value, list)
    select $1, $2::int8 + given.position - 1, given.time, given.parameter, given.value,
      substring($6::bytea from given.start for given.length)
    from unnest($3::float8[], $4::text[], $5::float8[], $7::int4[], $8::int4[])
      with ordinality as given (time, parameter, value, start, length, position)
    on conflict (run, sequence) do update
      set time = excluded.time, parameter = excluded.parameter, value = excluded.value, list = excluded.list`,

  listInputs: `select ${inputColumns} from holdfast.run_input where run = $1 order by sequence`,

  /** Frames arrive as one block of bytes ($5) cut by start and length, from 1. */
  appendFrames: `with ${fence}, written as (
      insert into holdfast.run_frame (run, sequence, time, frame)
      select fence.id, given.sequence, given.time, substring($5::bytea from given.start for given.length)
      from fence, unnest($3::int8[], $4::float8[], $6::int4[], $7::int4[])
        as given (sequence, time, start, length)
      on conflict (run, sequence) do update set time = excluded.time, frame = excluded.frame)
    select ${fenced}`,

  listFrames: `select frame from holdfast.run_frame
    where run = $1 and sequence > $2::int8 order by sequence limit $3::int4`,

  /** Keeps the two newest, the one being written included; a later owner's are newer than an earlier owner's. */
  putCheckpoint: `with ${fence}, written as (
      insert into holdfast.run_checkpoint (run, epoch, sequence, time, sha256, bytes, file)
      select id, $2::int8, $3::int8, $4::float8, $5, $6::int8, $7 from fence
      on conflict (run, sequence) do update set epoch = excluded.epoch, time = excluded.time,
        sha256 = excluded.sha256, bytes = excluded.bytes, file = excluded.file),
    outdated as (
      delete from holdfast.run_checkpoint using fence
      where run = fence.id and sequence <> $3::int8 and sequence not in (
        select sequence from holdfast.run_checkpoint where run = $1 and sequence <> $3::int8
        order by epoch desc, sequence desc limit 1))
    select ${fenced}`,

  listCheckpoints: `select ${checkpointColumns} from holdfast.run_checkpoint
    where run = $1 order by epoch desc, sequence desc`,

  finish: `with ended as (
      update holdfast.run set status = 'ended', result = $3::json, time = $4::float8, updated_at = $5::float8
      where id = $1 and epoch = $2::int8 and status <> 'ended' returning id),
    written as (
      insert into holdfast.run_metric (run, position, subject, name, value, standard_error, unit)
      select ended.id, given.position, given.subject, given.name, given.value, given.standard_error, given.unit
      from ended, unnest($6::text[], $7::text[], $8::float8[], $9::float8[], $10::text[])
        with ordinality as given (subject, name, value, standard_error, unit, position)),
    told as (
      insert into holdfast.run_event (run, sequence, kind, time, at, body)
      select ended.id, given.sequence, given.kind, given.time, given.at, given.body::json
      from ended, unnest($11::int8[], $12::text[], $13::float8[], $14::float8[], $15::text[])
        as given (sequence, kind, time, at, body)
      on conflict (run, sequence) do update
        set kind = excluded.kind, time = excluded.time, at = excluded.at, body = excluded.body)
    select (select count(*) from ended) as count`,

  state: `select epoch, status from holdfast.run where id = $1`,

  remove: `delete from holdfast.run where id = $1`,

  /** A real commit: reading alone would succeed on a full or read-only disk. */
  pulse: `update holdfast.pulse set beats = beats + 1`,
} as const;
