// What both database adapters must do alike; each adapter's test runs these.

import { expect, it } from 'vitest';
import type { Sql } from '../src/sql.ts';
import { numberList, textList } from '../src/values.ts';

function never(code: string): object {
  return { code: 'store.rejected', retry: 'never', cause: { code } };
}

/** Registers the cases; `sql` is read when a case runs. */
export function itSpeaksSql(sql: () => Sql): void {
  it('reads values of every type the same way', async () => {
    const [row] = await sql().query<Record<string, unknown>>(`select
      true as yes, false as no, null::int8 as nothing, 12::int2 as int2, -3::int4 as int4,
      9007199254740991::int8 as int8, 0.1::float8 as float8, 0.5::float4 as float4, 'NaN'::float8 as nan,
      '-Infinity'::float8 as low, '-0'::float8 as zero, '\\x00ff7f'::bytea as bytes, ''::bytea as empty,
      '{"b": [1, null]}'::jsonb as jsonb, '{"b": 1,  "a": 2}'::json as json, 'é\u{1F600}'::text as text,
      1.10::numeric as other`);
    expect(row).toEqual({
      yes: true,
      no: false,
      nothing: null,
      int2: 12,
      int4: -3,
      int8: Number.MAX_SAFE_INTEGER,
      float8: 0.1,
      float4: 0.5,
      nan: NaN,
      low: -Infinity,
      zero: -0,
      bytes: Uint8Array.of(0, 255, 127),
      empty: new Uint8Array(0),
      jsonb: { b: [1, null] },
      json: { b: 1, a: 2 },
      text: 'é\u{1F600}',
      other: '1.10',
    });
    expect(Object.getPrototypeOf(row?.['bytes'])).toBe(Uint8Array.prototype);
  });

  it('sends values of every type the same way', async () => {
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 256);
    const [row] = await sql().query<Record<string, unknown>>(
      `select $1::float8 as zero, $2::int8 as whole, $3::bool as yes, $4::bytea as bytes, $5::text as text,
        $6::float8 as nan, ($7::float8[])[2] as second, ($8::text[])[2] as word, $9::text as nothing`,
      [
        -0,
        9007199254740991,
        true,
        bytes,
        '\\"{}',
        NaN,
        numberList([1, -0]),
        textList(['', 'a "b\\c", {d}']),
        null,
      ],
    );
    expect(row).toEqual({
      zero: -0,
      whole: Number.MAX_SAFE_INTEGER,
      yes: true,
      bytes,
      text: '\\"{}',
      nan: NaN,
      second: -0,
      word: 'a "b\\c", {d}',
      nothing: null,
    });
  });

  it('refuses a whole number that a double cannot hold', async () => {
    await expect(sql().query('select 9007199254740993::int8 as wide')).rejects.toThrow('safe integer');
  });

  it('keeps the code of a database error and goes on', async () => {
    await expect(sql().query('select 1 / nothing')).rejects.toMatchObject({ code: '42703' });
    await expect(sql().script('select 1; select nonsense')).rejects.toMatchObject({ code: '42703' });
    expect(await sql().query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('says that data it refuses will never be taken, with the error that says so', async () => {
    await sql().script('create table strict (n int4 primary key)');
    await expect(sql().query('select 1 / 0')).rejects.toMatchObject(never('22012'));
    await expect(sql().query('select $1::text as t', ['a\u0000b'])).rejects.toMatchObject(never('22021'));
    await sql().query('insert into strict values (1)');
    await expect(sql().query('insert into strict values (1)')).rejects.toMatchObject(never('23505'));
    expect(await sql().query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('commits a transaction that resolves and rolls back one that rejects', async () => {
    await sql().script('create table kept (n int4)');
    await sql().transaction(async (tx) => {
      await tx.query('insert into kept values ($1)', [1]);
      await tx.script('insert into kept values (2); insert into kept values (3)');
    });
    const failing = sql().transaction(async (tx) => {
      await tx.query('insert into kept values (4)');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const broken = sql().transaction(async (tx) => {
      await tx.query('insert into kept values (5)');
      await tx.query('select nonsense');
    });
    await expect(broken).rejects.toMatchObject({ code: '42703' });
    expect(await sql().query('select n from kept order by n')).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('lets no statement from outside into a transaction', async () => {
    await sql().script('create table outside (n int4)');
    const inside = sql().transaction(async (tx) => {
      await tx.query('insert into outside values (1)');
      await tx.query('select 1');
      throw new Error('no');
    });
    const others = Array.from({ length: 20 }, (_, n) =>
      sql().query('insert into outside values ($1)', [n + 2]),
    );
    await expect(inside).rejects.toThrow('no');
    await Promise.all(others);
    const [counted] = await sql().query<{ n: number; least: number }>(
      'select count(*) as n, min(n) as least from outside',
    );
    expect(counted).toEqual({ n: 20, least: 2 });
  });
}
