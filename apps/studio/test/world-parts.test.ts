// What the picture of a world is computed from: the camera, what is under the pointer, poses between frames, cords.
import type { Parameter } from '@holdfast/core';
import { FrameHistory } from '@holdfast/pictures';
import type { Scene, SceneGeom } from '@holdfast/catalog';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivalClock, bufferMs } from '../src/world/arrival-clock.ts';
import { boundsOf, joined, within } from '../src/world/bounds.ts';
import { cordPaths } from '../src/world/cords.ts';
import { hullOf } from '../src/world/flat-stage.ts';
import { colourOf, darkLook, lightLook } from '../src/world/look.ts';
import { Orbit, type Triple } from '../src/world/orbit.ts';
import { partsOf } from '../src/world/parts.ts';
import { pick } from '../src/world/pick.ts';
import { matrixInto, placeOf } from '../src/world/placement.ts';
import { PoseTrack } from '../src/world/pose-track.ts';
import { firstQuality, Pace, qualities } from '../src/world/quality.ts';
import { poseTable, tiltOf } from '../src/views/physics/pose-table.tsx';
import { worldControls } from '../src/views/physics/world-controls.ts';
import { worldTraces } from '../src/views/physics/world-traces.ts';

const upright = [1, 0, 0, 0] as const;
const geom = (
  shape: SceneGeom['shape'],
  size: Triple,
  body = 0,
  position: Triple = [0, 0, 0],
): SceneGeom => ({
  name: '',
  body,
  shape,
  size,
  position,
  orientation: upright,
  colour: undefined,
  mesh: -1,
});
const sceneOf = (geoms: readonly SceneGeom[], moves = true): Scene => ({
  bodies: [{ name: 'one', parent: -1, moves }],
  geoms,
  meshes: [],
  joints: [],
  cords: [],
  cameras: [],
  lights: [],
  start: [0, 0, 0, 1, 0, 0, 0],
});

/** Frames of 50 ms that come in bursts of two. */
function newestAt(now: number): number {
  return Math.floor(now / 100) * 0.1;
}

/** Qualities given up for pictures so many ms apart, told of one by one or in bunches. */
function judged(gap: number, pictures = 100, bunch = 1): number {
  const pace = new Pace();
  const told = (picture: number): number => Math.floor(picture / bunch) * bunch * gap;
  return Math.max(...Array.from({ length: pictures }, (_, picture) => pace.drawn(told(picture), true)));
}

function parameter(name: string, value: number, most: number): Parameter {
  return { name, label: name, unit: '', value, min: -most, max: most, step: 0 };
}

const coordinate = fc.double({ min: -10, max: 10, noNaN: true });
const place = fc.tuple(coordinate, coordinate, coordinate);
const angles = fc.tuple(
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.double({ min: -1.5, max: 1.5, noNaN: true }),
);

function orbitAt(target: Triple, [azimuth, elevation]: readonly [number, number], distance = 7): Orbit {
  const orbit = new Orbit();
  orbit.target = target;
  orbit.distance = distance;
  orbit.azimuth = azimuth;
  orbit.elevation = elevation;
  return orbit;
}

describe('the camera', () => {
  it('sees a place where the ray behind that pixel passes it', () => {
    fc.assert(
      fc.property(place, place, angles, (target, seen, at) => {
        const orbit = orbitAt(target, at, 40);
        const { x, y, depth } = orbit.see(seen, 800, 500);
        fc.pre(depth > 0.1);
        const { from, along } = orbit.ray(x, y, 800, 500);
        const offset = seen.map((value, axis) => value - from[axis]);
        const way = offset.reduce((sum, value, axis) => sum + value * along[axis], 0);
        offset.forEach((value, axis) => expect(value - way * along[axis]).toBeCloseTo(0, 8));
        const [bx, by, bz] = orbit.beside(seen, x, y, 800, 500);
        expect(Math.hypot(bx - seen[0], by - seen[1], bz - seen[2])).toBeLessThan(1e-8);
      }),
    );
  });

  it('fits a box into any picture, from any side', () => {
    fc.assert(
      fc.property(place, place, angles, fc.double({ min: 0.3, max: 3, noNaN: true }), (a, b, at, aspect) => {
        const low = a.map((value, axis) => Math.min(value, b[axis])) as unknown as Triple;
        const high = a.map((value, axis) => Math.max(value, b[axis]) + 0.1) as unknown as Triple;
        const orbit = orbitAt([0, 0, 0], at);
        orbit.fit(low, high, aspect);
        for (const corner of [low, high, [low[0], high[1], low[2]] as Triple]) {
          const { x, y, depth } = orbit.see(corner, 500 * aspect, 500);
          expect(depth).toBeGreaterThan(0);
          expect([x > 0, x < 500 * aspect, y > 0, y < 500]).toEqual([true, true, true, true]);
        }
      }),
    );
  });

  it('stays above and below the poles, and keeps z up', () => {
    const orbit = new Orbit();
    orbit.turn(0, 10);
    const high = orbit.see([0, 0, 1], 100, 100);
    const low = orbit.see([0, 0, 0], 100, 100);
    expect(high.y).toBeLessThanOrEqual(low.y);
    orbit.turn(0, -20);
    expect(orbit.elevation).toBeGreaterThan(-Math.PI / 2);
  });
});

describe('what is under the pointer', () => {
  const down: readonly (readonly [SceneGeom['shape'], Triple, number])[] = [
    ['sphere', [0.5, 0, 0], 0.5],
    ['box', [0.3, 0.3, 0.4], 0.4],
    ['cylinder', [0.3, 0.7, 0], 0.7],
    ['capsule', [0.3, 0.7, 0], 1],
    ['ellipsoid', [0.3, 0.4, 0.6], 0.6],
  ];
  it.each(down)('is met at the top of a %s', (shape, size, top) => {
    const picked = pick(sceneOf([geom(shape, size)]), [1, 2, 3, ...upright], {
      from: [1, 2, 9],
      along: [0, 0, -1],
    });
    expect(picked?.body).toBe(0);
    expect(picked?.place[2]).toBeCloseTo(3 + top, 5);
    const beside = pick(sceneOf([geom(shape, size)]), [1, 2, 3, ...upright], {
      from: [3, 2, 9],
      along: [0, 0, -1],
    });
    expect(beside).toBeUndefined();
  });

  it('is nothing where something fixed is nearer, or where the body cannot move', () => {
    const ball = geom('sphere', [0.5, 0, 0]);
    const lid = geom('box', [1, 1, 0.1], -1, [0, 0, 2]);
    const ray = { from: [0, 0, 9], along: [0, 0, -1] } as const;
    expect(pick(sceneOf([ball]), [0, 0, 0, ...upright], ray)?.body).toBe(0);
    expect(pick(sceneOf([ball, lid]), [0, 0, 0, ...upright], ray)).toBeUndefined();
    expect(pick(sceneOf([ball], false), [0, 0, 0, ...upright], ray)).toBeUndefined();
  });
});

describe('poses between frames', () => {
  const history = new FrameHistory(8, 1e5);
  const half = Math.SQRT1_2;
  history.push({ sequence: 1, time: 0, values: Float64Array.of(9, 0, 0, 0, 1, 0, 0, 0) });
  // The same turn of 90 degrees about z, written with the other sign.
  history.push({ sequence: 2, time: 1, values: Float64Array.of(9, 2, 0, 0, -half, 0, 0, -half) });
  const track = new PoseTrack(1, 1);

  it('lie on the line, and turn the short way at length 1', () => {
    expect(track.goTo(history, 0.5)).toBe(true);
    const [x, , , w, , , z] = track.poses;
    expect(x).toBe(1);
    expect(2 * Math.atan2(Math.abs(z), Math.abs(w))).toBeCloseTo(Math.PI / 4, 9);
    expect(Math.hypot(...track.poses.subarray(3))).toBeCloseTo(1, 12);
  });

  it('end with the frames', () => {
    track.goTo(history, 7);
    expect(track.poses[0]).toBe(2);
    track.goTo(history, -1);
    expect(track.poses[0]).toBe(0);
    expect(track.goTo(new FrameHistory(8, 1e4), 0)).toBe(false);
  });
});

describe('a living run', () => {
  it('is shown a tenth of a second late, evenly, and never beyond what has come', () => {
    const clock = new ArrivalClock();
    let before = -Infinity;
    for (let now = 0; now <= 2000; now += 16) {
      const time = clock.show(newestAt(now), now);
      expect(time).toBeLessThanOrEqual(newestAt(now));
      expect(time).toBeGreaterThanOrEqual(before);
      if (now > 500) expect(time).toBeGreaterThan((now - bufferMs - 120) / 1000);
      before = time;
    }
  });

  it('moves evenly where frames come only twice a second, later but never back', () => {
    const clock = new ArrivalClock();
    const ways: number[] = [];
    let before = 0;
    for (let now = 0; now <= 12_000; now += 16) {
      const newest = Math.floor(now / 500) / 2;
      const time = clock.show(newest, now);
      expect(time).toBeLessThanOrEqual(newest);
      if (now > 8000) ways.push(time - before);
      before = time;
    }
    // 16 ms of the run for each 16 ms, within a tenth.
    expect(Math.min(...ways)).toBeGreaterThan(0.0144);
    expect(Math.max(...ways)).toBeLessThan(0.0176);
    expect(before).toBeGreaterThan(12 - 0.5 - 0.75);
  });

  it('arrives at its newest frame and rests there', () => {
    const clock = new ArrivalClock();
    clock.show(0, 0);
    clock.show(1, 50);
    expect(clock.moving(60)).toBe(true);
    expect(clock.show(1, 50 + bufferMs + 1)).toBe(1);
    expect(clock.moving(50 + bufferMs + 1)).toBe(false);
  });
});

describe('a cord', () => {
  const wheel = { centre: { body: -1, position: [0, 0, 0] as Triple }, radius: 1, axis: [0, 1, 0] as Triple };
  const rope = (side: Triple | undefined) => ({
    name: 'rope',
    kind: 'tendon' as const,
    colour: undefined,
    pieces: [
      {
        from: { body: -1, position: [-1.2, 0, -3] as Triple },
        to: { body: -1, position: [1.2, 0, -3] as Triple },
        around: { ...wheel, side: side && { body: -1, position: side } },
      },
    ],
  });

  it('lies on its wheel, on the side that is asked for, and never inside', () => {
    const [path = []] = cordPaths(rope([0, 0, 2]), [], 0.1);
    expect(Math.max(...path.map(([, , z]) => z))).toBeCloseTo(1, 2);
    for (const [x, , z] of path) expect(Math.hypot(x, z)).toBeGreaterThan(1 - 1e-9);
    const [below = []] = cordPaths(rope([0, 0, -2]), [], 0.1);
    expect(below).toHaveLength(2);
  });

  it('of a spring joins its ends by a coil', () => {
    const ends = {
      from: { body: -1, position: [0, 0, 0] as Triple },
      to: { body: -1, position: [0, 0, 1] as Triple },
      around: undefined,
    };
    const [path = []] = cordPaths({ name: '', kind: 'spring', colour: undefined, pieces: [ends] }, [], 0.1);
    expect(path[0]).toEqual([0, 0, 0]);
    expect(path.at(-1)).toEqual([0, 0, 1]);
    expect(Math.max(...path.map(([x, y]) => Math.hypot(x, y)))).toBeCloseTo(0.1, 6);
  });
});

describe('a picture', () => {
  it('puts a part where its body is, stretched', () => {
    const matrix = new Float32Array(16);
    const half = Math.SQRT1_2;
    const part = { body: 0, position: [1, 0, 0], orientation: upright, scale: [2, 3, 4] } as const;
    matrixInto(matrix, 0, [5, 6, 7, half, 0, 0, half], part);
    const expected = [0, 2, 0, 0, -3, 0, 0, 0, 0, 0, 4, 0, 5, 7, 7, 1];
    matrix.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 5));
    expect(placeOf([5, 6, 7, half, 0, 0, half], part).map((value) => Math.round(value * 1e9) / 1e9)).toEqual([
      5, 7, 7,
    ]);
  });

  it('draws a capsule as a tube with two caps, and a plane as ground', () => {
    const parts = partsOf(sceneOf([geom('capsule', [0.1, 0.5, 0]), geom('plane', [0, 0, 0], -1)]));
    expect(parts.map(({ unit, position }) => [unit, position[2]])).toEqual([
      ['tube', 0],
      ['sphere', 0.5],
      ['sphere', -0.5],
    ]);
  });

  it('bounds what it holds, and keeps to what is allowed', () => {
    const scene = sceneOf([geom('sphere', [0.5, 0, 0])]);
    const [here, there] = [boundsOf(scene, scene.start), boundsOf(scene, [4, 0, 0, ...upright])];
    expect(joined(here, there)).toEqual({ low: [-0.5, -0.5, -0.5], high: [4.5, 0.5, 0.5] });
    expect(within(joined(here, there), { low: [-1, -1, -1], high: [1, 1, 1] }).high[0]).toBe(1);
  });

  it('has an outline that is convex and holds every point', () => {
    const flat = fc.tuple(coordinate, coordinate);
    fc.assert(
      fc.property(fc.array(flat, { minLength: 3, maxLength: 30 }), (points) => {
        const hull = hullOf(points);
        fc.pre(hull.length >= 3);
        hull.forEach(([ax, ay], at) => {
          const [bx, by] = hull[(at + 1) % hull.length];
          for (const [x, y] of points)
            expect((bx - ax) * (y - ay) - (by - ay) * (x - ax)).toBeGreaterThan(-1e-6);
        });
      }),
    );
  });

  it('gives a body the same colour in light and dark, and leaves an author his own', () => {
    expect(colourOf(undefined, 3, lightLook)).toEqual(colourOf(undefined, 3, darkLook));
    expect(colourOf([0.1, 0.2, 0.3, 0.4], 3, lightLook)).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(colourOf(undefined, -1, lightLook)).not.toEqual(colourOf(undefined, -1, darkLook));
  });

  it('begins modestly where software draws, and gives up quality only when it is slow', () => {
    expect(qualities[firstQuality('ANGLE (NVIDIA GeForce)')]?.shadow).toBe(2048);
    expect(qualities[firstQuality('Google SwiftShader')]?.glossy).toBe(false);
    expect(judged(17)).toBe(0);
    expect(judged(80)).toBe(1);
    expect(judged(30, 100, 2)).toBe(0);
    expect(judged(90, 100, 2)).toBe(1);
    expect(judged(80, 16)).toBe(0);
    // Where pictures take half a second nobody waits for 45 of them.
    expect(judged(500, 6)).toBe(qualities.length);
  });
});

describe('words and numbers beside the picture', () => {
  it('say where each body is and how far it is turned', () => {
    const scene = sceneOf([]);
    const { rows } = poseTable(scene, [1, -2, 3.1234, Math.SQRT1_2, 0, 0, -Math.SQRT1_2]);
    expect(rows).toEqual([['one', '1.000', '−2.000', '3.123', '90.0°']]);
    expect(tiltOf([-1, 0, 0, 0])).toBe(0);
  });

  it('put actuators before gravity, within reach of what they are set to', () => {
    const [first, second] = worldControls([
      parameter('control.motor', 12, 1e9),
      parameter('control.valve', 0, 1),
    ]);
    expect(first?.controls).toEqual([
      { parameter: 'control.motor', reach: [-24, 24] },
      { parameter: 'control.valve' },
    ]);
    expect(second?.title).toBe('Gravity');
    expect(worldControls([])[0]?.title).toBe('Gravity');
  });

  it('draw joints in groups that can be read', () => {
    const joints = Array.from({ length: 8 }, (_, index) => ({
      name: `joint j${index} position`,
      unit: 'rad',
      shape: [],
      role: 'scalar' as const,
      subject: `joint j${index}`,
    }));
    expect(worldTraces(joints).map(({ title, lines }) => [title, lines.length])).toEqual([
      ['Joints 1', 6],
      ['Joints 2', 2],
    ]);
  });
});
