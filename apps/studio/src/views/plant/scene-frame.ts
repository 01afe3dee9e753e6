// The stretch between metres of the plant and pixels of its picture, and what every painter of it needs.

import type { Palette } from '../../design/palette.ts';
import type { LoopShape } from './loop-path.ts';

export type Context = CanvasRenderingContext2D;

export interface SceneLook {
  readonly palette: Palette;
  readonly width: number;
  readonly height: number;
  /** Turns of the flywheel, rad, per way of the chain, m. */
  readonly gear: number;
  /** Floaters move too far between two pictures to be told apart. */
  readonly blurred: boolean;
}

/** Places of a picture; pixels are CSS pixels. */
export interface Frame {
  readonly look: SceneLook;
  readonly shape: LoopShape;
  readonly tank: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly surfaceY: number;
  readonly x: (metres: number) => number;
  readonly y: (metres: number) => number;
  readonly perMetre: number;
}

/** Lays the plant out in a picture. */
export function frameOf(look: SceneLook, shape: LoopShape): Frame {
  const { width, height } = look;
  const tankWidth = Math.min(240, Math.max(132, width * 0.36));
  const tank = { left: 14, right: 14 + tankWidth, top: 18, bottom: height - 40 };
  const surfaceY = tank.top + 20;
  const surface = shape.height + shape.radius + shape.submergence;
  const depth = surface + shape.radius * 1.7;
  const perMetre = (tank.bottom - surfaceY) / depth;
  const centre = (tank.left + tank.right) / 2;
  const across = (tankWidth * 0.27) / shape.radius;
  return {
    look,
    shape,
    tank,
    surfaceY,
    perMetre,
    x: (metres) => centre + metres * across,
    y: (metres) => surfaceY + (surface - metres) * perMetre,
  };
}
