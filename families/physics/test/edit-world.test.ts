import { editFromText, patched, physics, worldFromText, type PhysicsInput } from '@holdfast/physics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patchBetween } from '../src/text/patch.ts';

function worldOf(text: string): PhysicsInput {
  const written = worldFromText(text);
  if (!written.ok) throw new Error(text);
  return written.world;
}

function edited(world: PhysicsInput, text: string): PhysicsInput {
  const answer = editFromText(world, text);
  if (!answer.ok) throw new Error(`${text}: ${answer.questions.map(({ message }) => message).join(' ')}`);
  expect(patched(world, answer.patch)).toEqual(answer.world);
  expect(
    physics.parse({ family: 'physics', version: 1, name: 'edited', model: answer.world, run: { until: 1 } })
      .ok,
  ).toBe(true);
  return answer.world;
}

const scene = () => worldOf('a red 2 kg ball and a wooden box on a table');

describe('an edit by sentence', () => {
  it('makes the ball twice as heavy with one operation', () => {
    const answer = editFromText(scene(), 'make the ball twice as heavy');
    expect(answer).toMatchObject({
      ok: true,
      patch: [{ op: 'replace', path: '/bodies/0/geoms/0/mass', value: 4 }],
    });
  });

  it.each([
    ['double the mass of the ball', { mass: 4 }],
    ['set the mass of the ball to 500 g', { mass: 0.5 }],
    ['make the ball blue', { color: [0.2, 0.42, 0.85, 1] }],
    ['make the red ball 50% heavier', { mass: 3 }],
    ['paint the ball green', { color: [0.2, 0.65, 0.3, 1] }],
    ['make the ball bouncy', { bounce: 0.85 }],
    ['make it of steel'.replace('it', 'the ball'), { material: 'steel' }],
    ['make the ball twice as big', { radius: 0.2 }],
  ])('%s', (text, geom) => {
    expect(edited(scene(), text).bodies![0].geoms![0]).toMatchObject(geom);
  });

  it('changes what it is told to and nothing else', () => {
    const before = scene();
    const after = edited(before, 'make the box lighter');
    expect(after.bodies![0]).toEqual(before.bodies![0]);
    expect(after.bodies![1].geoms![0].density).toBe(350);
  });

  it('gives speeds, moves, fixes, removes and adds', () => {
    expect(edited(scene(), 'give the ball a speed of 3 m/s').bodies![0].joints![0]).toMatchObject({
      velocity: [3, 0, 0],
    });
    const before = scene();
    expect(edited(before, 'move the ball up by 1 m').bodies![0].pos![2]).toBeCloseTo(
      before.bodies![0].pos![2] + 1,
      9,
    );
    expect(edited(scene(), 'fix the box').bodies![1].joints).toEqual([]);
    expect(edited(scene(), 'remove the ball').bodies!.map(({ name }) => name)).toEqual(['box']);
    expect(edited(scene(), 'add a steel ball').bodies!.map(({ name }) => name)).toEqual([
      'ball',
      'box',
      'ball 2',
    ]);
  });

  it('changes where it happens', () => {
    expect(edited(scene(), 'set gravity to 1.6').gravity).toEqual([0, 0, -1.6]);
    expect(edited(scene(), 'turn off gravity').gravity).toEqual([0, 0, 0]);
    expect(edited(scene(), 'move it to the moon').gravity).toEqual([0, 0, -1.62]);
    expect(edited(scene(), 'set the friction of the floor to 0.1').ground).toEqual({ friction: 0.1 });
  });

  it('does two things in one sentence, and knows what it speaks of', () => {
    const [ball] = edited(scene(), 'make the ball three times heavier and paint it yellow').bodies!;
    expect(ball.geoms![0]).toMatchObject({ mass: 6, color: [0.95, 0.8, 0.2, 1] });
  });

  it('speaks of springs, and takes their ends away with a body', () => {
    const springs = worldOf('two boxes connected by a spring with stiffness 40 N/m');
    expect(edited(springs, 'make the spring twice as stiff').springs![0].stiffness).toBe(80);
    expect(edited(springs, 'remove the spring').springs).toEqual([]);
    expect(edited(springs, 'remove box 2').springs).toEqual([]);
  });

  it('asks about what is not there, and changes nothing', () => {
    for (const text of [
      'make the zebra heavier',
      'make the ball purplish',
      'frobnicate',
      'set the mass of the ball',
    ]) {
      const answer = editFromText(scene(), text);
      expect(answer.ok, text).toBe(false);
      if (!answer.ok) expect(answer.questions.length).toBeGreaterThan(0);
    }
  });
});

describe('a patch', () => {
  it('between any two values leads from one to the other', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (before, after) => {
        const [one, other] = [
          JSON.parse(JSON.stringify(before)) as unknown,
          JSON.parse(JSON.stringify(after)) as unknown,
        ];
        expect(patched(one, patchBetween(one, other))).toEqual(other);
      }),
      { numRuns: 200 },
    );
  });
});
