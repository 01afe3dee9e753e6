// Which names a spec gives, by kind: found once, then asked by everything that refers to one.

import { distanceName } from '../mjcf/connections.ts';
import { groundOf } from '../mjcf/compile.ts';
import type { PhysicsSpec } from '../document.ts';
import type { Layout } from '../layout.ts';
import type { Report } from './report.ts';

export type Kind =
  | 'body'
  | 'joint'
  | 'geom'
  | 'site'
  | 'camera'
  | 'light'
  | 'material'
  | 'mesh'
  | 'height field'
  | 'tendon'
  | 'equality'
  | 'contact'
  | 'actuator'
  | 'sensor'
  | 'key frame';

/** Names offered in a remedy. */
const offeredMost = 12;

export class Names {
  readonly #paths = new Map<Kind, Map<string, string>>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  /** Takes a name note, and complains when it is taken. */
  declare(kind: Kind, name: string | undefined, path: string): void {
    if (name === undefined) return;
    const known = this.#paths.get(kind) ?? new Map<string, string>();
    this.#paths.set(kind, known);
    const other = known.get(name);
    if (other !== undefined) {
      const message = `two ${kind}s are named "${name}"; the other is at /model${other}`;
      this.#report.add(path, 'repeated-name', message, 'Give each a name of its own.');
    } else known.set(name, path);
  }

  has(kind: Kind, name: string): boolean {
    return this.#paths.get(kind)?.has(name) === true;
  }

  /** Complains when nothing of the kind has the name; undefined asks for nothing. */
  refer(kind: Kind, name: string | undefined, path: string): void {
    if (name === undefined || this.has(kind, name)) return;
    const known = [...(this.#paths.get(kind)?.keys() ?? [])];
    const offered = known.slice(0, offeredMost).join(', ');
    const remedy = known.length === 0 ? `Add a ${kind} of this name.` : `Use one of: ${offered}.`;
    this.#report.add(path, 'unknown-name', `no ${kind} is named "${name}"`, remedy);
  }
}

/** Declares everything a spec names. */
export function namesOf(spec: PhysicsSpec, layout: Layout, report: Report): Names {
  const names = new Names(report);
  const each = (kind: Kind, things: readonly { readonly name?: string | undefined }[], path: string): void =>
    things.forEach(({ name }, index) => names.declare(kind, name, `${path}/${index}/name`));
  names.declare('body', 'world', '');
  each('material', spec.materials, '/materials');
  each('mesh', spec.meshes, '/meshes');
  each('height field', spec.heightFields, '/heightFields');
  for (const { name } of groundOf(spec)) names.declare('geom', name, '/ground');
  each('geom', spec.geoms, '/geoms');
  each('site', spec.sites, '/sites');
  each('camera', spec.cameras, '/cameras');
  each('light', spec.lights, '/lights');
  for (const { body, path } of layout.bodies) {
    names.declare('body', body.name, `${path}/name`);
    each('geom', body.geoms, `${path}/geoms`);
    each('site', body.sites, `${path}/sites`);
    each('camera', body.cameras, `${path}/cameras`);
    each('light', body.lights, `${path}/lights`);
  }
  for (const { name, path, joint } of layout.joints)
    names.declare('joint', name, joint.name === undefined ? path : `${path}/name`);
  for (const [key, ties] of [
    ['springs', spec.springs],
    ['ropes', spec.ropes],
  ] as const)
    ties.forEach(({ name }, index) => {
      names.declare('site', `${name}.from`, `/${key}/${index}/name`);
      names.declare('site', `${name}.to`, `/${key}/${index}/name`);
    });
  each('tendon', spec.tendons, '/tendons');
  each('tendon', spec.springs, '/springs');
  each('tendon', spec.ropes, '/ropes');
  spec.equalities.forEach((equality, index) => {
    if (equality.type === 'distance')
      names.declare('tendon', distanceName(equality, index), `/equalities/${index}`);
  });
  each('equality', spec.equalities, '/equalities');
  each('contact', spec.contacts, '/contacts');
  each('actuator', spec.actuators, '/actuators');
  each('sensor', spec.sensors, '/sensors');
  each('key frame', spec.keyframes, '/keyframes');
  return names;
}
