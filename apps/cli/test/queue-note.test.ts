import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { QueueNote } from '../src/queue-note.ts';

const listen = (...answers: readonly boolean[]) => {
  const left = [...answers];
  const look = vi.fn(() => Promise.resolve(left.shift() ?? false));
  return { note: new QueueNote(look), looks: () => look.mock.calls.length };
};

describe('a run in the queue', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is looked after each second until there is something to say, and then no more', async () => {
    const { note, looks } = listen(false, true);
    note.hear('queued');
    await vi.advanceTimersByTimeAsync(999);
    expect(looks()).toBe(0);
    note.hear('queued');
    await vi.advanceTimersByTimeAsync(1);
    expect(looks()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks()).toBe(2);
    note.hear('running');
    note.hear('queued');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks()).toBe(2);
  });

  it('is left alone when it begins or is left', async () => {
    for (const next of ['running', 'paused', 'ended', 'left']) {
      const { note, looks } = listen();
      note.hear('queued');
      await vi.advanceTimersByTimeAsync(1500);
      note.hear(next);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(looks(), next).toBe(1);
    }
  });

  it('is looked after again when the server did not answer', async () => {
    const look = vi.fn(() => Promise.reject(new Error('away')));
    const note = new QueueNote(look);
    note.hear('queued');
    await vi.advanceTimersByTimeAsync(3000);
    expect(look.mock.calls.length).toBe(3);
    note.hear('left');
  });
});
