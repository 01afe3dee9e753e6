// What is drawn is what the engine computes: every world of the gallery, read from its spec and read from the engine.
import { readdirSync, readFileSync } from 'node:fs';
import type { ModelDocument } from '@holdfast/core';
import { compileMjcf, loadScene, physics, sceneOf, type Scene } from '@holdfast/physics';
import { describe, expect, it } from 'vitest';
import { loadMujoco } from '../src/engine/mujoco.ts';
import { World } from '../src/engine/world.ts';
import { add, turned } from '../src/scene/kinematics.ts';
import type { Quaternion, Vector } from '../src/units.ts';
import { begin, documentOf, specOf } from './fixtures/world.ts';

const folder = new URL('../../../examples/', import.meta.url);
const gallery = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !file.endsWith('.expected.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as ModelDocument)
  .filter(({ family }) => family === 'physics');
const own = ['cart-pole', 'ties'].map(
  (name) =>
    JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8')) as ModelDocument,
);
const mujoco = await loadMujoco();

/** A world with everything whose place takes some arithmetic: joints off centre that begin turned, meshes, wheels, fixed bodies. */
const crooked = {
  units: { length: 'cm', angle: 'degree' },
  meshes: [
    {
      name: 'wedge',
      vertices: [0, 0, 0, 20, 0, 0, 0, 10, 0, 0, 0, 30],
      faces: [0, 2, 1, 0, 1, 3, 1, 2, 3, 2, 0, 3],
    },
  ],
  sites: [{ name: 'over', pos: [0, 0, 300] }],
  geoms: [{ shape: 'cylinder', name: 'wheel', radius: 10, length: 5, pos: [0, 0, 250], euler: [90, 0, 0] }],
  bodies: [
    {
      name: 'arm',
      pos: [10, 20, 100],
      euler: [10, 20, 30],
      joints: [
        { type: 'hinge', axis: [0, 1, 1], pos: [0, 0, 15], position: 40 },
        { type: 'slide', axis: [1, 0, 2], position: 7 },
      ],
      geoms: [
        { shape: 'capsule', radius: 2, from: [0, 0, 15], to: [5, -4, -15], color: [1, 0, 0, 0.5] },
        { shape: 'mesh', mesh: 'wedge', pos: [3, 2, 1], euler: [0, 45, 0] },
      ],
      sites: [{ name: 'tip', pos: [5, -4, -15] }],
      bodies: [
        {
          name: 'plate',
          pos: [0, 0, -20],
          quat: [0, 1, 1, 0],
          geoms: [{ shape: 'ellipsoid', radii: [3, 2, 1] }],
          sites: [{ name: 'edge' }],
        },
      ],
    },
    {
      name: 'loose',
      pos: [100, 0, 50],
      euler: [0, 0, 45],
      joints: [{ type: 'free' }],
      geoms: [{ shape: 'sphere', radius: 4 }],
    },
  ],
  tendons: [
    {
      type: 'spatial',
      name: 'cord',
      path: [{ site: 'tip' }, { geom: 'wheel', side: 'over' }, { site: 'edge' }],
    },
  ],
  springs: [
    { name: 'coil', from: { pos: [0, 0, 200] }, to: { body: 'loose', pos: [0, 0, 4] }, stiffness: 10 },
  ],
} as const;

function opened(document: ModelDocument): World {
  const parsed = physics.parse(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { facts } = parsed.spec as { facts: { mjcf: () => string; start: string } };
  const world = new World(mujoco, facts.mjcf());
  world.begin(facts.start);
  world.forward();
  return world;
}

/** Where the points a viewer would draw are in the world: the axes' ends of each geom, or the corners of its mesh. */
function drawn(scene: Scene): readonly (readonly Vector[])[] {
  return scene.geoms.map((geom) => {
    const pose = scene.start.slice(7 * geom.body, 7 * geom.body + 7);
    const [x = 0, y = 0, z = 0, qw = 1, qx = 0, qy = 0, qz = 0] = geom.body < 0 ? [] : pose;
    const orientation: Quaternion = [qw, qx, qy, qz];
    const place = (local: Vector): Vector =>
      add([x, y, z], turned(orientation, add(geom.position, turned(geom.orientation, local))));
    const mesh = scene.meshes[geom.mesh];
    const corners =
      mesh === undefined ? [] : Array.from({ length: mesh.vertices.length / 3 }, (_, corner) => corner);
    if (mesh !== undefined)
      return corners.map((corner) =>
        place([mesh.vertices[3 * corner], mesh.vertices[3 * corner + 1], mesh.vertices[3 * corner + 2]]),
      );
    const [a, b, c] = geom.size;
    const half: Vector = geom.shape === 'capsule' || geom.shape === 'cylinder' ? [0, 0, b] : [a, b, c];
    return [place(half), place([-half[0], -half[1], -half[2]])];
  });
}

/** Largest distance along an axis between points of a geom; its two ends may have changed places. */
function apart(points: readonly Vector[], wanted: readonly Vector[]): number {
  const largest = (others: readonly Vector[]): number =>
    Math.max(
      ...points.flatMap((point, index) => point.map((value, axis) => Math.abs(value - others[index][axis]))),
    );
  return points.length === 2 ? Math.min(largest(wanted), largest(wanted.toReversed())) : largest(wanted);
}

/** The engine keeps corners of meshes in single precision. */
const near = 1e-7;

function expectNear(actual: readonly (readonly Vector[])[], wanted: readonly (readonly Vector[])[]): void {
  expect(actual.map((points) => points.length)).toEqual(wanted.map((points) => points.length));
  expect(Math.max(...actual.map((points, geom) => apart(points, wanted[geom])))).toBeLessThan(near);
}

/** The engine's own grey is no colour an author chose, as far as it can tell. */
function colours({ geoms }: Scene): readonly string[] {
  return geoms.map(({ colour }) => {
    const said = (colour ?? []).map((part) => part.toFixed(5)).join(' ');
    return said === '0.50000 0.50000 0.50000 1.00000' ? '' : said;
  });
}

function pieces({ cords }: Scene): unknown {
  return cords.flatMap((cord) =>
    cord.pieces.map(({ from, to, around }) => [from.body, to.body, around?.centre.body ?? null]),
  );
}

const all: readonly (readonly [string, ModelDocument])[] = [
  ...[...gallery, ...own].map((document) => [document.name, document] as const),
  ['a crooked world', documentOf(crooked)],
];

describe('a scene', () => {
  it('is read from at least the 24 worlds of the gallery', () => {
    expect(gallery.length).toBeGreaterThanOrEqual(24);
  });

  it.each(all)('of %s has geoms, joints and cords where the engine has them', (_, document) => {
    const world = opened(document);
    try {
      const [read, compiled] = [sceneOf(document)!, world.scene()];
      expect(read.bodies).toEqual(compiled.bodies);
      expect(read.geoms.map(({ shape, body }) => [shape, body])).toEqual(
        compiled.geoms.map(({ shape, body }) => [shape, body]),
      );
      expectNear(drawn(read), drawn(compiled));
      expect(colours(read)).toEqual(colours(compiled));
      expect(read.joints.map(({ name, type, body }) => [name, type, body])).toEqual(
        compiled.joints.map(({ name, type, body }) => [name, type, body]),
      );
      expect(pieces(read)).toEqual(pieces(compiled));
    } finally {
      world.dispose();
    }
  });

  it.each(all)('of %s begins where a simulation begins', (_, document) => {
    const certain = JSON.stringify(document.model, (key, value: unknown) =>
      key === 'deviation' ? 0 : value,
    );
    const model: unknown = JSON.parse(certain);
    const simulation = begin(model as never);
    const frame = new Float64Array(4096 * 8);
    simulation.observe(frame);
    simulation.dispose();
    const { start } = sceneOf(document)!;
    const most = Math.max(0, ...start.map((value, index) => Math.abs(value - frame[index])));
    expect(most).toBeLessThan(1e-9);
  });

  it('of MJCF comes from the engine and equals that of the spec it was compiled from', async () => {
    const document = own[1];
    const mjcf = compileMjcf(specOf(document.model));
    const compiled = documentOf({ mjcf });
    expect(sceneOf(compiled)).toBeUndefined();
    const scene = await loadScene({ ...compiled, model: { mjcf, start: '@start' } });
    expectNear(drawn(scene), drawn(sceneOf(document)!));
    expect(scene.bodies).toEqual(sceneOf(document)!.bodies);
  });

  it('leaves out what only collides, and takes colours from classes and materials', async () => {
    const mjcf = `<mujoco><default><default class="red"><geom rgba="1 0 0 1"/></default></default>
      <asset><material name="blue" rgba="0 0 1 1"/></asset>
      <worldbody><geom type="plane" size="2 3 1"/><body name="b"><freejoint/>
        <geom class="red" size="0.1"/><geom material="blue" size="0.1"/><geom size="0.1" group="3"/><geom size="0.2"/>
      </body></worldbody></mujoco>`;
    const { geoms } = await loadScene(documentOf({ mjcf }));
    expect(geoms.map(({ shape, colour }) => [shape, colour])).toEqual([
      ['plane', undefined],
      ['sphere', [1, 0, 0, 1]],
      ['sphere', [0, 0, 1, 1]],
      ['sphere', undefined],
    ]);
  });

  it('is nothing for what no spec can be read from', () => {
    expect(sceneOf(documentOf({ bodies: 3 }))).toBeUndefined();
    expect(sceneOf(documentOf(null))).toBeUndefined();
  });

  it('refuses MJCF with mistakes, and says which', async () => {
    await expect(loadScene(documentOf({ mjcf: '<mujoco><include/></mujoco>' }))).rejects.toThrow(/include/);
  });
});
