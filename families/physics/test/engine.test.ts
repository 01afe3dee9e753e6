// What the engine has promised us, call by call: a new version that breaks one of these is not taken.
import { SimulationError } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { contactsOf } from '../src/engine/contacts.ts';
import { loadMujoco, mujocoVersion } from '../src/engine/mujoco.ts';
import { World } from '../src/engine/world.ts';

const mujoco = await loadMujoco();

const pendulum = (more = ''): string =>
  `<mujoco><size memory="200K"/><option><flag energy="enable"/></option><worldbody><body name="arm" pos="0 0 1"><joint name="pin" axis="0 1 0"/><geom type="capsule" size=".02" fromto="0 0 0 .3 0 0"/></body>${more}</worldbody><keyframe><key name="raised" qpos="1"/></keyframe></mujoco>`;

const resting =
  '<mujoco><size memory="1M"/><worldbody><geom type="plane" size="1 1 1"/><body name="box" pos="0 0 .1"><freejoint name="loose"/><geom type="box" size=".1 .1 .1" mass="2"/></body></worldbody></mujoco>';

/** Two boxes and a sphere on the ground, a rod on a damped pin, all in contact soon. */
const tumbling =
  '<mujoco><size memory="1M"/><option timestep=".004"/><worldbody><geom type="plane" size="3 3 1"/>' +
  '<body pos="0 0 .2" euler="20 10 0"><freejoint/><geom type="box" size=".1 .1 .1"/></body>' +
  '<body pos=".05 .02 .5" euler="0 40 0"><freejoint/><geom type="box" size=".1 .1 .1"/></body>' +
  '<body pos=".1 .1 .8"><freejoint/><geom size=".1"/></body>' +
  '<body pos="1 0 .4"><joint axis="0 1 0" damping=".3"/><geom type="capsule" size=".05" fromto="0 0 0 .5 0 0"/></body>' +
  '</worldbody></mujoco>';

const memory = (): number => {
  const world = new World(mujoco, resting);
  world.step();
  world.contacts();
  const bytes = world.views.qpos.buffer.byteLength;
  world.dispose();
  return bytes;
};

describe('the engine', () => {
  it('is the version that digests were recorded with', () => {
    expect(mujoco.mj_versionString()).toBe(mujocoVersion);
  });

  it('counts and names what MJCF says', () => {
    const world = new World(mujoco, pendulum());
    expect(world.counts).toEqual({
      bodies: 1,
      joints: 1,
      positions: 1,
      velocities: 1,
      actuators: 0,
      readings: 0,
    });
    expect([world.nameOf('body', 1), world.nameOf('joint', 0)]).toEqual(['arm', 'pin']);
    expect(world.timestep).toBe(0.002);
    world.dispose();
    world.dispose();
  });

  it('begins with a key frame, and without one at the reference', () => {
    const world = new World(mujoco, pendulum());
    world.begin('raised');
    expect(world.views.qpos[0]).toBe(1);
    world.begin('no such key');
    expect(world.views.qpos[0]).toBe(0);
    world.dispose();
  });

  it('says what is wrong with MJCF, where, and lives on', () => {
    expect(
      () => new World(mujoco, '<mujoco><worldbody>\n<body shape="round"/></worldbody></mujoco>'),
    ).toThrow(/unrecognized attribute: 'shape'[\s\S]*line 2/);
    const world = new World(mujoco, pendulum());
    world.step();
    expect(world.views.qvel[0]).toBeGreaterThan(0);
    world.dispose();
  });

  it('goes on from a saved state with equal bits, in another world too', () => {
    const straight = new World(mujoco, resting);
    for (let step = 0; step < 40; step++) straight.step();
    const state = straight.save();
    const other = new World(mujoco, resting);
    for (let step = 0; step < 7; step++) other.step();
    other.load(state);
    for (let step = 0; step < 40; step++) {
      straight.step();
      other.step();
    }
    expect(other.save()).toEqual(straight.save());
    expect(() => other.load(state.subarray(1))).toThrow(SimulationError);
    straight.dispose();
    other.dispose();
  });

  it('goes on with equal bits after looking at everything that follows from a state', () => {
    const [looked, not] = [new World(mujoco, resting), new World(mujoco, resting)];
    for (let frame = 0; frame < 20; frame++) {
      for (const world of [looked, not]) {
        const state = world.save();
        if (world === looked) world.forward();
        world.load(state);
        world.step();
      }
    }
    expect(looked.save()).toEqual(not.save());
    looked.dispose();
    not.dispose();
  });

  it('reads views anew after its memory has grown', () => {
    const world = new World(mujoco, pendulum());
    const before = world.views.qpos;
    const large = new World(mujoco, resting.replace('1M', '80M'));
    expect(before).toHaveLength(0);
    expect(world.views.qpos).toHaveLength(1);
    large.dispose();
    world.dispose();
  });

  it('carries a box on forces that sum to its weight', () => {
    const world = new World(mujoco, resting);
    for (let step = 0; step < 500; step++) world.step();
    world.forward();
    const { count, force, depth } = world.contacts();
    expect(count).toBe(4);
    expect(force).toBeCloseTo(2 * 9.81, 3);
    expect(depth).toBeGreaterThan(0);
    expect(depth).toBeLessThan(1e-3);
    world.dispose();
  });

  it.each([
    ['velocity', 'qvel', 1e13],
    ['position', 'qpos', Number.NaN],
  ] as const)('is not believed after a %s it cannot follow', (state, view, value) => {
    const world = new World(mujoco, pendulum());
    const before = world.warnings();
    world.views[view][0] = value;
    world.step();
    let found: unknown;
    try {
      world.complain(before, 0.5);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(SimulationError);
    const { code, details } = found as SimulationError;
    expect(code).toBe('simulation.diverged');
    expect(details).toMatchObject({ state, component: 'joint "pin" of body "arm"', time: 0.5 });
    world.dispose();
  });

  it('says when the memory for contacts is full', () => {
    const balls = Array.from(
      { length: 40 },
      (_, i) => `<body pos="${i * 0.01} 0 .05"><freejoint/><geom size=".1"/></body>`,
    );
    const world = new World(
      mujoco,
      resting.replace('1M', '300K').replace('</worldbody>', `${balls.join('')}</worldbody>`),
    );
    const before = world.warnings();
    world.step();
    expect(() => world.complain(before, 0)).toThrow(/memory is full/);
    world.dispose();
  });

  it('keeps its memory flat over many worlds', () => {
    const before = memory();
    for (let i = 0; i < 300; i++) memory();
    expect(memory()).toBe(before);
  });

  it('frees every handle of a warning', () => {
    const world = new World(mujoco, resting);
    world.step();
    const bytes = world.views.qpos.buffer.byteLength;
    const before = world.warnings();
    for (let i = 0; i < 2000; i++) world.complain(before, 0);
    expect(world.views.qpos.buffer.byteLength).toBe(bytes);
    world.dispose();
  });

  it.each(['Euler', 'RK4', 'implicit', 'implicitfast'])(
    'takes the rest of a step by %s with equal bits once everything for it is computed',
    (integrator) => {
      const text = tumbling.replace('<option', `<option integrator="${integrator}"`);
      const [whole, halves] = [new World(mujoco, text), new World(mujoco, text)];
      for (let step = 0; step < 300; step++) {
        whole.step();
        halves.forward();
        halves.stepOn();
      }
      expect(halves.save()).toEqual(whole.save());
      expect(whole.contacts().count).toBeGreaterThan(0);
      whole.dispose();
      halves.dispose();
    },
  );

  it.each([
    ['pyramidal', 1],
    ['pyramidal', 3],
    ['pyramidal', 6],
    ['elliptic', 1],
    ['elliptic', 3],
    ['elliptic', 4],
  ])('reads of contacts with %s cones in %s dimensions what it is told of each', (cone, condim) => {
    const text = tumbling
      .replace('<option', `<option cone="${cone}"`)
      .replaceAll('<geom', `<geom condim="${condim}" margin=".004"`);
    const model = mujoco.MjModel.from_xml_string(text);
    const data = new mujoco.MjData(model);
    for (let step = 0; step < 300; step++) mujoco.mj_step(model, data);
    mujoco.mj_forward(model, data);
    const force = new mujoco.DoubleBuffer(6);
    const told = { count: 0, force: 0, depth: 0 };
    const contacts = data.contact;
    for (let index = 0; index < data.ncon; index++) {
      const contact = contacts.get(index)!;
      if (contact.efc_address >= 0) {
        mujoco.mj_contactForce(model, data, index, force);
        told.count += 1;
        told.force += force.GetView()[0]!;
        told.depth = Math.max(told.depth, -contact.dist);
      }
      contact.delete();
    }
    expect(told.count).toBeGreaterThan(2);
    expect(contactsOf(mujoco, data)).toEqual(told);
    for (const handle of [contacts, force, data, model]) handle.delete();
  });
});
