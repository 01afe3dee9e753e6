// The laws of the store port, run against every adapter: nothing acknowledged is lost, nothing stale is written.

import type { Checkpoint, Frame, RecordedInput, RunEvent, RunResult, RunSpec, Store } from '@holdfast/core';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

export interface StoreLaws {
  /** Whether two owners can have the same data open at once. */
  readonly shared: boolean;
}

const digest = 'a'.repeat(64);

const spec: RunSpec = {
  document: { family: 'sample', version: 1, name: 'sample', model: { depth: [1, { width: 2 }] } },
  seed: Number.MAX_SAFE_INTEGER,
  until: 10,
  parameters: [{ parameter: 'rate', value: 0.1 }],
  limits: { wallMs: 1000, frames: 5 },
  workers: 2,
};

const result: RunResult = {
  format: 1,
  family: 'sample',
  engine: '1',
  document: digest,
  name: 'sample',
  seed: 7,
  parameters: [{ parameter: 'rate', value: 0.1 }],
  inputs: [{ parameter: 'rate', value: 0.2, time: 3 }],
  stop: { kind: 'limit', limit: 'frames', bound: 5 },
  partial: true,
  timeUnit: 's',
  asked: Infinity,
  reached: 4.5,
  metrics: [
    {
      subject: 'a "quoted" \\ name, {braced}',
      name: 'mean',
      value: -1.5e-300,
      standardError: 0.25,
      unit: '%',
    },
    { subject: 'b', name: 'max', value: NaN, standardError: null, unit: '' },
    { subject: 'b', name: 'range', value: -Infinity, standardError: Infinity, unit: 'm/s' },
  ],
  frames: 5,
  trail: 'b'.repeat(64),
};

const event = (sequence: number, message = `event ${sequence}`): RunEvent => ({
  sequence,
  kind: 'status',
  time: sequence / 2,
  at: 1000 + sequence,
  message,
  details: { sequence, first: sequence === 0, name: 'x' },
});
const frame = (sequence: number): Frame => ({
  sequence,
  time: sequence / 10,
  values: Float64Array.of(sequence, -sequence, sequence / 3),
});
const input = (value: number): RecordedInput => ({ parameter: 'rate', value, time: 2 });
const checkpoint = (sequence: number): Checkpoint => ({
  sequence,
  time: sequence * 1.5,
  sha256: digest,
  bytes: 4096 + sequence,
  file: `${sequence}.checkpoint`,
});
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

/** Values a double can have; zero without its sign, which JSON text does not keep. */
const unsigned = (value: number): number => (value === 0 ? 0 : value);
const anyDouble = fc.double();
const anyEvent = fc.record({
  kind: fc.constantFrom<RunEvent['kind'][]>(
    'status',
    'input',
    'checkpoint',
    'recovery',
    'limit',
    'warning',
    'ended',
  ),
  time: anyDouble,
  at: fc.double({ noNaN: true, noDefaultInfinity: true }),
  message: fc.string({ unit: 'binary' }),
  details: fc.dictionary(
    fc.string({ unit: 'binary' }),
    fc.oneof(
      anyDouble.map(unsigned),
      fc.boolean(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('NaN', 'Infinity'),
    ),
  ),
});
const anyFrame = fc.record({
  time: anyDouble,
  values: fc.array(anyDouble, { maxLength: 40 }).map((values) => Float64Array.from(values)),
});

type Write = readonly [name: string, write: (store: Store, id: string, epoch: number) => Promise<unknown>];

/** Every verb that names an epoch. */
const writes: readonly Write[] = [
  ['updateRun', (store, id, epoch) => store.updateRun(id, epoch, { status: 'paused', time: 9, at: 99 })],
  ['appendEvents', (store, id, epoch) => store.appendEvents(id, epoch, [event(0, 'other'), event(1)])],
  ['appendInputs', (store, id, epoch) => store.appendInputs(id, epoch, [input(5)], 0)],
  ['appendFrames', (store, id, epoch) => store.appendFrames(id, epoch, [frame(0), frame(1)])],
  ['putCheckpoint', (store, id, epoch) => store.putCheckpoint(id, epoch, checkpoint(1))],
  ['finishRun', (store, id, epoch) => store.finishRun(id, epoch, result, 99, [event(0, 'ended')])],
];

/** All that a store knows of one run. */
async function everything(store: Store, id: string): Promise<unknown> {
  return {
    record: await store.getRun(id),
    events: await store.listEvents(id, { limit: 1000 }),
    inputs: await store.listInputs(id),
    frames: await store.listFrames(id, { limit: 1000 }),
    checkpoints: await store.listCheckpoints(id),
  };
}

/** Pages to the end, doing `between` after each page. */
async function pages<T>(
  list: (after: string | number | undefined) => Promise<readonly T[]>,
  key: (item: T) => string | number,
  between: () => Promise<void>,
): Promise<readonly T[]> {
  const all: T[] = [];
  for (;;) {
    const last = all.at(-1);
    const page = await list(last === undefined ? undefined : key(last));
    if (page.length === 0) return all;
    all.push(...page);
    await between();
  }
}

/** Runs every law; `open` opens the same data each time, empty at first, for the owner it is given. */
export function describeStore(name: string, open: (owner: string) => Promise<Store>, laws: StoreLaws): void {
  describe(`store laws: ${name}`, () => {
    let store: Store;
    let owner = 'owner-0';
    let created = 0;

    const create = async (change: Partial<RunSpec> = {}): Promise<string> => {
      const id = `run-${String(created++).padStart(6, '0')}`;
      const run = { id, spec: { ...spec, ...change }, document: digest, family: 'sample', name: `Run ${id}` };
      await store.createRun({ ...run, createdAt: 1_700_000_000_000 + created });
      return id;
    };
    const begin = async (): Promise<string> => {
      const id = await create();
      expect(await store.claimRun(id, owner, 1)).toBe(1);
      return id;
    };
    const restart = async (): Promise<void> => {
      await store.close();
      owner = `owner-${Number(owner.slice(6)) + 1}`;
      store = await open(owner);
    };

    beforeAll(async () => {
      store = await open(owner);
    });
    afterAll(async () => {
      await store.close();
    });

    describe('runs', () => {
      it('reads a run back as it was created', async () => {
        const id = await create({ until: Infinity });
        expect(await store.getRun(id)).toEqual({
          id,
          spec: { ...spec, until: Infinity },
          document: digest,
          family: 'sample',
          name: `Run ${id}`,
          status: 'queued',
          epoch: 0,
          owner: expect.toSatisfy((value) => value === null || value === owner),
          createdAt: 1_700_000_000_000 + created,
          updatedAt: 1_700_000_000_000 + created,
          time: 0,
          result: null,
        });
      });

      it('keeps any JSON model', async () => {
        await fc.assert(
          fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (model) => {
            const document = { ...spec.document, model: JSON.parse(JSON.stringify(model)) as unknown };
            const id = await create({ document });
            expect((await store.getRun(id))?.spec.document).toEqual(document);
          }),
          { numRuns: 25 },
        );
      });

      it('knows nothing of a run that does not exist', async () => {
        expect(await store.getRun('absent')).toBeUndefined();
        expect(await store.claimRun('absent', owner, 1)).toBeUndefined();
        expect(await store.listEvents('absent', { limit: 10 })).toEqual([]);
      });

      it('creates a run once', async () => {
        const id = await begin();
        const before = await everything(store, id);
        await store.createRun({ id, spec, document: digest, family: 'sample', name: 'again', createdAt: 5 });
        expect(await everything(store, id)).toEqual(before);
      });

      it('updates status and time', async () => {
        const id = await begin();
        await store.updateRun(id, 1, { status: 'recovering', time: 0.1 + 0.2, at: 77.5 });
        expect(await store.getRun(id)).toMatchObject({
          status: 'recovering',
          time: 0.1 + 0.2,
          updatedAt: 77.5,
        });
      });

      it('deletes a run with everything it left, and refuses its writer from then on', async () => {
        const id = await begin();
        for (const [verb, write] of writes) if (verb !== 'finishRun') await write(store, id, 1);
        await store.deleteRun(id);
        await store.deleteRun(id);
        expect(await everything(store, id)).toEqual({
          record: undefined,
          events: [],
          inputs: [],
          frames: [],
          checkpoints: [],
        });
        await expect(store.appendEvents(id, 1, [event(9)])).rejects.toMatchObject({
          code: 'store.stale-epoch',
        });
      });
    });

    describe('what a run leaves', () => {
      it('keeps any event', async () => {
        const id = await begin();
        let sequence = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(anyEvent, { minLength: 1, maxLength: 5 }), async (given) => {
            const after = sequence - 1;
            const events = given.map((one) => ({ ...one, sequence: sequence++ }));
            await store.appendEvents(id, 1, events);
            expect(await store.listEvents(id, { after, limit: 10 })).toEqual(events);
          }),
          { numRuns: 40 },
        );
      });

      it('keeps every bit of any frame, NaN and infinities and signed zeros included', async () => {
        const id = await begin();
        let sequence = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(anyFrame, { minLength: 1, maxLength: 5 }), async (given) => {
            const after = sequence - 1;
            const frames = given.map((one) => ({ ...one, sequence: sequence++ }));
            await store.appendFrames(id, 1, frames);
            const read = await store.listFrames(id, { after, limit: 10 });
            expect(read.map(({ time }) => time)).toEqual(frames.map(({ time }) => time));
            for (const [index, { values }] of frames.entries())
              expect(read[index]!.values.every((value, at) => Object.is(value, values[at]))).toBe(true);
            expect(read.map(({ values }) => values.length)).toEqual(
              frames.map(({ values }) => values.length),
            );
          }),
          { numRuns: 40 },
        );
      });

      it('keeps inputs in the order they took effect, equal instants and equal values included', async () => {
        const id = await begin();
        const inputs = [
          input(1),
          input(2),
          input(1),
          { ...input(-0), time: Infinity, parameter: 'a "b", \\ {c}' },
        ];
        await store.appendInputs(id, 1, inputs.slice(0, 3));
        await store.appendInputs(id, 1, inputs.slice(3));
        expect(await store.listInputs(id)).toEqual(inputs);
        const lists: RecordedInput[] = [
          input(3),
          { parameter: 'picture', value: [0, 128, 255], time: 3 },
          { parameter: 'heights', value: [-0, 0.1, 1e300, 256], time: 3 },
          input(-0),
        ];
        await store.appendInputs(id, 1, lists);
        await store.appendInputs(id, 1, lists.slice(1, 3), inputs.length + 1);
        expect(await store.listInputs(id)).toStrictEqual([...inputs, ...lists]);
      });

      it('keeps the two newest checkpoints, newest first', async () => {
        const id = await begin();
        for (const sequence of [0, 1, 2, 3]) await store.putCheckpoint(id, 1, checkpoint(sequence));
        expect(await store.listCheckpoints(id)).toEqual([checkpoint(3), checkpoint(2)]);
      });

      it('counts a later owner’s checkpoint as newer than any of an earlier owner', async () => {
        const id = await begin();
        for (const sequence of [6, 7]) await store.putCheckpoint(id, 1, checkpoint(sequence));
        await store.claimRun(id, owner, 2);
        await store.putCheckpoint(id, 2, { ...checkpoint(6), time: 0.5 });
        expect(await store.listCheckpoints(id)).toEqual([{ ...checkpoint(6), time: 0.5 }, checkpoint(7)]);
      });

      it('ends a run with result, status and events together, once', async () => {
        const id = await begin();
        await store.appendEvents(id, 1, [event(0)]);
        const last = [event(1, 'limit'), event(2, 'ended')];
        await store.finishRun(id, 1, result, 88, last);
        const ended = await store.getRun(id);
        expect(ended).toMatchObject({ status: 'ended', result, time: 4.5, updatedAt: 88, epoch: 1 });
        await store.finishRun(id, 1, { ...result, reached: 1 }, 99, [event(2, 'other'), event(3)]);
        expect(await store.getRun(id)).toEqual(ended);
        expect(await store.listEvents(id, { limit: 10 })).toEqual([event(0), ...last]);
        const change = { status: 'running', time: 5, at: 99 } as const;
        await expect(store.updateRun(id, 1, change)).rejects.toMatchObject({ code: 'run.ended' });
        const stale = store.finishRun(id, 0, result, 99, [event(3)]);
        await expect(stale).rejects.toMatchObject({ code: 'store.stale-epoch' });
        expect(await store.claimRun(id, owner, 99)).toBeUndefined();
        expect(await store.getRun(id)).toEqual(ended);
        expect(await store.listEvents(id, { limit: 10 })).toEqual([event(0), ...last]);
      });

      it('neither ends a run nor tells of its end when either is refused', async () => {
        const id = await begin();
        const before = await everything(store, id);
        const poisoned = { ...event(0), time: 'no number' as unknown as number };
        await expect(store.finishRun(id, 1, result, 88, [poisoned])).rejects.toThrow();
        expect(await everything(store, id)).toEqual(before);
      });
    });

    describe('fences', () => {
      it.each(writes)(
        'refuses %s with a stale, a future or an unknown epoch and changes nothing',
        async (_, write) => {
          const id = await begin();
          await store.appendEvents(id, 1, [event(0)]);
          expect(await store.claimRun(id, owner, 2)).toBe(2);
          const before = await everything(store, id);
          for (const epoch of [0, 1, 3])
            await expect(write(store, id, epoch)).rejects.toMatchObject({ code: 'store.stale-epoch' });
          await expect(write(store, 'absent', 1)).rejects.toMatchObject({ code: 'store.stale-epoch' });
          expect(await everything(store, id)).toEqual(before);
        },
      );

      it.each([
        ['appendEvents', (store: Store, id: string) => store.appendEvents(id, 1, [])],
        ['appendInputs', (store: Store, id: string) => store.appendInputs(id, 1, [])],
        ['appendFrames', (store: Store, id: string) => store.appendFrames(id, 1, [])],
      ] as const)('tells a stale writer so even when %s has nothing to write', async (_, write) => {
        const id = await begin();
        await write(store, id);
        await store.claimRun(id, owner, 2);
        await expect(write(store, id)).rejects.toMatchObject({ code: 'store.stale-epoch' });
      });

      it('lets nothing of an old epoch in once a claim is answered, however the calls interleave', async () => {
        for (const round of range(5)) {
          const id = await begin();
          const racing = range(20).map((sequence) =>
            store.appendEvents(id, 1, [event(sequence)]).then(
              () => true,
              () => false,
            ),
          );
          const claiming = store.claimRun(id, owner, 2);
          const late = range(5 + round).map((sequence) =>
            store.appendEvents(id, 1, [event(100 + sequence)]).catch(() => undefined),
          );
          expect(await claiming).toBe(2);
          const atClaim = await store.listEvents(id, { limit: 1000 });
          const accepted = (await Promise.all(racing)).filter(Boolean).length;
          await Promise.all(late);
          expect(await store.listEvents(id, { limit: 1000 })).toEqual(atClaim);
          expect(atClaim.filter(({ sequence }) => sequence < 100)).toHaveLength(accepted);
        }
      });

      it.each(writes)('takes a repeated %s as one', async (_, write) => {
        const id = await begin();
        await write(store, id, 1);
        const once = await everything(store, id);
        await write(store, id, 1);
        expect(await everything(store, id)).toEqual(once);
      });
    });

    describe('pages', () => {
      it('lists runs newest first and neither repeats nor skips one while others are created', async () => {
        const ids: string[] = [];
        for (const _ of range(8)) ids.push(await create());
        const seen = await pages(
          (after) => store.listRuns(after === undefined ? { limit: 3 } : { after, limit: 3 }),
          (run) => run.id,
          async () => void (await create()),
        );
        const mine = seen.map((run) => run.id).filter((id) => ids.includes(id));
        expect(mine).toEqual([...ids].reverse());
        expect(new Set(seen.map((run) => run.id)).size).toBe(seen.length);
      });

      it.each([
        [
          'events',
          (id: string, after?: number) =>
            store.listEvents(id, after === undefined ? { limit: 4 } : { after, limit: 4 }),
        ],
        [
          'frames',
          (id: string, after?: number) =>
            store.listFrames(id, after === undefined ? { limit: 4 } : { after, limit: 4 }),
        ],
      ] as const)('lists %s in order while more are appended', async (_, list) => {
        const id = await begin();
        let next = 10;
        await store.appendEvents(
          id,
          1,
          range(10).map((sequence) => event(sequence)),
        );
        await store.appendFrames(id, 1, range(10).map(frame));
        const seen = await pages<{ readonly sequence: number }>(
          (after) => list(id, after as number | undefined),
          (item) => item.sequence,
          async () => {
            if (next >= 14) return;
            await store.appendEvents(id, 1, [event(next)]);
            await store.appendFrames(id, 1, [frame(next)]);
            next += 1;
          },
        );
        expect(seen.map(({ sequence }) => sequence)).toEqual(range(14));
      });

      it.each([0, 1001, 1.5, NaN])('refuses a page of %d', async (limit) => {
        const refusal = { code: 'limit.out-of-bounds' };
        await expect(store.listRuns({ limit })).rejects.toMatchObject(refusal);
        await expect(store.listEvents('absent', { limit })).rejects.toMatchObject(refusal);
        await expect(store.listFrames('absent', { limit })).rejects.toMatchObject(refusal);
      });
    });

    describe('owners', () => {
      it('lets an owner claim its run again, with a new epoch', async () => {
        const id = await begin();
        expect(await store.claimRun(id, owner, 2)).toBe(2);
        expect(await store.getRun(id)).toMatchObject({ epoch: 2, owner, updatedAt: 2 });
        expect((await store.orphanedRuns()).map((run) => run.id)).not.toContain(id);
      });

      it('finds the unfinished runs of a dead owner, oldest first, and lets another take them', async () => {
        const claimed = await begin();
        const queued = await create();
        const ended = await begin();
        await store.finishRun(ended, 1, result, 5, [event(0)]);
        await restart();
        const orphans = (await store.orphanedRuns()).map((run) => run.id);
        expect(orphans.filter((id) => id >= claimed)).toEqual([claimed, queued]);
        expect(orphans).toEqual([...orphans].sort());
        expect(await store.claimRun(claimed, owner, 6)).toBe(2);
        expect(await store.claimRun(queued, owner, 6)).toBe(1);
        expect((await store.orphanedRuns()).map((run) => run.id).filter((id) => id >= claimed)).toEqual([]);
      });

      if (laws.shared)
        it('leaves a run with its owner while that owner lives', async () => {
          const id = await begin();
          const other = await open('another');
          try {
            expect(await other.claimRun(id, 'another', 2)).toBeUndefined();
            expect((await other.orphanedRuns()).map((run) => run.id)).not.toContain(id);
            await restart();
            expect((await other.orphanedRuns()).map((run) => run.id)).toContain(id);
            expect(await other.claimRun(id, 'another', 3)).toBe(2);
            expect(await store.claimRun(id, owner, 4)).toBeUndefined();
            await expect(store.appendEvents(id, 1, [event(0)])).rejects.toMatchObject({
              code: 'store.stale-epoch',
            });
          } finally {
            await other.close();
          }
        });
    });

    describe('life', () => {
      it('keeps everything over a restart', async () => {
        const running = await begin();
        for (const [verb, write] of writes) if (verb !== 'finishRun') await write(store, running, 1);
        const ended = await begin();
        await store.finishRun(ended, 1, result, 5, [event(0)]);
        const before = [await everything(store, running), await everything(store, ended)];
        await restart();
        expect([await everything(store, running), await everything(store, ended)]).toEqual(before);
      });

      it('serves 50 callers at once', async () => {
        const ids: string[] = [];
        for (const _ of range(50)) ids.push(await create());
        await Promise.all(
          ids.map(async (id) => {
            const epoch = await store.claimRun(id, owner, 1);
            expect(epoch).toBe(1);
            await Promise.all([
              store.appendEvents(id, 1, [event(0), event(1)]),
              store.appendFrames(id, 1, range(20).map(frame)),
              store.appendInputs(id, 1, [input(1)]),
              store.putCheckpoint(id, 1, checkpoint(0)),
              store.updateRun(id, 1, { status: 'running', time: 1, at: 2 }),
              store.listRuns({ limit: 5 }),
            ]);
            await store.finishRun(id, 1, result, 3, [event(2)]);
          }),
        );
        for (const id of ids) {
          expect(await store.getRun(id)).toMatchObject({ status: 'ended', result });
          expect(await store.listEvents(id, { limit: 10 })).toEqual([event(0), event(1), event(2)]);
          expect(await store.listFrames(id, { limit: 100 })).toEqual(range(20).map(frame));
          expect(await store.listInputs(id)).toEqual([input(1)]);
        }
      });

      it('numbers the inputs of callers at once without losing one', async () => {
        const id = await begin();
        await Promise.all(range(20).map((value) => store.appendInputs(id, 1, [input(value), input(value)])));
        const values = (await store.listInputs(id)).map(({ value }) => Number(value));
        expect([...values].sort((left, right) => left - right)).toEqual(
          range(20).flatMap((value) => [value, value]),
        );
      });

      it('answers a ping', async () => {
        await expect(store.ping()).resolves.toBeUndefined();
      });

      it('refuses work once closed, and closes twice without harm', async () => {
        await store.close();
        await store.close();
        await expect(store.ping()).rejects.toMatchObject({ code: 'store.unavailable', retry: 'same' });
        await expect(store.claimRun('any', owner, 1)).rejects.toMatchObject({ code: 'store.unavailable' });
        store = await open(owner);
      });
    });
  });
}
