// URDF to a document: links become bodies, joints become joints, boxes, cylinders and spheres become geoms.
// What has no counterpart is left out and told; meshes are named with what is missing.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import type { PhysicsInput } from '../document.ts';
import { fromEuler, multiply } from '../rotation.ts';
import type { BodyInput } from '../spec/body.ts';
import type { Quaternion, Vector } from '../units.ts';
import { findFile, remedyOf, type ImportFolder } from './folder.ts';
import { endingOf, isMeshRead, MeshRefusal, readMesh } from './mesh-file.ts';
import { issueOf } from './parse-mjcf.ts';
import { numbersOf, readXml, XmlRefusal, type XmlElement } from './xml-reader.ts';

type GeomInput = NonNullable<BodyInput['geoms']>[number];
type JointInput = NonNullable<BodyInput['joints']>[number];
type EqualityInput = NonNullable<PhysicsInput['equalities']>[number];
type ActuatorInput = NonNullable<PhysicsInput['actuators']>[number];
type MeshInput = NonNullable<PhysicsInput['meshes']>[number];

interface Place {
  readonly pos: [number, number, number];
  readonly quat?: [number, number, number, number];
}

function first(element: XmlElement | undefined, tag: string): XmlElement | undefined {
  return element?.children.find((child) => child.tag === tag);
}

function all(element: XmlElement, tag: string): readonly XmlElement[] {
  return element.children.filter((child) => child.tag === tag);
}

function vectorOf(
  element: XmlElement | undefined,
  name: string,
  otherwise: Vector,
): [number, number, number] {
  const [x, y, z] = numbersOf(element, name) ?? [];
  return x === undefined || y === undefined || z === undefined ? [...otherwise] : [x, y, z];
}

function number(element: XmlElement | undefined, name: string): number | undefined {
  return numbersOf(element, name)?.[0];
}

/** Roll, pitch and yaw are turns about the fixed axes x, y, z: yaw is the outermost. */
function placeOf(element: XmlElement): Place {
  const origin = first(element, 'origin');
  const [roll, pitch, yaw] = vectorOf(origin, 'rpy', [0, 0, 0]);
  const turned = multiply(
    fromEuler([0, 0, yaw]),
    multiply(fromEuler([0, pitch, 0]), fromEuler([roll, 0, 0])),
  );
  const plain = roll === 0 && pitch === 0 && yaw === 0;
  return {
    pos: vectorOf(origin, 'xyz', [0, 0, 0]),
    ...(plain ? {} : { quat: [...turned] as [...Quaternion] }),
  };
}

/** Characters a name of ours may have. */
function clean(name: string): string {
  const kept = name.replaceAll(/[^A-Za-z0-9_.:/ -]/g, '_').slice(0, 70);
  return /^[A-Za-z0-9_]/.test(kept) ? kept : `_${kept}`;
}

class UrdfReader {
  readonly notices: Issue[] = [];
  /** Files that are there and broken. */
  readonly issues: Issue[] = [];
  readonly #robot: XmlElement;
  readonly #folder: ImportFolder | undefined;
  /** By file and scale. */
  readonly #meshes = new Map<string, MeshInput>();
  readonly #equalities: EqualityInput[] = [];
  readonly #actuators: ActuatorInput[] = [];

  constructor(robot: XmlElement, folder: ImportFolder | undefined) {
    this.#robot = robot;
    this.#folder = folder;
  }

  read(): PhysicsInput | Issue {
    const links = new Map(all(this.#robot, 'link').map((link) => [link.attributes.get('name') ?? '', link]));
    const joints = all(this.#robot, 'joint');
    const below = new Map<string, XmlElement[]>();
    const hung = new Set<string>();
    for (const joint of joints) {
      const parent = first(joint, 'parent')?.attributes.get('link') ?? '';
      const child = first(joint, 'child')?.attributes.get('link') ?? '';
      if (!links.has(parent) || !links.has(child))
        return this.#issue(
          'unknown-name',
          `line ${joint.line}: a joint names a link that is not there`,
          'Add the link.',
        );
      if (hung.has(child))
        return this.#issue('two-parents', `the link "${child}" hangs on two joints`, 'Use a tree.');
      hung.add(child);
      below.set(parent, [...(below.get(parent) ?? []), joint]);
    }
    const roots = [...links.keys()].filter((name) => !hung.has(name));
    if (roots.length === 0)
      return this.#issue('no-root', 'every link hangs on another one', 'Let one link hang on nothing.');
    const visit = (name: string, joint: XmlElement | undefined): BodyInput =>
      this.#body(
        name,
        links.get(name)!,
        joint,
        (below.get(name) ?? []).map((next) => visit(first(next, 'child')!.attributes.get('link')!, next)),
      );
    const bodies = roots.map((name) => visit(name, undefined));
    const meshes = this.#meshes.size === 0 ? {} : { meshes: [...this.#meshes.values()] };
    return { ...meshes, bodies, equalities: this.#equalities, actuators: this.#actuators };
  }

  #issue(code: string, message: string, remedy: string): Issue {
    return { path: '', code: `physics.${code}`, message, remedy };
  }

  #notice(
    element: XmlElement,
    message: string,
    remedy = 'Add it to the document by hand where it matters.',
  ): void {
    const { line } = element;
    this.notices.push({
      path: '/model',
      code: 'physics.left-out',
      message: `line ${line}: ${message}`,
      remedy,
      line,
    });
  }

  #body(name: string, link: XmlElement, joint: XmlElement | undefined, bodies: BodyInput[]): BodyInput {
    const collisions = all(link, 'collision').flatMap((element) => this.#geom(element, true));
    const visuals =
      collisions.length > 0 ? [] : all(link, 'visual').flatMap((element) => this.#geom(element, false));
    const inertial = this.#inertial(link);
    const moves = joint === undefined ? [] : this.#joint(joint);
    // Without an inertial a link has no mass; a moving one needs some.
    const massless = inertial === undefined && moves.length > 0 && collisions.length + visuals.length === 0;
    if (massless) this.#notice(link, `"${name}" has no mass; it is given 1 g`);
    return {
      name: clean(name),
      ...(joint === undefined ? {} : placeOf(joint)),
      joints: moves,
      geoms: [...collisions, ...visuals],
      ...(inertial === undefined ? {} : { inertial }),
      ...(massless ? { inertial: { mass: 0.001, diagonal: [1e-6, 1e-6, 1e-6] } } : {}),
      bodies,
    };
  }

  /** The last notice is about a file that is missing at a path. */
  #pointAt(file: string): void {
    const last = this.notices.pop();
    if (last !== undefined) this.notices.push({ ...last, file });
  }

  #inertial(link: XmlElement): BodyInput['inertial'] {
    const element = first(link, 'inertial');
    const mass = number(first(element, 'mass'), 'value') ?? 0;
    const inertia = first(element, 'inertia');
    if (element === undefined || mass <= 0 || inertia === undefined) return undefined;
    const [xx, yy, zz, xy, xz, yz] = ['ixx', 'iyy', 'izz', 'ixy', 'ixz', 'iyz'].map(
      (key) => number(inertia, key) ?? 0,
    );
    const { pos, quat } = placeOf(element);
    const turned = quat !== undefined;
    const crossed = xy !== 0 || xz !== 0 || yz !== 0;
    if (turned && crossed) this.#notice(element, 'products of inertia in a turned frame are left out');
    if (crossed && !turned) return { mass, pos, full: [xx!, yy!, zz!, xy!, xz!, yz!] };
    return { mass, pos, ...(turned ? { quat } : {}), diagonal: [xx!, yy!, zz!] };
  }

  #geom(element: XmlElement, collides: boolean): readonly GeomInput[] {
    const shape = first(element, 'geometry')?.children[0];
    const common = { ...placeOf(element), ...(collides ? {} : { collides: false }) };
    const radius = number(shape, 'radius') ?? 0;
    switch (shape?.tag ?? '') {
      case 'box':
        return [{ shape: 'box', size: vectorOf(shape, 'size', [0, 0, 0]), ...common }];
      case 'sphere':
        return [{ shape: 'sphere', radius, ...common }];
      case 'cylinder':
      case 'capsule':
        return [
          {
            shape: shape?.tag === 'capsule' ? 'capsule' : 'cylinder',
            radius,
            length: number(shape, 'length') ?? 0,
            ...common,
          },
        ];
      case 'mesh': {
        const mesh = this.#mesh(element, shape!);
        return mesh === undefined ? [] : [{ shape: 'mesh', mesh, ...common }];
      }
      default:
        this.#notice(element, 'a shape is left out');
        return [];
    }
  }

  /** Name of the mesh of a shape; undefined where it is left out. */
  #mesh(element: XmlElement, shape: XmlElement): string | undefined {
    const file = shape.attributes.get('filename') ?? '';
    const folder = this.#folder;
    const found = folder === undefined ? undefined : findFile(folder, file);
    if (folder === undefined || found?.found !== true) {
      const remedy = found?.found === false ? remedyOf(found) : 'Import the folder that holds it.';
      this.#notice(element, `the mesh "${file}" is missing and left out`, remedy);
      if (found?.found === false && !found.isOutside) this.#pointAt(found.path);
      return undefined;
    }
    if (!isMeshRead(file)) {
      const remedy = 'Convert it to STL or OBJ, name that file, and import again.';
      this.#notice(element, `the mesh "${file}" is left out: only STL and OBJ are read`, remedy);
      return undefined;
    }
    const scale = vectorOf(shape, 'scale', [1, 1, 1]);
    const key = `${found.path} ${scale.join(' ')}`;
    const known = this.#meshes.get(key);
    if (known !== undefined) return known.name;
    try {
      const { vertices, faces } = readMesh(found.path, found.bytes, folder.text);
      const plain = scale.every((factor) => factor === 1);
      const name = this.#meshName(found.path);
      this.#meshes.set(key, {
        name,
        vertices: [...vertices],
        faces: [...faces],
        ...(plain ? {} : { scale }),
      });
      return name;
    } catch (error) {
      if (!(error instanceof MeshRefusal)) throw error;
      const message = `line ${element.line}: the mesh "${file}" is not read: ${error.message}`;
      const remedy = 'Write it anew as STL or OBJ with a program for meshes.';
      this.issues.push({ path: '', code: 'physics.unreadable-mesh', message, remedy, line: element.line });
      return undefined;
    }
  }

  /** The name of the file, with a number where two files are called alike. */
  #meshName(path: string): string {
    const file = path.split('/').at(-1) ?? path;
    const name = clean(file.slice(0, file.length - endingOf(file).length));
    const taken = new Set([...this.#meshes.values()].map((mesh) => mesh.name));
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
    return free;
  }

  #joint(element: XmlElement): JointInput[] {
    const name = clean(element.attributes.get('name') ?? '');
    const type = element.attributes.get('type');
    const axis = vectorOf(first(element, 'axis'), 'xyz', [1, 0, 0]);
    const dynamics = first(element, 'dynamics');
    const damping = number(dynamics, 'damping');
    const frictionLoss = number(dynamics, 'friction');
    const resistance = {
      ...(damping === undefined ? {} : { damping }),
      ...(frictionLoss === undefined ? {} : { frictionLoss }),
    };
    if (type === 'fixed') return [];
    if (type === 'floating') {
      this.#notice(element, `"${name}" floats; only links without a parent may, so it is fixed`);
      return [];
    }
    if (type === 'planar') {
      this.#notice(element, `"${name}" is planar; it slides along x and y and turns about z`);
      return [
        { type: 'slide', name: `${name}.x`, axis: [1, 0, 0], ...resistance },
        { type: 'slide', name: `${name}.y`, axis: [0, 1, 0], ...resistance },
        { type: 'hinge', name: `${name}.turn`, axis: [0, 0, 1], ...resistance },
      ];
    }
    const limit = first(element, 'limit');
    const [low = 0, high = 0] = [number(limit, 'lower'), number(limit, 'upper')];
    const range = type === 'continuous' || !(low < high) ? {} : { range: [low, high] as [number, number] };
    this.#mimic(element, name);
    this.#drive(name, number(limit, 'effort'));
    return [{ type: type === 'prismatic' ? 'slide' : 'hinge', name, axis, ...range, ...resistance }];
  }

  #mimic(element: XmlElement, name: string): void {
    const mimic = first(element, 'mimic');
    const joint = mimic?.attributes.get('joint');
    if (joint === undefined) return;
    const polynomial = [number(mimic, 'offset') ?? 0, number(mimic, 'multiplier') ?? 1, 0, 0, 0];
    this.#equalities.push({
      type: 'joint',
      joint1: name,
      joint2: clean(joint),
      polynomial: polynomial as [number, number, number, number, number],
    });
  }

  /** A motor as strong as the limit of the effort, switched off. */
  #drive(joint: string, effort: number | undefined): void {
    if (effort === undefined || effort <= 0) return;
    this.#actuators.push({ name: joint, type: 'motor', joint, controlRange: [-effort, effort] });
  }
}

/** Reads a robot; notices tell what was left out. Its meshes come from the folder, where there is one. */
export function readUrdf(text: string, name: string, folder?: ImportFolder): Parsed<ModelDocument> {
  let robot: XmlElement;
  try {
    robot = readXml(text);
  } catch (error) {
    if (!(error instanceof XmlRefusal)) throw error;
    return { ok: false, issues: [issueOf(error, '')] };
  }
  if (robot.tag !== 'robot') {
    const message = `the root element is <${robot.tag.slice(0, 40)}>`;
    return {
      ok: false,
      issues: [{ path: '', code: 'physics.not-urdf', message, remedy: 'Begin with <robot>.' }],
    };
  }
  const reader = new UrdfReader(robot, folder);
  const model = reader.read();
  if ('code' in model) return { ok: false, issues: [model] };
  if (reader.issues.length > 0) return { ok: false, issues: reader.issues };
  const document: ModelDocument = {
    family: 'physics',
    version: 1,
    name: robot.attributes.get('name') ?? name,
    source: 'imported from URDF',
    model,
  };
  return { ok: true, spec: document, notices: reader.notices };
}
