// What worlds look like, for families whose channels of role `pose` can be drawn. Kept beside the contract: no run needs it.

import type { ModelDocument, Simulation, Simulator } from '@holdfast/core';
import { forcesOf, loadScene, physics, sceneOf, type Scene, type WorldForces } from '@holdfast/physics';

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
  WorldForces,
} from '@holdfast/physics';

export interface SceneReader {
  /** At once; undefined where only the engine can say. */
  read(document: ModelDocument): Scene | undefined;
  /** Loads the engine, 10 MB. @throws Error when it refuses the document */
  load(document: ModelDocument): Promise<Scene>;
  /** What pushes now in a simulation of this family. */
  forces(simulation: Simulation): WorldForces | undefined;
}

/** By family. */
export const scenes: ReadonlyMap<string, SceneReader> = new Map([
  ['physics', { read: sceneOf, load: loadScene, forces: forcesOf }],
]);

/** Simulators of the families that have scenes: what a page needs that computes a world by itself. */
export const sceneSimulators: ReadonlyMap<string, Simulator> = new Map<string, Simulator>([
  ['physics', physics],
]);
