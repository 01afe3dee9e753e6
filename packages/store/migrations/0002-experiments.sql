-- Experiments: many runs as one. Their points are kept one by one, so that one that was cut off goes on from what is known.

create table holdfast.experiment (
  id text collate "C" primary key,
  document text collate "C" not null,
  family text collate "C" not null,
  name text not null,
  kind text collate "C" not null,
  spec json not null,
  status text collate "C" not null check (status in ('queued', 'running', 'ended')),
  epoch int8 not null,
  owner text collate "C" not null,
  created_at float8 not null,
  updated_at float8 not null,
  report json,
  result json,
  check ((status = 'ended') = (result is not null))
) with (fillfactor = 70);

create index experiment_unfinished on holdfast.experiment (owner, id) where status <> 'ended';

create table holdfast.experiment_point (
  experiment text collate "C" not null references holdfast.experiment (id) on delete cascade,
  index int8 not null,
  metrics json not null,
  primary key (experiment, index)
);
