// Recogniser accuracy on strokes from fresh seeds at three levels of noise, from pixels, and its time per stroke.
import { readDrawing, recogniseStroke, strokesOf } from '@holdfast/sketch';
import { drawings } from './drawings.js';
import { drawStroke, randomFrom, strokeKinds } from './hand-strokes.js';
import { drawInk, fitted } from './ink.js';

const each = 100;
const goals = { 1: 90 };

export function recogniser(print, seed = Date.now() % 1e9) {
  print(`recogniser, seed ${seed}, ${each} strokes of each of ${strokeKinds.length} kinds`);
  for (const noise of [0.5, 1, 1.5]) accuracy(print, randomFrom(seed + 10 * noise), noise);
  raster(print, randomFrom(seed + 1));
  fixtures(print);
}

function accuracy(print, random, noise) {
  const strokes = strokeKinds.flatMap((kind) =>
    Array.from({ length: each }, () => [kind, drawStroke(kind, random, noise)]),
  );
  for (const [, stroke] of strokes.slice(0, 200)) recogniseStroke(stroke);
  const before = process.cpuUsage();
  const read = strokes.map(([, stroke]) => recogniseStroke(stroke)[0]?.shape.kind);
  const { user, system } = process.cpuUsage(before);
  const share = (kind) => strokes.filter(([own], i) => own === kind && read[i] === own).length / each;
  const mean = strokeKinds.reduce((sum, kind) => sum + share(kind), 0) / strokeKinds.length;
  const kinds = strokeKinds.map((kind) => `${kind} ${Math.round(100 * share(kind))}`).join(', ');
  const goal =
    goals[noise] === undefined
      ? ''
      : `, ${((100 * mean) / goals[noise]).toFixed(2)} of the goal of ${goals[noise]} %`;
  const ms = (user + system) / 1000 / strokes.length;
  print(
    `noise ${noise}: ${(100 * mean).toFixed(1)} % right${goal}; ${ms.toFixed(3)} ms a stroke, ${(ms / 1).toFixed(2)} of the bound of 1 ms`,
  );
  print(`  ${kinds}`);
}

const cell = (i) => [150 + (i % 3) * 300, 150 + Math.floor(i / 3) * 300];

function raster(print, random) {
  const kinds = ['circle', 'box', 'triangle', 'line', 'zigzag', 'ellipse'];
  const pictures = 40;
  let right = 0;
  let micros = 0;
  for (let n = 0; n < pictures; n++) {
    const drawn = kinds.map((kind, i) => fitted(drawStroke(kind, random, 1), ...cell(i), 230));
    const pixels = drawInk(drawn, 900, 600, 2);
    const before = process.cpuUsage();
    const strokes = strokesOf(pixels);
    const { user, system } = process.cpuUsage(before);
    micros += user + system;
    for (const [i, kind] of kinds.entries()) {
      const [x, y] = cell(i);
      const mine = strokes
        .filter(
          (stroke) => Math.hypot(stroke[stroke.length >> 1].x - x, stroke[stroke.length >> 1].y - y) < 200,
        )
        .filter((stroke) =>
          stroke.every((point) => Math.abs(point.x - x) < 150 && Math.abs(point.y - y) < 150),
        );
      const longest = mine.sort((a, b) => b.length - a.length)[0];
      if (longest !== undefined && recogniseStroke(longest)[0]?.shape.kind === kind) right += 1;
    }
  }
  const share = (100 * right) / (pictures * kinds.length);
  print(
    `pictures of 900 x 600 with six shapes: ${share.toFixed(1)} % right, ${(share / 93).toFixed(2)} of the goal of 93 %; ` +
      `${(micros / 1000 / pictures).toFixed(1)} ms a picture`,
  );
}

function fixtures(print) {
  const right = drawings.filter(({ strokes, parts }) => {
    const read = readDrawing(strokes).parts.map(({ shape, role }) => `${shape.kind} ${role}`);
    return read.join() === parts.join();
  });
  print(
    `drawings made by hand: ${right.length} of ${drawings.length} read as they are meant, shapes and roles`,
  );
}
