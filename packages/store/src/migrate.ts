// Brings the schema forward: numbered SQL files, each applied once, all in one transaction under a lock.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { SimulationError } from '@holdfast/core';
import { incompatible } from './failures.ts';
import type { Sql, Statements } from './sql.ts';

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly text: string;
}

/** Any fixed number serves; all versions must use the same one. */
const lockKey = '5213480871193451';

/** Reads the files `0001-name.sql`, `0002-name.sql` ... of this package; they lie beside `src` and `dist`. */
export function readMigrations(
  folder: URL = new URL('../migrations/', import.meta.url),
): readonly Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file, index) => {
      const number = Number(file.slice(0, 4));
      if (number !== index + 1) throw new Error(`migration ${file} is out of order`);
      return { number, name: file.slice(5, -4), text: readFileSync(new URL(file, folder), 'utf8') };
    });
}

function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.text).digest('hex');
}

function checkApplied(
  applied: readonly { number: number; sha256: string }[],
  migrations: readonly Migration[],
): void {
  const known = migrations.length;
  const found = applied.at(-1)?.number ?? 0;
  if (found > known) throw new SimulationError('store.too-new', { found, known });
  for (const [index, { number, sha256 }] of applied.entries()) {
    const migration = migrations[index];
    if (number !== migration?.number || sha256 !== checksum(migration))
      throw incompatible(`migration ${index + 1} is not the one that was applied`);
  }
}

async function applyMissing(sql: Statements, migrations: readonly Migration[], at: number): Promise<void> {
  await sql.query('select pg_advisory_xact_lock($1::int8)', [lockKey]);
  await sql.script(`
    create schema if not exists holdfast;
    create table if not exists holdfast.migration (
      number int4 primary key, name text not null, sha256 text not null, applied_at float8 not null);`);
  const applied = await sql.query<{ number: number; sha256: string }>(
    'select number, sha256 from holdfast.migration order by number',
  );
  checkApplied(applied, migrations);
  for (const migration of migrations.slice(applied.length)) {
    await sql.script(migration.text);
    await sql.query(
      'insert into holdfast.migration (number, name, sha256, applied_at) values ($1, $2, $3, $4)',
      [migration.number, migration.name, checksum(migration), at],
    );
  }
}

/** Applies what is missing; `at` is wall clock, milliseconds since 1970.
 * @throws SimulationError `store.too-new`, `store.incompatible`, `store.unavailable` */
export async function migrate(
  sql: Sql,
  at: number,
  migrations: readonly Migration[] = readMigrations(),
): Promise<void> {
  await sql.transaction((statements) => applyMissing(statements, migrations, at));
}
