// Raw MJCF to the facts of its world without the engine: names, joints, actuators and sensors in the engine's order.
// The engine counts them again when a simulation begins, and a difference is refused.

import type { Report } from '../check/report.ts';
import { caps } from '../check/check.ts';
import type { MjcfModel } from '../document.ts';
import type { ActuatorFacts, JointFacts, ReadingFacts, WorldFacts } from '../facts.ts';
import { jointSizes } from '../layout.ts';
import { sensorFacts } from '../spec/sensor.ts';
import { Defaults } from './mjcf-defaults.ts';
import { numbersOf, type XmlElement } from './xml-reader.ts';

/** Numbers and unit of a sensor by its element. */
const sensors = new Map(
  Object.values(sensorFacts).map(({ element, size, unit }) => [element, { size, unit }]),
);

interface Tree {
  readonly bodies: string[];
  readonly joints: JointFacts[];
  geoms: number;
  positions: number;
  velocities: number;
}

function children(root: XmlElement, tag: string): readonly XmlElement[] {
  return root.children.filter((child) => child.tag === tag).flatMap((section) => section.children);
}

function addJoint(
  tree: Tree,
  element: XmlElement,
  type: string,
  body: string,
  index: number,
  report: Report,
): void {
  if (!Object.hasOwn(jointSizes, type)) {
    report.add(
      '/mjcf',
      'unknown-joint',
      `line ${element.line}: there is no joint of type "${type}"`,
      'Use hinge, slide, ball or free.',
    );
    return;
  }
  const known = type as JointFacts['type'];
  tree.joints.push({
    name: element.attributes.get('name') ?? `${body}.${index}`,
    type: known,
    body,
    position: tree.positions,
    velocity: tree.velocities,
    deviation: 0,
  });
  tree.positions += jointSizes[known].positions;
  tree.velocities += jointSizes[known].velocities;
}

/** Walks the bodies depth first, as the engine numbers them; frames only group. */
function treeOf(root: XmlElement, defaults: Defaults, report: Report): Tree {
  const tree: Tree = { bodies: [], joints: [], geoms: 0, positions: 0, velocities: 0 };
  const visit = (parent: XmlElement, body: string, inherited: string | undefined): void => {
    const inside = (element: XmlElement): readonly XmlElement[] =>
      element.children.flatMap((child) => (child.tag === 'frame' ? inside(child) : [child]));
    const parts = inside(parent);
    const joints = parts.filter(({ tag }) => tag === 'joint' || tag === 'freejoint');
    joints.forEach((joint, index) => {
      const type = joint.tag === 'freejoint' ? 'free' : (defaults.value(joint, 'type', inherited) ?? 'hinge');
      addJoint(tree, joint, type, body, index, report);
    });
    tree.geoms += parts.filter(({ tag }) => tag === 'geom').length;
    const nested = (element: XmlElement, above: string | undefined): void => {
      const here = element.attributes.get('childclass') ?? above;
      for (const child of element.children) {
        if (child.tag === 'frame') nested(child, here);
        if (child.tag !== 'body') continue;
        const name = child.attributes.get('name') ?? `body ${tree.bodies.length + 1}`;
        tree.bodies.push(name);
        visit(child, name, child.attributes.get('childclass') ?? here);
      }
    };
    nested(parent, inherited);
  };
  for (const section of root.children) if (section.tag === 'worldbody') visit(section, 'world', undefined);
  return tree;
}

function actuatorsOf(
  root: XmlElement,
  defaults: Defaults,
  controls: readonly number[],
): readonly ActuatorFacts[] {
  return children(root, 'actuator').map((element, index) => {
    const range = defaults.value(element, 'ctrlrange', undefined)?.trim().split(/\s+/).map(Number);
    const limited = defaults.value(element, 'ctrllimited', undefined) ?? 'auto';
    const [low = Number.NaN, high = Number.NaN] = range ?? [];
    const bounded = limited !== 'false' && low <= high;
    const control = controls[index] ?? 0;
    return {
      name: element.attributes.get('name') ?? `actuator ${index + 1}`,
      min: bounded ? Math.min(low, control) : -Infinity,
      max: bounded ? Math.max(high, control) : Infinity,
      control,
    };
  });
}

function readingsOf(root: XmlElement, report: Report): readonly ReadingFacts[] {
  return children(root, 'sensor').map((element, index) => {
    const { tag, attributes, line } = element;
    const name = attributes.get('name') ?? `${tag} ${index + 1}`;
    const known = tag === 'user' ? { size: Number(attributes.get('dim') ?? 1), unit: '' } : sensors.get(tag);
    if (known === undefined || attributes.has('data'))
      report.add('/mjcf', 'unknown-sensor', `line ${line}: the sensor <${tag}> is not read`, 'Leave it out.');
    return { name, ...(known ?? { size: 1, unit: '' }) };
  });
}

function unique(names: readonly string[], what: string, report: Report): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    report.add(
      '/mjcf',
      'repeated-name',
      `two ${what} are named "${twice.slice(0, 80)}"`,
      'Give each a name of its own.',
    );
}

const timestepDefault = 0.002;

/** The facts of guarded MJCF; what is wrong with it is reported. */
export function mjcfFacts(root: XmlElement, model: MjcfModel, report: Report): WorldFacts {
  const defaults = new Defaults(root.children);
  const tree = treeOf(root, defaults, report);
  const options = root.children.filter(({ tag }) => tag === 'option');
  const option = (name: string): readonly number[] | undefined =>
    options.map((element) => numbersOf(element, name)).findLast((value) => value !== undefined);
  const timestep = option('timestep')?.[0] ?? timestepDefault;
  if (!(timestep >= 1e-5 && timestep <= 0.05))
    report.add(
      '/mjcf',
      'timestep',
      `a step of ${timestep} s lies outside 1e-5 .. 0.05`,
      'Choose a step inside.',
    );
  const [x = 0, y = 0, z = -9.81] = option('gravity') ?? [];
  if (Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) > 1000)
    report.add('/mjcf', 'gravity', 'gravity is stronger than 1000 m/s^2', 'Use less.');
  const keys = children(root, 'keyframe').filter(({ tag }) => tag === 'key');
  const key = keys.find(({ attributes }) => attributes.get('name') === model.start);
  if (model.start !== undefined && key === undefined)
    report.add('/start', 'unknown-name', `no key frame is named "${model.start}"`, 'Name one of the MJCF.');
  const actuators = actuatorsOf(root, defaults, numbersOf(key, 'ctrl') ?? []);
  const readings = readingsOf(root, report);
  for (const [what, found, most] of [
    ['bodies', tree.bodies.length, caps.bodies],
    ['geoms', tree.geoms, caps.geoms],
    ['degrees of freedom', tree.velocities, caps.velocities],
    ['actuators', actuators.length, 1000],
    ['sensors', readings.length, 1000],
  ] as const)
    if (found > most)
      report.add(
        '/mjcf',
        'too-large',
        `${found} ${what}, at most ${most} are allowed`,
        'Make the world smaller.',
      );
  unique(tree.bodies, 'bodies', report);
  unique(
    tree.joints.map(({ name }) => name),
    'joints',
    report,
  );
  unique(
    actuators.map(({ name }) => name),
    'actuators',
    report,
  );
  unique(
    readings.map(({ name }) => name),
    'sensors',
    report,
  );
  return {
    bodies: tree.bodies,
    joints: tree.joints,
    positions: tree.positions,
    velocities: tree.velocities,
    actuators,
    readings,
    gravity: [x, y, z],
    timestep,
    stepsPerFrame: Math.max(1, Math.round(model.solver.frame / timestep)),
    start: model.start ?? '',
    energyOpen: model.solver.energyOpen,
    mjcf: () => model.mjcf,
  };
}
