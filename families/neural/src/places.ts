// Which slots belong to which band: senses first, then the workspace, then all that lives and dies; each begins at a multiple
// of 4, so that vectors stay within one band.

import type { NeuralModel } from './document.ts';

export interface Places {
  readonly sensory: number;
  readonly workspace: number;
  /** First slots of the bands after the senses. */
  readonly workspaceAt: number;
  readonly dynamicAt: number;
  /** One past the last slot that may be used. */
  readonly end: number;
}

export function placesFor({ sensory, workspace, capacity, dynamic }: NeuralModel): Places {
  const seeing = sensory.width * sensory.height;
  const showing = workspace.width * workspace.height;
  const workspaceAt = 4 * Math.ceil(seeing / 4);
  const dynamicAt = workspaceAt + 4 * Math.ceil(showing / 4);
  const alive = Math.max(dynamic.count, capacity.nodes - seeing - showing);
  return { sensory: seeing, workspace: showing, workspaceAt, dynamicAt, end: dynamicAt + alive };
}
