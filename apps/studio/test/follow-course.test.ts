// A run computed again in a page: proven by digests, with the forces of every frame; refused where it cannot be equal or quick enough.
import { readFileSync } from 'node:fs';
import { scenes, sceneSimulators, type WorldForces } from '@holdfast/catalog';
import type { Frame, ModelDocument, RecordedInput, Simulator } from '@holdfast/core';
import { frameDigest, type RunReached } from '@holdfast/protocol';
import { Follower } from '@holdfast/runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { FollowCourse, type FollowNews, type FollowPorts } from '../src/views/physics/follow-course.ts';
import type { FollowStart } from '../src/views/physics/follow-messages.ts';

const document = JSON.parse(
  readFileSync(new URL('../../../examples/ramp-and-ball.json', import.meta.url), 'utf8'),
) as ModelDocument;
const start = { document, seed: 5, until: 3, parameters: [], limits: {}, engine: 'physics@1' };
const inputs: readonly RecordedInput[] = [
  { time: 0.5, parameter: 'hand.z', value: 2 },
  { time: 0.5, parameter: 'hand.body', value: 1 },
];

/** Until everything heard is computed. */
const settled = async (news: readonly FollowNews[], time: number): Promise<void> => {
  await expect.poll(() => news.at(-1)?.standing.time).toBeGreaterThanOrEqual(time - 1e-9);
};

describe('a run followed in a page', () => {
  let simulator: Simulator;
  let told: readonly RunReached[];
  let last: Frame;
  beforeAll(async () => {
    simulator = await sceneSimulators.get('physics')!.load!();
    const { engine: _, ...spec } = start;
    const engine = `physics@${simulator.version}`;
    // The run: shown ten times a second, digested once, pulled by a hand at 0.5 s.
    const leader = await Follower.open(simulator, { spec, engine, checkpoint: async () => undefined });
    const said: RunReached[] = [];
    let known = 0;
    const frame = leader.model.step.max;
    for (let shown = 1; shown <= 15; shown++) {
      const time = shown * Math.round(0.1 / frame) * frame;
      const past = inputs.filter((input) => input.time < time - frame);
      leader.hear({ time, first: known, inputs: past.slice(known) });
      await leader.advance();
      const digest = shown % 5 === 0 ? { digest: frameDigest(leader.frame()) } : {};
      said.push({ time: leader.time, first: known, inputs: past.slice(known), ...digest });
      known = past.length;
    }
    [told, last] = [said, leader.frame()];
    leader.dispose();
  });

  const open = async (asked: Partial<FollowStart> = {}, ports: Partial<FollowPorts> = {}) => {
    const news: FollowNews[] = [];
    const refusals: unknown[] = [];
    const course = new FollowCourse({
      now: () => 0,
      breathe: async () => undefined,
      checkpoint: async () => undefined,
      forces: (simulation) => scenes.get('physics')!.forces(simulation),
      tell: (said) => news.push(said),
      refuse: (error) => refusals.push(error),
      ...ports,
    });
    const engine = `physics@${simulator.version}`;
    return { course, news, refusals, begin: () => course.open(simulator, { ...start, engine, ...asked }) };
  };

  it('is equal at every digest, whatever was heard before the engine was there, and gives frames in between', async () => {
    const { course, news, refusals, begin } = await open();
    for (const reached of told.slice(0, 4)) course.hear(reached);
    const opened = begin();
    for (const reached of told.slice(4)) course.hear(reached);
    await opened;
    await settled(news, 1.5);
    expect(refusals).toEqual([]);
    const { standing } = news.at(-1)!;
    expect(standing).toMatchObject({ state: 'level', equals: 3, mended: 0, rejoined: 0, inputs: 2 });
    expect(standing.equalAt).toBeCloseTo(1.5, 9);
    const frames = news.flatMap((said) => said.frames);
    expect(frames.length).toBeGreaterThan(30);
    const times = frames.map(({ time }) => time);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(frames.at(-1)).toEqual(last);
    expect(news.flatMap(({ forces }) => forces)).toEqual([]);
    course.dispose();
  });

  it('tells the forces of each frame once somebody wants them, the hand among them', async () => {
    const { course, news, begin } = await open();
    course.tellForces(true);
    await begin();
    for (const reached of told) course.hear(reached);
    await settled(news, 1.5);
    const forces: readonly WorldForces[] = news.flatMap((said) => said.forces);
    expect(forces).toHaveLength(news.flatMap(({ frames }) => frames).length);
    expect(forces[0].hand).toHaveLength(0);
    expect(forces.at(-1)!.hand).toHaveLength(7);
    expect(news.at(-1)!.standing.equals).toBe(3);
    course.dispose();
  });

  it('leaves out what another connection says late, and hears nothing after its end', async () => {
    const { course, news, refusals, begin } = await open();
    await begin();
    for (const reached of told.slice(0, 10)) course.hear(reached);
    course.hear(told[2]);
    for (const reached of told.slice(10)) course.hear(reached);
    await settled(news, 1.5);
    expect(news.at(-1)!.standing.mended).toBe(0);
    course.dispose();
    course.hear({ ...told[14], time: 2 });
    expect(refusals).toEqual([]);
  });

  it('of another engine is refused before anything is computed', async () => {
    const { news, refusals, begin } = await open({ engine: 'physics@0' });
    await begin();
    expect(refusals).toMatchObject([{ code: 'follow.other-engine' }]);
    expect(news).toEqual([]);
  });

  it('that is never equal is given up, whatever checkpoints say', async () => {
    const { course, news, refusals, begin } = await open();
    await begin();
    for (const reached of told.slice(0, 9)) course.hear(reached);
    await settled(news, 0.9);
    course.hear({ ...told[9], digest: '0'.repeat(64) });
    await expect.poll(() => refusals).toMatchObject([{ code: 'follow.not-equal' }]);
  });

  it('that this machine cannot keep up with is given up after two checkpoints', async () => {
    let now = 0;
    let asked = 0;
    const { course, news, refusals, begin } = await open(
      {},
      {
        // Every look at the clock finds five seconds gone.
        now: () => (now += 5000),
        checkpoint: async () => void (asked += 1),
      },
    );
    const opened = begin();
    await opened;
    const { digest: _, ...far } = told.at(-1)!;
    course.hear({ ...far, time: 3, first: 0, inputs });
    await expect
      .poll(() => refusals.map(String))
      .toEqual([expect.stringContaining('slower than the run goes')]);
    expect(asked).toBe(3);
    expect(news.length).toBeGreaterThan(2);
  });
});
