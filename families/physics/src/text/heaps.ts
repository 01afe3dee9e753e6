// Many of the same: towers, piles, rows, pyramids, brick walls, dominoes, pins, billiards.

import { joined, noParts, piece, shifted, type Names, type Parts, type Piece } from './piece.ts';
import type { Measures, Thing } from './scene.ts';
import { solidPiece } from './solids.ts';

/** What a heap is made of where nothing is said, and how many there are. */
function elementOf(thing: Thing, measures: Measures): Thing {
  const own = thing.element;
  const material = own?.material ?? thing.material;
  const color = own?.color ?? thing.color;
  return {
    kind: own?.kind ?? 'box',
    count: 1,
    isCounted: true,
    measures: { ...measures, ...own?.measures },
    heading: 'forward',
    fixed: false,
    from: thing.from,
    to: thing.to,
    ...(material === undefined ? {} : { material }),
    ...(color === undefined ? {} : { color }),
  };
}

function many(thing: Thing, otherwise: number): number {
  return Math.max(1, Math.min(200, Math.floor(thing.measures.parts ?? otherwise)));
}

interface Spot {
  readonly x: number;
  readonly y?: number;
  readonly z: number;
}

function placed(element: Thing, names: Names, spots: readonly Spot[]): Parts {
  return joined(
    spots.map(({ x, y = 0, z }) => {
      const name = names.take(element.kind === 'dominoes' ? 'domino' : element.kind);
      return shifted(solidPiece(element, name).parts, [x, y, z]);
    }),
  );
}

export function tower(thing: Thing, names: Names): Piece {
  const element = elementOf(thing, thing.element === undefined ? sizeOnly(thing.measures) : {});
  const { top, left } = solidPiece(element, '');
  const spots = Array.from({ length: many(thing, 5) }, (_, i) => ({ x: 0, z: i * top }));
  return piece(placed(element, names, spots), { left, top: spots.length * top, body: undefined });
}

function sizeOnly({ size, mass, scale }: Measures): Measures {
  return {
    ...(size === undefined ? {} : { size }),
    ...(mass === undefined ? {} : { mass }),
    ...(scale === undefined ? {} : { scale }),
  };
}

/** Layers a little askew, dropped from just above each other. */
export function pile(thing: Thing, names: Names): Piece {
  const element = elementOf(thing, sizeOnly(thing.measures));
  const { top, left } = solidPiece(element, '');
  const count = many(thing, 20);
  const side = Math.max(1, Math.ceil(Math.sqrt(count / 3)));
  const step = 2.3 * Math.max(left, top / 2);
  const spots = Array.from({ length: count }, (_, i) => {
    const layer = Math.floor(i / (side * side));
    const inside = i % (side * side);
    const askew = ((layer % 3) - 1) * 0.2 * left;
    return {
      x: ((inside % side) - (side - 1) / 2) * step + askew,
      y: (Math.floor(inside / side) - (side - 1) / 2) * step - askew,
      z: layer * top * 1.1 + 0.02,
    };
  });
  return piece(placed(element, names, spots), {
    left: (side / 2) * step + left,
    top: (count / (side * side) + 1) * top * 1.1,
    body: undefined,
  });
}

export function row(thing: Thing, names: Names): Piece {
  const element = elementOf(thing, sizeOnly(thing.measures));
  const { top, left } = solidPiece(element, '');
  const count = many(thing, 5);
  const step = thing.measures.gap ?? 2.5 * left;
  const spots = Array.from({ length: count }, (_, i) => ({ x: (i - (count - 1) / 2) * step, z: 0 }));
  return piece(placed(element, names, spots), {
    left: ((count - 1) / 2) * step + left,
    top,
    body: undefined,
  });
}

export function pyramid(thing: Thing, names: Names): Piece {
  const element = elementOf(thing, sizeOnly(thing.measures));
  const { top, left } = solidPiece(element, '');
  const count = thing.element === undefined && thing.measures.parts === undefined ? 10 : many(thing, 10);
  let base = 1;
  while ((base * (base + 1)) / 2 < count) base += 1;
  const spots: Spot[] = [];
  for (let level = 0; spots.length < count; level++)
    for (let i = 0; i < base - level && spots.length < count; i++)
      spots.push({ x: (i - (base - level - 1) / 2) * 2.05 * left, z: level * top });
  return piece(placed(element, names, spots), { left: base * 1.03 * left, top: base * top, body: undefined });
}

/** Bricks across the way of what comes along x, each layer shifted by half a brick. */
export function brickWall(thing: Thing, names: Names): Piece {
  const brick: Thing = elementOf(thing, { length: 0.2, width: 0.4, height: 0.2 });
  const count = many(thing, 24);
  const across = 4;
  const spots = Array.from({ length: count }, (_, i) => {
    const layer = Math.floor(i / across);
    return { x: 0, y: ((i % across) - (across - 1) / 2) * 0.41 + (layer % 2 ? 0.1 : -0.1), z: layer * 0.2 };
  });
  const { left, top } = solidPiece(brick, '');
  return piece(placed(brick, names, spots), { left, top: Math.ceil(count / across) * top, body: undefined });
}

/** A row of dominoes; the first one is given a push. */
export function dominoes(thing: Thing, names: Names): Piece {
  const { measures: m } = thing;
  const height = m.height ?? m.size ?? 0.4 * (m.scale ?? 1);
  const count = many(thing, 12);
  const step = m.gap ?? 0.55 * height;
  const brick: Thing = {
    ...elementOf(thing, {}),
    kind: 'box',
    measures: {
      length: 0.14 * height,
      width: 0.5 * height,
      height,
      ...(m.mass === undefined ? {} : { mass: m.mass }),
    },
  };
  const parts = joined(
    Array.from({ length: count }, (_, i) => {
      const one = solidPiece(brick, names.take('domino'));
      const [body] = one.parts.bodies;
      const pushed =
        i === 0
          ? [
              {
                ...body!,
                joints: [
                  {
                    type: 'free' as const,
                    spin: [0, 3, 0] as [number, number, number],
                    velocity: [1.5 * height, 0, 0] as [number, number, number],
                  },
                ],
              },
            ]
          : [body!];
      return shifted({ ...noParts(), bodies: pushed }, [(i - (count - 1) / 2) * step, 0, 0]);
    }),
  );
  return piece(parts, { left: ((count - 1) / 2) * step + 0.1 * height, top: height, body: undefined });
}

/** Ten pins in a triangle. */
export function pins(thing: Thing, names: Names, count = Math.floor(thing.measures.parts ?? 10)): Piece {
  const pin: Thing = { ...elementOf(thing, { mass: 1.5 }), kind: 'pins' };
  const spots: Spot[] = [];
  for (let level = 0; spots.length < count; level++)
    for (let i = 0; i <= level && spots.length < count; i++)
      spots.push({ x: level * 0.26, y: (i - level / 2) * 0.3, z: 0 });
  return piece(placed(pin, names, spots), {
    left: 0.06,
    right: spots.at(-1)!.x + 0.06,
    top: 0.38,
    body: undefined,
  });
}

export function bowling(thing: Thing, names: Names): Piece {
  const pieceOfPins = pins({ ...thing, measures: {} }, names, 10);
  const ball: Thing = {
    kind: 'ball',
    count: 1,
    isCounted: true,
    measures: { radius: 0.11, mass: thing.measures.mass ?? 6, speed: thing.measures.speed ?? 7 },
    heading: 'forward',
    fixed: false,
    from: 0,
    to: 0,
    color: 'blue',
  };
  const name = names.take('ball');
  const thrown = shifted(solidPiece(ball, name).parts, [-3, 0, 0]);
  return piece(joined([pieceOfPins.parts, thrown]), { left: 3.2, right: 1, top: 0.4, body: name });
}

/** Fifteen balls in a triangle on a table with rails, and the cue ball. */
export function billiards(thing: Thing, names: Names): Piece {
  const radius = 0.03;
  const ball = (color: string, speed?: number): Thing => ({
    kind: 'ball',
    count: 1,
    isCounted: true,
    measures: { radius, mass: 0.17, friction: 0.2, bounce: 0.9, ...(speed === undefined ? {} : { speed }) },
    heading: 'forward',
    fixed: false,
    from: 0,
    to: 0,
    color,
  });
  const spots: Spot[] = [];
  for (let level = 0; level < 5; level++)
    for (let i = 0; i <= level; i++)
      spots.push({ x: 0.5 + level * 1.75 * radius, y: (i - level / 2) * 2.02 * radius, z: 0.7 });
  const rack = spots.map(({ x, y = 0, z }, i) =>
    shifted(solidPiece(ball(i % 2 ? 'red' : 'yellow'), names.take('ball')).parts, [x, y, z]),
  );
  const cue = shifted(
    solidPiece(ball('white', thing.measures.speed ?? 3), names.take('cue ball')).parts,
    [-0.6, 0.004, 0.7],
  );
  const parts = joined([...rack, cue]);
  const cloth: [number, number, number, number] = [0.1, 0.45, 0.3, 1];
  parts.geoms.push({ shape: 'box', size: [2.3, 1.2, 0.1], pos: [0, 0, 0.65], color: cloth, friction: 0.2 });
  for (const y of [-0.6, 0.6])
    parts.geoms.push({ shape: 'box', size: [2.4, 0.06, 0.16], pos: [0, y, 0.68], bounce: 0.8 });
  for (const x of [-1.17, 1.17])
    parts.geoms.push({ shape: 'box', size: [0.06, 1.2, 0.16], pos: [x, 0, 0.68], bounce: 0.8 });
  return piece(parts, { left: 1.2, top: 0.76, body: undefined });
}
