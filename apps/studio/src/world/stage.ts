// What shows a scene on a canvas, in three dimensions by WebGL or painted in two; in the page or in a worker.

import type { Orbit, Triple } from './orbit.ts';
import type { Poses } from './placement.ts';

/** Colours as CSS writes them. */
export interface SceneLook {
  readonly dark: boolean;
  readonly zenith: string;
  readonly horizon: string;
  readonly ground: string;
  readonly grid: string;
  /** What is fixed to the world and has no colour of its own. */
  readonly fixed: string;
  readonly cord: string;
  readonly accent: string;
  readonly arrow: string;
  readonly force: string;
  /** Bodies without a colour of their own take turns. */
  readonly bodies: readonly string[];
}

export interface Arrow {
  readonly from: Triple;
  readonly to: Triple;
}

/** What is drawn over a scene besides its bodies. */
export interface Marks {
  /** Row of the body that is followed or held; -1 for none. */
  readonly chosen: number;
  /** From the place held to the place it is pulled to. */
  readonly hand: Arrow | undefined;
  readonly arrows: readonly Arrow[];
  /** Drawn over the bodies: what pushes a body begins inside it. */
  readonly forces: readonly Arrow[];
}

export const noMarks: Marks = { chosen: -1, hand: undefined, arrows: [], forces: [] };

/** A canvas of the page, or one that a worker draws on. */
export type Surface = HTMLCanvasElement | OffscreenCanvas;

export interface Stage {
  readonly kind: 'webgl' | 'painted';
  /** In CSS pixels and device pixels per CSS pixel. */
  resize(width: number, height: number, ratio: number): void;
  draw(poses: Poses, orbit: Orbit, marks: Marks): void;
  /** Calls of the graphics interface in the last picture; 0 where none are counted. */
  readonly calls: number;
  dispose(): void;
}
