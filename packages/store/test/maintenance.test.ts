// Upkeep of the embedded database runs by time and by volume, never twice at once, and never raises.
import { describe, expect, it } from 'vitest';
import { Maintenance } from '../src/pglite/maintenance.ts';
import type { Sql } from '../src/sql.ts';
import { ManualClock } from './clocks.ts';

const bounds = { everyMs: 1000, everyBytes: 10_000 };

/** A database that records scripts and answers when `answer` is called. */
function recorder(): { sql: Sql; scripts: string[]; answer: (error?: Error) => Promise<void> } {
  const scripts: string[] = [];
  let waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const sql: Sql = {
    query: () => Promise.resolve([]),
    script(text) {
      scripts.push(text);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    transaction: () => Promise.reject(new Error('not expected')),
    close: () => Promise.resolve(),
  };
  const answer = async (error?: Error): Promise<void> => {
    const answered = waiting;
    waiting = [];
    for (const { resolve, reject } of answered)
      if (error) reject(error);
      else resolve();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { sql, scripts, answer };
}

describe('maintenance', () => {
  it('runs at each interval', async () => {
    const clock = new ManualClock();
    const { sql, scripts, answer } = recorder();
    const maintenance = new Maintenance(clock, bounds);
    maintenance.start(sql);
    clock.advance(999);
    expect(scripts).toEqual([]);
    clock.advance(1);
    await answer();
    await answer();
    expect(scripts).toEqual(['vacuum', 'checkpoint']);
    clock.advance(1000);
    await answer();
    await answer();
    expect(scripts).toHaveLength(4);
  });

  it('runs after a volume of writes, once while it is running', async () => {
    const { sql, scripts, answer } = recorder();
    const maintenance = new Maintenance(new ManualClock(), bounds);
    maintenance.start(sql);
    maintenance.wrote(9000);
    expect(scripts).toEqual([]);
    maintenance.wrote(1000);
    maintenance.wrote(20_000);
    expect(scripts).toEqual(['vacuum']);
    await answer();
    await answer();
    expect(scripts).toEqual(['vacuum', 'checkpoint']);
  });

  it('survives a failure and tries again next time', async () => {
    const clock = new ManualClock();
    const { sql, scripts, answer } = recorder();
    const maintenance = new Maintenance(clock, bounds);
    maintenance.start(sql);
    clock.advance(1000);
    await answer(new Error('no space'));
    expect(scripts).toEqual(['vacuum']);
    clock.advance(1000);
    await answer();
    await answer();
    expect(scripts).toEqual(['vacuum', 'vacuum', 'checkpoint']);
  });

  it('waits for a run when stopped, and starts no other', async () => {
    const clock = new ManualClock();
    const { sql, scripts, answer } = recorder();
    const maintenance = new Maintenance(clock, bounds);
    maintenance.start(sql);
    clock.advance(1000);
    let stopped = false;
    const stopping = maintenance.stop().then(() => (stopped = true));
    await Promise.resolve();
    expect(stopped).toBe(false);
    await answer();
    await answer();
    await stopping;
    clock.advance(10_000);
    maintenance.wrote(100_000);
    await answer();
    expect(scripts).toEqual(['vacuum']);
  });
});
