// Articulated bodies with joints, contacts, actuators and sensors, computed by MuJoCo.

import type { Simulator } from '@holdfast/core';
import { compileWorld, type CheckedWorld } from './compile.ts';
import { physicsSchema } from './document.ts';
import { loadMujoco, type MainModule } from './engine/mujoco.ts';
import { parsePhysics } from './parse.ts';

export { worldFromDrawing } from './drawing/world-from-drawing.ts';
export type { DrawnAnswer } from './drawing/world-from-drawing.ts';
export type {
  DrawnPoint,
  DrawnPush,
  DrawnShape,
  DrawnThing,
  DrawnTie,
  DrawnWorld,
  SheetOptions,
} from './drawing/drawn.ts';
export { checkSpec } from './check/check.ts';
export { exportMjcf } from './exchange/export-mjcf.ts';
export type { ImportFolder } from './exchange/folder.ts';
export { importers } from './exchange/importers.ts';
export type { WorldForces } from './forces.ts';
export { forcesOf } from './scene/read-forces.ts';
export { loadScene, sceneOf } from './scene/read-scene.ts';
export type {
  Scene,
  SceneBody,
  SceneCamera,
  SceneColour,
  SceneCord,
  SceneGeom,
  SceneJoint,
  SceneLight,
  SceneMesh,
  ScenePiece,
  ScenePlace,
  SceneShape,
  SceneWheel,
} from './scene/scene.ts';
export { sideView } from './side-view.ts';
export type { SidePart } from './side-view.ts';
export { smokeRun } from './smoke-run.ts';
export { compileMjcf } from './mjcf/compile.ts';
export { physicsSchema, specSchema } from './document.ts';
export type { Keyframe, MjcfModel, PhysicsInput, PhysicsSpec, SolverSpec } from './document.ts';
export type { Actuator } from './spec/actuator.ts';
export type { Body, BodyInput, Inertial, Joint } from './spec/body.ts';
export type { Anchor, Equality, Exclude, Pair, Rope, Spring, Tendon } from './spec/connection.ts';
export type { Sensor, SensorType } from './spec/sensor.ts';
export type { Camera, Geom, Light, Material, Mesh, Site } from './spec/shape.ts';
export { mechanisms } from './text/catalog.ts';
export { withoutMacros } from './read-spec.ts';
export { measureNames, type Macro } from './spec/macro.ts';
export { editFromText } from './text/edit-world.ts';
export type { EditedWorld } from './text/edit-world.ts';
export { patched } from './text/patch.ts';
export type { Operation } from './text/patch.ts';
export type { Question } from './text/scene.ts';
export { worldFromText } from './text/write-world.ts';
export type { WrittenWorld } from './text/write-world.ts';

const load = async (): Promise<Simulator<CheckedWorld>> => simulator(await loadMujoco());

function simulator(mujoco: MainModule | undefined): Simulator<CheckedWorld> {
  return {
    family: 'physics',
    version: '1',
    get schema() {
      return physicsSchema();
    },
    files: () => [],
    parse: parsePhysics,
    compile: (world) => compileWorld(world, mujoco),
    ...(mujoco === undefined ? { load } : {}),
  };
}

export const physics: Simulator<CheckedWorld> = simulator(undefined);
