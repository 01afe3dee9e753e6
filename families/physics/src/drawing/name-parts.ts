// What the parts of a drawing are called in the world: as somebody said, else after their shapes, so that a sentence can speak of them.

import type { DrawnThing, DrawnWorld } from './drawn.ts';

const bodies: Partial<Record<DrawnThing['shape']['kind'], string>> = {
  circle: 'ball',
  ellipse: 'egg',
  box: 'box',
  triangle: 'wedge',
  polygon: 'block',
  line: 'rod',
};

function nounOf({ role, shape, name, id }: DrawnThing): string {
  const said = name?.trim() ?? '';
  if (said !== '') return said;
  if (role === 'body') return bodies[shape.kind] ?? 'wire';
  if (role === 'fixed') return shape.kind === 'box' ? 'wall' : 'ramp';
  return role === 'spring' || role === 'rope' ? role : id;
}

/** Names by id, each once: several balls are "ball 1", "ball 2". */
export function namesOf(parts: readonly DrawnThing[]): ReadonlyMap<string, string> {
  const nouns = parts.map(nounOf);
  const taken = new Set<string>(['ground']);
  return new Map(
    parts.map(({ id }, i) => {
      const noun = nouns[i]!;
      const isOne = nouns.filter((other) => other === noun).length === 1 && !taken.has(noun);
      const name = isOne ? noun : firstFree(noun, taken);
      taken.add(name);
      return [id, name];
    }),
  );
}

function firstFree(noun: string, taken: ReadonlySet<string>): string {
  let count = 1;
  while (taken.has(`${noun} ${count}`)) count += 1;
  return `${noun} ${count}`;
}

/** The same drawing with names in place of ids. */
export function named(drawing: DrawnWorld): DrawnWorld {
  const names = namesOf(drawing.parts);
  const nameOf = (id: string): string => names.get(id) ?? id;
  const end = (id: string | undefined) => (id === undefined ? undefined : nameOf(id));
  const push = <Push extends { readonly part: string }>(one: Push): Push => ({
    ...one,
    part: nameOf(one.part),
  });
  return {
    parts: drawing.parts.map((part) => ({ ...part, id: nameOf(part.id) })),
    links: drawing.links.map((link) => ({
      ...link,
      mark: nameOf(link.mark),
      a: end(link.a),
      b: end(link.b),
    })),
    velocities: drawing.velocities.map(push),
    forces: drawing.forces.map(push),
  };
}
