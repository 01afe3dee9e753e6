// Strokes as an unsteady hand draws them, from a seed: shapes at any place, size and angle, with rounded corners, wobble, jitter,
// ends that gap or overshoot, and uneven speed. Noise 1 is medium. Used by tests and by the benchmark.

const turn = 2 * Math.PI;

/** A generator of uniform numbers (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function normalFrom(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(turn * random());
}

/** Points every 3 units along straight pieces. */
function along(corners, closed) {
  const points = [];
  const way = closed ? [...corners, corners[0]] : corners;
  for (let i = 1; i < way.length; i++) {
    const [ax, ay] = way[i - 1];
    const [bx, by] = way[i];
    const count = Math.max(2, Math.round(Math.hypot(bx - ax, by - ay) / 3));
    for (let k = 0; k < count; k++) points.push([ax + ((bx - ax) * k) / count, ay + ((by - ay) * k) / count]);
  }
  points.push(way.at(-1));
  return points;
}

function rounded(points, reach) {
  return points.map((_, i) => {
    const near = points.slice(Math.max(0, i - reach), i + reach + 1);
    return [0, 1].map((axis) => near.reduce((sum, point) => sum + point[axis], 0) / near.length);
  });
}

function around(count, radius, random, normal, noise) {
  const phase = random() * turn;
  return Array.from({ length: count }, (_, i) => {
    const angle = phase + ((i + 0.06 * noise * normal()) * turn) / count;
    const r = radius * (1 + 0.06 * noise * normal());
    return [r * Math.cos(angle), r * Math.sin(angle)];
  });
}

function oval(a, b, random, noise) {
  const start = random() * turn;
  const way = (random() < 0.5 ? 1 : -1) * turn * (1 + (random() - 0.35) * 0.14 * noise);
  return Array.from({ length: 91 }, (_, i) => [
    a * Math.cos(start + (way * i) / 90),
    b * Math.sin(start + (way * i) / 90),
  ]);
}

const drawings = {
  circle: ({ size, random, normal, noise }) => {
    const squash = 1 + 0.04 * noise * normal();
    return oval((size / 2) * squash, size / 2 / squash, random, noise);
  },
  ellipse: ({ size, random, noise }) => oval(size / 2, size / 2 / (1.7 + 1.3 * random()), random, noise),
  box: ({ size, random, normal, noise }) => {
    const height = Math.max(25, size / (1 + 3 * random()));
    const off = () => 0.05 * noise * normal() * height;
    const corners = [
      [-size / 2, -height / 2],
      [size / 2, -height / 2],
      [size / 2, height / 2],
      [-size / 2, height / 2],
    ].map(([x, y]) => [x + off(), y + off()]);
    const first = Math.floor(random() * 4);
    return along([...corners.slice(first), ...corners.slice(0, first)], true);
  },
  triangle: ({ size, random, normal, noise }) => along(around(3, size / 2, random, normal, noise), true),
  polygon: ({ size, random, normal, noise }) =>
    along(around(5 + Math.floor(2 * random()), size / 2, random, normal, noise), true),
  line: ({ size, normal, noise }) =>
    along([
      [0, 0],
      [size * 1.3, 0.02 * noise * normal() * size],
    ]),
  arc: ({ size, random }) => {
    const sweep = 1.2 + 2.8 * random();
    return Array.from({ length: 60 }, (_, i) => [
      (size / 2) * Math.cos((sweep * i) / 59),
      (size / 2) * Math.sin((sweep * i) / 59),
    ]);
  },
  arrow: ({ size, random }) => {
    const shaft = size * 1.2;
    const head = Math.max(14, shaft * (0.15 + 0.12 * random()));
    const angle = 0.45 + 0.2 * random();
    const back = [shaft - head * Math.cos(angle), head * Math.sin(angle)];
    return along([[0, 0], [shaft, 0], back, [shaft, 0], [back[0], -back[1]]]);
  },
  zigzag: ({ size, random, normal, noise }) => {
    const teeth = 6 + Math.floor(8 * random());
    const length = Math.max(90, size * 1.4);
    const height = (length / teeth) * (0.5 + 0.4 * random());
    const corners = [
      [0, 0],
      [length * 0.06, 0],
    ];
    for (let i = 0; i < teeth; i++)
      corners.push([
        length * (0.1 + (0.8 * i) / teeth) + 0.01 * noise * normal() * length,
        (i % 2 ? 1 : -1) * height * (1 + 0.1 * noise * normal()),
      ]);
    return along([...corners, [length * 0.94, 0], [length, 0]]);
  },
  coil: ({ size, random }) => {
    const turns = 4 + Math.floor(5 * random());
    const length = Math.max(100, size * 1.4);
    const radius = (length / turns) * (0.55 + 0.3 * random());
    return Array.from({ length: turns * 28 + 1 }, (_, i) => {
      const angle = (i / 28) * turn;
      return [(length * i) / (turns * 28) + radius * Math.cos(angle), 1.3 * radius * Math.sin(angle)];
    });
  },
  polyline: ({ size, random }) => {
    const corners = [[0, 0]];
    let way = 0;
    for (let i = 0; i < 2 + Math.floor(2 * random()); i++) {
      if (i > 0) way += (random() < 0.5 ? -1 : 1) * (0.6 + 0.9 * random());
      const length = size * (0.5 + 0.5 * random());
      corners.push([corners[i][0] + length * Math.cos(way), corners[i][1] + length * Math.sin(way)]);
    }
    return along(corners);
  },
  curve: ({ size, random }) => {
    const sag = size * (0.15 + 0.2 * random());
    const bends = 1.5 + random();
    return Array.from({ length: 70 }, (_, i) => [
      (size * 1.5 * i) / 69,
      sag * Math.sin((bends * Math.PI * i) / 69) * (1 + i / 140),
    ]);
  },
};

export const strokeKinds = Object.keys(drawings);

/** A stroke of a kind; `noise` 0.5 is low, 1 medium, 1.5 high. */
export function drawStroke(kind, random, noise) {
  const normal = () => normalFrom(random);
  const size = 40 + 200 * random();
  let points = drawings[kind]({ size, random, normal, noise });
  if (['box', 'triangle', 'polygon'].includes(kind)) {
    const over = Math.round(points.length * (random() - 0.5) * 0.08 * noise);
    points = over < 0 ? points.slice(0, over) : [...points, ...points.slice(1, 1 + over)];
  }
  points = rounded(
    points,
    ['zigzag', 'coil', 'arrow'].includes(kind) ? 1 : Math.round(1 + 2 * noise * random()),
  );
  const [px, py] = [random() * turn, random() * turn];
  const wobble = 0.012 * noise * size;
  const count = points.length;
  points = points.map(([x, y], i) => [
    x + wobble * Math.sin(px + (i / count) * turn * 2.3) + 0.45 * noise * normal(),
    y + wobble * Math.sin(py + (i / count) * turn * 1.7) + 0.45 * noise * normal(),
  ]);
  const kept = [];
  for (let at = 0; at < count; at += 1 + 3 * random()) kept.push(points[Math.floor(at)]);
  kept.push(points[count - 1]);
  const angle = random() * turn;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [ox, oy] = [300 + 100 * random(), 200 + 100 * random()];
  return kept.map(([x, y]) => ({ x: c * x - s * y + ox, y: s * x + c * y + oy }));
}
