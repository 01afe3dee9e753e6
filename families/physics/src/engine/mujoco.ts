// The door to MuJoCo: the only file that imports it. Pinned to 3.14.0, the version that recorded digests stand for.

import type { DoubleBuffer, MainModule, MjData, MjModel } from '@mujoco/mujoco';

export type { DoubleBuffer, MainModule, MjData, MjModel };

/** Version of the engine; another one gives other numbers. */
export const mujocoVersion = '3.14.0';

function silent(): void {
  // What the engine prints is found out by asking it; nobody reads a console.
}

/** Loads the engine into a memory of its own: 80 MB, a tenth of a second.
 * @throws Error when the installed engine is another one */
export async function loadMujoco(): Promise<MainModule> {
  const { default: instantiate } = await import('@mujoco/mujoco');
  const mujoco = await instantiate({ print: silent, printErr: silent });
  const version = mujoco.mj_versionString();
  if (version !== mujocoVersion) throw new Error(`MuJoCo ${mujocoVersion} is needed, found ${version}`);
  return mujoco;
}
