// A world computed in a page is the one the server computes: the same bits, forwards, after going back, and with other inputs.
import { readFileSync } from 'node:fs';
import { sceneSimulators } from '@holdfast/catalog';
import { frameSize, type ModelDocument, type RecordedInput, type Simulator } from '@holdfast/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { LocalSession } from '../src/views/physics/local-session.ts';
import { endDigest } from '../src/views/physics/own-course.ts';

const document = JSON.parse(
  readFileSync(new URL('../../../examples/ramp-and-ball.json', import.meta.url), 'utf8'),
) as ModelDocument;
const inputs: readonly RecordedInput[] = [
  { time: 0.2, parameter: 'gravity.z', value: -3 },
  { time: 0.2, parameter: 'hand.body', value: 1 },
  { time: 0.6, parameter: 'hand.body', value: 0 },
];

describe('a world of one’s own', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await sceneSimulators.get('physics')!.load!();
  });

  /** What a run with this log shows at a time, computed as a run is. */
  const expected = (log: readonly RecordedInput[], until: number): Float64Array => {
    const parsed = simulator.parse(document);
    if (!parsed.ok) throw new Error('the example has mistakes');
    const model = simulator.compile(parsed.spec);
    const simulation = model.begin({ seed: 5, until: 3 });
    simulation.apply({ parameter: 'gravity.x', value: 0.5 });
    let applied = 0;
    for (;;) {
      while (applied < log.length && log[applied].time <= simulation.time + 1e-9)
        simulation.apply(log[applied++]);
      if (simulation.time >= until - 1e-9) break;
      simulation.step(model.step.max);
    }
    const values = new Float64Array(frameSize(model.channels));
    simulation.observe(values);
    simulation.dispose();
    return values;
  };
  const begin = (log = inputs): LocalSession =>
    new LocalSession(simulator, {
      document,
      seed: 5,
      parameters: [{ parameter: 'gravity.x', value: 0.5 }],
      inputs: log,
    });

  it('has the bits of the run, with its parameters and inputs', () => {
    const session = begin();
    session.seek(1.5);
    expect(session.frame().values).toEqual(expected(inputs, 1.5));
    session.dispose();
  });

  it('comes back to the bit after going back, however far', () => {
    const session = begin();
    session.seek(1.5);
    for (const time of [0.7, 0.1, 1.2]) {
      session.seek(time);
      expect(session.time).toBeCloseTo(time, 9);
      session.seek(1.5);
      expect(session.frame().values).toEqual(expected(inputs, 1.5));
    }
    session.dispose();
  });

  it('takes another course from an input on, and forgets what was to come', () => {
    const session = begin();
    session.seek(0.4);
    session.apply([{ parameter: 'gravity.z', value: 2 }]);
    session.seek(1);
    const log = [...inputs.slice(0, 2), { time: 0.4, parameter: 'gravity.z', value: 2 }];
    expect(session.frame().values).toEqual(expected(log, 1));
    expect(session.log.map(({ parameter, value }) => [parameter, value])).toEqual(
      log.map(({ parameter, value }) => [parameter, value]),
    );
    session.dispose();
  });

  it('says how a run becomes equal: where it left the run, what was set since, and the digest of its end', () => {
    const session = begin();
    session.seek(0.4);
    session.apply([{ parameter: 'gravity.z', value: 2 }]);
    session.seek(0.9);
    session.apply([{ parameter: 'gravity.z', value: -9 }]);
    // What was set and then gone back on is no part of it.
    session.seek(0.8);
    session.apply([{ parameter: 'hand.body', value: 0 }]);
    session.seek(1);
    const { at, inputs: own, until, digest } = session.course();
    const set = [
      { parameter: 'gravity.z', value: 2 },
      { parameter: 'hand.body', value: 0 },
    ];
    expect(own.map(({ parameter, value }) => ({ parameter, value }))).toEqual(set);
    expect([at, own[1].time, until].map((time) => time.toFixed(6))).toEqual([
      '0.400000',
      '0.800000',
      '1.000000',
    ]);
    const log = [...inputs.filter(({ time }) => time <= at), ...own];
    expect(digest).toBe(endDigest(until, expected(log, until)));
    session.dispose();
  });

  it('ends a step after what was set last, which a run would not take at its end', () => {
    const session = begin([]);
    session.seek(0.5);
    session.apply([{ parameter: 'gravity.z', value: 2 }]);
    const { at, inputs: own, until, digest } = session.course();
    expect(until - at).toBeCloseTo(session.model.step.max, 9);
    expect(digest).toBe(endDigest(until, expected(own, until)));
    session.dispose();
    const still = begin([]);
    still.seek(0.5);
    const nothing = still.course();
    expect(nothing).toMatchObject({ at: nothing.until, inputs: [] });
    still.dispose();
  });

  it('refuses a document with mistakes', () => {
    const broken = { ...document, model: { bodies: 3 } };
    expect(
      () => new LocalSession(simulator, { document: broken, seed: 1, parameters: [], inputs: [] }),
    ).toThrow(/array/);
  });
});
