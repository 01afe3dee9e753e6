-- Runs and everything a run leaves behind. Wall-clock instants are milliseconds since 1970; times are in the model's unit.
-- Ids sort bytewise (collation C), so a page key means the same on every server. `json`, not `jsonb`: text reads back as written.

create table holdfast.run (
  id text collate "C" primary key,
  document text collate "C" not null,
  family text collate "C" not null,
  name text not null,
  spec json not null,
  status text collate "C" not null check (status in ('queued', 'running', 'paused', 'recovering', 'ended')),
  epoch int8 not null,
  owner text collate "C" not null,
  created_at float8 not null,
  updated_at float8 not null,
  time float8 not null,
  result json,
  check ((status = 'ended') = (result is not null))
) with (fillfactor = 70);

create index run_unfinished on holdfast.run (owner, id) where status <> 'ended';

create table holdfast.run_event (
  run text collate "C" not null references holdfast.run (id) on delete cascade,
  sequence int8 not null,
  kind text collate "C" not null,
  time float8 not null,
  at float8 not null,
  body json not null,
  primary key (run, sequence)
);

create table holdfast.run_input (
  run text collate "C" not null references holdfast.run (id) on delete cascade,
  sequence int8 not null,
  time float8 not null,
  parameter text not null,
  value float8 not null,
  primary key (run, sequence)
);

create table holdfast.run_frame (
  run text collate "C" not null references holdfast.run (id) on delete cascade,
  sequence int8 not null,
  time float8 not null,
  frame bytea not null,
  primary key (run, sequence)
);

-- Doubles do not compress: trying costs time and saves nothing.
alter table holdfast.run_frame alter column frame set storage external;

create table holdfast.run_checkpoint (
  run text collate "C" not null references holdfast.run (id) on delete cascade,
  sequence int8 not null,
  epoch int8 not null,
  time float8 not null,
  sha256 text collate "C" not null,
  bytes int8 not null,
  file text not null,
  primary key (run, sequence)
);

create table holdfast.run_metric (
  run text collate "C" not null references holdfast.run (id) on delete cascade,
  position int4 not null,
  subject text collate "C" not null,
  name text collate "C" not null,
  value float8 not null,
  standard_error float8,
  unit text not null,
  primary key (run, position)
);

create index run_metric_by_name on holdfast.run_metric (subject, name, run);

-- One row that a readiness check updates: the proof that a commit works now.
create table holdfast.pulse (
  one boolean primary key default true check (one),
  beats int8 not null
) with (fillfactor = 10);

insert into holdfast.pulse (beats) values (0);
