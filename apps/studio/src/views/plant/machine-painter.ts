// Paints the machines beside the tank as a diagram: what turns, whether the clutch holds, and where power flows.

import { clutchWords, type PlantScene } from './plant-scene.ts';
import type { Context, Frame, SceneLook } from './scene-frame.ts';

const face = '11px "Inter Variable", system-ui, sans-serif';

function box(
  context: Context,
  look: SceneLook,
  [x, y, w, h]: readonly [number, number, number, number],
): void {
  const { token } = look.palette;
  context.beginPath();
  context.roundRect(x, y, w, h, 4);
  context.fillStyle = token.surface;
  context.fill();
  context.strokeStyle = token.metal;
  context.lineWidth = 1.5;
  context.stroke();
}

function label(context: Context, look: SceneLook, text: string, x: number, y: number, strong = false): void {
  context.font = strong ? `600 ${face}` : face;
  context.fillStyle = strong ? look.palette.token.ink : look.palette.token['ink-2'];
  context.fillText(text, x, y);
}

/** Width of a line that carries power. */
function flowWidth(power: number, most: number): number {
  return power > 0 && most > 0 ? 1.5 + 5 * Math.min(1, power / most) : 1;
}

function paintFlow(
  context: Context,
  look: SceneLook,
  points: readonly (readonly [number, number])[],
  power: number,
  most: number,
  time: number,
): void {
  const { token } = look.palette;
  context.strokeStyle = power > 0 ? token.ok : token.line;
  context.lineWidth = flowWidth(power, most);
  context.setLineDash(power > 0 ? [8, 4] : []);
  // A fixed pace: that it flows is shown by moving, how much by its width and its number.
  context.lineDashOffset = look.blurred ? 0 : -(time * 14) % 12;
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
  context.setLineDash([]);
}

function paintFlywheel(context: Context, look: SceneLook, x: number, y: number, angle: number): void {
  const { token } = look.palette;
  context.strokeStyle = token.metal;
  context.fillStyle = token.surface;
  context.lineWidth = 4;
  context.beginPath();
  context.arc(x, y, 20, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.lineWidth = 1.5;
  if (look.blurred) return;
  context.beginPath();
  for (let spoke = 0; spoke < 3; spoke += 1) {
    const turned = angle + (spoke * 2 * Math.PI) / 3;
    context.moveTo(x, y);
    context.lineTo(x + Math.cos(turned) * 18, y - Math.sin(turned) * 18);
  }
  context.stroke();
}

/** Width in which the names of the machines stand side by side, in pixels. */
const nameRoom = 260;

interface MachineRow {
  at(share: number): number;
  readonly shaftY: number;
  readonly room: number;
  readonly clutch: number;
}

function paintMachineNames(context: Context, look: SceneLook, row: MachineRow): void {
  const { shaftY, room, clutch } = row;
  // Where names would touch each other, every second one stands elsewhere.
  const narrow = room < nameRoom;
  context.textAlign = 'center';
  label(context, look, 'G', row.at(0.84), shaftY + 4, true);
  label(context, look, 'Gears', row.at(0.08) + Math.min(20, room * 0.07), shaftY - (narrow ? 38 : 24));
  label(context, look, 'Clutch', row.at(0.32), shaftY - 24);
  label(context, look, clutchWords[clutch] ?? '', row.at(0.32), shaftY + 30);
  label(context, look, 'Flywheel', row.at(0.55), shaftY + (narrow ? 46 : -28));
  label(context, look, 'Generator', row.at(0.84), shaftY - 26);
  label(context, look, 'Grid', row.at(0.84), shaftY + 72);
}

/** Paints shaft, gears, clutch, flywheel, generator and compressor. */
export function paintMachines(context: Context, frame: Frame, scene: PlantScene): void {
  const { look, tank, shape, x, y } = frame;
  const { width } = look;
  const { power, clutch, time, way } = scene;
  const most = Math.max(power.compression, power.buoyancy, power.shaft, 1);
  const shaftY = y(shape.height);
  const room = width - tank.right - 20;
  const at = (share: number): number => tank.right + 10 + room * share;
  const engaged = clutch !== 4 && clutch !== 1;
  paintFlow(
    context,
    look,
    [
      [x(0) + 8, shaftY],
      [at(0.3), shaftY],
    ],
    engaged ? power.shaft : 0,
    most,
    time,
  );
  paintFlow(
    context,
    look,
    [
      [at(0.34), shaftY],
      [at(0.9), shaftY],
    ],
    power.shaft,
    most,
    time,
  );
  paintFlow(
    context,
    look,
    [
      [at(0.84), shaftY + 18],
      [at(0.84), shaftY + 58],
    ],
    power.electricity,
    most,
    time,
  );
  box(context, look, [at(0.08), shaftY - 16, Math.min(40, room * 0.14), 32]);
  const gap = engaged ? 1.5 : 5;
  context.fillStyle = look.palette.token.metal;
  context.fillRect(at(0.32) - gap - 4, shaftY - 14, 4, 28);
  context.fillRect(at(0.32) + gap, shaftY - 14, 4, 28);
  paintFlywheel(context, look, at(0.55), shaftY, -way * look.gear);
  box(context, look, [at(0.84) - 20, shaftY - 18, 40, 36]);
  paintMachineNames(context, look, { at, shaftY, room, clutch });
  const low = tank.bottom + 18;
  paintFlow(
    context,
    look,
    [
      [at(0.3), low],
      [tank.right + 34, low],
    ],
    power.compression,
    most,
    time,
  );
  // Room for its name, which is the longest.
  box(context, look, [at(0.3), low - 17, Math.max(84, Math.min(96, room * 0.4)), 34]);
  context.textAlign = 'left';
  label(context, look, 'Compressor', at(0.3) + 8, low + 4, true);
}
