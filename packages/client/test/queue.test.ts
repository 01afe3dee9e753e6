import type { RunView } from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';
import { waitsForPlace } from '../src/queue.ts';

const run = (id: string, status: RunView['status'], createdAt: number) => ({ id, status, createdAt });

describe('a queued run', () => {
  const own = run('own', 'queued', 5);

  it('waits when those that compute and those before it in the queue take every place', () => {
    const others = [run('a', 'running', 1), run('b', 'recovering', 2), run('c', 'queued', 3), own];
    expect(waitsForPlace(own, others, 3)).toBe(true);
    expect(waitsForPlace(own, others, 4)).toBe(false);
  });

  it('does not wait for what is paused, over or behind it', () => {
    const others = [run('a', 'paused', 1), run('b', 'ended', 2), run('c', 'queued', 6), own];
    expect(waitsForPlace(own, others, 1)).toBe(false);
  });

  it('waits no more once it runs', () => {
    expect(waitsForPlace({ ...own, status: 'running' }, [run('a', 'running', 1)], 1)).toBe(false);
  });
});
