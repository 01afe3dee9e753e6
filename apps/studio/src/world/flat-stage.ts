// A scene painted in two dimensions, for machines where WebGL is missing or slow: outlines of what the camera sees, far ones
// first. The same camera and colours as in WebGL, without shadows.

import type { Scene, SceneGeom } from '@holdfast/catalog';
import { ballOf, type Bounds } from './bounds.ts';
import { cordPaths } from './cords.ts';
import { gridStep } from './ground-step.ts';
import { colourOf } from './look.ts';
import type { Orbit, Seen, Triple } from './orbit.ts';
import { placeInto, type Poses } from './placement.ts';
import type { Arrow, Marks, SceneLook, Stage, Surface } from './stage.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
type Flat = readonly [x: number, y: number];

const rim = 20;
const gridLines = 24;
/** Corners of a mesh that are looked at. */
const cornersMost = 400;

const ring: readonly Flat[] = Array.from({ length: rim }, (_, at) => {
  const angle = (2 * Math.PI * at) / rim;
  return [Math.cos(angle), Math.sin(angle)];
});

/** Points whose outline is that of the geom, in its own frame. */
function outlineOf({ shape, size: [a, b, c] }: SceneGeom, corners: readonly number[]): readonly Triple[] {
  switch (shape) {
    case 'plane':
      return [];
    case 'sphere':
      return [[0, 0, 0]];
    case 'capsule':
      return [
        [0, 0, -b],
        [0, 0, b],
      ];
    case 'box':
      return [-1, 1].flatMap((x) =>
        [-1, 1].flatMap((y) => [-1, 1].map((z): Triple => [x * a, y * b, z * c])),
      );
    case 'cylinder':
      return ring.flatMap(([x, y]): readonly Triple[] => [
        [a * x, a * y, b],
        [a * x, a * y, -b],
      ]);
    case 'ellipsoid':
      return ring.flatMap(([x, y]): readonly Triple[] => [
        [a * x, b * y, 0],
        [a * x, 0, c * y],
        [0, b * x, c * y],
      ]);
    case 'mesh':
    case 'heightField': {
      const count = Math.floor(corners.length / 3);
      const every = Math.ceil(count / cornersMost);
      return Array.from({ length: Math.ceil(count / every) }, (_, at): Triple => {
        const from = 3 * at * every;
        return [corners[from]!, corners[from + 1]!, corners[from + 2]!];
      });
    }
  }
}

/** The convex hull of points of a picture, in order (Andrew 1979). */
export function hullOf(points: readonly Flat[]): readonly Flat[] {
  const sorted = points.toSorted(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const half = (list: readonly Flat[]): Flat[] => {
    const chain: Flat[] = [];
    for (const point of list) {
      for (;;) {
        const [a, b] = [chain.at(-2), chain.at(-1)];
        if (a === undefined || b === undefined) break;
        if ((b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.toReversed())];
}

interface Outline {
  readonly geom: SceneGeom;
  readonly points: readonly Triple[];
  readonly fill: string;
  readonly edge: string;
}

function css([red, green, blue, opacity]: readonly number[], dim: number): string {
  const part = (value = 0): number => Math.round(255 * value * dim);
  return `rgb(${part(red)} ${part(green)} ${part(blue)} / ${opacity})`;
}

export class FlatStage implements Stage {
  readonly kind = 'painted';
  readonly calls = 0;
  readonly #canvas: Surface;
  readonly #context: Context;
  readonly #scene: Scene;
  readonly #look: SceneLook;
  readonly #outlines: readonly Outline[];
  readonly #radius: number;
  readonly #floor: number;
  #size = { width: 1, height: 1, ratio: 1 };

  /** @throws Error where the canvas cannot be painted on */
  constructor(canvas: Surface, scene: Scene, bounds: Bounds, look: SceneLook) {
    const context: Context | null = canvas.getContext('2d');
    if (context === null) throw new Error('this canvas cannot be painted on');
    this.#canvas = canvas;
    this.#context = context;
    this.#scene = scene;
    this.#look = look;
    this.#radius = ballOf(bounds).radius;
    const plane = scene.geoms.find(({ shape }) => shape === 'plane');
    this.#floor = plane?.position[2] ?? bounds.low[2] - 0.15 * this.#radius;
    this.#outlines = scene.geoms.map((geom) => {
      const colour = colourOf(geom.colour, geom.body, look);
      return {
        geom,
        points: outlineOf(geom, scene.meshes[geom.mesh]?.vertices ?? []),
        fill: css(colour, 1),
        edge: css(colour, 0.6),
      };
    });
  }

  resize(width: number, height: number, ratio: number): void {
    this.#size = { width, height, ratio };
    [this.#canvas.width, this.#canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  }

  draw(poses: Poses, orbit: Orbit, marks: Marks): void {
    const { width, height, ratio } = this.#size;
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const sky = context.createLinearGradient(0, 0, 0, height);
    sky.addColorStop(0, this.#look.zenith);
    sky.addColorStop(0.7, this.#look.horizon);
    context.fillStyle = sky;
    context.fillRect(0, 0, width, height);
    const see = (place: Triple): Seen => orbit.see(place, width, height);
    this.#grid(see, orbit);
    context.lineJoin = context.lineCap = 'round';
    const drawn = this.#outlines
      .filter(({ points }) => points.length > 0)
      .map((outline) => ({
        outline,
        seen: outline.points.map((point) => see(this.#placed(poses, outline.geom, point))),
      }))
      .map((each) => ({ ...each, depth: Math.max(...each.seen.map(({ depth }) => depth)) }))
      .filter(({ seen }) => seen.every(({ depth }) => depth > 0))
      .toSorted((a, b) => b.depth - a.depth);
    for (const { outline, seen } of drawn) this.#shape(outline, seen);
    context.strokeStyle = this.#look.cord;
    context.lineWidth = 2;
    for (const cord of this.#scene.cords)
      for (const path of cordPaths(cord, poses, 0.03 * this.#radius)) this.#line(path.map(see));
    for (const arrow of marks.arrows) this.#arrow(arrow, see, this.#look.arrow);
    for (const arrow of marks.forces) this.#pointed(arrow, see);
    if (marks.hand !== undefined) this.#arrow(marks.hand, see, this.#look.accent);
  }

  dispose(): void {
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** A point of a geom's own frame in the world. */
  #placed(poses: Poses, geom: SceneGeom, point: Triple): Triple {
    const local = new Float64Array(7);
    local.set(geom.position);
    local.set(geom.orientation, 3);
    const out = new Float64Array(3);
    placeInto(out, 0, local, 0, point);
    placeInto(out, 0, poses, geom.body, [out[0]!, out[1]!, out[2]!]);
    return [out[0]!, out[1]!, out[2]!];
  }

  #grid(see: (place: Triple) => Seen, { target }: Orbit): void {
    const context = this.#context;
    const step = gridStep(this.#radius);
    const half = (gridLines / 2) * step;
    const [cx, cy] = [Math.round(target[0] / step) * step, Math.round(target[1] / step) * step];
    context.strokeStyle = this.#look.grid;
    context.lineWidth = 1;
    for (let line = -gridLines / 2; line <= gridLines / 2; line++) {
      const at = line * step;
      for (const [from, to] of [
        [
          [cx + at, cy - half],
          [cx + at, cy + half],
        ],
        [
          [cx - half, cy + at],
          [cx + half, cy + at],
        ],
      ] as const)
        this.#line([see([from[0], from[1], this.#floor]), see([to[0], to[1], this.#floor])]);
    }
  }

  #shape({ geom, fill, edge }: Outline, seen: readonly Seen[]): void {
    const context = this.#context;
    const [first] = seen;
    if (first === undefined) return;
    context.fillStyle = fill;
    context.strokeStyle = edge;
    context.lineWidth = 1.25;
    if (geom.shape === 'sphere') {
      context.beginPath();
      context.arc(first.x, first.y, geom.size[0] * first.scale, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
      return;
    }
    if (geom.shape === 'capsule') {
      const wide = 2 * geom.size[0] * first.scale;
      for (const [colour, width] of [
        [edge, wide],
        [fill, Math.max(1, wide - 2.5)],
      ] as const) {
        context.strokeStyle = colour;
        context.lineWidth = width;
        this.#line(seen);
      }
      return;
    }
    const hull = hullOf(seen.map(({ x, y }): Flat => [x, y]));
    context.beginPath();
    for (const [x, y] of hull) context.lineTo(x, y);
    context.closePath();
    context.fill();
    context.stroke();
  }

  #line(seen: readonly Seen[]): void {
    if (seen.some(({ depth }) => depth <= 0)) return;
    this.#context.beginPath();
    for (const { x, y } of seen) this.#context.lineTo(x, y);
    this.#context.stroke();
  }

  /** A force: a line with a head. */
  #pointed(arrow: Arrow, see: (place: Triple) => Seen): void {
    this.#arrow(arrow, see, this.#look.force);
    const [a, b] = [see(arrow.from), see(arrow.to)];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (a.depth <= 0 || b.depth <= 0 || length < 2) return;
    const head = Math.min(9, 0.5 * length);
    const [dx, dy] = [((b.x - a.x) / length) * head, ((b.y - a.y) / length) * head];
    const context = this.#context;
    context.fillStyle = this.#look.force;
    context.beginPath();
    context.moveTo(b.x + 0.4 * dx, b.y + 0.4 * dy);
    context.lineTo(b.x - dx - 0.5 * dy, b.y - dy + 0.5 * dx);
    context.lineTo(b.x - dx + 0.5 * dy, b.y - dy - 0.5 * dx);
    context.closePath();
    context.fill();
  }

  #arrow({ from, to }: Arrow, see: (place: Triple) => Seen, colour: string): void {
    this.#context.strokeStyle = colour;
    this.#context.lineWidth = 3;
    this.#line([see(from), see(to)]);
  }
}
