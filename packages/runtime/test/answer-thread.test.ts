// Threads that answer, real ones: each way to fail is found out and another thread goes on, while the questions go on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { Assistance } from '../src/assistance.ts';
import { nodeClock } from '../src/node/clock.ts';
import { openAnswerThread } from '../src/node/answer-thread.ts';
import { truth } from './fixtures/asking.js';
import { specOf } from './fixtures/specs.ts';

const entry = fileURLToPath(new URL('fixtures/worker-entry.js', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'holdfast-answers-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Asks on and on, a question a millisecond, until somebody new has answered; what became of the questions. */
async function askOn(fault: string): Promise<{ assistance: Assistance; wrong: number; rounds: number }> {
  const { document } = specOf('asking', { model: { fault, once: join(directory, fault) } });
  const assistance = new Assistance({
    open: () => openAnswerThread(entry, document),
    now: () => nodeClock.monotonic(),
    random: () => 0.5,
    tell: () => undefined,
  });
  let [wrong, rounds, goods] = [0, 0, 0];
  try {
    while (assistance.report().replaced === 0 || goods < 3) {
      const question = Uint8Array.of(2 + (rounds++ % 200), rounds % 256);
      const asked = assistance.ask(question);
      assistance.begin();
      await new Promise<void>((resolve) => void nodeClock.after(1, resolve));
      assistance.end();
      const answer = assistance.take(asked);
      const isRight = answer !== undefined && Buffer.from(answer).equals(Buffer.from(truth(question)));
      if (answer !== undefined && !isRight) {
        wrong++;
        assistance.refuse(asked, 'its checksum is wrong');
      }
      goods = isRight && assistance.report().replaced > 0 ? goods + 1 : goods;
    }
    return { assistance, wrong, rounds };
  } finally {
    assistance.close();
  }
}

describe('a thread that answers', () => {
  test.each([
    // a thread takes its time to end where the machine is busy, and is silent meanwhile
    ['exit', ['dead', 'stuck'], 0],
    ['loop', ['stuck'], 0],
    ['lie', ['poisoned'], 1],
  ] as const)(
    'and comes to %s is found %j and replaced',
    { timeout: 60_000 },
    async (fault, kinds, wrong) => {
      const found = await askOn(fault);
      const { failures, replaced, answered } = found.assistance.report();
      expect(kinds.some((kind) => failures[kind] > 0)).toBe(true);
      expect(replaced).toBeGreaterThanOrEqual(1);
      expect(answered).toBeGreaterThanOrEqual(2);
      expect(found.wrong).toBe(wrong);
    },
  );
});
