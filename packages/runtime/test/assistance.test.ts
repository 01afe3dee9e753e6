// Whoever answers beside a simulation is watched under a clock of the test: what fails is replaced, later each time, and given up on for a while.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Assistance, stuckMs, type Answerer, type AnswererWord } from '../src/assistance.ts';
import { DriverBench } from './fixtures/driver-bench.ts';
import { truth } from './fixtures/asking.js';
import { specOf } from './fixtures/specs.ts';
import { undisturbed } from './fixtures/undisturbed.ts';

/** What one who answers does with a question: says words, or nothing. */
type Manner = (asked: number, question: Uint8Array) => readonly AnswererWord[];

const right: Manner = (asked, question) => [{ kind: 'answer', asked, answer: truth(question) }];
const silent: Manner = () => [];
const dying: Manner = () => [{ kind: 'gone', reason: 'it ended with code 1' }];

class Scripted implements Answerer {
  readonly sent: number[] = [];
  closed = false;
  readonly #manner: Manner;
  readonly #words: AnswererWord[] = [{ kind: 'ready' }];

  constructor(manner: Manner) {
    this.#manner = manner;
  }

  send(asked: number, question: Uint8Array): void {
    this.sent.push(asked);
    this.#words.push(...this.#manner(asked, question));
  }

  hear(): AnswererWord | undefined {
    return this.#words.shift();
  }

  close(): void {
    this.closed = true;
  }
}

/** An assistance whose answerers behave as told, the n-th as the n-th manner, all later ones as the last. */
function scene(manners: readonly Manner[], random = 0.5) {
  const opened: Scripted[] = [];
  const told: string[] = [];
  const clock = { ms: 0 };
  const assistance = new Assistance({
    open: () => {
      opened.push(new Scripted(manners[Math.min(opened.length, manners.length - 1)]));
      return opened.at(-1)!;
    },
    now: () => clock.ms,
    random: () => random,
    tell: (kind, message) => told.push(`${kind}: ${message}`),
  });
  /** Steps for so long, a millisecond each. */
  const step = (ms: number): void => {
    for (let each = 0; each < ms; each++) {
      assistance.begin();
      clock.ms += 1;
      assistance.end();
    }
  };
  /** Asks, steps, takes, and refuses what is wrong. */
  const round = (ms = 5): 'right' | 'wrong' | 'none' => {
    const question = Uint8Array.of(3, clock.ms % 256);
    const asked = assistance.ask(question);
    step(ms);
    const found = assistance.take(asked);
    if (found === undefined) return 'none';
    if (Buffer.from(found).equals(Buffer.from(truth(question)))) return 'right';
    assistance.refuse(asked, 'its checksum is wrong');
    return 'wrong';
  };
  return { assistance, opened, told, clock, step, round };
}

describe('an assistance', () => {
  test('opens nobody before something is asked, and closes whom it opened', () => {
    const { assistance, opened, step, round } = scene([right]);
    step(20);
    expect([opened.length, assistance.report().state]).toEqual([0, 'idle']);
    expect(round()).toBe('right');
    assistance.close();
    expect(opened.map(({ closed }) => closed)).toEqual([true, true]);
  });

  test('gives what is answered in time, and says how long it took', () => {
    const { assistance, round } = scene([right]);
    for (let each = 0; each < 10; each++) expect(round()).toBe('right');
    // nobody can say yet that the last was no answer
    expect(assistance.report()).toMatchObject({
      state: 'working',
      asked: 10,
      answered: 9,
      late: 0,
      dropped: 0,
      replaced: 0,
    });
    expect(assistance.report().latency.p50).toBeLessThan(5);
  });

  test.each([
    ['dead', dying],
    ['stuck', silent],
    ['poisoned', ((asked) => [{ kind: 'answer', asked, answer: Uint8Array.of(1) }]) satisfies Manner],
    ['poisoned', (() => [{ kind: 'failed', reason: 'it threw' }]) satisfies Manner],
    ['poisoned', (() => [{ kind: 'ready' }]) satisfies Manner],
    [
      'poisoned',
      ((asked) => [{ kind: 'answer', asked: asked + 7, answer: Uint8Array.of(1) }]) satisfies Manner,
    ],
  ] as const)('replaces one that is %s, says so, and goes on with the next', (kind, manner) => {
    const { assistance, opened, told, round } = scene([manner, right]);
    for (let each = 0; each < 80; each++) round();
    // the second answers, and has a spare one behind it
    expect(opened.map(({ closed }) => closed)).toEqual([true, false, false]);
    expect(round()).toBe('right');
    const { failures, replaced, state, replacedMs } = assistance.report();
    expect([failures[kind], replaced, state]).toEqual([1, 1, 'working']);
    expect(replacedMs).toBeLessThan(200);
    expect(told).toHaveLength(2);
    expect(told[0]).toContain(`the worker beside the run is ${kind}`);
    expect(told[1]).toMatch(/^recovery: another worker took its place after \d+ ms$/);
  });

  test('has a spare one begun, which takes over when the wait is over, and makes another', () => {
    let answers = 3;
    const mortal: Manner = (asked, question) =>
      answers-- > 0 ? right(asked, question) : dying(asked, question);
    const { assistance, opened, round } = scene([mortal, right]);
    for (let each = 0; each < 3; each++) expect(round()).toBe('right');
    expect(opened.map(({ sent }) => sent.length)).toEqual([3, 0]);
    while (assistance.report().replaced === 0) round();
    expect(assistance.report().replacedMs).toBeLessThanOrEqual(51);
    expect(opened[1].sent.length).toBeGreaterThan(0);
    expect(round()).toBe('right');
    expect(opened).toHaveLength(3);
  });

  test('takes nobody for stuck while nothing is asked or the run stands still', () => {
    const { assistance, opened, clock, step, round } = scene([right, silent]);
    expect(round()).toBe('right');
    step(10 * stuckMs);
    clock.ms += 60_000;
    expect(round()).toBe('right');
    expect(opened[0].closed).toBe(false);
    expect(assistance.report().failures.stuck).toBe(0);
  });

  test('waits twice as long after each failure, give or take a half, at most 30 s, and gives up after five', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (random) => {
        const { assistance, opened, told, clock, round } = scene([dying], random);
        const begun: number[] = [];
        for (let failures = 0; failures < 13; failures++) {
          while ((opened[failures]?.sent.length ?? 0) === 0) {
            if (assistance.report().retryMs > 10) clock.ms += assistance.report().retryMs - 10;
            round(1);
          }
          begun.push(clock.ms);
        }
        begun.slice(1).forEach((at, failure) => {
          const expected = Math.min(30_000, 50 * 2 ** failure * (0.5 + random));
          expect(at - begun[failure]).toBeGreaterThanOrEqual(expected - 1);
          expect(at - begun[failure]).toBeLessThan(expected + 5);
        });
        expect(told.filter((each) => each.startsWith('warning: degraded'))).toHaveLength(1);
        expect(assistance.report().state).toBe('degraded');
      }),
      { numRuns: 6 },
    );
  });

  test('is degraded until eight answers in a row were good', () => {
    const { assistance, told, round } = scene([dying, dying, dying, dying, dying, right]);
    while (round(20) !== 'right') expect(assistance.report().failures.dead).toBeLessThan(6);
    expect(assistance.report().state).toBe('degraded');
    for (let each = 0; each < 7; each++) expect(round()).toBe('right');
    expect(assistance.report().state).toBe('degraded');
    round();
    expect(assistance.report().state).toBe('working');
    expect(told.at(-1)).toBe(
      'recovery: the worker beside the run answers again: 8 answers in a row were good',
    );
  });

  test('gives out two questions at most, and one that ends all who get it three times', () => {
    const { assistance, opened, step } = scene([silent, dying, dying, dying]);
    const [first] = [0, 1, 2].map((at) => assistance.ask(Uint8Array.of(at)));
    expect(opened[0].sent).toEqual([0, 1]);
    for (let each = 0; each < 3000; each++) step(1);
    expect(
      opened
        .slice(1)
        .flatMap(({ sent }) => sent)
        .filter((asked) => asked === first).length,
    ).toBe(2);
    expect([0, 1, 2].map((asked) => assistance.take(asked))).toEqual([undefined, undefined, undefined]);
    const { late, dropped } = assistance.report();
    expect(late + dropped).toBe(3);
  });
});

describe('a run with somebody who answers', () => {
  const spec = specOf('asking', { until: 400 });

  test.each([
    ['right', right],
    ['silent', silent],
    ['dying', dying],
    [
      'lying',
      ((asked, question) => [{ kind: 'answer', asked, answer: truth(question).fill(9) }]) satisfies Manner,
    ],
  ] as const)('who is %s gives the same frames and figures, and says how he does', async (name, manner) => {
    const { result, frames } = await undisturbed(spec);
    const opened: Scripted[] = [];
    const open = (): Answerer => {
      opened.push(new Scripted(manner));
      return opened.at(-1)!;
    };
    const bench = new DriverBench({ costMs: 1, assistants: { open, random: { uint32: () => 2 ** 31 } } });
    const { standing, frames: last } = await bench.toEnd(spec);
    expect(standing).toMatchObject({ trail: result.trail, metrics: result.metrics });
    const shown = [...bench.all('progress').flatMap((message) => message.frames), ...last];
    expect(shown).toEqual(frames);
    const report = bench.all('clock').at(-1)!.report.assistance!;
    expect(report.asked).toBeGreaterThan(50);
    expect(report.answered > 50).toBe(name === 'right');
    const failures = Object.values(report.failures).reduce((sum, count) => sum + count, 0);
    expect(failures > 0).toBe(name !== 'right');
    const told = bench.all('event').filter(({ message }) => message.includes('worker beside the run'));
    expect(told.length > 0).toBe(name !== 'right');
    expect(opened.every(({ closed }) => closed)).toBe(true);
  });
});
