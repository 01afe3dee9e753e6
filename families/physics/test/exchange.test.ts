// Worlds written elsewhere: MJCF runs as it stands and is guarded, URDF becomes a spec.
import { compileMjcf, importers, physics } from '@holdfast/physics';
import { describe, expect, it } from 'vitest';
import { hostileMjcf, worldOf } from './fixtures/hostile.ts';
import { begin, complaints, documentOf, figure, specOf } from './fixtures/world.ts';

const humble = `<?xml version="1.0"?>
<!-- defaults decide the type of joints and the bounds of controls -->
<mujoco model="humble">
  <option timestep="0.004" gravity="0 0 -5"/>
  <default>
    <joint damping="0.1"/>
    <motor ctrlrange="-2 2" ctrllimited="true"/>
    <default class="sliding"><joint type="slide" axis="0 0 1"/></default>
  </default>
  <worldbody>
    <geom type="plane" size="1 1 1"/>
    <frame pos="0 0 1">
      <body name="first" childclass="sliding">
        <joint name="up"/>
        <geom size="0.1"/>
        <body><joint class="main" axis="0 1 0"/><geom size="0.1" pos="0 0 0.3"/></body>
      </body>
    </frame>
    <body name="last" pos="2 0 1"><freejoint/><geom type="box" size="0.1 0.1 0.1"/></body>
  </worldbody>
  <actuator><motor joint="up"/><position name="hold" joint="up" kp="3" ctrlrange="0 1"/></actuator>
  <sensor><framepos objtype="body" objname="last"/><jointpos name="height" joint="up"/></sensor>
  <keyframe><key name="high" qpos="0.5 0 2 0 1 1 0 0 0" ctrl="1 0.5"/></keyframe>
</mujoco>`;

describe('MJCF', () => {
  it('is read for its names without the engine, and the engine agrees', () => {
    const parsed = physics.parse(documentOf({ mjcf: humble, start: 'high' }));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
    const { facts } = parsed.spec as {
      facts: { bodies: unknown; joints: readonly { name: string; type: string }[] };
    };
    expect(facts.bodies).toEqual(['first', 'body 2', 'last']);
    expect(facts.joints.map(({ name, type }) => [name, type])).toEqual([
      ['up', 'slide'],
      ['body 2.0', 'hinge'],
      ['last.0', 'free'],
    ]);
    const model = physics.compile(parsed.spec);
    const controls = model.parameters.filter(({ name }) => name.startsWith('control.'));
    expect(controls.map(({ name, min, max, value }) => [name, min, max, value])).toEqual([
      ['control.actuator 1', -2, 2, 1],
      ['control.hold', 0, 1, 0.5],
    ]);
    expect(model.parameters.find(({ name }) => name === 'gravity.z')?.value).toBe(-5);
    const simulation = begin({ mjcf: humble, start: 'high' });
    expect(figure(simulation, 'joint up', 'position')).toBe(0.5);
    expect(figure(simulation, 'sensor framepos 1', 'reading 1')).toBe(2);
    simulation.step(0.1);
    expect(Math.abs(figure(simulation, 'energy', 'residual share'))).toBeLessThan(0.1);
    simulation.dispose();
  });

  it('written from a spec gives the same motion as the spec', () => {
    const model = {
      bodies: [
        {
          name: 'arm',
          joints: [
            { type: 'hinge' as const, name: 'pin', axis: [0, 1, 0] as [number, number, number], position: 1 },
          ],
          geoms: [
            {
              shape: 'box' as const,
              size: [0.1, 0.1, 1] as [number, number, number],
              pos: [0, 0, -0.5] as [number, number, number],
            },
          ],
        },
      ],
    };
    const direct = begin(model);
    const written = begin({ mjcf: compileMjcf(specOf(model)), start: '@start' });
    for (const simulation of [direct, written]) simulation.step(1);
    expect(figure(written, 'joint pin', 'position')).toBe(figure(direct, 'joint pin', 'position'));
    for (const simulation of [direct, written]) simulation.dispose();
  });

  it.each(hostileMjcf)('%s is refused with a code', (_, mjcf, code) => {
    const parsed = physics.parse(documentOf({ mjcf }));
    expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.code)).toContain(code);
    if (!parsed.ok) for (const { remedy } of parsed.issues) expect(remedy).not.toBe('');
  });

  it('of more than 5 MB is refused by its length', () => {
    expect(complaints({ mjcf: `<mujoco>${' '.repeat(5_000_001)}</mujoco>` })).toEqual([
      'physics.too-big at /model/mjcf',
    ]);
  });

  it('the engine does not take is a failure that says where', () => {
    expect(() => begin({ mjcf: worldOf('\n<geom size="-1"/>') })).toThrow(/line 2/);
  });
});

const robot = `<robot name="arm of two">
  <link name="base"><collision><geometry><cylinder radius="0.1" length="0.2"/></geometry></collision></link>
  <link name="upper">
    <inertial><origin xyz="0 0 0.25"/><mass value="2"/><inertia ixx="0.05" iyy="0.05" izz="0.01" ixy="0" ixz="0" iyz="0"/></inertial>
    <collision><origin xyz="0 0 0.25" rpy="0 0 0"/><geometry><box size="0.1 0.1 0.5"/></geometry></collision>
    <visual><geometry><mesh filename="package://arm/upper.stl"/></geometry></visual>
  </link>
  <link name="tool"><visual><geometry><mesh filename="tool.dae"/></geometry></visual></link>
  <joint name="shoulder" type="revolute">
    <parent link="base"/><child link="upper"/><origin xyz="0 0 0.1" rpy="0 0 1.5707963267948966"/><axis xyz="0 1 0"/>
    <limit lower="-1" upper="1" effort="20" velocity="3"/><dynamics damping="0.4" friction="0.1"/>
  </joint>
  <joint name="wrist" type="prismatic">
    <parent link="upper"/><child link="tool"/><origin xyz="0 0 0.5"/><axis xyz="0 0 1"/>
    <limit lower="0" upper="0.2" effort="0"/><mimic joint="shoulder" multiplier="0.1" offset="0.05"/>
  </joint>
</robot>`;

describe('URDF', () => {
  const [, urdf] = importers;

  it('becomes a document that runs, and names what is missing', () => {
    expect([urdf.recognises(robot), importers[0].recognises(robot)]).toEqual([true, false]);
    const read = urdf.read(robot, 'file');
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    expect(read.spec.name).toBe('arm of two');
    expect((read.notices ?? []).map(({ message }) => message)).toEqual([
      'line 8: the mesh "tool.dae" is missing and left out',
      'line 8: "tool" has no mass; it is given 1 g',
    ]);
    const model = read.spec.model as {
      bodies: readonly { bodies: readonly { joints: unknown; quat: readonly number[] }[] }[];
    };
    const upper = model.bodies[0].bodies[0];
    expect(upper.joints).toEqual([
      { type: 'hinge', name: 'shoulder', axis: [0, 1, 0], range: [-1, 1], damping: 0.4, frictionLoss: 0.1 },
    ]);
    expect(upper.quat[3]).toBeCloseTo(Math.SQRT1_2, 12);
    const simulation = begin(read.spec.model as never);
    simulation.step(0.5);
    // the mimic holds the slide at 0.05 + 0.1 of the hinge
    const [turn, slide] = [
      figure(simulation, 'joint shoulder', 'position'),
      figure(simulation, 'joint wrist', 'position'),
    ];
    expect(Math.abs(slide - 0.05 - 0.1 * turn)).toBeLessThan(0.01);
    simulation.dispose();
  });

  it.each([
    [
      'two parents',
      '<robot><link name="a"/><link name="b"/><joint type="fixed" name="i"><parent link="a"/><child link="b"/></joint><joint type="fixed" name="j"><parent link="a"/><child link="b"/></joint></robot>',
      'physics.two-parents',
    ],
    [
      'a circle',
      '<robot><link name="a"/><link name="b"/><joint type="fixed" name="i"><parent link="a"/><child link="b"/></joint><joint type="fixed" name="j"><parent link="b"/><child link="a"/></joint></robot>',
      'physics.no-root',
    ],
    [
      'a link that is not there',
      '<robot><link name="a"/><joint type="fixed" name="i"><parent link="a"/><child link="b"/></joint></robot>',
      'physics.unknown-name',
    ],
    ['definitions', '<!DOCTYPE robot><robot/>', 'physics.definitions'],
  ])('with %s is refused', (_, text, code) => {
    const read = urdf.read(text, 'file');
    expect(read.ok ? [] : read.issues.map((issue) => issue.code)).toEqual([code]);
  });
});
