import type { StopReason } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { model, useServer } from './fixture.ts';

const server = useServer({ HOLDFAST_MEMORY_MB: '160', HOLDFAST_SLOTS: '4' });

/** Asks for /health without a pause while `done` lasts; the longest time between two answers is what people wait. */
async function watchHealth(
  done: Promise<unknown>,
): Promise<{ longestGapMs: number; wholeMs: number; answers: number }> {
  const state = { running: true };
  void done.finally(() => (state.running = false));
  let longestGapMs = 0;
  let answers = 0;
  const from = performance.now();
  let last = from;
  while (state.running) {
    const { status } = await server().get('/health');
    const now = performance.now();
    expect(status).toBe(200);
    longestGapMs = Math.max(longestGapMs, now - last);
    last = now;
    answers += 1;
  }
  return { longestGapMs, wholeMs: last - from, answers };
}

const memory: StopReason = { kind: 'limit', limit: 'memoryMb', bound: 160 };

describe('a run that goes wild', () => {
  it('ends alone and with a clear reason, while the server answers and another run finishes', async () => {
    const good = await server().start({ document: model('count', 1000, 1), until: 3000 });
    const bombs = [
      { kind: 'heap', limits: {}, stop: memory },
      { kind: 'buffer', limits: {}, stop: memory },
      { kind: 'wasm', limits: {}, stop: memory },
      { kind: 'loop', limits: { wallMs: 1500 }, stop: { kind: 'limit', limit: 'wallMs', bound: 1500 } },
    ] as const;
    const runs = await Promise.all(
      bombs.map(async ({ kind, limits, stop }) => {
        const { id } = await server().start({ document: model(kind), until: 1000, limits });
        return { kind, stop, id };
      }),
    );
    const ended = Promise.all(
      runs.map(async ({ kind, stop, id }) => ({ kind, stop, run: await server().ended(id) })),
    );
    const { longestGapMs, wholeMs, answers } = await watchHealth(ended);
    for (const { kind, stop, run } of await ended) {
      expect([kind, run.stop]).toEqual([kind, stop]);
      expect(run.partial).toBe(true);
      const result = (await server().get(`/api/v1/runs/${run.id}/result`)).json;
      expect(result.partial).toBe(true);
    }
    // How fast it answers is measured in the benchmarks; here no bomb may hold it up while it lasts.
    expect(answers).toBeGreaterThan(20);
    expect(longestGapMs).toBeLessThan(wholeMs / 3);
    expect(await server().ended(good.id)).toMatchObject({ stop: { kind: 'reached-end' }, partial: false });
  }, 300_000);
});
