import type { RunPage, RunView } from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';
import { filterRuns, RunList } from '../src/runs/run-list.ts';

const view = (id: string, change: Partial<RunView> = {}): RunView =>
  ({
    id,
    name: `run ${id}`,
    family: 'f',
    status: 'ended',
    stop: { kind: 'reached-end' },
    partial: false,
    ...change,
  }) as RunView;

function fakeClient(all: RunView[], size: number) {
  const asked: string[] = [];
  return {
    asked,
    async runs({ after }: { after?: string | undefined } = {}): Promise<RunPage> {
      asked.push(`page ${after ?? ''}`);
      const rows = all.filter(({ id }) => after === undefined || id < after).slice(0, size);
      return { runs: rows, next: rows.length < size ? null : (rows.at(-1)?.id ?? null) };
    },
    async run(id: string) {
      asked.push(`run ${id}`);
      return { run: view(id, { time: 5 }), model: { timeUnit: '', until: 1, channels: [], parameters: [] } };
    },
  };
}

const reach = { watch: <T>(request: Promise<T>) => request };

describe('RunList', () => {
  it('reads page after page by key until the end, newest first', async () => {
    const client = fakeClient(
      ['5', '4', '3', '2', '1'].map((id) => view(id)),
      2,
    );
    const list = new RunList(client, reach);
    await list.refresh();
    await list.more();
    await list.more();
    await list.more();
    expect(list.state().runs.map(({ id }) => id)).toEqual(['5', '4', '3', '2', '1']);
    expect(list.state().next).toBeNull();
    expect(client.asked).toEqual(['page ', 'page 4', 'page 2']);
  });

  it('asks again for living runs that are below the newest page', async () => {
    const all = [view('3'), view('2'), view('1', { status: 'running', stop: null, time: 1 })];
    const client = fakeClient(all, 2);
    const list = new RunList(client, reach);
    await list.refresh();
    await list.more();
    await list.refresh();
    expect(client.asked.at(-1)).toBe('run 1');
    expect(list.state().runs.at(-1)?.time).toBe(5);
  });

  it('keeps what it knows when the server is away', async () => {
    const client = fakeClient([view('1')], 5);
    const list = new RunList(client, reach);
    await list.refresh();
    client.runs = () => Promise.reject(new Error('away'));
    await list.refresh();
    expect(list.state().runs).toHaveLength(1);
    expect(list.state().error).toBeInstanceOf(Error);
  });
});

describe('filterRuns', () => {
  const runs = [
    view('a', { name: 'Portfolio' }),
    view('b', { status: 'running', stop: null }),
    view('c', { stop: { kind: 'cancelled' }, partial: true }),
    view('d', { stop: { kind: 'failed', code: '', message: '', remedy: '' }, partial: true }),
  ];
  const ids = (query: string, filter: Parameters<typeof filterRuns>[2]): string =>
    filterRuns(runs, query, filter)
      .map(({ id }) => id)
      .join('');

  it('narrows by standing', () => {
    expect([
      ids('', 'all'),
      ids('', 'active'),
      ids('', 'finished'),
      ids('', 'partial'),
      ids('', 'failed'),
    ]).toEqual(['abcd', 'b', 'a', 'c', 'd']);
  });

  it('narrows by every word typed', () => {
    expect(ids('port f', 'all')).toBe('a');
  });
});
