// From a document to its scene: a spec at once, MJCF through the engine.

import type { ModelDocument } from '@holdfast/core';
import { loadMujoco } from '../engine/mujoco.ts';
import { World } from '../engine/world.ts';
import { parsePhysics } from '../parse.ts';
import { readSpec } from '../read-spec.ts';
import type { Scene } from './scene.ts';
import { specScene } from './spec-scene.ts';

/** The scene of a document that holds a spec; undefined for MJCF and for what no spec can be read from. Needs no engine. */
export function sceneOf({ model }: ModelDocument): Scene | undefined {
  if (typeof model !== 'object' || model === null || 'mjcf' in model) return undefined;
  const { spec } = readSpec(model);
  return spec && specScene(spec);
}

/** The scene of any document, through the engine, which it loads.
 * @throws Error when the document has mistakes or the engine refuses it */
export async function loadScene(document: ModelDocument): Promise<Scene> {
  const parsed = parsePhysics(document);
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join('; '));
  const { facts } = parsed.spec;
  const world = new World(await loadMujoco(), facts.mjcf());
  try {
    world.begin(facts.start);
    world.forward();
    return world.scene();
  } finally {
    world.dispose();
  }
}
