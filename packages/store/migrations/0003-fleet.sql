-- Spans of runs that other processes compute, and who computes them. Nothing here is needed to get a run back: it is
-- unlogged, so it costs no disk sync and is empty after a crash of the database. Instants are the database's clock, ms since 1970.

-- What one launch of a run wants computed. A later epoch or launch of the same run replaces it.
create unlogged table holdfast.fleet_work (
  name text collate "C" primary key,
  run text collate "C" not null,
  epoch int8 not null,
  launch int8 not null,
  engine text collate "C" not null,
  document text collate "C" not null,
  setup json not null,
  seen_at float8 not null
) with (fillfactor = 70);

create index fleet_work_by_run on holdfast.fleet_work (run);

create unlogged table holdfast.fleet_task (
  work text collate "C" not null references holdfast.fleet_work (name) on delete cascade,
  key text collate "C" not null,
  number int8 generated always as identity,
  request json not null,
  attempt int4 not null default 0,
  worker text collate "C",
  lease_until float8 not null default 0,
  reply bytea,
  refusal text,
  primary key (work, key)
) with (fillfactor = 70);

create index fleet_task_open on holdfast.fleet_task (number) where reply is null and refusal is null;

-- Partials are doubles: trying to compress them costs time and saves nothing.
alter table holdfast.fleet_task alter column reply set storage external;

create unlogged table holdfast.fleet_worker (
  name text collate "C" primary key,
  engines json not null,
  seats int4 not null,
  seen_at float8 not null
) with (fillfactor = 50);
