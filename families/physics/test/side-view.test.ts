import { physics, sideView, worldFromText, type PhysicsInput } from '@holdfast/physics';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '@holdfast/core';

const round = (value: number): number => Math.round(value * 100) / 100;

let loaded: Simulator;
beforeAll(async () => {
  loaded = await physics.load!();
});

/** Where the engine says bodies are at the start, by name: x and z. */
function engineStart(model: PhysicsInput): ReadonlyMap<string, readonly [number, number]> {
  const parsed = loaded.parse({ family: 'physics', version: 1, name: 'seen', model });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const { facts } = parsed.spec as { facts: { bodies: readonly string[] } };
  const compiled = loaded.compile(parsed.spec);
  const simulation = compiled.begin({ seed: 1, until: 1 });
  const values = new Float64Array(
    compiled.channels.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0),
  );
  simulation.observe(values);
  simulation.dispose();
  return new Map(facts.bodies.map((name, i) => [name, [values[7 * i], values[7 * i + 2]]]));
}

const middle = (outline: readonly (readonly [number, number])[]): readonly [number, number] => [
  (Math.max(...outline.map(([x]) => x)) + Math.min(...outline.map(([x]) => x))) / 2,
  (Math.max(...outline.map(([, z]) => z)) + Math.min(...outline.map(([, z]) => z))) / 2,
];

describe('a world from the side', () => {
  it('stands where the engine puts it, joints in their start positions', () => {
    const world: PhysicsInput = {
      bodies: [
        {
          name: 'arm',
          pos: [1, 0, 2],
          euler: [0, 0.4, 0],
          joints: [{ type: 'hinge', axis: [0, 1, 0], pos: [0, 0, 0.5], position: 0.7 }],
          geoms: [{ shape: 'sphere', radius: 0.1, mass: 1 }],
          bodies: [
            {
              name: 'hand',
              pos: [0, 0, -1],
              joints: [{ type: 'slide', axis: [1, 0, 1], position: 0.3 }],
              geoms: [{ shape: 'box', size: [0.2, 0.2, 0.2], mass: 1 }],
            },
          ],
        },
      ],
    };
    const parts = sideView(world);
    for (const [name, [x, z]] of engineStart(world)) {
      const [seenX, seenZ] = middle(parts.find((part) => part.name === name)!.outlines[0]);
      expect(seenX, name).toBeCloseTo(x, 3);
      expect(seenZ, name).toBeCloseTo(z, 3);
    }
  });

  it('stands as the key frame says with which it begins, and its meshes have their scale', () => {
    const world: PhysicsInput = {
      meshes: [
        { name: 'pyramid', vertices: [-1, -1, 0, 1, -1, 0, 1, 1, 0, -1, 1, 0, 0, 0, 1], scale: [0.5, 1, 3] },
      ],
      geoms: [{ shape: 'mesh', mesh: 'pyramid', name: 'pyramid' }],
      bodies: [
        {
          name: 'ball',
          joints: [{ type: 'free', name: 'loose' }],
          geoms: [{ shape: 'sphere', radius: 0.1, mass: 1 }],
          bodies: [
            {
              name: 'arm',
              joints: [{ type: 'ball', name: 'round' }],
              geoms: [{ shape: 'box', size: [0.1, 0.1, 0.1], pos: [0, 0, 1], mass: 1 }],
            },
          ],
        },
      ],
      keyframes: [{ name: 'up', positions: { loose: [1, 0, 4, 0.6, 0, 0.8, 0], round: [0.8, 0, 0.6, 0] } }],
      start: 'up',
    };
    const [pyramid, ball, arm] = sideView(world).map(({ outlines: [outline] }) => outline);
    expect([Math.max(...pyramid.map(([x]) => x)), Math.max(...pyramid.map(([, z]) => z))]).toEqual([0.5, 3]);
    const [x, z] = engineStart(world).get('ball')!;
    expect(middle(ball)[0]).toBeCloseTo(x, 3);
    expect(middle(ball)[1]).toBeCloseTo(z, 3);
    // Two turns about y, of 2 acos 0.6 and 2 acos 0.8, make half a turn: the arm hangs.
    expect(middle(arm)[0]).toBeCloseTo(1, 3);
    expect(middle(arm)[1]).toBeCloseTo(3, 3);
  });

  it('outlines every shape by its size, and says what each part is', () => {
    const [x, z] = [1, 3];
    const world: PhysicsInput = {
      materials: [{ name: 'steel', density: 7800, color: [0.5, 0.5, 0.6, 1] }],
      meshes: [
        { name: 'roof', vertices: [-1, -0.1, 0, 1, -0.1, 0, 0, -0.1, 1, -1, 0.1, 0, 1, 0.1, 0, 0, 0.1, 1] },
      ],
      geoms: [{ shape: 'mesh', mesh: 'roof', name: 'roof', pos: [x, 0, z] }],
      bodies: [
        {
          name: 'can',
          pos: [x, 0, z],
          joints: [{ type: 'free' }],
          geoms: [{ shape: 'cylinder', radius: 0.5, length: 2, material: 'steel' }],
        },
        {
          name: 'pill',
          pos: [x, 0, z],
          joints: [{ type: 'free' }],
          geoms: [{ shape: 'capsule', radius: 0.1, from: [-1, 0, 0], to: [1, 0, 0], mass: 2 }],
        },
        {
          name: 'egg',
          pos: [x, 0, z],
          joints: [{ type: 'free' }],
          geoms: [{ shape: 'ellipsoid', radii: [0.3, 0.2, 0.6] }],
        },
      ],
    };
    const extents = Object.fromEntries(
      sideView(world).map(({ name, outlines: [outline] }) => {
        const [xs, zs] = [outline.map((point) => point[0]), outline.map((point) => point[1])];
        return [
          name,
          [
            round(Math.min(...xs) - x),
            round(Math.max(...xs) - x),
            round(Math.min(...zs) - z),
            round(Math.max(...zs) - z),
          ],
        ];
      }),
    );
    expect(extents).toEqual({
      roof: [-1, 1, 0, 1],
      can: [-0.5, 0.5, -1, 1],
      pill: [-1.1, 1.1, -0.1, 0.1],
      egg: [-0.3, 0.3, -0.6, 0.6],
    });
    const details = sideView(world).map(({ name, detail, fixed, color }) => [name, detail, fixed, color]);
    expect(details).toEqual([
      ['roof', 'mesh, does not move', true, undefined],
      ['can', 'cylinder, steel', false, [0.5, 0.5, 0.6]],
      ['pill', 'capsule, 2 kg', false, undefined],
      ['egg', 'ellipsoid', false, undefined],
    ]);
  });

  it('shows something of every world that words make', () => {
    for (const text of [
      'a humanoid',
      'a car',
      "Newton's cradle",
      'a row of 12 dominoes',
      'a double pendulum',
    ]) {
      const written = worldFromText(text);
      if (!written.ok) throw new Error(text);
      const parts = sideView(written.world);
      expect(parts.length, text).toBeGreaterThan(1);
      expect(parts.flatMap(({ outlines }) => outlines.flat(2)).every(Number.isFinite), text).toBe(true);
    }
  });
});
