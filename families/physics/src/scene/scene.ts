// What a world looks like, as plain data: geoms with their place on a body, cords between bodies, cameras and lights. It says
// where things are fixed; where the bodies are is said by the rows of the channel `poses`. Lengths in m, orientations w x y z.

import type { Quaternion, Vector } from '../units.ts';

export type SceneShape =
  | 'plane'
  | 'sphere'
  | 'capsule'
  | 'cylinder'
  | 'box'
  | 'ellipsoid'
  | 'mesh'
  | 'heightField';
export type SceneColour = readonly [red: number, green: number, blue: number, opacity: number];

/** A place on a body. */
export interface ScenePlace {
  /** Row of the body in `poses`; -1 for the world. */
  readonly body: number;
  readonly position: Vector;
}

export interface SceneGeom extends ScenePlace {
  /** Empty where it has none. */
  readonly name: string;
  readonly shape: SceneShape;
  /** Sphere: radius. Capsule, cylinder: radius and half the straight length, along z. Box: half edges. Ellipsoid: radii.
   * Plane: half extents, 0 for endless. Mesh and height field: nothing. */
  readonly size: Vector;
  readonly orientation: Quaternion;
  /** Undefined where the author chose none. */
  readonly colour: SceneColour | undefined;
  /** Index into `meshes`, where the surface of a height field is too; -1 for other shapes. */
  readonly mesh: number;
}

export interface SceneMesh {
  /** x y z of each corner. */
  readonly vertices: readonly number[];
  /** Three corners of each triangle; empty means the convex hull of the corners. */
  readonly faces: readonly number[];
}

export interface SceneBody {
  readonly name: string;
  /** Row of the body it hangs on; -1 for the world. */
  readonly parent: number;
  /** False for a body that no joint lets move by itself. */
  readonly moves: boolean;
}

export interface SceneJoint extends ScenePlace {
  readonly name: string;
  readonly type: 'free' | 'ball' | 'hinge' | 'slide';
  /** In the frame of its body, length 1; z for a ball and a free joint. */
  readonly axis: Vector;
}

/** A round thing a cord is laid around. */
export interface SceneWheel {
  readonly centre: ScenePlace;
  readonly radius: number;
  /** Axis of a cylinder in the frame of its body; undefined for a sphere. */
  readonly axis: Vector | undefined;
  /** On the side on which the cord passes. */
  readonly side: ScenePlace | undefined;
}

export interface ScenePiece {
  readonly from: ScenePlace;
  readonly to: ScenePlace;
  readonly around: SceneWheel | undefined;
}

/** Something thin between places. */
export interface SceneCord {
  readonly name: string;
  readonly kind: 'spring' | 'rope' | 'tendon';
  readonly pieces: readonly ScenePiece[];
  readonly colour: SceneColour | undefined;
}

export interface SceneCamera extends ScenePlace {
  readonly name: string;
  /** It looks along its own -z, with y up. */
  readonly orientation: Quaternion;
  /** Vertical, degrees. */
  readonly fieldOfView: number;
}

export interface SceneLight extends ScenePlace {
  readonly direction: Vector;
  readonly directional: boolean;
}

export interface Scene {
  /** In the order of the rows of `poses`. */
  readonly bodies: readonly SceneBody[];
  readonly geoms: readonly SceneGeom[];
  readonly meshes: readonly SceneMesh[];
  readonly joints: readonly SceneJoint[];
  readonly cords: readonly SceneCord[];
  readonly cameras: readonly SceneCamera[];
  readonly lights: readonly SceneLight[];
  /** Poses of the bodies at the start without chance: x y z w x y z of each. */
  readonly start: readonly number[];
}
