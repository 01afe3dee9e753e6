// Mechanisms that pass motion on: four-bar linkage, slider-crank, pulley, spring and mass.

import { block, hinge, hook, rod, type Point3 } from './pendulums.ts';
import { noParts, piece, type Piece } from './piece.ts';
import type { Thing } from './scene.ts';
import { substanceOf } from './solids.ts';

const orange: [number, number, number, number] = [0.95, 0.55, 0.15, 1];
const blue: [number, number, number, number] = [0.2, 0.42, 0.85, 1];

/** Ground link 1, crank 0.3, coupler 0.9, rocker 0.7; the loop closes at the start (law of cosines). */
export function fourBar(thing: Thing, name: string): Piece {
  const scale = (thing.measures.length ?? 1) * (thing.measures.scale ?? 1);
  const [ground, crank, coupler, rocker] = [scale, 0.3 * scale, 0.9 * scale, 0.7 * scale];
  const height = 0.5 * scale + 0.1;
  // The crank stands up: the diagonal runs from its tip to the foot of the rocker.
  const diagonal = Math.sqrt(ground * ground + crank * crank);
  const along = (coupler * coupler - rocker * rocker + diagonal * diagonal) / (2 * diagonal);
  const off = Math.sqrt(coupler * coupler - along * along);
  const [dx, dz] = [ground / diagonal, -crank / diagonal];
  const tip: Point3 = [along * dx - off * dz, 0, along * dz + off * dx];
  const parts = noParts();
  const bar = { collides: false, mass: 0.3, ...substanceOf(thing) };
  parts.bodies.push(
    {
      name: `${name} crank`,
      pos: [-ground / 2, 0, height],
      joints: [hinge(`${name} drive`, { damping: 0.02, velocity: thing.measures.spin ?? 0 })],
      geoms: [rod([0, 0, 0], [0, 0, crank], 0.025, { ...bar, color: orange })],
      bodies: [
        {
          name: `${name} coupler`,
          pos: [0, 0, crank],
          joints: [hinge(`${name} knee`)],
          geoms: [rod([0, 0, 0], tip, 0.02, bar)],
        },
      ],
    },
    {
      name: `${name} rocker`,
      pos: [ground / 2, 0, height],
      joints: [hinge(`${name} foot`)],
      geoms: [rod([0, 0, 0], [tip[0] - ground, 0, tip[2] + crank], 0.025, { ...bar, color: blue })],
    },
  );
  parts.geoms.push(hook([-ground / 2, 0, height]), hook([ground / 2, 0, height]));
  parts.equalities.push({ type: 'connect', body1: `${name} coupler`, body2: `${name} rocker`, anchor: tip });
  parts.actuators.push({
    type: 'velocity',
    name: `${name} motor`,
    joint: `${name} drive`,
    gain: 2,
    controlRange: [-20, 20],
    control: 3,
  });
  return piece(parts, { left: ground, top: height + scale, body: `${name} coupler` });
}

/** A crank turns, a piston slides along x. */
export function sliderCrank(thing: Thing, name: string): Piece {
  const scale = (thing.measures.length ?? 1) * (thing.measures.scale ?? 1);
  const [crank, connecting] = [0.25 * scale, 0.7 * scale];
  const reach = Math.sqrt(connecting * connecting - crank * crank);
  const height = crank + 0.25;
  const look = { collides: false, ...substanceOf(thing) };
  const parts = noParts();
  parts.bodies.push(
    {
      name: `${name} crank`,
      pos: [-reach / 2, 0, height],
      joints: [hinge(`${name} drive`, { damping: 0.02, velocity: thing.measures.spin ?? 0 })],
      geoms: [rod([0, 0, 0], [0, 0, crank], 0.03, { ...look, mass: 0.4, color: orange })],
      bodies: [
        {
          name: `${name} rod`,
          pos: [0, 0, crank],
          joints: [hinge(`${name} pin`)],
          geoms: [rod([0, 0, 0], [reach, 0, -crank], 0.02, { ...look, mass: 0.3 })],
        },
      ],
    },
    {
      name: `${name} piston`,
      pos: [reach / 2, 0, height],
      joints: [{ type: 'slide', name: `${name} bore`, axis: [1, 0, 0], damping: 0.2 }],
      geoms: [block([0.2, 0.2, 0.2], [0, 0, 0], { ...look, mass: 0.6, color: blue })],
    },
  );
  parts.equalities.push({
    type: 'connect',
    body1: `${name} rod`,
    body2: `${name} piston`,
    anchor: [reach, 0, -crank],
  });
  parts.actuators.push({
    type: 'velocity',
    name: `${name} motor`,
    joint: `${name} drive`,
    gain: 2,
    controlRange: [-30, 30],
    control: 6,
  });
  parts.geoms.push(hook([-reach / 2, 0, height]));
  return piece(parts, { left: reach, top: 2 * height, body: `${name} piston` });
}

/** Two loads over a wheel: the heavier one goes down. */
export function pulley(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const height = m.height ?? 2.2;
  const radius = m.radius ?? 0.2;
  const mass = m.mass ?? 1;
  const parts = noParts();
  const sides: readonly [string, number, number][] = [
    ['left', -1, mass],
    ['right', 1, 2 * mass],
  ];
  for (const [side, sign, weight] of sides) {
    parts.bodies.push({
      name: `${name} ${side} load`,
      pos: [sign * radius, 0, height * 0.5],
      joints: [{ type: 'slide', name: `${name} ${side}`, axis: [0, 0, 1], damping: 0.02 }],
      geoms: [
        block([0.2, 0.2, 0.2], [0, 0, 0], {
          mass: weight,
          ...substanceOf(thing),
          color: sign < 0 ? blue : orange,
        }),
      ],
      sites: [{ name: `${name} ${side} eye`, pos: [0, 0, 0.1] }],
    });
    parts.sites.push({ name: `${name} ${side} edge`, pos: [sign * radius, 0, height] });
  }
  parts.sites.push({ name: `${name} crown`, pos: [0, 0, height + radius] });
  parts.geoms.push({
    shape: 'cylinder',
    name: `${name} wheel`,
    radius,
    length: 0.06,
    pos: [0, 0, height],
    euler: [Math.PI / 2, 0, 0],
    collides: false,
  });
  parts.tendons.push({
    type: 'spatial',
    name: `${name} rope`,
    path: [
      { site: `${name} left eye` },
      { geom: `${name} wheel`, side: `${name} crown` },
      { site: `${name} right eye` },
    ],
    range: [0, height - 0.2 + Math.PI * radius],
    width: 0.01,
  });
  return piece(parts, { left: radius + 0.15, top: height + radius, body: `${name} right load` });
}

/** A load on a spring that slides along one line: up and down, or along the floor. */
export function oscillator(thing: Thing, name: string): Piece {
  const { measures: m } = thing;
  const isFlat = thing.heading === 'back';
  const mass = m.mass ?? 1;
  const size = m.size ?? 0.2;
  const length = m.length ?? 0.6;
  const top = 1.8;
  const parts = noParts();
  parts.bodies.push({
    name,
    pos: isFlat ? [0, 0, size / 2] : [0, 0, top - length - size / 2],
    joints: [
      {
        type: 'slide',
        name: `${name} slide`,
        axis: isFlat ? [1, 0, 0] : [0, 0, 1],
        damping: m.damping ?? 0,
        position: isFlat ? 0.2 : 0,
      },
    ],
    geoms: [block([size, size, size], [0, 0, 0], { ...substanceOf(thing), mass, collides: false })],
  });
  parts.springs.push({
    name: `${name} spring`,
    from: { pos: isFlat ? [-length - size / 2, 0, size / 2] : [0, 0, top] },
    to: { body: name, pos: isFlat ? [-size / 2, 0, 0] : [0, 0, size / 2] },
    stiffness: m.stiffness ?? 40 * mass,
    length,
  });
  parts.geoms.push(isFlat ? block([0.05, 0.4, 0.5], [-length - size / 2, 0, 0.25]) : hook([0, 0, top]));
  return piece(parts, { left: length + size, right: 0.6, top, body: name });
}
