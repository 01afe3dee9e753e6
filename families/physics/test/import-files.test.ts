// Models in several files: meshes and included parts come from the folder, and what is missing is named.
import * as fc from 'fast-check';
import { importers, type ImportFolder, type PhysicsInput } from '@holdfast/physics';
import { describe, expect, it } from 'vitest';
import { readMesh } from '../src/exchange/mesh-file.ts';
import { begin, figure } from './fixtures/world.ts';
import { binaryStl, boxCorners, boxTriangles, objText, stlText } from './fixtures/mesh-files.ts';

const [mjcf, urdf] = importers;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const text = (bytes: Uint8Array): string => decoder.decode(bytes);

const folderOf = (main: string, files: Readonly<Record<string, string | Uint8Array>>): ImportFolder => ({
  main,
  text,
  read: (path) => {
    const content = Object.hasOwn(files, path) ? files[path] : undefined;
    return typeof content === 'string' ? encoder.encode(content) : content;
  },
});

const block = binaryStl(boxTriangles([0.2, 0.4, 0.6]));

const robotMjcf = `<mujoco model="split">
  <compiler meshdir="assets" texturedir="pictures"/>
  <include file="parts/looks.xml"/>
  <asset><mesh file="block.stl"/><mesh name="small" file="block.STL" scale="0.5 0.5 0.5"/></asset>
  <worldbody><body name="one"><freejoint/><geom type="mesh" mesh="block" material="wood"/></body>
  <body name="two" pos="3 0 0"><freejoint/><geom type="mesh" mesh="small" material="wood"/></body></worldbody>
  <sensor><subtreecom name="middle" body="one"/></sensor>
</mujoco>`;
const robotFiles = {
  'robot/model.xml': robotMjcf,
  'robot/parts/looks.xml':
    '<mujocoinclude><asset><texture name="grain" type="2d" file="grain.png"/><material name="wood" texture="grain" rgba="1 0 0 1"/></asset></mujocoinclude>',
  'robot/assets/block.stl': block,
  'robot/assets/block.STL': block,
};

/** Corners as float32. */
const places = (numbers: readonly number[]): Set<string> =>
  new Set(boxCorners.map((_, i) => Float32Array.from(numbers.slice(3 * i, 3 * i + 3)).join(' ')));

describe('a mesh file', () => {
  it('gives the same corners and faces from both kinds of STL and from OBJ', () => {
    const edge = fc.double({ min: 1e-3, max: 10, noNaN: true });
    fc.assert(
      fc.property(edge, edge, edge, (x, y, z) => {
        const triangles = boxTriangles([x, y, z]);
        const binary = readMesh('a.stl', binaryStl(triangles), text);
        expect(readMesh('a.STL', encoder.encode(stlText(triangles)), text)).toEqual(binary);
        const obj = readMesh('a.obj', encoder.encode(objText([x, y, z])), text);
        expect(binary.vertices).toHaveLength(24);
        expect([obj.vertices.length, obj.faces.length]).toEqual([24, 36]);
        // what is read is, as float32, exactly what was written
        expect(places(obj.vertices)).toEqual(places(binary.vertices));
        expect(places(binary.vertices)).toEqual(
          new Set(triangles.flat().map((point) => Float32Array.from(point).join(' '))),
        );
      }),
    );
  });

  it.each([
    ['shorter than its header', 'a.stl', new Uint8Array(10), /no STL/],
    ['with fewer triangles than it says', 'a.stl', block.subarray(0, -10), /no STL/],
    [
      'with a corner that is no number',
      'a.stl',
      binaryStl([
        [
          [Number.NaN, 0, 0],
          [1, 0, 0],
          [0, 1, 0],
        ],
      ]),
      /no number/,
    ],
    [
      'with a corner that is not there',
      'a.obj',
      encoder.encode('v 0 0 0\nf 1 2 3\n'),
      /corner 2 that is not there/,
    ],
    ['with a face of two corners', 'a.obj', encoder.encode('v 0 0 0\nv 1 0 0\nf 1 2\n'), /fewer than three/],
    ['without a volume', 'a.obj', encoder.encode('v 0 0 0\n'), /no volume/],
    ['of another kind', 'a.dae', new Uint8Array(), /only STL and OBJ/],
  ])('%s is refused with the reason', (_, path, bytes, reason) => {
    expect(() => readMesh(path, bytes, text)).toThrow(reason);
  });
});

describe('MJCF in several files', () => {
  it('becomes one text that runs, with the mass of the meshes', () => {
    const read = mjcf.read(robotMjcf, 'robot', folderOf('robot/model.xml', robotFiles));
    if (!read.ok) throw new Error(JSON.stringify(read.issues));
    expect((read.notices ?? []).map(({ message }) => message)).toEqual([
      'line 1: the texture "grain" is left out: pictures on surfaces are not drawn',
    ]);
    const model = read.spec.model as PhysicsInput;
    expect(model.meshes?.map(({ name }) => name)).toEqual(['block', 'small']);
    const simulation = begin(model);
    simulation.step(0.1);
    // 1000 kg/m^3 times 0.048 and 0.006 m^3, after a tenth of a second in free fall
    expect(figure(simulation, 'energy', 'kinetic')).toBeCloseTo((54 * 0.981 ** 2) / 2, 4);
    expect(figure(simulation, 'sensor middle', 'reading 3')).toBeLessThan(-0.04);
    simulation.dispose();
  });

  it('names each file that is missing, and where to put it', () => {
    const files = { 'robot/model.xml': robotMjcf };
    const read = mjcf.read(robotMjcf, 'robot', folderOf('robot/model.xml', files));
    if (read.ok) throw new Error('it was read');
    expect(read.issues.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'physics.missing-file: line 3: the included file "parts/looks.xml" is missing',
      'physics.missing-file: line 4: the mesh "block.stl" is missing',
      'physics.missing-file: line 4: the mesh "block.STL" is missing',
    ]);
    expect(read.issues[1].remedy).toContain('robot/assets/block.stl');
  });

  it.each([
    ['climbs out of its folder', '<mesh file="../../etc/passwd"/>', 'physics.missing-file', /outside/],
    ['begins at the root', '<mesh file="/etc/passwd"/>', 'physics.missing-file', /outside/],
    ['includes itself', '<include file="model.xml"/>', 'physics.repeated-file', /twice/],
    ['includes what is no XML', '<include file="bad.xml"/>', 'physics.not-xml', /bad\.xml/],
    ['has a broken mesh', '<mesh file="bad.stl"/>', 'physics.unreadable-mesh', /bad\.stl/],
  ])('that %s is refused', (_, inside, code, message) => {
    const whole = `<mujoco><asset>${inside}</asset></mujoco>`;
    const folder = folderOf('model.xml', { 'model.xml': whole, 'bad.xml': '<a', 'bad.stl': 'none' });
    const read = mjcf.read(whole, 'robot', folder);
    const issue = read.ok ? undefined : read.issues[0];
    expect(issue?.code).toBe(code);
    expect(issue?.message).toMatch(message);
    expect(issue?.remedy).not.toBe('');
  });
});

const robot = (file: string): string => `<robot name="r"><link name="base"><collision><geometry>
  <mesh filename="${file}" scale="0.5 1 1"/></geometry></collision></link></robot>`;

describe('URDF with meshes', () => {
  it('finds them in the package, whether the folder is the package or holds it', () => {
    for (const place of ['meshes/block.stl', 'arm/meshes/block.stl']) {
      const folder = folderOf('urdf/arm.urdf', { [place]: block });
      const read = urdf.read(robot('package://arm/meshes/block.stl'), 'r', folder);
      if (!read.ok) throw new Error(JSON.stringify(read.issues));
      expect(read.notices).toEqual([]);
      const { meshes, bodies } = read.spec.model as never as {
        meshes: readonly { name: string; scale: unknown }[];
        bodies: readonly { geoms: unknown }[];
      };
      expect(meshes.map(({ name, scale }) => [name, scale])).toEqual([['block', [0.5, 1, 1]]]);
      expect(bodies[0].geoms).toEqual([{ shape: 'mesh', mesh: 'block', pos: [0, 0, 0] }]);
      begin(read.spec.model as never).dispose();
    }
  });

  it.each([
    ['gone.stl', /"gone.stl" is missing/, /Put it at urdf\/gone.stl/],
    ['block.dae', /only STL and OBJ are read/, /Convert it/],
  ])('leaves %s out and says what to do', (file, message, remedy) => {
    const read = urdf.read(robot(file), 'r', folderOf('urdf/arm.urdf', { 'urdf/block.dae': 'x' }));
    const [notice] = read.ok ? (read.notices ?? []) : [];
    expect(notice?.message).toMatch(message);
    expect(notice?.remedy).toMatch(remedy);
  });
});
