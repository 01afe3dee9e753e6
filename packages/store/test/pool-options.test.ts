// Every bound of the pool has a bound.
import { describe, expect, it } from 'vitest';
import { checkedPool } from '../src/postgres/pool-options.ts';

describe('pool options', () => {
  it('has the documented defaults', () => {
    expect(checkedPool()).toEqual({
      max: 20,
      min: 2,
      connectionTimeoutMs: 10_000,
      statementTimeoutMs: 60_000,
      idleTimeoutMs: 30_000,
    });
  });

  it('takes each option, and keeps no more idle connections than there may be', () => {
    expect(checkedPool({ max: 1, statementTimeoutMs: 100 })).toMatchObject({
      max: 1,
      min: 1,
      statementTimeoutMs: 100,
    });
    expect(checkedPool({ max: 200, min: 200 })).toMatchObject({ max: 200, min: 200 });
  });

  it.each([
    [{ max: 0 }, 'pool.max'],
    [{ max: 201 }, 'pool.max'],
    [{ max: 2.5 }, 'pool.max'],
    [{ min: -1 }, 'pool.min'],
    [{ max: 3, min: 4 }, 'pool.min'],
    [{ connectionTimeoutMs: 99 }, 'pool.connectionTimeoutMs'],
    [{ connectionTimeoutMs: 120_001 }, 'pool.connectionTimeoutMs'],
    [{ statementTimeoutMs: 0 }, 'pool.statementTimeoutMs'],
    [{ statementTimeoutMs: NaN }, 'pool.statementTimeoutMs'],
    [{ idleTimeoutMs: 3_600_001 }, 'pool.idleTimeoutMs'],
  ])('refuses %o and names it', (given, name) => {
    expect(() => checkedPool(given)).toThrow(
      expect.objectContaining({ code: 'limit.out-of-bounds', details: expect.objectContaining({ name }) }),
    );
  });
});
