// Tendons, springs, ropes, equalities and chosen contacts as MJCF. Springs, ropes and distances become tendons.

import type { PhysicsSpec } from '../document.ts';
import type { Anchor, Equality, Tendon } from '../spec/connection.ts';
import type { Site } from '../spec/shape.ts';
import type { Units } from '../units.ts';
import { element } from './xml.ts';

/** Name of the tendon of a distance. */
export const distanceName = (equality: Equality, index: number): string =>
  equality.name ?? `distance.${index}`;

/** Sites that springs and ropes need, by body; the world is ''. */
export function anchorSites({ springs, ropes }: PhysicsSpec): ReadonlyMap<string, readonly Site[]> {
  const sites = new Map<string, Site[]>();
  const add = (name: string, { body = '', pos }: Anchor): void => {
    sites.set(body, [...(sites.get(body) ?? []), { name, pos }]);
  };
  for (const { name, from, to } of [...springs, ...ropes]) {
    add(`${name}.from`, from);
    add(`${name}.to`, to);
  }
  return sites;
}

function between(from: string, to: string): readonly string[] {
  return [element('site', { site: from }), element('site', { site: to })];
}

function tendonElement(tendon: Tendon, units: Units): string {
  const attributes = {
    name: tendon.name,
    range: units.lengths(tendon.range),
    stiffness: tendon.stiffness,
    damping: tendon.damping,
    springlength: units.lengths(
      typeof tendon.springLength === 'number' ? [tendon.springLength] : tendon.springLength,
    ),
    frictionloss: tendon.frictionLoss,
    armature: tendon.armature,
  };
  if (tendon.type === 'fixed')
    return element(
      'fixed',
      attributes,
      tendon.joints.map(({ joint, factor }) => element('joint', { joint, coef: factor })),
    );
  const path = tendon.path.map((passage) => {
    if ('site' in passage) return element('site', { site: passage.site });
    if ('geom' in passage) return element('geom', { geom: passage.geom, sidesite: passage.side });
    return element('pulley', { divisor: passage.pulley });
  });
  return element('spatial', { ...attributes, width: units.length(tendon.width), rgba: tendon.color }, path);
}

export function tendonElements(spec: PhysicsSpec, units: Units): readonly string[] {
  const distances = spec.equalities.flatMap((equality, index) =>
    equality.type === 'distance'
      ? [element('spatial', { name: distanceName(equality, index) }, between(equality.site1, equality.site2))]
      : [],
  );
  return [
    ...spec.tendons.map((tendon) => tendonElement(tendon, units)),
    ...spec.springs.map(({ name, stiffness, damping, length }) =>
      element(
        'spatial',
        { name, stiffness, damping, springlength: units.length(length) },
        between(`${name}.from`, `${name}.to`),
      ),
    ),
    ...spec.ropes.map(({ name, length }) =>
      element('spatial', { name, range: [0, units.length(length)] }, between(`${name}.from`, `${name}.to`)),
    ),
    ...distances,
  ];
}

function equalityElement(equality: Equality, index: number, units: Units): string {
  const { name, active, solref, solimp } = equality;
  const common = { name, active, solref, solimp };
  switch (equality.type) {
    case 'connect':
      return element('connect', {
        ...common,
        body1: equality.body1,
        body2: equality.body2,
        anchor: units.lengths(equality.anchor),
      });
    case 'weld': {
      const { pos, quat } = equality;
      return element('weld', {
        ...common,
        body1: equality.body1,
        body2: equality.body2,
        relpose: pos === undefined ? undefined : [...units.lengths(pos), ...(quat ?? [1, 0, 0, 0])],
        torquescale: equality.torqueScale,
      });
    }
    case 'joint':
      return element('joint', {
        ...common,
        joint1: equality.joint1,
        joint2: equality.joint2,
        polycoef: equality.polynomial,
      });
    case 'tendon':
      return element('tendon', {
        ...common,
        tendon1: equality.tendon1,
        tendon2: equality.tendon2,
        polycoef: equality.polynomial,
      });
    case 'distance':
      return element('tendon', { ...common, tendon1: distanceName(equality, index) });
  }
}

export function equalityElements(spec: PhysicsSpec, units: Units): readonly string[] {
  return spec.equalities.map((equality, index) => equalityElement(equality, index, units));
}

export function contactElements({ contacts, excludes }: PhysicsSpec, units: Units): readonly string[] {
  return [
    ...contacts.map((pair) =>
      element('pair', {
        name: pair.name,
        geom1: pair.geom1,
        geom2: pair.geom2,
        condim: pair.contactDimensions,
        friction: pair.friction,
        solref: pair.solref,
        solimp: pair.solimp,
        margin: units.length(pair.margin),
        gap: units.length(pair.gap),
      }),
    ),
    ...excludes.map(({ body1, body2 }) => element('exclude', { body1, body2 })),
  ];
}
