import type { RecordedInput, RunSpec, Simulator } from '@holdfast/core';
import { frameDigest, type RunReached } from '@holdfast/protocol';
import { Follower } from '@holdfast/runtime';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriverBench } from './fixtures/driver-bench.ts';
import { simulators } from './fixtures/simulators.js';
import { specOf } from './fixtures/specs.ts';

const spec = specOf('oscillator', { until: 60 });
const oscillator = simulators.get('oscillator') as Simulator;

interface Told {
  readonly reached: RunReached;
  /** Newest checkpoint at that moment. */
  readonly checkpoint: Uint8Array | undefined;
}

/** Leads a run of 60 s to its end; what is told of it, with a digest for every frame shown. */
async function lead(asked: RunSpec, changes: readonly number[]): Promise<readonly Told[]> {
  const bench = new DriverBench({ costMs: 0.2 });
  const disk = bench.world.disk(bench.process);
  const log: RecordedInput[] = [];
  const told: Told[] = [];
  let checkpoint: Uint8Array | undefined;
  const reads: Promise<void>[] = [];
  bench.listener = (message) => {
    if (message.type === 'applied') log.push(...message.inputs);
    if (message.type === 'progress' && message.checkpoint !== null)
      reads.push(disk.read('run', message.checkpoint.file).then((bytes) => void (checkpoint = bytes)));
    if (message.type !== 'frame') return;
    const { frame } = message;
    const before = told.at(-1)?.reached;
    const first = before === undefined ? 0 : before.first + before.inputs.length;
    const reached = { time: frame.time, first, inputs: log.slice(first), digest: frameDigest(frame) };
    told.push({ reached, checkpoint });
  };
  changes.forEach((value, request) =>
    bench.world.schedule(400 * (request + 1), bench.process, () =>
      bench.driver.receive({ type: 'input', request, inputs: [{ parameter: 'stiffness', value }] }),
    ),
  );
  await bench.toEnd(asked, { checkpointMs: 200 });
  await Promise.all(reads);
  return told;
}

const of = (told: Told, run: Partial<Parameters<typeof Follower.open>[1]> = {}) => ({
  spec,
  engine: 'oscillator@1',
  checkpoint: () => Promise.resolve(told.checkpoint),
  ...run,
});

/** What one who knows `known` inputs is told. */
const from = (known: number, { reached }: Told): RunReached => {
  const skipped = Math.max(0, known - reached.first);
  return { ...reached, first: reached.first + skipped, inputs: reached.inputs.slice(skipped) };
};

/** Everything of the log is heard once, whenever one comes. */
function whole(told: readonly Told[], at: number, known: number): RunReached {
  const inputs = told.slice(0, at + 1).flatMap(({ reached }) => reached.inputs);
  const { time, digest } = told[at].reached;
  return from(known, {
    reached: { time, first: 0, inputs, ...(digest === undefined ? {} : { digest }) },
    checkpoint: undefined,
  });
}

describe('a follower in lock-step', () => {
  it('that joins late is equal at every digest of 60 simulated seconds, whatever is changed and however it steps', async () => {
    const values = fc.array(fc.double({ min: 0.2, max: 30, noNaN: true }), { maxLength: 5 });
    const property = fc.asyncProperty(
      values,
      fc.nat(),
      fc.integer({ min: 1, max: 50 }),
      async (changes, draw, steps) => {
        const told = await lead(spec, changes);
        expect(told.length).toBeGreaterThan(10);
        expect(told.flatMap(({ reached }) => reached.inputs)).toHaveLength(changes.length);
        const joins = draw % told.length;
        const follower = await Follower.open(oscillator, of(told[joins]));
        follower.hear(whole(told, joins, follower.inputs));
        for (let at = joins + 1; at < told.length; at++) {
          follower.hear(from(follower.inputs, told[at]));
          await follower.advance({ steps });
        }
        const state = await follower.advance();
        expect(['level', 'ended']).toContain(state);
        expect(follower.time).toBe(told.at(-1)!.reached.time);
        expect(frameDigest(follower.frame())).toBe(told.at(-1)!.reached.digest);
        expect(follower.mended).toBe(0);
        follower.dispose();
      },
    );
    await fc.assert(property, { numRuns: 6 });
  });

  it('that computed something else is mended by a checkpoint, once', async () => {
    const told = await lead(spec, [9, 2]);
    let begun = 0;
    // The first simulation of the follower goes wrong in the middle; the ones that take up a checkpoint do not.
    const damaged: Simulator = {
      ...oscillator,
      compile: (parsed) => {
        const model = oscillator.compile(parsed);
        return {
          ...model,
          begin: (options) => {
            const simulation = model.begin(options) as ReturnType<typeof model.begin> & { x: number };
            if (begun++ !== 1) return simulation;
            const step = simulation.step.bind(simulation);
            simulation.step = (dt) => {
              const report = step(dt);
              if (simulation.time > 20) simulation.x += 1e-12;
              return report;
            };
            return simulation;
          },
        };
      },
    };
    let newest: Uint8Array | undefined;
    const follower = await Follower.open(damaged, of(told[0], { checkpoint: () => Promise.resolve(newest) }));
    for (const { reached, checkpoint } of told) {
      newest = checkpoint;
      follower.hear(reached);
      await follower.advance();
    }
    expect(follower.mended).toBe(1);
    expect(frameDigest(follower.frame())).toBe(told.at(-1)!.reached.digest);
  });

  it('gives up with an error when no checkpoint makes it equal', async () => {
    const told = await lead(spec, []);
    const follower = await Follower.open(oscillator, of(told[0]));
    follower.hear({ ...told[5].reached, digest: '0'.repeat(64) });
    await expect(follower.advance()).rejects.toMatchObject({ code: 'follow.not-equal' });
  });

  it('of another version is refused before it computes anything', async () => {
    const told = await lead(spec, []);
    let asked = 0;
    const checkpoint = () => Promise.resolve((asked++, undefined));
    const run = of(told[0], { engine: 'oscillator@2', checkpoint });
    await expect(Follower.open(oscillator, run)).rejects.toMatchObject({
      code: 'follow.other-engine',
      details: { there: 'oscillator@2', here: 'oscillator@1' },
    });
    expect(asked).toBe(0);
  });

  it('refuses to go on past inputs it has not heard', async () => {
    const told = await lead(spec, []);
    const follower = await Follower.open(oscillator, of(told[0]));
    const input = { parameter: 'stiffness', value: 3, time: 1 };
    expect(() => follower.hear({ time: 2, first: 1, inputs: [input] })).toThrow('not heard');
  });

  it('keeps one word of many without a digest', async () => {
    const told = await lead(spec, []);
    const follower = await Follower.open(oscillator, of(told[0]));
    for (const { reached } of told) follower.hear({ ...reached, digest: undefined as never });
    expect(follower.horizon).toBe(told.at(-1)!.reached.time);
    expect(await follower.advance({ to: 30 })).toBe('behind');
    expect(follower.time).toBeGreaterThanOrEqual(30);
    expect(follower.time).toBeLessThan(30.2);
  });
});
