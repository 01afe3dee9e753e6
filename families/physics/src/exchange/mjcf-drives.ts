// Actuators, sensors, tendons, equalities and chosen contacts of MJCF as parts of a spec.

import type { PhysicsInput } from '../document.ts';
import { sensorFacts, type SensorType } from '../spec/sensor.ts';
import { Attributes, given } from './mjcf-attributes.ts';
import { softness, type MjcfContext } from './mjcf-bodies.ts';
import type { XmlElement } from './xml-reader.ts';

type Many<Key extends keyof PhysicsInput> =
  NonNullable<PhysicsInput[Key]> extends readonly (infer One)[] ? One : never;
type Polynomial = [number, number, number, number, number];

/** Elements are checked against the schema of a spec at the end, so that what is read here may be of any kind. */
function loosely(value: object): never {
  return given(value) as never;
}

const sensorTypes = new Map(
  Object.entries(sensorFacts).map(([type, { element }]) => [element, type as SensorType]),
);
/** MJCF calls the frame of a body xbody, and the frame of its inertia body. */
const kinds: Readonly<Record<string, string>> = {
  xbody: 'body',
  body: 'inertial',
  geom: 'geom',
  site: 'site',
  camera: 'camera',
};
const actuatorTags = [
  'general',
  'motor',
  'position',
  'velocity',
  'intvelocity',
  'damper',
  'cylinder',
  'muscle',
];

export class DriveReader {
  readonly #context: MjcfContext;

  constructor(context: MjcfContext) {
    this.#context = context;
  }

  #attributes(element: XmlElement, tag = element.tag): Attributes {
    const { defaults, notes } = this.#context;
    return new Attributes(element, defaults.attributes(element, undefined, tag), notes);
  }

  #leftOver(element: XmlElement): void {
    for (const child of element.children)
      this.#context.notes.obstacle(child.line, `<${child.tag}> in <${element.tag}>`);
  }

  actuator(element: XmlElement, index: number): Many<'actuators'> {
    // The shortcuts share one record of defaults in the engine: what one says would count for the others.
    const others = actuatorTags.filter((tag) => tag !== element.tag);
    if (this.#context.defaults.mentions(others))
      this.#context.notes.obstacle(element.line, `<${element.tag}> under defaults of other actuators`);
    const attributes = this.#attributes(element);
    const { autolimits } = this.#context;
    const common = {
      name: attributes.text('name') ?? `actuator ${index + 1}`,
      joint: attributes.text('joint'),
      jointInParent: attributes.text('jointinparent'),
      tendon: attributes.text('tendon'),
      site: attributes.text('site'),
      refSite: attributes.text('refsite'),
      crankSite: attributes.text('cranksite'),
      sliderSite: attributes.text('slidersite'),
      crankLength: attributes.number('cranklength'),
      gear: attributes.numbers('gear'),
      controlRange: attributes.range('ctrlrange', 'ctrllimited', autolimits),
      forceRange: attributes.range('forcerange', 'forcelimited', autolimits),
      lengthRange: attributes.range('lengthrange', 'lengthlimited', true),
    };
    const own = this.#actuatorKind(element.tag, attributes);
    attributes.lose('group', 'user');
    attributes.close();
    this.#leftOver(element);
    return loosely({ ...common, ...own });
  }

  #actuatorKind(tag: string, attributes: Attributes): object {
    const damping = (): object => ({
      damping: attributes.number('kv'),
      dampingRatio: attributes.number('dampratio'),
    });
    const actuation = (): object => ({
      actuationRange: attributes.range('actrange', 'actlimited', this.#context.autolimits),
    });
    switch (tag) {
      case 'motor':
        return { type: 'motor' };
      case 'position':
        return {
          type: 'position',
          gain: attributes.number('kp'),
          ...damping(),
          timeConstant: attributes.number('timeconst'),
        };
      case 'velocity':
        return { type: 'velocity', gain: attributes.number('kv') };
      case 'intvelocity':
        return { type: 'integrated-velocity', gain: attributes.number('kp'), ...damping(), ...actuation() };
      case 'damper':
        return { type: 'damper', gain: attributes.number('kv') };
      case 'cylinder':
        return {
          type: 'cylinder',
          timeConstant: attributes.number('timeconst'),
          area: attributes.number('area'),
          bias: attributes.vector('bias'),
        };
      case 'muscle':
        return {
          type: 'muscle',
          timeConstants: attributes.numbers('timeconst'),
          force: attributes.number('force'),
          scale: attributes.number('scale'),
          operatingRange: attributes.numbers('range'),
        };
      case 'dcmotor':
        return {
          type: 'dc-motor',
          motorConstant: attributes.number('motorconst'),
          resistance: attributes.number('resistance'),
        };
      case 'adhesion':
        return { type: 'adhesion', body: attributes.text('body'), gain: attributes.number('gain') };
      case 'general':
        return {
          type: 'general',
          dynamics: attributes.text('dyntype'),
          gainType: attributes.text('gaintype'),
          biasType: attributes.text('biastype'),
          dynamicsParameters: attributes.numbers('dynprm'),
          gainParameters: attributes.numbers('gainprm'),
          biasParameters: attributes.numbers('biasprm'),
          ...actuation(),
        };
      default:
        attributes.obstacle('as an actuator');
        return {};
    }
  }

  sensor(element: XmlElement, index: number): Many<'sensors'> {
    const attributes = this.#attributes(element);
    const type = sensorTypes.get(element.tag);
    if (type === undefined) attributes.obstacle('as a sensor');
    const read = {
      type,
      name: attributes.text('name') ?? `${element.tag} ${index + 1}`,
      cutoff: attributes.number('cutoff'),
      site: attributes.text('site'),
      joint: attributes.text('joint'),
      tendon: attributes.text('tendon'),
      actuator: attributes.text('actuator'),
      camera: attributes.text('camera'),
      body: attributes.text('body'),
      geom1: attributes.text('geom1'),
      geom2: attributes.text('geom2'),
      body1: attributes.text('body1'),
      body2: attributes.text('body2'),
      of: kinds[attributes.text('objtype') ?? ''],
      object: attributes.text('objname'),
    };
    const [of, object] = [kinds[attributes.text('reftype') ?? ''], attributes.text('refname')];
    const relativeTo = object === undefined ? undefined : { of, object };
    // the engine keeps the noise of a sensor for others to use, and adds none
    attributes.lose('noise', 'user');
    attributes.close();
    return loosely({ ...read, relativeTo });
  }

  tendon(element: XmlElement, index: number): Many<'tendons'> {
    const attributes = this.#attributes(element, 'tendon');
    const lengths = attributes.numbers('springlength');
    const common = {
      type: element.tag,
      name: attributes.text('name') ?? `tendon ${index + 1}`,
      stiffness: attributes.number('stiffness'),
      damping: attributes.number('damping'),
      // a length of -1 is the length at the start
      springLength: lengths?.length === 1 ? (lengths[0] === -1 ? undefined : lengths[0]) : lengths,
      range: attributes.range('range', 'limited', this.#context.autolimits),
      frictionLoss: attributes.number('frictionloss'),
      armature: attributes.number('armature'),
      width: attributes.number('width'),
      color: attributes.filled('rgba', [0.5, 0.5, 0.5, 1] as [number, number, number, number]),
    };
    attributes.lose('group', 'material', 'user');
    attributes.close();
    if (element.tag === 'fixed')
      return loosely({ ...common, joints: element.children.map((child) => this.#share(child)) });
    return loosely({ ...common, path: element.children.map((child) => this.#passage(child)) });
  }

  #share(element: XmlElement): object {
    const attributes = new Attributes(element, element.attributes, this.#context.notes);
    const share = { joint: attributes.text('joint'), factor: attributes.number('coef') };
    attributes.close();
    return given(share);
  }

  #passage(element: XmlElement): object {
    const attributes = new Attributes(element, element.attributes, this.#context.notes);
    const passage = {
      site: element.tag === 'site' ? attributes.text('site') : undefined,
      geom: attributes.text('geom'),
      side: attributes.text('sidesite'),
      pulley: attributes.number('divisor'),
    };
    attributes.close();
    return given(passage);
  }

  equality(element: XmlElement): Many<'equalities'> {
    const attributes = this.#attributes(element, 'equality');
    const active = attributes.text('active');
    const pose = attributes.filled('relpose', [0, 1, 0, 0, 0, 0, 0]);
    // the engine takes a turn of nothing for a pose as at the start
    const isPosed = pose?.slice(3).some((value) => value !== 0) === true;
    if (element.tag === 'weld' && attributes.numbers('anchor')?.some((value) => value !== 0) === true)
      attributes.obstacle('with an anchor');
    const read = {
      type: element.tag,
      name: attributes.text('name'),
      active: active === undefined ? undefined : active === 'true',
      ...softness(attributes),
      body1: attributes.text('body1'),
      body2: attributes.text('body2'),
      anchor: element.tag === 'connect' ? attributes.vector('anchor') : undefined,
      pos: isPosed ? pose.slice(0, 3) : undefined,
      quat: isPosed ? pose.slice(3) : undefined,
      torqueScale: attributes.number('torquescale'),
      joint1: attributes.text('joint1'),
      joint2: attributes.text('joint2'),
      tendon1: attributes.text('tendon1'),
      tendon2: attributes.text('tendon2'),
      polynomial: attributes.filled('polycoef', [0, 1, 0, 0, 0] as Polynomial),
    };
    attributes.close();
    return loosely(read);
  }

  pair(element: XmlElement): Many<'contacts'> {
    const attributes = this.#attributes(element);
    const read = {
      name: attributes.text('name'),
      geom1: attributes.text('geom1'),
      geom2: attributes.text('geom2'),
      contactDimensions: attributes.number('condim'),
      friction: attributes.filled('friction', [1, 1, 0.005, 0.0001, 0.0001] as Polynomial),
      ...softness(attributes),
      margin: attributes.number('margin'),
      gap: attributes.number('gap'),
    };
    attributes.close();
    return loosely(read);
  }

  exclude(element: XmlElement): Many<'excludes'> {
    const attributes = this.#attributes(element);
    const read = { body1: attributes.text('body1') ?? '', body2: attributes.text('body2') ?? '' };
    attributes.lose('name');
    attributes.close();
    return read;
  }
}
