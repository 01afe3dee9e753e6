// The scene of a world as the engine compiled it: for MJCF, whose defaults and classes only the engine resolves.

import { surfaceOf } from '../scene/field-surface.ts';
import { piecesOf, wheelOf, type Passage } from '../scene/spec-scene.ts';
import type {
  Scene,
  SceneColour,
  SceneCord,
  SceneGeom,
  SceneMesh,
  ScenePlace,
  SceneShape,
} from '../scene/scene.ts';
import type { Quaternion, Vector } from '../units.ts';
import type { MainModule, MjData, MjModel } from './mujoco.ts';

/** What viewers of the engine show: groups above hold what only collides. */
const groupMost = 2;
/** The engine's colour of what has none. */
const grey: SceneColour = [0.5, 0.5, 0.5, 1];
const jointKinds = ['free', 'ball', 'slide', 'hinge'] as const;

type Numbers = ArrayLike<number>;

const numbers = (view: unknown): Numbers => view as Numbers;

function at3(view: unknown, index: number): Vector {
  const values = numbers(view);
  return [values[3 * index]!, values[3 * index + 1]!, values[3 * index + 2]!];
}

function at4(view: unknown, index: number): Quaternion {
  const values = numbers(view);
  return [values[4 * index]!, values[4 * index + 1]!, values[4 * index + 2]!, values[4 * index + 3]!];
}

function colourAt(view: unknown, index: number): SceneColour | undefined {
  const values = numbers(view);
  const colour = [0, 1, 2, 3].map((part) => Math.round(values[4 * index + part]! * 1e6) / 1e6);
  return colour.every((part, place) => part === grey[place]) ? undefined : (colour as unknown as SceneColour);
}

function shapeOf(mujoco: MainModule, type: number): SceneShape | undefined {
  const { mjtGeom } = mujoco;
  const shapes = new Map<number, SceneShape>([
    [mjtGeom.mjGEOM_PLANE.value, 'plane'],
    [mjtGeom.mjGEOM_SPHERE.value, 'sphere'],
    [mjtGeom.mjGEOM_CAPSULE.value, 'capsule'],
    [mjtGeom.mjGEOM_ELLIPSOID.value, 'ellipsoid'],
    [mjtGeom.mjGEOM_CYLINDER.value, 'cylinder'],
    [mjtGeom.mjGEOM_BOX.value, 'box'],
    [mjtGeom.mjGEOM_MESH.value, 'mesh'],
    [mjtGeom.mjGEOM_HFIELD.value, 'heightField'],
  ]);
  return shapes.get(type);
}

/** What the engine keeps there beside the size of a plane or a mesh is not drawn. */
function sizeAt(model: MjModel, shape: SceneShape, index: number): Vector {
  const [x, y, z] = at3(model.geom_size, index);
  if (shape === 'mesh' || shape === 'heightField') return [0, 0, 0];
  return shape === 'plane' ? [x, y, 0] : [x, y, z];
}

function geomsOf(mujoco: MainModule, model: MjModel): readonly (SceneGeom | undefined)[] {
  const { mjtObj } = mujoco;
  return Array.from({ length: model.ngeom }, (_, index) => {
    const shape = shapeOf(mujoco, numbers(model.geom_type)[index]!);
    if (shape === undefined) return undefined;
    const material = numbers(model.geom_matid)[index]!;
    const own = colourAt(model.geom_rgba, index);
    const colour = own ?? (material >= 0 ? colourAt(model.mat_rgba, material) : undefined);
    return {
      name: mujoco.mj_id2name(model, mjtObj.mjOBJ_GEOM.value, index),
      body: numbers(model.geom_bodyid)[index]! - 1,
      shape,
      size: sizeAt(model, shape, index),
      position: at3(model.geom_pos, index),
      orientation: at4(model.geom_quat, index),
      colour,
      mesh: surfaceAt(model, shape, index),
    };
  });
}

/** Surfaces of height fields come after the meshes. */
function surfaceAt(model: MjModel, shape: SceneShape, index: number): number {
  const data = numbers(model.geom_dataid)[index]!;
  if (shape === 'mesh') return data;
  return shape === 'heightField' ? model.nmesh + data : -1;
}

function fieldsOf(model: MjModel): readonly SceneMesh[] {
  return Array.from({ length: model.nhfield }, (_, index) => {
    const [width, depth, high] = [0, 1, 2].map((axis) => numbers(model.hfield_size)[4 * index + axis]!);
    const columns = numbers(model.hfield_ncol)[index]!;
    const first = numbers(model.hfield_adr)[index]!;
    return surfaceOf({
      rows: numbers(model.hfield_nrow)[index]!,
      columns,
      half: [width!, depth!],
      height: (row, column) => high! * numbers(model.hfield_data)[first + row * columns + column]!,
    });
  });
}

function part(view: unknown, from: number, count: number): readonly number[] {
  return Array.from({ length: 3 * count }, (_, index) => numbers(view)[3 * from + index]!);
}

function meshesOf(model: MjModel): readonly SceneMesh[] {
  return Array.from({ length: model.nmesh }, (_, index) => ({
    vertices: part(model.mesh_vert, numbers(model.mesh_vertadr)[index]!, numbers(model.mesh_vertnum)[index]!),
    faces: part(model.mesh_face, numbers(model.mesh_faceadr)[index]!, numbers(model.mesh_facenum)[index]!),
  }));
}

function cordsOf(
  mujoco: MainModule,
  model: MjModel,
  geoms: readonly (SceneGeom | undefined)[],
): readonly SceneCord[] {
  const { mjtObj, mjtWrap } = mujoco;
  const site = (index: number): ScenePlace => ({
    body: numbers(model.site_bodyid)[index]! - 1,
    position: at3(model.site_pos, index),
  });
  const passage = (wrap: number): readonly Passage[] => {
    const type = numbers(model.wrap_type)[wrap]!;
    const object = numbers(model.wrap_objid)[wrap]!;
    if (type === mjtWrap.mjWRAP_PULLEY.value) return ['pulley'];
    if (type === mjtWrap.mjWRAP_SITE.value) return [site(object)];
    const geom = geoms[object];
    const round = type === mjtWrap.mjWRAP_SPHERE.value || type === mjtWrap.mjWRAP_CYLINDER.value;
    if (!round || geom === undefined) return [];
    const side = Math.round(numbers(model.wrap_prm)[wrap]!);
    return [{ wheel: wheelOf(geom, side >= 0 ? site(side) : undefined) }];
  };
  return Array.from({ length: model.ntendon }, (_, index) => {
    const from = numbers(model.tendon_adr)[index]!;
    const count = numbers(model.tendon_num)[index]!;
    const stiff = numbers(model.tendon_stiffness)[index]! > 0;
    return {
      name: mujoco.mj_id2name(model, mjtObj.mjOBJ_TENDON.value, index),
      kind: stiff ? ('spring' as const) : ('tendon' as const),
      pieces: piecesOf(Array.from({ length: count }, (_each, wrap) => passage(from + wrap)).flat()),
      colour: colourAt(model.tendon_rgba, index),
    };
  }).filter(({ pieces }) => pieces.length > 0);
}

/** The scene of a compiled world; `data` has computed where its bodies are. */
export function modelScene(mujoco: MainModule, model: MjModel, data: MjData): Scene {
  const { mjtObj } = mujoco;
  const count = model.nbody - 1;
  const geoms = geomsOf(mujoco, model);
  const shown = geoms.filter(
    (geom, index): geom is SceneGeom => geom !== undefined && numbers(model.geom_group)[index]! <= groupMost,
  );
  return {
    bodies: Array.from({ length: count }, (_, row) => ({
      name: mujoco.mj_id2name(model, mjtObj.mjOBJ_BODY.value, row + 1) || `body ${row + 1}`,
      parent: numbers(model.body_parentid)[row + 1]! - 1,
      moves: numbers(model.body_weldid)[row + 1]! > 0 || numbers(model.body_mocapid)[row + 1]! >= 0,
    })),
    geoms: shown,
    meshes: [...meshesOf(model), ...fieldsOf(model)],
    joints: Array.from({ length: model.njnt }, (_, index) => ({
      name: mujoco.mj_id2name(model, mjtObj.mjOBJ_JOINT.value, index),
      type: jointKinds[numbers(model.jnt_type)[index]!] ?? 'hinge',
      body: numbers(model.jnt_bodyid)[index]! - 1,
      position: at3(model.jnt_pos, index),
      axis: at3(model.jnt_axis, index),
    })),
    cords: cordsOf(mujoco, model, geoms),
    cameras: Array.from({ length: model.ncam }, (_, index) => ({
      name: mujoco.mj_id2name(model, mjtObj.mjOBJ_CAMERA.value, index),
      body: numbers(model.cam_bodyid)[index]! - 1,
      position: at3(model.cam_pos, index),
      orientation: at4(model.cam_quat, index),
      fieldOfView: numbers(model.cam_fovy)[index]!,
    })),
    lights: Array.from({ length: model.nlight }, (_, index) => ({
      body: numbers(model.light_bodyid)[index]! - 1,
      position: at3(model.light_pos, index),
      direction: at3(model.light_dir, index),
      directional: numbers(model.light_type)[index] === 1,
    })),
    start: Array.from({ length: count }, (_, row) => [
      ...at3(data.xpos, row + 1),
      ...at4(data.xquat, row + 1),
    ]).flat(),
  };
}
