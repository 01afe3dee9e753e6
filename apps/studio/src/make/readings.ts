// What shapes and roles are called on this page, and which roles a shape can have.

import type { DrawnPart, Role, ShapeKind } from '@holdfast/sketch';

export const roleTitles: Readonly<Record<Role, string>> = {
  body: 'moves',
  fixed: 'stands still',
  ground: 'is the ground',
  hinge: 'is a hinge',
  weld: 'is a weld',
  spring: 'is a spring',
  rope: 'is a rope',
  velocity: 'is a speed',
  force: 'is a force',
  unread: 'is unclear',
};

export const shapeTitles: Readonly<Record<ShapeKind, string>> = {
  dot: 'dot',
  circle: 'circle',
  ellipse: 'ellipse',
  box: 'box',
  triangle: 'triangle',
  polygon: 'polygon',
  line: 'line',
  arrow: 'arrow',
  arc: 'arc',
  polyline: 'bent line',
  curve: 'curve',
  zigzag: 'zigzag',
  coil: 'coil',
  cross: 'cross',
  hatch: 'hatching',
  scribble: 'scribble',
};

const solid: readonly Role[] = ['body', 'fixed'];
const open: readonly Role[] = ['fixed', 'body', 'rope'];

const roles: Readonly<Record<ShapeKind, readonly Role[]>> = {
  dot: ['hinge', 'weld'],
  circle: ['body', 'fixed', 'hinge'],
  ellipse: solid,
  box: solid,
  triangle: solid,
  polygon: solid,
  line: ['fixed', 'body', 'ground', 'rope'],
  arrow: ['velocity', 'force'],
  arc: open,
  polyline: open,
  curve: open,
  zigzag: ['spring', 'rope', 'fixed'],
  coil: ['spring', 'rope', 'fixed'],
  cross: ['weld', 'hinge'],
  hatch: ['fixed'],
  scribble: ['unread', ...open],
};

export function rolesOf({ shape, role }: Pick<DrawnPart, 'shape' | 'role'>): readonly Role[] {
  const possible = roles[shape.kind];
  return possible.includes(role) ? possible : [role, ...possible];
}

const bodies: Partial<Record<ShapeKind, string>> = {
  circle: 'ball',
  ellipse: 'egg',
  box: 'box',
  triangle: 'wedge',
  polygon: 'block',
  line: 'rod',
};

/** A part in a word. */
function nounOf({ role, shape, name }: DrawnPart): string {
  if (name !== undefined && name !== '') return name;
  if (role === 'body') return bodies[shape.kind] ?? 'wire';
  if (role === 'fixed') return shape.kind === 'hatch' ? 'anchor' : shape.kind === 'box' ? 'wall' : 'ramp';
  if (role === 'velocity') return 'speed';
  return role === 'unread' ? '?' : role;
}

/** What parts are called, by their keys, as the world will call them: two balls are "ball 1" and "ball 2". */
export function titlesOf(
  parts: readonly (DrawnPart & { readonly key: number })[],
): ReadonlyMap<number, string> {
  const nouns = parts.map(nounOf);
  return new Map(
    parts.map(({ key }, i) => {
      const noun = nouns[i]!;
      const count = nouns.slice(0, i + 1).filter((other) => other === noun).length;
      return [key, nouns.indexOf(noun) === nouns.lastIndexOf(noun) ? noun : `${noun} ${count}`];
    }),
  );
}

/** How sure the reading is, as a whole percentage. */
export function percentOf({ readings }: DrawnPart): number {
  return Math.round(100 * (readings[0]?.confidence ?? 0));
}
