// Paints the plant's side view on a canvas. Heights are true to scale, widths are stretched so that floaters can be seen; the
// machines beside the tank are a diagram. Nothing moves here that does not move in the scene.

import { pointAt, type LoopShape } from './loop-path.ts';
import { paintMachines } from './machine-painter.ts';
import { stripOf, type PlantScene } from './plant-scene.ts';
import { frameOf, type Context, type Frame, type SceneLook } from './scene-frame.ts';

const stripCells = 160;
const pathPoints = 240;

function paintTank(context: Context, { look, tank, surfaceY }: Frame): void {
  const { token } = look.palette;
  const water = context.createLinearGradient(0, surfaceY, 0, tank.bottom);
  water.addColorStop(0, token.water);
  water.addColorStop(1, token['water-deep']);
  context.fillStyle = water;
  context.fillRect(tank.left, surfaceY, tank.right - tank.left, tank.bottom - surfaceY);
  context.strokeStyle = token['water-in'];
  context.lineWidth = 1.5;
  context.beginPath();
  for (let x = tank.left; x <= tank.right; x += 3) context.lineTo(x, surfaceY + Math.sin(x / 7) * 1.2);
  context.stroke();
  context.strokeStyle = token.metal;
  context.lineWidth = 2.5;
  context.beginPath();
  context.moveTo(tank.left, tank.top);
  context.lineTo(tank.left, tank.bottom);
  context.lineTo(tank.right, tank.bottom);
  context.lineTo(tank.right, tank.top);
  context.stroke();
}

function loopPath(context: Context, { shape, x, y }: Frame): void {
  const length = 2 * shape.height + 2 * Math.PI * shape.radius;
  context.beginPath();
  for (let at = 0; at <= pathPoints; at += 1) {
    const point = pointAt(shape, (at / pathPoints) * length);
    if (at === 0) context.moveTo(x(point.x), y(point.z));
    else context.lineTo(x(point.x), y(point.z));
  }
  context.closePath();
}

function paintChain(context: Context, frame: Frame, way: number): void {
  const { token } = frame.look.palette;
  context.strokeStyle = token.metal;
  context.lineWidth = 2;
  context.setLineDash(frame.look.blurred ? [] : [5, 3]);
  context.lineDashOffset = -(way * frame.perMetre) % 8;
  loopPath(context, frame);
  context.stroke();
  context.setLineDash([]);
  for (const z of [0, frame.shape.height]) paintSprocket(context, frame, z, way);
}

function paintSprocket(context: Context, frame: Frame, z: number, way: number): void {
  const { shape, x, y, look } = frame;
  const [across, up] = [x(shape.radius) - x(0), shape.radius * frame.perMetre];
  context.strokeStyle = look.palette.token.metal;
  context.lineWidth = 1.5;
  context.beginPath();
  context.ellipse(x(0), y(z), across * 0.72, up * 0.72, 0, 0, 2 * Math.PI);
  context.stroke();
  if (!look.blurred) {
    context.lineWidth = 1;
    context.beginPath();
    for (let spoke = 0; spoke < 6; spoke += 1) {
      const angle = way / shape.radius + (spoke * Math.PI) / 3;
      context.moveTo(x(0), y(z));
      context.lineTo(x(0) + Math.cos(angle) * across * 0.72, y(z) - Math.sin(angle) * up * 0.72);
    }
    context.stroke();
  }
  context.fillStyle = look.palette.token.metal;
  context.beginPath();
  context.arc(x(0), y(z), 3.5, 0, 2 * Math.PI);
  context.fill();
}

/** Neighbouring cells whose fill is this close are one piece of ribbon. */
const alike = 0.02;

/** Fill by place as a ribbon along the loop: many floaters, or floaters too fast to see. Air lies as a lighter ribbon inside the
 * floaters' ribbon, as wide as its share. */
function paintStrip(context: Context, frame: Frame, strip: readonly number[]): void {
  const { shape, x, y, look } = frame;
  const { token } = look.palette;
  const length = 2 * shape.height + 2 * Math.PI * shape.radius;
  const wide = (x(shape.radius) - x(0)) * 0.42;
  context.strokeStyle = token['water-in'];
  context.lineWidth = wide;
  loopPath(context, frame);
  context.stroke();
  context.strokeStyle = token.air;
  const line = (cell: number): void => {
    const point = pointAt(shape, (cell / strip.length) * length);
    context.lineTo(x(point.x), y(point.z));
  };
  for (let from = 0; from < strip.length;) {
    const fill = Math.min(1, Math.max(0, strip[from]!));
    let to = from + 1;
    while (to < strip.length && Math.abs(strip[to]! - fill) < alike) to += 1;
    if (fill > alike / 10) {
      context.lineWidth = wide * 0.82 * fill;
      context.beginPath();
      // A little longer than the piece, so that no seam shows.
      for (let cell = from; cell <= to; cell += 1) line(cell === to ? to + 0.15 : cell);
      context.stroke();
    }
    from = to;
  }
}

function paintFloaters(context: Context, frame: Frame, scene: PlantScene): void {
  const { shape, look } = frame;
  const { token } = look.palette;
  const length = 2 * shape.height + 2 * Math.PI * shape.radius;
  const tall = Math.min(20, (length / scene.floaters.length) * frame.perMetre * 0.8);
  const wide = (frame.x(shape.radius) - frame.x(0)) * 0.46;
  for (const { way, fill, valve } of scene.floaters) {
    const point = pointAt(shape, way);
    context.save();
    context.translate(frame.x(point.x), frame.y(point.z));
    context.rotate(Math.PI / 2 - headingOnScreen(frame, point.heading));
    context.beginPath();
    context.roundRect(-wide / 2, -tall / 2, wide, tall, [tall * 0.4, tall * 0.4, 1.5, 1.5]);
    context.fillStyle = token['water-in'];
    context.fill();
    context.save();
    context.clip();
    context.fillStyle = token.air;
    context.fillRect(-wide / 2, -tall / 2, wide, tall * Math.min(1, Math.max(0, fill)));
    context.restore();
    context.strokeStyle = valve === 1 ? token.accent : valve === 4 ? token.warn : token.metal;
    context.lineWidth = valve === 1 || valve === 4 ? 2 : 1;
    context.stroke();
    context.restore();
    if (valve === 3 || valve === 4) paintBubbles(context, frame, scene.time, point, way);
  }
}

/** Direction of motion in the stretched picture, so that floaters stand across the bend as it is drawn. */
function headingOnScreen({ x, perMetre }: Frame, heading: number): number {
  return Math.atan2(Math.sin(heading) * perMetre, Math.cos(heading) * (x(1) - x(0)));
}

/** Bubbles where a floater loses air, and nowhere else. */
function paintBubbles(
  context: Context,
  { x, y, look, surfaceY }: Frame,
  time: number,
  point: { readonly x: number; readonly z: number },
  way: number,
): void {
  context.strokeStyle = look.palette.token['water-in'];
  context.lineWidth = 1;
  for (let bubble = 0; bubble < 3; bubble += 1) {
    const phase = (((time * 0.7 + bubble / 3 + Math.sin(way * 7)) % 1) + 1) % 1;
    const [px, py] = [x(point.x) + 10 + bubble * 4 + Math.sin(phase * 9) * 1.5, y(point.z) - phase * 18];
    if (py < surfaceY) continue;
    context.beginPath();
    context.arc(px, py, 1.2 + bubble * 0.4, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** A valve as two triangles; filled where it is open. */
function paintValve(context: Context, look: SceneLook, x: number, y: number, open: boolean): void {
  const { token } = look.palette;
  context.beginPath();
  context.moveTo(x - 7, y - 5);
  context.lineTo(x - 7, y + 5);
  context.lineTo(x + 7, y - 5);
  context.lineTo(x + 7, y + 5);
  context.closePath();
  context.fillStyle = open ? token.ok : token.surface;
  context.fill();
  context.strokeStyle = open ? token.ok : token.metal;
  context.lineWidth = 1.5;
  context.stroke();
}

function paintValves(context: Context, frame: Frame, scene: PlantScene): void {
  const { x, y, shape, tank, look } = frame;
  const { token } = look.palette;
  const open = (mode: number): boolean => scene.floaters.some(({ valve }) => valve === mode);
  const bottom = y(-shape.radius) + 16;
  context.strokeStyle = token.metal;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x(0), bottom);
  context.lineTo(x(0), tank.bottom + 18);
  context.lineTo(tank.right + 34, tank.bottom + 18);
  context.stroke();
  paintValve(
    context,
    look,
    x(0),
    tank.bottom + 18,
    open(1) || (scene.strip.length > 0 && scene.power.compression > 0),
  );
  paintValve(context, look, x(0), frame.surfaceY - 10, open(4));
}

/** Paints a scene; the context is scaled to CSS pixels. */
export function paintScene(context: Context, scene: PlantScene, shape: LoopShape, look: SceneLook): void {
  const frame = frameOf(look, shape);
  context.clearRect(0, 0, look.width, look.height);
  paintTank(context, frame);
  paintChain(context, frame, scene.way);
  if (scene.strip.length > 0) paintStrip(context, frame, scene.strip);
  else if (look.blurred) paintStrip(context, frame, stripOf(scene.floaters, shape, stripCells));
  else paintFloaters(context, frame, scene);
  paintValves(context, frame, scene);
  paintMachines(context, frame, scene);
  context.textAlign = 'left';
}
