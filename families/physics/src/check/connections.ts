// What ties, drives, senses and key frames need of each other.

import type { PhysicsSpec } from '../document.ts';
import { jointSizes, type Layout } from '../layout.ts';
import { frameKinds } from '../spec/sensor.ts';
import type { Actuator } from '../spec/actuator.ts';
import type { Kind, Names } from './names.ts';
import type { Report } from './report.ts';
import { checkRange } from './shapes.ts';

export interface Checked {
  readonly spec: PhysicsSpec;
  readonly layout: Layout;
  readonly names: Names;
  readonly report: Report;
}

function typeOfJoint({ layout }: Checked, name: string | undefined): string | undefined {
  return layout.joints.find((place) => place.name === name)?.type;
}

function needScalarJoint(checked: Checked, name: string | undefined, path: string): void {
  const type = typeOfJoint(checked, name);
  if (type === 'ball' || type === 'free')
    checked.report.add(path, 'wrong-joint', `"${name}" is a ${type} joint`, 'Use a hinge or a slide.');
}

export function checkTendons(checked: Checked): void {
  const { spec, names, report } = checked;
  spec.tendons.forEach((tendon, index) => {
    const path = `/tendons/${index}`;
    checkRange(tendon.range, `${path}/range`, report);
    if (Array.isArray(tendon.springLength) && tendon.springLength[0] > tendon.springLength[1])
      report.add(`${path}/springLength`, 'empty-range', 'the shorter length comes first', 'Swap the two.');
    if (tendon.type === 'fixed') {
      tendon.joints.forEach(({ joint }, place) => {
        names.refer('joint', joint, `${path}/joints/${place}/joint`);
        needScalarJoint(checked, joint, `${path}/joints/${place}/joint`);
        if (tendon.joints.findIndex((other) => other.joint === joint) < place)
          report.add(
            `${path}/joints/${place}/joint`,
            'repeated-joint',
            `"${joint}" is there twice`,
            'Add the factors.',
          );
      });
      return;
    }
    tendon.path.forEach((passage, place) => {
      const at = `${path}/path/${place}`;
      if ('site' in passage) names.refer('site', passage.site, `${at}/site`);
      if ('geom' in passage) {
        names.refer('geom', passage.geom, `${at}/geom`);
        names.refer('site', passage.side, `${at}/side`);
        checkWrapped(checked, passage.geom, `${at}/geom`);
      }
    });
    checkPath(
      tendon.path.map((passage) => Object.keys(passage)[0]!),
      path,
      report,
    );
  });
  for (const key of ['springs', 'ropes'] as const)
    spec[key].forEach(({ from, to }, index) => {
      names.refer('body', from.body, `/${key}/${index}/from/body`);
      names.refer('body', to.body, `/${key}/${index}/to/body`);
    });
}

function checkWrapped({ spec, layout, report }: Checked, name: string, path: string): void {
  const geoms = [...spec.geoms, ...layout.bodies.flatMap(({ body }) => body.geoms)];
  const shape = geoms.find((geom) => geom.name === name)?.shape ?? (name === 'ground' ? 'plane' : undefined);
  if (shape !== undefined && shape !== 'sphere' && shape !== 'cylinder')
    report.add(path, 'wrong-shape', `a tendon cannot wrap around a ${shape}`, 'Use a sphere or a cylinder.');
}

/** Sites at both ends of every branch and on both sides of every geom. */
function checkPath(kinds: readonly string[], path: string, report: Report): void {
  const branches = kinds.join(' ').split('pulley');
  const good = branches.every((branch, index) => {
    const steps = branch
      .trim()
      .split(' ')
      .filter((step) => step !== '');
    if (steps.length === 0) return index === 0 && branches.length > 1;
    const alternates = steps.every(
      (step, at) => step === 'site' || (steps[at - 1] === 'site' && steps[at + 1] === 'site'),
    );
    return alternates && steps.length > 1;
  });
  if (!good)
    report.add(
      `${path}/path`,
      'broken-path',
      'each branch of a tendon begins and ends at a site, and has sites on both sides of each geom',
      'Add the missing sites.',
    );
}

export function checkEqualities(checked: Checked): void {
  const { spec, names, report } = checked;
  const same = (a: string, b: string | undefined, path: string): void => {
    if (a === b) report.add(path, 'same-twice', `"${a}" is tied to itself`, 'Name another one.');
  };
  spec.equalities.forEach((equality, index) => {
    const path = `/equalities/${index}`;
    switch (equality.type) {
      case 'connect':
      case 'weld':
        names.refer('body', equality.body1, `${path}/body1`);
        names.refer('body', equality.body2, `${path}/body2`);
        same(equality.body1, equality.body2 ?? 'world', `${path}/body1`);
        return;
      case 'joint':
        for (const key of ['joint1', 'joint2'] as const) {
          names.refer('joint', equality[key], `${path}/${key}`);
          needScalarJoint(checked, equality[key], `${path}/${key}`);
        }
        same(equality.joint1, equality.joint2, `${path}/joint2`);
        return;
      case 'tendon':
        names.refer('tendon', equality.tendon1, `${path}/tendon1`);
        names.refer('tendon', equality.tendon2, `${path}/tendon2`);
        same(equality.tendon1, equality.tendon2, `${path}/tendon2`);
        return;
      case 'distance':
        names.refer('site', equality.site1, `${path}/site1`);
        names.refer('site', equality.site2, `${path}/site2`);
        same(equality.site1, equality.site2, `${path}/site2`);
    }
  });
  spec.contacts.forEach(({ geom1, geom2 }, index) => {
    names.refer('geom', geom1, `/contacts/${index}/geom1`);
    names.refer('geom', geom2, `/contacts/${index}/geom2`);
    same(geom1, geom2, `/contacts/${index}/geom2`);
  });
  const pairs = new Set<string>();
  spec.excludes.forEach(({ body1, body2 }, index) => {
    names.refer('body', body1, `/excludes/${index}/body1`);
    names.refer('body', body2, `/excludes/${index}/body2`);
    const pair = [body1, body2].toSorted().join('\n');
    if (pairs.has(pair))
      report.add(`/excludes/${index}`, 'repeated-pair', 'the pair is excluded twice', 'Remove one of them.');
    pairs.add(pair);
  });
}

const targets = ['joint', 'jointInParent', 'tendon', 'site', 'crankSite'] as const;

function checkTarget(
  actuator: Exclude<Actuator, { type: 'adhesion' }>,
  path: string,
  checked: Checked,
): void {
  const { names, report } = checked;
  const given = targets.filter((key) => actuator[key] !== undefined);
  if (given.length !== 1)
    report.add(
      path,
      'unclear-target',
      `an actuator drives one thing, ${given.length} are named`,
      `Give one of ${targets.join(', ')}.`,
    );
  const crank = [actuator.crankSite, actuator.sliderSite, actuator.crankLength];
  if (crank.some((part) => part === undefined) && crank.some((part) => part !== undefined))
    report.add(
      path,
      'incomplete-crank',
      'a crank needs crankSite, sliderSite and crankLength',
      'Give all three.',
    );
  if (actuator.refSite !== undefined && actuator.site === undefined)
    report.add(`${path}/refSite`, 'unused', 'refSite needs a site', 'Give the site, or remove refSite.');
  const kinds: readonly (readonly [keyof typeof actuator, Kind])[] = [
    ['joint', 'joint'],
    ['jointInParent', 'joint'],
    ['tendon', 'tendon'],
    ['site', 'site'],
    ['refSite', 'site'],
    ['crankSite', 'site'],
    ['sliderSite', 'site'],
  ];
  for (const [key, kind] of kinds) names.refer(kind, actuator[key] as string | undefined, `${path}/${key}`);
}

export function checkActuators(checked: Checked): void {
  const { spec, names, report } = checked;
  spec.actuators.forEach((actuator, index) => {
    const path = `/actuators/${index}`;
    checkRange(actuator.controlRange, `${path}/controlRange`, report);
    checkRange(actuator.forceRange, `${path}/forceRange`, report);
    const [low, high] = controlBounds(actuator);
    if (!(actuator.control >= low && actuator.control <= high))
      report.add(
        `${path}/control`,
        'control-outside',
        `${actuator.control} lies outside ${low} .. ${high}`,
        'Choose a value inside.',
      );
    if ((actuator.type === 'damper' || actuator.type === 'adhesion') && low < 0)
      report.add(
        `${path}/controlRange`,
        'negative-control',
        `the control of ${actuator.type === 'damper' ? 'a damper' : 'adhesion'} is not negative`,
        'Begin the range at 0.',
      );
    if (actuator.type === 'adhesion') {
      names.refer('body', actuator.body, `${path}/body`);
      return;
    }
    checkRange(actuator.lengthRange, `${path}/lengthRange`, report);
    if ('actuationRange' in actuator) checkRange(actuator.actuationRange, `${path}/actuationRange`, report);
    if ('operatingRange' in actuator) checkRange(actuator.operatingRange, `${path}/operatingRange`, report);
    if ('dampingRatio' in actuator && actuator.dampingRatio !== undefined && actuator.damping !== undefined)
      report.add(
        `${path}/dampingRatio`,
        'two-dampings',
        'both damping and dampingRatio are given',
        'Remove one.',
      );
    checkGeneral(actuator, path, report);
    checkTarget(actuator, path, checked);
    checkMuscle(actuator, path, checked);
  });
}

/** A muscle by hand needs the numbers a muscle is made of. */
function checkGeneral(actuator: Actuator, path: string, report: Report): void {
  if (actuator.type !== 'general') return;
  const { dynamics, actuationRange, gainType, gainParameters, biasType, biasParameters } = actuator;
  if (dynamics === 'none' && actuationRange !== undefined)
    report.add(
      `${path}/actuationRange`,
      'unused',
      'nothing is activated without dynamics',
      'Choose dynamics, or remove it.',
    );
  for (const [key, type, [low = 0, high = 0] = []] of [
    ['gainParameters', gainType, gainParameters],
    ['biasParameters', biasType, biasParameters],
  ] as const)
    if (type === 'muscle' && !(low < high))
      report.add(
        path,
        'incomplete-muscle',
        `${key} of a muscle begin with its operating range`,
        'Use the type "muscle", which knows them.',
      );
}

/** Bounds of a control, infinite where there are none. */
export function controlBounds(actuator: Actuator): readonly [number, number] {
  if (actuator.controlRange !== undefined) return actuator.controlRange;
  return actuator.type === 'damper' ? [0, 1] : [-Infinity, Infinity];
}

/** A muscle needs to know how short and how long it can become. */
function checkMuscle(actuator: Actuator, path: string, { layout, spec, report }: Checked): void {
  if (actuator.type !== 'muscle' || actuator.lengthRange !== undefined) return;
  const joint = layout.joints.find(({ name }) => name === actuator.joint)?.joint;
  const tendon = spec.tendons.find(({ name }) => name === actuator.tendon);
  const bounded =
    (joint !== undefined && 'range' in joint && joint.range !== undefined) || tendon?.range !== undefined;
  if (!bounded)
    report.add(
      path,
      'open-muscle',
      'a muscle needs to know its shortest and longest length',
      'Give lengthRange, or a range to what it pulls.',
    );
}

const kindOfFrame: Readonly<Record<(typeof frameKinds)[number], Kind>> = {
  body: 'body',
  inertial: 'body',
  geom: 'geom',
  site: 'site',
  camera: 'camera',
};

export function checkSensors(checked: Checked): void {
  const { spec, names, report } = checked;
  spec.sensors.forEach((sensor, index) => {
    const path = `/sensors/${index}`;
    for (const key of ['site', 'joint', 'tendon', 'actuator', 'camera', 'body'] as const)
      if (key in sensor)
        names.refer(key, (sensor as Record<string, string | undefined>)[key], `${path}/${key}`);
    if ('object' in sensor) names.refer(kindOfFrame[sensor.of], sensor.object, `${path}/object`);
    if ('relativeTo' in sensor && sensor.relativeTo !== undefined)
      names.refer(kindOfFrame[sensor.relativeTo.of], sensor.relativeTo.object, `${path}/relativeTo/object`);
    if ('joint' in sensor) checkSensedJoint(sensor.type, sensor.joint, path, checked);
    if ('tendon' in sensor && sensor.type.startsWith('tendon-limit'))
      needTendonRange(sensor.tendon, path, checked);
    if (sensor.type === 'distance' || sensor.type === 'normal' || sensor.type === 'from-to') {
      for (const [geom, body] of [
        ['geom1', 'body1'],
        ['geom2', 'body2'],
      ] as const) {
        names.refer('geom', sensor[geom], `${path}/${geom}`);
        names.refer('body', sensor[body], `${path}/${body}`);
        if ((sensor[geom] === undefined) === (sensor[body] === undefined))
          report.add(path, 'unclear-target', `either ${geom} or ${body} is needed`, 'Give one of the two.');
      }
      if (sensor.geom1 !== undefined && sensor.geom1 === sensor.geom2)
        report.add(`${path}/geom2`, 'same-twice', 'the distance of a geom to itself', 'Name another one.');
      if (sensor.body1 !== undefined && sensor.body1 === sensor.body2)
        report.add(`${path}/body2`, 'same-twice', 'the distance of a body to itself', 'Name another one.');
    }
    if (sensor.type === 'camera-projection') checkCamera(sensor.camera, `${path}/camera`, checked);
  });
}

function checkSensedJoint(type: string, name: string, path: string, checked: Checked): void {
  const { report, layout } = checked;
  const joint = layout.joints.find((place) => place.name === name)?.joint;
  if (joint === undefined) return;
  const ball = type.startsWith('ball-');
  const limit = type.startsWith('joint-limit');
  if (ball && joint.type !== 'ball')
    report.add(`${path}/joint`, 'wrong-joint', `"${name}" is a ${joint.type} joint`, 'Use a ball joint.');
  if (!ball && !(limit && joint.type === 'ball')) needScalarJoint(checked, name, `${path}/joint`);
  if (limit && !('range' in joint && joint.range !== undefined))
    report.add(`${path}/joint`, 'no-limit', `"${name}" has no range`, 'Give it a range.');
}

function needTendonRange(name: string, path: string, { spec, report }: Checked): void {
  const free =
    spec.springs.some((spring) => spring.name === name) ||
    spec.tendons.some((tendon) => tendon.name === name && tendon.range === undefined);
  if (free) report.add(`${path}/tendon`, 'no-limit', `"${name}" has no range`, 'Give it a range.');
}

function checkCamera(name: string, path: string, { spec, layout, report }: Checked): void {
  const cameras = [...spec.cameras, ...layout.bodies.flatMap(({ body }) => body.cameras)];
  if (cameras.find((camera) => camera.name === name)?.resolution === undefined)
    report.add(path, 'no-resolution', `"${name}" has no resolution`, 'Give the camera a resolution.');
}

export function checkKeyframes({ spec, layout, names, report }: Checked): void {
  names.refer('key frame', spec.start, '/start');
  spec.keyframes.forEach((keyframe, index) => {
    for (const of of ['positions', 'velocities'] as const)
      for (const [name, value] of Object.entries(keyframe[of])) {
        const path = `/keyframes/${index}/${of}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        names.refer('joint', name, path);
        const place = layout.joints.find((joint) => joint.name === name);
        const wanted = place === undefined ? undefined : jointSizes[place.type][of];
        const found = typeof value === 'number' ? 1 : value.length;
        if (wanted !== undefined && wanted !== found)
          report.add(
            path,
            'wrong-count',
            `"${name}" takes ${wanted} numbers, ${found} are given`,
            `Give ${wanted}.`,
          );
      }
    for (const [name, value] of Object.entries(keyframe.controls)) {
      const path = `/keyframes/${index}/controls/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      names.refer('actuator', name, path);
      const actuator = spec.actuators.find((each) => each.name === name);
      const [low, high] = actuator === undefined ? [-Infinity, Infinity] : controlBounds(actuator);
      if (!(value >= low && value <= high))
        report.add(
          path,
          'control-outside',
          `${value} lies outside ${low} .. ${high}`,
          'Choose a value inside.',
        );
    }
  });
}
