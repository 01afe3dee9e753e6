// Every noun as a piece of a world.

import {
  chain,
  cartPole,
  cradle,
  bridge,
  gyroscope,
  invertedPendulum,
  pendulum,
  sphericalPendulum,
  swing,
  top,
  torsionPendulum,
  wreckingBall,
} from './pendulums.ts';
import { balance, catapult, elevator, gripper, robotArm, seeSaw, turning } from './machines.ts';
import { fourBar, oscillator, pulley, sliderCrank } from './linkages.ts';
import { bicycle, car } from './vehicles.ts';
import { humanoid, legged } from './creatures.ts';
import { billiards, bowling, brickWall, dominoes, pile, pins, pyramid, row, tower } from './heaps.ts';
import type { Names, Piece } from './piece.ts';
import type { Thing } from './scene.ts';
import { fixturePiece, isSolid, rampPiece, solidPiece } from './solids.ts';

type Build = (thing: Thing, name: string, names: Names) => Piece;

const links =
  (otherwise: number): Build =>
  (thing, name) =>
    pendulum(thing, name, Math.max(1, Math.min(20, Math.floor(thing.measures.parts ?? otherwise))));

/** Builders by kind; solids are not listed. */
const builders: Readonly<Record<string, Build>> = {
  ramp: rampPiece,
  table: fixturePiece,
  wall: (thing, name, names) =>
    thing.element === undefined ? fixturePiece(thing, name) : brickWall(thing, names),
  pendulum: links(1),
  'double pendulum': links(2),
  'triple pendulum': links(3),
  'spherical pendulum': sphericalPendulum,
  'torsion pendulum': torsionPendulum,
  'inverted pendulum': invertedPendulum,
  'cart-pole': cartPole,
  cart: (thing, name) => car(thing, name, false),
  chain: chain,
  dominoes: (thing, _, names) => dominoes(thing, names),
  cradle: cradle,
  catapult: catapult,
  'four-bar linkage': fourBar,
  'slider-crank': sliderCrank,
  pulley: pulley,
  oscillator: oscillator,
  'robot arm': robotArm,
  gripper: gripper,
  car: (thing, name) => car(thing, name, true),
  bicycle: bicycle,
  humanoid: humanoid,
  quadruped: (thing, name) => legged(thing, name, 4),
  hexapod: (thing, name) => legged(thing, name, 6),
  tower: (thing, _, names) => tower(thing, names),
  pile: (thing, _, names) => pile(thing, names),
  row: (thing, _, names) =>
    thing.element?.kind === 'dominoes'
      ? dominoes({ ...thing, measures: { ...thing.element.measures, ...thing.measures } }, names)
      : row(thing, names),
  pyramid: (thing, _, names) => pyramid(thing, names),
  'brick wall': (thing, _, names) => brickWall(thing, names),
  bowling: (thing, _, names) => bowling(thing, names),
  pins: (thing, _, names) => pins(thing, names),
  billiards: (thing, _, names) => billiards(thing, names),
  'see-saw': seeSaw,
  gyroscope: gyroscope,
  top: top,
  bridge: bridge,
  'wrecking ball': wreckingBall,
  windmill: turning,
  flywheel: turning,
  door: turning,
  swing: swing,
  mobile: balance,
  elevator: elevator,
};

/** Kinds of mechanism and heap a sentence can name. */
export const mechanisms: readonly string[] = Object.keys(builders);

/** @param called what its body is to be called where that is free; its kind otherwise */
export function pieceOf(thing: Thing, names: Names, lying = false, called = thing.kind): Piece {
  const build = builders[thing.kind];
  if (build === undefined || isSolid(thing.kind)) return solidPiece(thing, names.take(called), lying);
  const isHeap =
    /^(dominoes|tower|pile|row|pyramid|brick wall|bowling|pins|billiards)$/.test(thing.kind) ||
    (thing.kind === 'wall' && thing.element !== undefined);
  return build(thing, isHeap ? '' : names.take(called), names);
}
