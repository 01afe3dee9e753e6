// The laws of kept experiments, for every adapter: nothing acknowledged is lost, nothing stale is written.
import type { ExperimentResult, ExperimentSpec, PointOutcome, Report } from '@holdfast/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OpenStore } from '../src/index.ts';

const method = { kind: 'tornado' as const, outputs: [{ subject: 'a', metric: 'mean' }] };
const spec: ExperimentSpec = {
  document: { family: 'sample', version: 1, name: 'sample', model: { width: 2 } },
  seed: Number.MAX_SAFE_INTEGER,
  until: 10,
  parameters: [{ parameter: 'rate', value: 0.1 }],
  replicates: 2,
  limits: { wallMs: 1000 },
  method,
};
const report: Report = { kind: 'tornado', outputs: [] };
const result: ExperimentResult = {
  format: 1,
  family: 'sample',
  engine: '1',
  document: 'a'.repeat(64),
  name: 'sample',
  seed: 7,
  until: 10,
  replicates: 2,
  parameters: [],
  method,
  stop: { kind: 'cancelled' },
  partial: true,
  points: 3,
  report,
};

function experiment(id: string) {
  return { id, spec, document: 'd', family: 'sample', name: 'sample', kind: 'tornado', createdAt: 5 };
}

function point(index: number, value = index / 3): PointOutcome {
  return { index, metrics: [{ subject: 'a "q" \\ {', name: 'mean', value, standardError: null, unit: '%' }] };
}

/** Registers the cases; `open` opens the store for an owner. */
export function itKeepsExperiments(open: (owner: string) => Promise<OpenStore>): void {
  let store: OpenStore;
  beforeAll(async () => {
    store = await open('experimenter');
  });
  afterAll(() => store.close());

  it('keeps what was asked, newest first', async () => {
    const { experiments } = store;
    for (const id of ['x1', 'x2', 'x3']) await experiments.create(experiment(id));
    await experiments.create({ ...experiment('x2'), name: 'again' });
    expect(await experiments.get('x2')).toEqual({
      ...experiment('x2'),
      status: 'queued',
      epoch: 0,
      owner: 'experimenter',
      updatedAt: 5,
      points: 0,
      report: null,
      result: null,
    });
    expect((await experiments.list({ limit: 2 })).map(({ id }) => id)).toEqual(['x3', 'x2']);
    expect((await experiments.list({ limit: 2, after: 'x2' })).map(({ id }) => id)).toEqual(['x1']);
    expect(await experiments.get('none')).toBeUndefined();
  });

  it('keeps points once each, with their numbers, in order of index', async () => {
    const { experiments } = store;
    await experiments.create(experiment('p'));
    const epoch = (await experiments.claim('p', 'experimenter', 6))!;
    const change = { status: 'running', report: null, at: 7 } as const;
    const points = [point(2), point(0), point(1, Number.NaN)];
    await experiments.append('p', epoch, points, { ...change, report });
    await experiments.append('p', epoch, points, change);
    expect(await experiments.points('p', { limit: 10 })).toEqual([point(0), point(1, Number.NaN), point(2)]);
    expect(await experiments.points('p', { limit: 1, after: 0 })).toEqual([point(1, Number.NaN)]);
    expect(await experiments.get('p')).toMatchObject({ status: 'running', points: 3, report, updatedAt: 7 });
  });

  it('refuses the writes of an owner that was superseded', async () => {
    const { experiments } = store;
    await experiments.create(experiment('s'));
    const first = (await experiments.claim('s', 'experimenter', 6))!;
    const second = (await experiments.claim('s', 'experimenter', 7))!;
    expect(second).toBe(first + 1);
    const change = { status: 'running', report: null, at: 8 } as const;
    const stale = { code: 'store.stale-epoch' };
    await expect(experiments.append('s', first, [point(0)], change)).rejects.toMatchObject(stale);
    await expect(experiments.finish('s', first, result, 9)).rejects.toMatchObject(stale);
    expect(await experiments.points('s', { limit: 10 })).toEqual([]);
  });

  it('ends once, whatever is repeated, and is then no longer to be had', async () => {
    const { experiments } = store;
    await experiments.create(experiment('e'));
    const epoch = (await experiments.claim('e', 'experimenter', 6))!;
    await experiments.finish('e', epoch, result, 9);
    await experiments.finish('e', epoch, result, 9);
    expect(await experiments.get('e')).toMatchObject({ status: 'ended', result, report });
    expect(await experiments.claim('e', 'experimenter', 10)).toBeUndefined();
    const change = { status: 'running', report: null, at: 8 } as const;
    await expect(experiments.append('e', epoch, [point(9)], change)).rejects.toMatchObject({
      code: 'store.stale-epoch',
    });
    await experiments.remove('e');
    expect(await experiments.get('e')).toBeUndefined();
  });

  it('calls no experiment orphaned whose owner lives', async () => {
    await store.experiments.create(experiment('o'));
    expect((await store.experiments.orphaned()).map(({ id }) => id)).not.toContain('o');
  });

  it('gives the experiments of a dead owner to the next one', async () => {
    await store.close();
    store = await open('heir');
    const orphans = (await store.experiments.orphaned()).map(({ id }) => id);
    expect(orphans).toContain('o');
    expect(await store.experiments.claim('o', 'heir', 11)).toBe(1);
    expect((await store.experiments.orphaned()).map(({ id }) => id)).not.toContain('o');
  });
}
