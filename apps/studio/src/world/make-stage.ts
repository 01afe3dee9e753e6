// Makes what draws on a canvas, at the level asked for or at the best that this machine is likely to carry.

import type { ScreenSubject, View } from './screen.ts';
import { Orbit } from './orbit.ts';
import { firstQuality, qualities } from './quality.ts';
import type { Stage, Surface } from './stage.ts';

/** What draws WebGL here; empty where nothing does. */
function rendererName(canvas: Surface): string {
  const context: WebGL2RenderingContext | null = canvas.getContext('webgl2');
  if (context === null) return '';
  const names = context.getExtension('WEBGL_debug_renderer_info');
  const name = String(context.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER));
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return name === '' ? 'unknown' : name;
}

/** Level to begin at. @param spare a canvas for trying, which is used up */
export function firstLevel(spare: Surface): number {
  const name = rendererName(spare);
  return name === '' ? qualities.length : firstQuality(name);
}

/** A stage of a level on a canvas nobody has used. @throws Error where the canvas cannot be drawn on in that way */
export async function makeStage(
  canvas: Surface,
  { scene, bounds, look }: ScreenSubject,
  level: number,
): Promise<Stage> {
  const quality = qualities[level];
  if (quality === undefined) {
    const { FlatStage } = await import('./flat-stage.ts');
    return new FlatStage(canvas, scene, bounds, look);
  }
  const { WebglStage } = await import('./webgl-stage.ts');
  return new WebglStage(canvas, scene, bounds, look, quality);
}

/** Draws views on a stage; sizes it when the size of the picture changes. */
export class Drawer {
  readonly stage: Stage;
  readonly #orbit = new Orbit();
  #size = { width: 0, height: 0, ratio: 0 };

  constructor(stage: Stage) {
    this.stage = stage;
  }

  draw({ width, height, ratio, poses, camera, marks }: View): void {
    const size = this.#size;
    if (width !== size.width || height !== size.height || ratio !== size.ratio) {
      this.#size = { width, height, ratio };
      this.stage.resize(width, height, ratio);
    }
    this.#orbit.standing = camera;
    this.stage.draw(poses, this.#orbit, marks);
  }
}
