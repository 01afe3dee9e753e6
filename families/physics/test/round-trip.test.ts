// Specs to MJCF and back: every world of the gallery comes back as a spec that moves in the same bits.
import { readdirSync, readFileSync } from 'node:fs';
import { exportMjcf, importers, type PhysicsInput } from '@holdfast/physics';
import type { ModelDocument } from '@holdfast/core';
import { describe, expect, it } from 'vitest';
import { loaded } from './fixtures/world.ts';

const [mjcf] = importers;
const folders = ['../../../examples/', '../examples/'].map((path) => new URL(path, import.meta.url));
const worlds = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as ModelDocument)
    .filter(({ family }) => family === 'physics'),
);

/** The frames of a moment. */
function frames(document: ModelDocument): { names: readonly string[]; values: Float64Array } {
  const parsed = loaded.parse(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const model = loaded.compile(parsed.spec);
  const size = model.channels.reduce((sum, { shape }) => sum + shape.reduce((all, n) => all * n, 1), 0);
  const simulation = model.begin({ seed: 1, until: 1 });
  const values = new Float64Array(3 * size);
  for (let frame = 0; frame < 3; frame++) {
    simulation.step(model.step.max * 3);
    simulation.observe(values.subarray(frame * size, (frame + 1) * size));
  }
  simulation.dispose();
  return { names: model.channels.map(({ name }) => name), values };
}

describe('a world of the gallery', () => {
  it('is one of at least twenty', () => {
    expect(worlds.length).toBeGreaterThanOrEqual(20);
  });

  it.each(worlds.map((world) => [world.name, world] as const))('"%s" comes back the same', (_, world) => {
    const exported = exportMjcf(world);
    if (!exported.ok) throw new Error(JSON.stringify(exported.issues));
    const chance = (exported.notices ?? []).some(({ path }) => path.endsWith('/deviation'));
    const read = mjcf.read(exported.spec, 'again');
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    expect(read.notices).toEqual([]);
    expect(read.spec.model).not.toHaveProperty('mjcf');
    expect((read.spec.model as PhysicsInput).bodies?.length).toBe(
      (world.model as PhysicsInput).bodies?.length,
    );
    expect(read.spec.run?.until).toBe(world.run?.until);
    if (!chance) expect(frames(read.spec)).toEqual(frames(world));
  });
});

/** Other ways to say things than ours: degrees, classes, half edges, axes instead of quaternions. */
const foreign = `<mujoco model="foreign">
  <compiler angle="degree"/>
  <option timestep="0.005" integrator="implicitfast"/>
  <visual><headlight ambient="1 1 1"/></visual>
  <default>
    <geom friction="0.8" group="2"/>
    <default class="arm"><joint axis="0 1 0" range="-90 45" damping="0.2"/><geom type="capsule" size="0.05"/></default>
  </default>
  <asset><material name="red" rgba="1 0 0 1" shininess="0.3"/></asset>
  <worldbody>
    <geom type="plane" size="1 1 0.1"/>
    <body name="upper" pos="0 0 1" childclass="arm" euler="0 20 0">
      <joint name="shoulder"/><geom fromto="0 0 0 0 0 -0.4" material="red"/>
      <body name="lower" pos="0 0 -0.4"><joint name="elbow" springref="30" stiffness="2"/><geom fromto="0 0 0 0 0 -0.3"/>
        <site name="tip" pos="0 0 -0.3" type="box" size="0.1 0.1 0.1"/></body>
    </body>
    <body name="box" pos="0.5 0 0.6" xyaxes="0 1 0 -1 0 0"><freejoint/><geom type="box" size="0.1 0.2 0.3" mass="2"/></body>
    <body name="top" pos="-0.5 0 0.6" zaxis="1 0 1"><freejoint/><geom type="cylinder" size="0.1 0.05"/></body>
    <body name="rod" pos="0 1 0.6" axisangle="1 1 0 40"><joint type="ball"/><geom type="box" size="0.1 0.05 0.2"/></body>
  </worldbody>
  <tendon><fixed name="both" springlength="0.1" stiffness="1"><joint joint="shoulder" coef="1"/><joint joint="elbow" coef="-1"/></fixed></tendon>
  <equality><weld body1="box" body2="top" active="false"/></equality>
  <actuator><position name="hold" joint="elbow" kp="5" ctrlrange="-1 1"/><motor joint="shoulder" gear="2"/></actuator>
  <sensor><framepos objtype="site" objname="tip"/><jointpos joint="elbow" name="bend"/></sensor>
  <keyframe><key name="bent" qpos="0.1 0.2 0.5 0 0.6 1 0 0 0 -0.5 0 0.6 1 0 0 0 1 0 0 0" ctrl="0.5 0.1"/></keyframe>
</mujoco>`;

describe('MJCF of another hand', () => {
  it('becomes a spec that moves as the MJCF does, and says which looks are lost', () => {
    const read = mjcf.read(foreign, 'file');
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    expect(read.spec).toMatchObject({ name: 'foreign', model: { solver: { timestep: 0.005 } } });
    expect(read.spec.model).not.toHaveProperty('mjcf');
    expect((read.notices ?? []).map(({ message }) => message)).toEqual([
      'line 4: <visual> is left out',
      'line 9: shininess of <material> is left out',
      'line 11: group of <geom> is left out',
      'line 15: type box of <site> is left out',
    ]);
    const model = { mjcf: foreign };
    const [ours, theirs] = [frames({ ...read.spec }), frames({ ...read.spec, model })];
    // turns are computed by other means than the engine's, so the last bits may differ
    expect(ours.names).toEqual(theirs.names);
    ours.values.forEach((value, index) => expect(value).toBeCloseTo(theirs.values[index], 7));
  });

  it.each([
    ['a reference of a joint', '<joint type="hinge" ref="10"/>', '', 'with ref 10'],
    ['a frame', '<frame/>', '', '<frame> in "b"'],
    ['a geom fitted to a mesh', '<geom type="box" mesh="m"/>', '', 'fitted to a mesh'],
    ['a flag', '', '<option><flag contact="disable"/></option>', 'the flag contact'],
    ['a setting of the solver', '', '<option ls_iterations="3"/>', 'ls_iterations'],
    ['an actuator that is not ours', '', '<actuator><motor joint="x" actdim="2"/></actuator>', 'actdim'],
    ['a numbers of another count', '<geom size="1 2 3" friction="1 2 3 4"/>', '', 'friction with 4'],
    ['what a spec forbids', '<geom type="plane" size="1 1 1"/><joint/>', '', 'would not be right'],
  ])('with %s keeps its text and says why', (_, inside, beside, why) => {
    const text = `<mujoco><worldbody><body name="b">${inside}</body></worldbody>${beside}</mujoco>`;
    const read = mjcf.read(text, 'file');
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    expect(read.spec.model).toEqual({ mjcf: text });
    expect(read.notices?.map(({ code }) => code)).toContain('physics.kept-as-mjcf');
    expect(read.notices?.map(({ message }) => message).join()).toContain(why);
  });
});
