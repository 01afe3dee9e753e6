// Drawings by hand, stroke by stroke, with what each should be read as: fixtures for tests and for the benchmark.

/** Points along straight pieces. */
export function way(...corners) {
  return corners.slice(1).flatMap(([bx, by], i) => {
    const [ax, ay] = corners[i];
    return Array.from({ length: 20 }, (_, k) => ({
      x: ax + ((bx - ax) * k) / 19,
      y: ay + ((by - ay) * k) / 19,
    }));
  });
}

export function ring(x, y, radius) {
  return Array.from({ length: 60 }, (_, i) => ({
    x: x + radius * Math.cos((i / 59) * 2 * Math.PI),
    y: y + radius * Math.sin((i / 59) * 2 * Math.PI),
  }));
}

function zigzag(from, to, y, height) {
  const teeth = Array.from({ length: 8 }, (_, i) => [
    from + 10 + ((to - from - 20) * (i + 0.5)) / 8,
    y + (i % 2 ? height : -height),
  ]);
  return way([from, y], [from + 10, y], ...teeth, [to - 10, y], [to, y]);
}

const box = (x0, y0, x1, y1) => way([x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]);
const floor = (y) => way([20, y], [700, y]);

/** `parts` are shape and role; `links` kind and ends, W for the world; `freedom` that of the world it means. */
export const drawings = [
  {
    name: 'a ball on a wedge',
    strokes: [way([100, 400], [500, 400], [100, 180], [100, 400]), ring(130, 160, 25), floor(402)],
    parts: ['triangle fixed', 'circle body', 'line ground'],
    links: [],
    freedom: 3,
  },
  {
    name: 'a ball on a sloping line',
    strokes: [way([100, 150], [500, 350]), ring(150, 130, 28)],
    parts: ['line fixed', 'circle body'],
    links: [],
    freedom: 3,
  },
  {
    name: 'a ball on a rod',
    strokes: [way([300, 100], [380, 300]), ring(390, 325, 28)],
    parts: ['line body', 'circle body'],
    links: ['hinge 1 W', 'weld 1 2'],
    freedom: 1,
  },
  {
    name: 'a pendulum with its hinge',
    strokes: [way([300, 100], [300, 300]), ring(300, 100, 8), ring(300, 330, 30)],
    parts: ['line body', 'circle hinge', 'circle body'],
    links: ['hinge 1 W', 'weld 1 3'],
    freedom: 1,
  },
  {
    name: 'two rods on hinges',
    strokes: [way([300, 100], [300, 250]), ring(300, 100, 8), way([300, 250], [380, 380]), ring(300, 250, 8)],
    parts: ['line body', 'circle hinge', 'line body', 'circle hinge'],
    links: ['hinge 1 W', 'hinge 1 3'],
    freedom: 2,
  },
  {
    name: 'two boxes with a spring',
    strokes: [box(100, 300, 200, 380), zigzag(200, 400, 340, 15), box(400, 300, 480, 380), floor(385)],
    parts: ['box body', 'zigzag spring', 'box body', 'line ground'],
    links: ['spring 1 3'],
    freedom: 6,
  },
  {
    name: 'a ball with a velocity',
    strokes: [
      ring(100, 300, 30),
      way([130, 300], [230, 260]),
      way([210, 255], [230, 260], [218, 280]),
      floor(335),
    ],
    parts: ['circle body', 'arrow velocity', 'line ground'],
    links: [],
    freedom: 3,
  },
  {
    name: 'a see-saw with a box',
    strokes: [way([100, 300], [500, 300]), ring(300, 300, 10), box(110, 240, 160, 295)],
    parts: ['line body', 'circle hinge', 'box body'],
    links: ['hinge 1 W'],
    freedom: 4,
  },
  {
    name: 'a box of four lines',
    strokes: [
      way([100, 100], [200, 100]),
      way([200, 100], [200, 180]),
      way([200, 180], [102, 181]),
      way([101, 180], [100, 102]),
      floor(300),
    ],
    parts: ['box body', 'line ground'],
    links: [],
    freedom: 3,
  },
  {
    name: 'a ball on a rope from a hatched line',
    strokes: [
      way([100, 50], [400, 50]),
      ...[0, 1, 2, 3, 4].map((i) => way([110 + 60 * i, 50], [125 + 60 * i, 30])),
      Array.from({ length: 40 }, (_, i) => ({ x: 250 + 20 * Math.sin(i / 6), y: 52 + i * 4 })),
      ring(258, 235, 30),
    ],
    parts: ['line fixed', 'hatch fixed', 'curve rope', 'circle body'],
    links: ['rope W 4'],
    freedom: 3,
  },
  {
    name: 'a linkage of four lines and four hinges',
    strokes: [
      ring(200, 100, 8),
      way([200, 100], [300, 100]),
      ring(300, 100, 8),
      way([300, 100], [300, 220]),
      ring(300, 220, 8),
      way([300, 220], [200, 220]),
      ring(200, 220, 8),
      way([200, 220], [200, 100]),
    ],
    parts: [
      'circle hinge',
      'line body',
      'circle hinge',
      'line body',
      'circle hinge',
      'line body',
      'circle hinge',
      'line body',
    ],
    links: ['hinge 2 8', 'hinge 2 4', 'hinge 4 6', 'hinge 6 8'],
    freedom: 6,
  },
  {
    name: 'a box welded to a box',
    strokes: [
      box(100, 200, 180, 280),
      box(180, 200, 260, 280),
      way([172, 230], [188, 250]),
      way([188, 230], [172, 250]),
      floor(300),
    ],
    parts: ['box body', 'box body', 'cross weld', 'line ground'],
    links: ['weld 1 2'],
    freedom: 3,
  },
];
