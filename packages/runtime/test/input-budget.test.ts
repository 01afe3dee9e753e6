import { listRateMost, type Input } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { listedIn, listedInEvent, listLogMost, inputDetails } from '@holdfast/protocol';
import { checkLog, InputBudget } from '../src/input-budget.ts';

/** Lists that share their places, so that a full log costs no memory here. */
const picture: Input = { parameter: 'picture', value: Array.from({ length: 65_536 }, () => 0) };
const pictures = (count: number): Input[] => Array.from({ length: count }, () => picture);

function budget(logged: readonly Input[] = []) {
  let now = 0;
  const spent = new InputBudget({ monotonic: () => now }, logged);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { spent, pass };
}

describe('what lists may cost a run', () => {
  it('takes a burst, then so many numbers a second', () => {
    const { spent, pass } = budget();
    spent.spend(pictures(4));
    expect(() => spent.spend([picture])).toThrow(`more than ${listRateMost} a second`);
    pass(499);
    expect(() => spent.spend([picture])).toThrow('a second');
    pass(1);
    spent.spend([picture]);
    pass(60_000);
    spent.spend(pictures(4));
    expect(() => spent.spend([picture])).toThrow('a second');
  });

  it('never ends a stream of ten pictures of 64 x 64 a second before the log is full', () => {
    const { spent, pass } = budget();
    const small: Input = { parameter: 'picture', value: Array.from({ length: 4096 }, () => 0) };
    let taken = 0;
    for (; taken < 4096; taken++) {
      pass(100);
      spent.spend([small]);
    }
    pass(100);
    expect(() => spent.spend([small])).toThrow(`at most ${listLogMost}`);
  });

  it('costs nothing for numbers, however many', () => {
    const { spent } = budget(pictures(256));
    spent.spend(Array.from({ length: 100_000 }, () => ({ parameter: 'gain', value: 1 })));
    expect(listedIn([{ parameter: 'gain', value: 1 }])).toBe(0);
  });

  it('counts of a change what it says, so that a camera lasts for hours', () => {
    // a tenth of 64 x 64 places changed, in some hundred runs
    const change: Input = { parameter: 'picture', value: { change: 'A'.repeat(800) } };
    expect(listedIn([change])).toBe(200);
    expect(listedInEvent({ kind: 'input', details: inputDetails(change) })).toBe(200);
    expect(listedInEvent({ kind: 'input', details: inputDetails(picture) })).toBe(65_536);
    const hours = listLogMost / listedIn([change]) / 10 / 3600;
    expect(hours).toBeGreaterThan(2.3);
    const { spent } = budget([...pictures(255), change]);
    expect(() => spent.spend([picture])).toThrow(`at most ${listLogMost}`);
    spent.spend([change]);
  });

  it('counts what the log holds already, and a log to be repeated as a whole', () => {
    const { spent } = budget(pictures(255));
    spent.spend([picture]);
    expect(() => spent.spend([picture])).toThrow(`at most ${listLogMost}`);
    checkLog([picture], pictures(256));
    expect(() => checkLog([], pictures(257))).toThrow(`at most ${listLogMost}`);
    expect(() => checkLog(pictures(2), pictures(2))).toThrow('at most 65536');
  });
});
