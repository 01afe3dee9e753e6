// What worlds look like, for families whose channels of role `pose` can be drawn. Kept beside the contract: no run needs it.

import type { ModelDocument } from '@holdfast/core';
import { loadScene, sceneOf, type Scene } from '@holdfast/physics';

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
} from '@holdfast/physics';

export interface SceneReader {
  /** At once; undefined where only the engine can say. */
  read(document: ModelDocument): Scene | undefined;
  /** Loads the engine, 10 MB. @throws Error when it refuses the document */
  load(document: ModelDocument): Promise<Scene>;
}

/** By family. */
export const scenes: ReadonlyMap<string, SceneReader> = new Map([
  ['physics', { read: sceneOf, load: loadScene }],
]);
