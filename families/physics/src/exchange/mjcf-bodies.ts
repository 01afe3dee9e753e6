// Bodies, joints, geoms, sites, cameras and lights of MJCF as parts of a spec. Lengths in m, angles in rad.

import { cos, sin } from '@holdfast/numerics';
import { fromEuler, upright } from '../rotation.ts';
import type { BodyInput } from '../spec/body.ts';
import type { Quaternion, Vector } from '../units.ts';
import { Attributes, given, type Notes } from './mjcf-attributes.ts';
import type { Defaults } from './mjcf-defaults.ts';
import type { XmlElement } from './xml-reader.ts';

type Many<Key extends keyof BodyInput> =
  NonNullable<BodyInput[Key]> extends readonly (infer One)[] ? One : never;
export type GeomInput = Many<'geoms'>;
type JointInput = Many<'joints'>;
type SiteInput = Many<'sites'>;
type CameraInput = Many<'cameras'>;
type LightInput = Many<'lights'>;

/** What a reader of bodies needs to know of the rest of a model. */
export interface MjcfContext {
  readonly defaults: Defaults;
  readonly notes: Notes;
  /** rad for each unit of angle. */
  readonly angle: number;
  readonly autolimits: boolean;
  /** Whether masses beside geoms count: not where everything is computed from the geoms. */
  readonly inertials: boolean;
  /** Whether something feels inside a site. */
  readonly touches: boolean;
}

interface Pieces {
  readonly geoms: GeomInput[];
  readonly sites: SiteInput[];
  readonly cameras: CameraInput[];
  readonly lights: LightInput[];
}

function length([x, y, z]: Vector): number {
  return Math.sqrt(x * x + y * y + z * z);
}

function cross([ax, ay, az]: Vector, [bx, by, bz]: Vector): Vector {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

function unit(vector: Vector): Vector {
  const size = length(vector);
  const [x, y, z] = vector;
  return size > 0 ? [x / size, y / size, z / size] : [0, 0, 1];
}

/** The turn by which the axes become these (Shepperd 1978). */
function fromAxes([xx, xy, xz]: Vector, [yx, yy, yz]: Vector): Quaternion {
  const [zx, zy, zz] = cross([xx, xy, xz], [yx, yy, yz]);
  const squares = [1 + xx + yy + zz, 1 + xx - yy - zz, 1 - xx + yy - zz, 1 - xx - yy + zz] as const;
  const largest = squares.indexOf(Math.max(...squares));
  const four = 2 * Math.sqrt(squares[largest]!);
  const products = [
    [four / 4, (yz - zy) / four, (zx - xz) / four, (xy - yx) / four],
    [(yz - zy) / four, four / 4, (xy + yx) / four, (zx + xz) / four],
    [(zx - xz) / four, (xy + yx) / four, four / 4, (yz + zy) / four],
    [(xy - yx) / four, (zx + xz) / four, (yz + zy) / four, four / 4],
  ] as const;
  return products[largest]!;
}

/** The shortest turn from the z axis. */
function fromZ(axis: Vector): Quaternion {
  const [x, y, z] = unit(axis);
  if (z < -1 + 1e-12) return [0, 1, 0, 0];
  const [w, s] = [Math.sqrt((1 + z) / 2), 1 / Math.sqrt(2 * (1 + z))];
  return [w, -y * s, x * s, 0];
}

function turn([x, y, z]: Vector, angle: number): Quaternion {
  const [ux, uy, uz] = unit([x, y, z]);
  const s = sin(angle / 2);
  return [cos(angle / 2), ux * s, uy * s, uz * s];
}

function orientation(attributes: Attributes, angle: number): [number, number, number, number] | undefined {
  const quat = attributes.filled('quat', upright);
  const euler = attributes.vector('euler');
  const axis = attributes.numbers('axisangle');
  const axes = attributes.numbers('xyaxes');
  const z = attributes.vector('zaxis');
  if (quat !== undefined) return [...quat] as [...Quaternion];
  if (euler !== undefined) {
    const [x, y, z] = euler;
    return [...fromEuler([x * angle, y * angle, z * angle])] as [...Quaternion];
  }
  if (axis !== undefined)
    return [...turn([axis[0] ?? 0, axis[1] ?? 0, axis[2] ?? 0], (axis[3] ?? 0) * angle)] as [...Quaternion];
  if (axes !== undefined) {
    const x = unit([axes[0] ?? 0, axes[1] ?? 0, axes[2] ?? 0]);
    const about: Vector = [axes[3] ?? 0, axes[4] ?? 0, axes[5] ?? 0];
    const along = x[0] * about[0] + x[1] * about[1] + x[2] * about[2];
    const y = unit([about[0] - along * x[0], about[1] - along * x[1], about[2] - along * x[2]]);
    return [...fromAxes(x, y)] as [...Quaternion];
  }
  return z === undefined ? undefined : ([...fromZ(z)] as [...Quaternion]);
}

const solimpDefault = [0.9, 0.95, 0.001, 0.5, 2] as const;
type Solimp = [number, number, number, number, number];

/** Softness of a constraint. */
export function softness(
  attributes: Attributes,
  solref = 'solref',
  solimp = 'solimp',
): { solref: [number, number] | undefined; solimp: Solimp | undefined } {
  return {
    solref: attributes.filled(solref, [0.02, 1] as [number, number]),
    solimp: attributes.filled(solimp, [...solimpDefault] as Solimp),
  };
}

export class BodyReader {
  readonly #context: MjcfContext;
  #bodies = 0;

  constructor(context: MjcfContext) {
    this.#context = context;
  }

  /** What is fixed to the world, and the bodies in it. */
  world(section: XmlElement): Pieces & { readonly bodies: BodyInput[] } {
    const found = this.#inside(section, undefined, 'world');
    if (found.joints.length > 0 || found.inertial !== undefined)
      this.#context.notes.obstacle(section.line, 'a joint or an inertial of the world');
    const { geoms, sites, cameras, lights, bodies } = found;
    return { geoms, sites, cameras, lights, bodies };
  }

  #attributes(element: XmlElement, inherited: string | undefined): Attributes {
    const { defaults, notes } = this.#context;
    return new Attributes(element, defaults.attributes(element, inherited), notes);
  }

  #body(element: XmlElement, inherited: string | undefined): BodyInput {
    this.#bodies += 1;
    const attributes = new Attributes(element, element.attributes, this.#context.notes);
    const name = attributes.text('name') ?? `body ${this.#bodies}`;
    const pos = attributes.vector('pos');
    const quat = orientation(attributes, this.#context.angle);
    const moved = attributes.text('mocap') === 'true' ? true : undefined;
    const weightless = attributes.number('gravcomp');
    attributes.lose('user');
    attributes.close();
    const inside = this.#inside(element, element.attributes.get('childclass') ?? inherited, name);
    return given({ name, pos, quat, moved, weightless, ...inside });
  }

  #inside(
    parent: XmlElement,
    inherited: string | undefined,
    body: string,
  ): Pieces & { joints: JointInput[]; bodies: BodyInput[]; inertial: BodyInput['inertial'] } {
    const found: Pieces & { joints: JointInput[]; bodies: BodyInput[] } = {
      joints: [],
      geoms: [],
      sites: [],
      cameras: [],
      lights: [],
      bodies: [],
    };
    let inertial: BodyInput['inertial'];
    for (const element of parent.children) {
      if (element.tag === 'body') found.bodies.push(this.#body(element, inherited));
      else if (element.tag === 'inertial') inertial = this.#inertial(element);
      else if (element.tag === 'freejoint') found.joints.push(this.#freeJoint(element));
      else if (element.tag === 'joint') found.joints.push(this.#joint(element, inherited));
      else if (element.tag === 'geom') found.geoms.push(this.#geom(element, inherited));
      else if (element.tag === 'site') found.sites.push(...this.#site(element, inherited));
      else if (element.tag === 'camera') found.cameras.push(...this.#camera(element, inherited));
      else if (element.tag === 'light') found.lights.push(this.#light(element, inherited));
      else this.#context.notes.obstacle(element.line, `<${element.tag}> in "${body}"`);
    }
    return { ...found, inertial: this.#context.inertials ? inertial : undefined };
  }

  #inertial(element: XmlElement): BodyInput['inertial'] {
    const attributes = this.#attributes(element, undefined);
    const read = given({
      mass: attributes.number('mass') ?? 0,
      pos: attributes.vector('pos'),
      quat: orientation(attributes, this.#context.angle),
      diagonal: attributes.vector('diaginertia'),
      full: attributes.filled('fullinertia', [0, 0, 0, 0, 0, 0] as [
        number,
        number,
        number,
        number,
        number,
        number,
      ]),
    });
    attributes.close();
    return read;
  }

  #freeJoint(element: XmlElement): JointInput {
    const attributes = new Attributes(element, element.attributes, this.#context.notes);
    const name = attributes.text('name');
    attributes.lose('group');
    attributes.close();
    return given({ type: 'free' as const, name });
  }

  #joint(element: XmlElement, inherited: string | undefined): JointInput {
    const { angle, autolimits } = this.#context;
    const attributes = this.#attributes(element, inherited);
    const type = attributes.text('type') ?? 'hinge';
    const scale = type === 'slide' ? 1 : angle;
    const ref = attributes.number('ref') ?? 0;
    if (ref !== 0) attributes.obstacle(`with ref ${ref}`);
    const damped = {
      name: attributes.text('name'),
      damping: attributes.number('damping'),
      armature: attributes.number('armature'),
      frictionLoss: attributes.number('frictionloss'),
    };
    const pos = attributes.vector('pos');
    const axis = attributes.vector('axis');
    const range = attributes.range('range', 'limited', autolimits);
    const stiffness = attributes.number('stiffness');
    const springPosition = attributes.number('springref');
    const forceRange = attributes.range('actuatorfrcrange', 'actuatorfrclimited', autolimits);
    const margin = attributes.number('margin');
    const { solref, solimp } = softness(attributes, 'solreflimit', 'solimplimit');
    attributes.lose('group', 'user');
    attributes.close();
    if (type === 'free') return given({ type: 'free' as const, ...damped });
    if (type === 'ball')
      return given({
        type: 'ball' as const,
        ...damped,
        pos,
        stiffness,
        range: range === undefined ? undefined : range[1] * scale,
      });
    return given({
      type: type === 'slide' ? ('slide' as const) : ('hinge' as const),
      ...damped,
      pos,
      axis,
      range: range === undefined ? undefined : ([range[0] * scale, range[1] * scale] as [number, number]),
      stiffness,
      springPosition: springPosition === undefined ? undefined : springPosition * scale,
      forceRange,
      margin,
      solref,
      solimp,
    });
  }

  #geom(element: XmlElement, inherited: string | undefined): GeomInput {
    const attributes = this.#attributes(element, inherited);
    const masks = [attributes.number('contype') ?? 1, attributes.number('conaffinity') ?? 1] as const;
    const friction = attributes.filled('friction', [1, 0.005, 0.0001] as [number, number, number]);
    const fluid = attributes.text('fluidshape');
    const mass = attributes.number('mass');
    const density = attributes.number('density');
    const common = {
      name: attributes.text('name'),
      pos: attributes.vector('pos'),
      quat: orientation(attributes, this.#context.angle),
      material: attributes.text('material'),
      mass,
      density: mass === undefined ? density : undefined,
      friction,
      ...softness(attributes),
      margin: attributes.number('margin'),
      gap: attributes.number('gap'),
      contactDimensions: attributes.number('condim') as 1 | 3 | 4 | 6 | undefined,
      collides: masks[0] === 0 && masks[1] === 0 ? false : undefined,
      group:
        (masks[0] === 1 && masks[1] === 1) || (masks[0] === 0 && masks[1] === 0)
          ? undefined
          : ([...masks] as [number, number]),
      priority: attributes.number('priority'),
      fluid: fluid === 'ellipsoid' ? true : undefined,
      color: attributes.filled('rgba', [0.5, 0.5, 0.5, 1] as [number, number, number, number]),
    };
    attributes.lose('group', 'user');
    const geom = given({ ...shapeOf(attributes), ...common }) as GeomInput;
    attributes.close();
    return geom;
  }

  /** Nothing can refer to a site without a name. */
  #site(element: XmlElement, inherited: string | undefined): readonly SiteInput[] {
    const attributes = this.#attributes(element, inherited);
    const name = attributes.text('name');
    const type = attributes.text('type') ?? 'sphere';
    const size = attributes.numbers('size');
    if (type !== 'sphere')
      if (this.#context.touches) attributes.obstacle(`of type ${type}, beside a sensor of touch,`);
      else this.#context.notes.loss(element.line, `type ${type} of <site>`);
    const site = {
      pos: attributes.vector('pos'),
      quat: orientation(attributes, this.#context.angle),
      radius: type === 'sphere' ? size?.[0] : undefined,
    };
    attributes.lose('rgba', 'material', 'group', 'user');
    attributes.close();
    return name === undefined ? [] : [given({ name, ...site })];
  }

  #camera(element: XmlElement, inherited: string | undefined): readonly CameraInput[] {
    const attributes = this.#attributes(element, inherited);
    const name = attributes.text('name');
    const camera = {
      pos: attributes.vector('pos'),
      quat: orientation(attributes, this.#context.angle),
      fieldOfView: attributes.number('fovy'),
      resolution: attributes.numbers('resolution') as [number, number] | undefined,
      follows: attributes.text('mode') as CameraInput['follows'],
      target: attributes.text('target'),
    };
    attributes.lose(
      'ipd',
      'user',
      'focal',
      'focalpixel',
      'principal',
      'principalpixel',
      'sensorsize',
      'orthographic',
    );
    attributes.close();
    if (name !== undefined) return [given({ name, ...camera })];
    this.#context.notes.loss(element.line, 'a camera without a name');
    return [];
  }

  #light(element: XmlElement, inherited: string | undefined): LightInput {
    const attributes = this.#attributes(element, inherited);
    const type = attributes.text('type');
    const light = given({
      name: attributes.text('name'),
      pos: attributes.vector('pos'),
      direction: attributes.vector('dir'),
      directional: type === 'directional' || attributes.text('directional') === 'true' ? true : undefined,
      color: attributes.vector('diffuse'),
      shadow: attributes.has('castshadow') ? attributes.text('castshadow') === 'true' : undefined,
    });
    attributes.lose('ambient', 'specular', 'attenuation', 'cutoff', 'exponent', 'mode', 'target', 'active');
    attributes.lose('intensity', 'range', 'bulbradius', 'texture', 'user');
    attributes.close();
    return light;
  }
}

/** Shape and sizes; MJCF gives halves of edges and lengths. */
function shapeOf(attributes: Attributes): object {
  const size = attributes.numbers('size') ?? [];
  const type = attributes.text('type') ?? 'sphere';
  const fromto = attributes.numbers('fromto');
  const mesh = attributes.text('mesh');
  const [a = 0, b = 0, c = 0] = size;
  if (fromto !== undefined && type !== 'capsule' && type !== 'cylinder') attributes.obstacle('with fromto');
  if (mesh !== undefined && type !== 'mesh') attributes.obstacle('fitted to a mesh');
  switch (type) {
    case 'plane':
      return { shape: 'plane', size: [a, b] };
    case 'sphere':
      return { shape: 'sphere', radius: a };
    case 'box':
      return { shape: 'box', size: [2 * a, 2 * b, 2 * c] };
    case 'ellipsoid':
      return { shape: 'ellipsoid', radii: [a, b, c] };
    case 'mesh':
      return { shape: 'mesh', mesh };
    case 'hfield':
      return { shape: 'heightField', heightField: attributes.text('hfield') };
    case 'capsule':
    case 'cylinder':
      return fromto === undefined
        ? { shape: type, radius: a, length: 2 * b }
        : { shape: type, radius: a, from: fromto.slice(0, 3), to: fromto.slice(3) };
    default:
      attributes.obstacle(`of type ${type}`);
      return {};
  }
}
