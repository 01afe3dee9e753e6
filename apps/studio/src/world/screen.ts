// A canvas of the page and what draws on it: in a worker, so that drawing costs the page nothing, or in the page where canvases
// cannot be handed over. One canvas lives as long as one screen.

import type { Scene } from '@holdfast/catalog';
import type { Bounds } from './bounds.ts';
import type { Standing } from './orbit.ts';
import type { Poses } from './placement.ts';
import type { Marks, SceneLook, Stage } from './stage.ts';

/** All that a picture shows besides the scene itself, as plain data. */
export interface View {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly poses: Poses;
  readonly camera: Standing;
  readonly marks: Marks;
}

export interface ScreenSubject {
  readonly scene: Scene;
  readonly bounds: Bounds;
  readonly look: SceneLook;
  /** Index into the qualities, beyond them the painter; undefined leaves it to what draws here. */
  readonly level: number | undefined;
}

export interface ScreenEvents {
  /** A picture has been drawn at `now`, ms. */
  readonly drawn: (now: number) => void;
  /** What draws is gone and will not draw again. */
  readonly lost: () => void;
}

export interface Screen {
  readonly canvas: HTMLCanvasElement;
  readonly kind: Stage['kind'];
  readonly level: number;
  /** Calls of the graphics interface in the last picture; 0 where none are counted. */
  readonly calls: number;
  /** False while as many pictures wait to be drawn as may. */
  readonly free: boolean;
  draw(view: View): void;
  /** Draws, and gives the picture as a PNG file. */
  picture(view: View): Promise<Blob>;
  dispose(): void;
}

/** A fresh canvas, not yet in the page; it fills the nearest positioned element. */
export function makeCanvas(): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.className = 'absolute inset-0 block size-full touch-none';
  canvas.ariaHidden = 'true';
  return canvas;
}
