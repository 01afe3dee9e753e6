// Drawings that arrive as pixels become strokes: dark or light ink is told from paper, thinned to lines one pixel wide, and
// followed. The strokes then go the same way as those of a pen.

import type { Point, Stroke } from './shape.ts';

/** Decoded pixels, row by row from the top: red, green, blue, alpha of 0 to 255. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** Longer sides are halved until they fit: lines stay lines, and the work stays bounded. */
const sideMost = 1400;
/** Followed lines shorter than this, in pixels, are specks. */
const speckMost = 10;
/** Pixels over which a line keeps its direction. */
const lookBack = 6;
/** Half width of the mean that takes the staircase out of a line. */
const smoothing = 2;

/** The strokes of a picture, in its pixels. `data` has 4 width height bytes, or the picture has no strokes. */
export function strokesOf(pixels: Pixels): Stroke[] {
  const { width, height, data } = pixels;
  if (!(width > 2) || !(height > 2) || data.length !== 4 * width * height) return [];
  let gray = grayOf(pixels);
  let [w, h, factor] = [width, height, 1];
  while (Math.max(w, h) > sideMost) {
    gray = halved(gray, w, h);
    w = Math.floor(w / 2);
    h = Math.floor(h / 2);
    factor *= 2;
  }
  const ink = inkOf(gray, w, h);
  thin(ink, w, h);
  return follow(ink, w, h).map((line) =>
    smoothed(line).map(({ x, y }) => ({ x: x * factor, y: y * factor })),
  );
}

/** Brightness on white paper. */
function grayOf({ width, height, data }: Pixels): Uint8Array {
  const gray = new Uint8Array(width * height);
  for (let i = 0; i < gray.length; i++) {
    const alpha = data[4 * i + 3]! / 255;
    const light = 0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!;
    gray[i] = Math.round(alpha * light + (1 - alpha) * 255);
  }
  return gray;
}

/** The darkest of each four pixels: thin lines survive. */
function halved(gray: Uint8Array, width: number, height: number): Uint8Array {
  const w = Math.floor(width / 2);
  const h = Math.floor(height / 2);
  const half = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const at = 2 * y * width + 2 * x;
      half[y * w + x] = Math.min(gray[at]!, gray[at + 1]!, gray[at + width]!, gray[at + width + 1]!);
    }
  }
  return half;
}

/** Where ink is, with a free border: the rarer side of the threshold that separates best (Otsu 1979). */
function inkOf(gray: Uint8Array, width: number, height: number): Uint8Array {
  const counts = new Float64Array(256);
  for (const level of gray) counts[level]! += 1;
  const sum = counts.reduce((total, count, level) => total + count * level, 0);
  let below = 0;
  let sumBelow = 0;
  let best = 0;
  let threshold = -1;
  for (let level = 0; level < 255; level++) {
    below += counts[level]!;
    sumBelow += level * counts[level]!;
    const above = gray.length - below;
    if (below === 0 || above === 0) continue;
    const apart = sumBelow / below - (sum - sumBelow) / above;
    // Paper that is not quite even is no drawing.
    const spread = Math.abs(apart) < 24 ? 0 : below * above * apart * apart;
    if (spread > best) {
      best = spread;
      threshold = level;
    }
  }
  const dark = gray.reduce((count, level) => count + (level <= threshold ? 1 : 0), 0);
  const isInkDark = 2 * dark <= gray.length;
  const ink = new Uint8Array(gray.length);
  if (threshold < 0) return ink;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      ink[at] = gray[at]! <= threshold === isInkDark ? 1 : 0;
    }
  }
  return ink;
}

/** Takes ink away from its edges until lines are one pixel wide and still hang together (Zhang and Suen 1984). */
function thin(ink: Uint8Array, width: number, height: number): void {
  let open: number[] = [];
  for (let at = width; at < width * (height - 1); at++) if (ink[at] === 1) open.push(at);
  const around = [-width, 1 - width, 1, width + 1, width, width - 1, -1, -width - 1];
  for (let changed = true; changed;) {
    changed = false;
    for (const isSecond of [false, true]) {
      const edge = open.filter((at) => isEdge(ink, at, around, isSecond));
      for (const at of edge) ink[at] = 0;
      changed ||= edge.length > 0;
    }
    open = open.filter((at) => ink[at] === 1);
  }
}

function isEdge(ink: Uint8Array, at: number, around: readonly number[], isSecond: boolean): boolean {
  let filled = 0;
  let rises = 0;
  let before = ink[at + around[7]!]!;
  for (let i = 0; i < 8; i++) {
    const now = ink[at + around[i]!]!;
    filled += now;
    if (before === 0 && now === 1) rises += 1;
    before = now;
  }
  if (filled < 2 || filled > 6 || rises !== 1) return false;
  const north = ink[at + around[0]!]!;
  const east = ink[at + around[2]!]!;
  const south = ink[at + around[4]!]!;
  const west = ink[at + around[6]!]!;
  return isSecond
    ? north * east * west === 0 && north * south * west === 0
    : north * east * south === 0 && east * south * west === 0;
}

/** Follows thin lines: first from their ends, then what is left, straight on where they cross. */
function follow(ink: Uint8Array, width: number, height: number): Point[][] {
  const seen = new Uint8Array(ink.length);
  const around = [-1, 1, -width, width, -width - 1, 1 - width, width - 1, width + 1];
  const lines: Point[][] = [];
  const walk = (start: number) => {
    const way = [start];
    seen[start] = 1;
    for (let next = onward(ink, seen, way, around, width); next >= 0;) {
      way.push(next);
      seen[next] = 1;
      next = onward(ink, seen, way, around, width);
    }
    if (way.length > speckMost) lines.push(way.map((at) => ({ x: at % width, y: Math.floor(at / width) })));
  };
  const degree = (at: number) => around.reduce((count, step) => count + ink[at + step]!, 0);
  for (let at = width; at < width * (height - 1); at++)
    if (ink[at] === 1 && seen[at] === 0 && degree(at) === 1) walk(at);
  for (let at = width; at < width * (height - 1); at++) if (ink[at] === 1 && seen[at] === 0) walk(at);
  return lines;
}

/** The neighbour that goes on straightest, or -1 at an end. */
function onward(
  ink: Uint8Array,
  seen: Uint8Array,
  way: readonly number[],
  around: readonly number[],
  width: number,
): number {
  const here = way.at(-1)!;
  const back = way[Math.max(0, way.length - lookBack)]!;
  const px = (here % width) - (back % width);
  const py = Math.floor(here / width) - Math.floor(back / width);
  let best = -1;
  let straightest = -Infinity;
  for (const step of around) {
    const next = here + step;
    if (ink[next] !== 1 || seen[next] === 1) continue;
    const dx = (next % width) - (here % width);
    const dy = Math.floor(next / width) - Math.floor(here / width);
    const straight = (dx * px + dy * py) / Math.sqrt(dx * dx + dy * dy);
    if (straight > straightest) {
      straightest = straight;
      best = next;
    }
  }
  return best;
}

function smoothed(line: readonly Point[]): Point[] {
  return line.map((_, i) => {
    const reach = Math.min(smoothing, i, line.length - 1 - i);
    let x = 0;
    let y = 0;
    for (let j = i - reach; j <= i + reach; j++) {
      x += line[j]!.x;
      y += line[j]!.y;
    }
    return { x: x / (2 * reach + 1), y: y / (2 * reach + 1) };
  });
}
