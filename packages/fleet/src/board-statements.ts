// The SQL of the board. Every statement takes the instant in ms as $1, null for the database's own clock: clocks of machines may
// differ, so none of them decides when a lease is over. A write that names a work nobody holds any more changes nothing.

/** The instant a statement counts from. */
const now = `coalesce($1::float8, extract(epoch from clock_timestamp())::float8 * 1000)`;

const unanswered = 'task.reply is null and task.refusal is null';

export const statements = {
  /** Also ends every earlier epoch and launch of the run; does nothing when there is a later one. */
  open: `with ended as (
      delete from holdfast.fleet_work
      where run = $3 and (epoch < $4::int8 or (epoch = $4::int8 and launch < $5::int8)))
    insert into holdfast.fleet_work (name, run, epoch, launch, engine, document, setup, seen_at)
    select $2, $3, $4::int8, $5::int8, $6, $7, $8::json, ${now}
    where not exists (select from holdfast.fleet_work
      where run = $3 and (epoch > $4::int8 or (epoch = $4::int8 and launch > $5::int8)))
    on conflict (name) do update set seen_at = excluded.seen_at
    returning 1 as count`,

  post: `insert into holdfast.fleet_task (work, key, request)
    select work.name, given.task ->> 'key', given.task -> 'request'
    from holdfast.fleet_work work, json_array_elements($2::json) with ordinality as given (task, place)
    where work.name = $1
    order by given.place
    on conflict (work, key) do nothing`,

  /** Oldest first, of works whose host was seen lately and whose numbers this worker's engines make. */
  claim: `with taken as materialized (
      select task.work, task.key from holdfast.fleet_task task
      join holdfast.fleet_work work on work.name = task.work
      where ${unanswered} and task.lease_until <= ${now} and task.attempt < $6::int4
        and work.seen_at > ${now} - $7::float8
        and work.engine in (select json_array_elements_text($3::json))
      order by task.number limit $4::int4
      for update of task skip locked)
    update holdfast.fleet_task task
    set worker = $2, attempt = task.attempt + 1, lease_until = ${now} + $5::float8
    from taken where task.work = taken.work and task.key = taken.key
    returning task.work, task.key, task.attempt, task.request::text as request`,

  setup: `select setup::text as setup, document from holdfast.fleet_work where name = $1`,

  renew: `update holdfast.fleet_task task set lease_until = ${now} + $4::float8
    from json_to_recordset($3::json) as held (work text, key text)
    where task.work = held.work and task.key = held.key and task.worker = $2 and ${unanswered}`,

  /** The first answer counts, whoever gives it: equal keys have equal bits. */
  answer: `update holdfast.fleet_task task set reply = $3::bytea
    where task.work = $1 and task.key = $2 and ${unanswered} returning 1 as count`,

  /** Only who has the task may refuse it: another may be computing it by now. */
  refuse: `update holdfast.fleet_task task set refusal = $5
    where task.work = $1 and task.key = $2 and task.worker = $3 and task.attempt = $4::int4 and ${unanswered}
    returning 1 as count`,

  /** Takes what is answered, refused, or lost for good off the board. */
  collect: `delete from holdfast.fleet_task task
    where task.work in (select json_array_elements_text($2::json))
      and (task.reply is not null or task.refusal is not null
        or (task.attempt >= $3::int4 and task.lease_until <= ${now}))
    returning task.work, task.key, task.attempt, task.worker, task.reply, task.refusal`,

  withdraw: `delete from holdfast.fleet_task
    where work = $1 and key in (select json_array_elements_text($2::json))`,

  touch: `update holdfast.fleet_work set seen_at = ${now}
    where name in (select json_array_elements_text($2::json)) returning name`,

  close: `delete from holdfast.fleet_work where name = $1`,

  announce: `insert into holdfast.fleet_worker (name, engines, seats, seen_at)
    values ($2, $3::json, $4::int4, ${now})
    on conflict (name) do update set engines = excluded.engines, seats = excluded.seats, seen_at = excluded.seen_at`,

  leave: `delete from holdfast.fleet_worker where name = $1`,

  crew: `select engine, sum(worker.seats)::int4 as seats
    from holdfast.fleet_worker worker, json_array_elements_text(worker.engines) as engine
    where worker.seen_at > ${now} - $2::float8 group by engine`,

  sweepWorks: `delete from holdfast.fleet_work where seen_at < ${now} - $2::float8`,

  sweepWorkers: `delete from holdfast.fleet_worker where seen_at < ${now} - $2::float8`,
} as const;
