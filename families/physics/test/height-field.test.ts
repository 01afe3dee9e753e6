// Hills: what stands on them stands at their height, wherever the lowest point lies; what cannot be is refused with its path.
import type { PhysicsInput } from '@holdfast/physics';
import { assert, integer, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importers, physics } from '@holdfast/physics';
import { begin, complaints, documentOf, figure, walkTo } from './fixtures/world.ts';

/** Steps of a stair along x and y, so that every place has another height. */
const stairs = (low: number) =>
  Array.from({ length: 9 }, (_, row) =>
    Array.from({ length: 7 }, (_each, column) => low + 0.1 * row + 0.03 * column),
  );

const world = (low: number, at: readonly [number, number], extra: object = {}): PhysicsInput => ({
  heightFields: [{ name: 'hill', size: [6, 8], heights: stairs(low), base: 0.5 }],
  geoms: [{ shape: 'heightField', heightField: 'hill', pos: [1, -2, 0.4], friction: 2, ...extra }],
  bodies: [
    {
      name: 'ball',
      pos: [...at, 5],
      joints: [{ type: 'slide', name: 'down', axis: [0, 0, 1], damping: 6 }],
      geoms: [{ shape: 'sphere', radius: 0.05, mass: 1 }],
    },
  ],
});

describe('a height field', () => {
  it('carries a ball at its own height, whatever the lowest height is', () => {
    const somewhere = tuple(
      integer({ min: -20, max: 20 }).map((value) => value / 10),
      integer({ min: -35, max: 35 }).map((value) => value / 10),
      integer({ min: -3, max: 2 }),
    );
    assert(
      property(somewhere, ([x, y, low]) => {
        const simulation = begin(world(low, [1 + x, -2 + y]));
        // A damper lets it sink at 1.6 m/s.
        walkTo(simulation, 10);
        // The ramps are straight: 0.1 for each m of y, 0.03 for each m of x; the ball touches beside its foot.
        const height = 0.4 + low + 0.1 * (y + 4) + 0.03 * (x + 3);
        const rest = 0.05 * Math.sqrt(1 + 0.1 ** 2 + 0.03 ** 2);
        expect(Math.abs(figure(simulation, 'body ball', 'z') - height - rest)).toBeLessThan(2e-3);
        simulation.dispose();
      }),
      { numRuns: 8 },
    );
  });

  it('is refused where its rows are uneven, flat or moving, or nobody knows it', () => {
    const uneven = world(0, [0, 0]);
    uneven.heightFields![0].heights![3] = [1, 2];
    expect(complaints(uneven)).toEqual(['physics.uneven-rows at /model/heightFields/0/heights/3']);
    const flat = world(0, [0, 0]);
    flat.heightFields![0].heights = [
      [1, 1],
      [1, 1],
    ];
    expect(complaints(flat)).toEqual(['physics.flat-field at /model/heightFields/0/heights']);
    expect(complaints(world(0, [0, 0], { heightField: 'dale', mass: 1 }))).toEqual([
      'physics.field-with-mass at /model/geoms/0/mass',
      'physics.unknown-name at /model/geoms/0/heightField',
    ]);
    const moving = world(0, [0, 0]);
    moving.bodies![0].geoms!.push({ shape: 'heightField', heightField: 'hill' });
    expect(complaints(moving)).toEqual(['physics.moving-field at /model/bodies/0/geoms/1']);
    const large = world(0, [0, 0]);
    large.heightFields![0].heights = Array.from({ length: 201 }, () => [0, 1]);
    expect(complaints(large)).toEqual(['physics.too-big at /model/heightFields/0/heights']);
  });

  it('is read from MJCF with its heights written out', () => {
    const mjcf =
      '<mujoco><asset><hfield name="h" nrow="2" ncol="3" size="3 4 0.5 0.1" elevation="0 1 2 3 4 5"/></asset>' +
      '<worldbody><geom type="hfield" hfield="h"/></worldbody></mujoco>';
    const read = importers.find(({ format }) => format === 'mjcf')!.read(mjcf, 'hill');
    if (!read.ok) throw new Error('the MJCF has mistakes');
    expect(read.spec.model).toMatchObject({
      heightFields: [
        {
          name: 'h',
          size: [6, 8],
          base: 0.1,
          heights: [
            [expect.closeTo(0.3, 12), expect.closeTo(0.4, 12), 0.5],
            [0, expect.closeTo(0.1, 12), expect.closeTo(0.2, 12)],
          ],
        },
      ],
      geoms: [{ shape: 'heightField', heightField: 'h' }],
    });
    expect(physics.parse(documentOf(read.spec.model)).ok).toBe(true);
  });
});
