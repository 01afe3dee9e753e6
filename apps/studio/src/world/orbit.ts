// A camera that circles a point, z up: what it sees of a place, and the ray behind a pixel. Plain numbers, so that the pictures
// in WebGL and in two dimensions, and what the pointer means, come from one place.

export type Triple = readonly [number, number, number];

/** Vertical field of view, rad. */
export const fieldOfView = 0.66;
/** Room around what is shown, above all for the buttons over the picture. */
const margin = 1.1;
const steepest = Math.PI / 2 - 0.01;

export interface Ray {
  readonly from: Triple;
  /** Length 1. */
  readonly along: Triple;
}

export interface Seen {
  readonly x: number;
  readonly y: number;
  /** m in front of the eye; not above 0 behind it. */
  readonly depth: number;
  /** Pixels per metre there. */
  readonly scale: number;
}

interface Axes {
  readonly right: Triple;
  readonly up: Triple;
  readonly forward: Triple;
}

const plus = (a: Triple, b: Triple, by: number): Triple => [
  a[0] + b[0] * by,
  a[1] + b[1] * by,
  a[2] + b[2] * by,
];
const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Named places to look from. */
export const standpoints = {
  overview: [-1.15, 0.33],
  front: [-Math.PI / 2, 0.04],
  side: [0, 0.04],
  top: [-Math.PI / 2, steepest],
} as const;

export type Standpoint = keyof typeof standpoints;

/** Where a camera is and looks, as plain data. */
export type Standing = Pick<Orbit, 'target' | 'distance' | 'azimuth' | 'elevation'>;

export class Orbit {
  target: Triple = [0, 0, 0];
  distance = 5;
  /** Of the eye about z, from x towards y, rad. */
  azimuth: number = standpoints.overview[0];
  /** rad above the horizon. */
  elevation: number = standpoints.overview[1];

  get standing(): Standing {
    const { target, distance, azimuth, elevation } = this;
    return { target, distance, azimuth, elevation };
  }

  set standing({ target, distance, azimuth, elevation }: Standing) {
    this.target = target;
    this.distance = distance;
    this.azimuth = azimuth;
    this.elevation = elevation;
  }

  get eye(): Triple {
    return plus(this.target, this.#axes().forward, -this.distance);
  }

  /** Goes to where a box fills the picture from the side looked from. @param aspect width over height */
  fit(low: Triple, high: Triple, aspect: number): void {
    this.target = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
    const { right, up, forward } = this.#axes();
    const tall = Math.tan(fieldOfView / 2);
    let distance = 0.05;
    for (let corner = 0; corner < 8; corner++) {
      const at: Triple = [
        (corner & 1 ? high : low)[0] - this.target[0],
        (corner & 2 ? high : low)[1] - this.target[1],
        (corner & 4 ? high : low)[2] - this.target[2],
      ];
      const across = Math.max(Math.abs(dot(at, up)) / tall, Math.abs(dot(at, right)) / (tall * aspect));
      distance = Math.max(distance, across - dot(at, forward));
    }
    this.distance = distance * margin;
  }

  stand(at: Standpoint): void {
    [this.azimuth, this.elevation] = standpoints[at];
  }

  /** By angles, rad. */
  turn(azimuth: number, elevation: number): void {
    this.azimuth += azimuth;
    this.elevation = Math.min(steepest, Math.max(-steepest, this.elevation + elevation));
  }

  /** By shares of the picture's height. */
  pan(right: number, up: number): void {
    const tall = 2 * this.distance * Math.tan(fieldOfView / 2);
    const axes = this.#axes();
    this.target = plus(plus(this.target, axes.right, right * tall), axes.up, up * tall);
  }

  /** Above 1 comes nearer. */
  zoom(factor: number): void {
    this.distance = Math.min(1e6, Math.max(1e-3, this.distance / factor));
  }

  see(place: Triple, width: number, height: number): Seen {
    const { right, up, forward } = this.#axes();
    const offset = plus(place, this.eye, -1);
    const depth = dot(offset, forward);
    const scale = height / (2 * Math.tan(fieldOfView / 2)) / depth;
    return {
      x: width / 2 + dot(offset, right) * scale,
      y: height / 2 - dot(offset, up) * scale,
      depth,
      scale,
    };
  }

  /** The ray behind a pixel. */
  ray(x: number, y: number, width: number, height: number): Ray {
    const { right, up, forward } = this.#axes();
    const perPixel = (2 * Math.tan(fieldOfView / 2)) / height;
    const along = plus(plus(forward, right, (x - width / 2) * perPixel), up, (height / 2 - y) * perPixel);
    const length = Math.sqrt(dot(along, along));
    return { from: this.eye, along: [along[0] / length, along[1] / length, along[2] / length] };
  }

  /** Where the ray behind a pixel is as deep as a place. */
  beside(place: Triple, x: number, y: number, width: number, height: number): Triple {
    const { forward } = this.#axes();
    const ray = this.ray(x, y, width, height);
    const depth = dot(plus(place, ray.from, -1), forward);
    return plus(ray.from, ray.along, depth / dot(ray.along, forward));
  }

  #axes(): Axes {
    const [ca, sa] = [Math.cos(this.azimuth), Math.sin(this.azimuth)];
    const [ce, se] = [Math.cos(this.elevation), Math.sin(this.elevation)];
    return { right: [-sa, ca, 0], up: [-se * ca, -se * sa, ce], forward: [-ce * ca, -ce * sa, -se] };
  }
}
