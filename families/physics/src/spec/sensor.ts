// Sensors, grouped by what they are attached to; the table says how many numbers each gives and in which unit.

import { z } from 'zod';
import { name, notNegative } from './values.ts';

const common = {
  name,
  cutoff: notNegative.optional().describe('Readings are cut off at this magnitude; 0 never'),
};

/** Kinds of thing a frame sensor can measure. */
export const frameKinds = ['body', 'inertial', 'geom', 'site', 'camera'] as const;

const siteSensors = [
  'touch',
  'accelerometer',
  'velocimeter',
  'gyro',
  'force',
  'torque',
  'magnetometer',
  'rangefinder',
] as const;
const jointSensors = [
  'joint-position',
  'joint-velocity',
  'joint-actuator-force',
  'joint-limit-distance',
  'joint-limit-velocity',
  'joint-limit-force',
  'ball-orientation',
  'ball-velocity',
] as const;
const tendonSensors = [
  'tendon-length',
  'tendon-velocity',
  'tendon-actuator-force',
  'tendon-limit-distance',
  'tendon-limit-velocity',
  'tendon-limit-force',
] as const;
const actuatorSensors = ['actuator-length', 'actuator-velocity', 'actuator-force'] as const;
const frameSensors = [
  'position',
  'orientation',
  'x-axis',
  'y-axis',
  'z-axis',
  'linear-velocity',
  'angular-velocity',
  'linear-acceleration',
  'angular-acceleration',
] as const;
const subtreeSensors = ['centre-of-mass', 'subtree-velocity', 'subtree-momentum'] as const;
const distanceSensors = ['distance', 'normal', 'from-to'] as const;
const worldSensors = ['clock', 'potential-energy', 'kinetic-energy'] as const;

export const sensorSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.enum(siteSensors), site: name, ...common }),
  z.strictObject({ type: z.enum(jointSensors), joint: name, ...common }),
  z.strictObject({ type: z.enum(tendonSensors), tendon: name, ...common }),
  z.strictObject({ type: z.enum(actuatorSensors), actuator: name, ...common }),
  z.strictObject({
    type: z.enum(frameSensors),
    of: z.enum(frameKinds).default('body'),
    object: name,
    relativeTo: z.strictObject({ of: z.enum(frameKinds), object: name }).optional(),
    ...common,
  }),
  z.strictObject({ type: z.enum(subtreeSensors), body: name, ...common }),
  z.strictObject({
    type: z.enum(distanceSensors),
    geom1: name.optional(),
    body1: name.optional(),
    geom2: name.optional(),
    body2: name.optional(),
    ...common,
  }),
  z.strictObject({
    type: z.literal('camera-projection'),
    site: name,
    camera: name,
    ...common,
  }),
  z.strictObject({
    type: z.literal('inside-site'),
    site: name,
    of: z.enum(frameKinds).default('body'),
    object: name,
    ...common,
  }),
  z.strictObject({ type: z.enum(worldSensors), ...common }),
]);
export type Sensor = Readonly<z.infer<typeof sensorSchema>>;
export type SensorType = Sensor['type'];

/** How MuJoCo calls a sensor, how many numbers it gives and their unit. */
export interface SensorFacts {
  readonly element: string;
  readonly size: number;
  readonly unit: string;
}

const facts = (element: string, size: number, unit: string): SensorFacts => ({ element, size, unit });

// prettier-ignore
export const sensorFacts: Readonly<Record<SensorType, SensorFacts>> = {
  'touch': facts('touch', 1, 'N'),
  'accelerometer': facts('accelerometer', 3, 'm/s^2'),
  'velocimeter': facts('velocimeter', 3, 'm/s'),
  'gyro': facts('gyro', 3, 'rad/s'),
  'force': facts('force', 3, 'N'),
  'torque': facts('torque', 3, 'N m'),
  'magnetometer': facts('magnetometer', 3, 'T'),
  'rangefinder': facts('rangefinder', 1, 'm'),
  'joint-position': facts('jointpos', 1, ''),
  'joint-velocity': facts('jointvel', 1, '1/s'),
  'joint-actuator-force': facts('jointactuatorfrc', 1, 'N'),
  'joint-limit-distance': facts('jointlimitpos', 1, ''),
  'joint-limit-velocity': facts('jointlimitvel', 1, '1/s'),
  'joint-limit-force': facts('jointlimitfrc', 1, 'N'),
  'ball-orientation': facts('ballquat', 4, ''),
  'ball-velocity': facts('ballangvel', 3, 'rad/s'),
  'tendon-length': facts('tendonpos', 1, 'm'),
  'tendon-velocity': facts('tendonvel', 1, 'm/s'),
  'tendon-actuator-force': facts('tendonactuatorfrc', 1, 'N'),
  'tendon-limit-distance': facts('tendonlimitpos', 1, 'm'),
  'tendon-limit-velocity': facts('tendonlimitvel', 1, 'm/s'),
  'tendon-limit-force': facts('tendonlimitfrc', 1, 'N'),
  'actuator-length': facts('actuatorpos', 1, ''),
  'actuator-velocity': facts('actuatorvel', 1, '1/s'),
  'actuator-force': facts('actuatorfrc', 1, 'N'),
  'position': facts('framepos', 3, 'm'),
  'orientation': facts('framequat', 4, ''),
  'x-axis': facts('framexaxis', 3, ''),
  'y-axis': facts('frameyaxis', 3, ''),
  'z-axis': facts('framezaxis', 3, ''),
  'linear-velocity': facts('framelinvel', 3, 'm/s'),
  'angular-velocity': facts('frameangvel', 3, 'rad/s'),
  'linear-acceleration': facts('framelinacc', 3, 'm/s^2'),
  'angular-acceleration': facts('frameangacc', 3, 'rad/s^2'),
  'centre-of-mass': facts('subtreecom', 3, 'm'),
  'subtree-velocity': facts('subtreelinvel', 3, 'm/s'),
  'subtree-momentum': facts('subtreeangmom', 3, 'kg m^2/s'),
  'distance': facts('distance', 1, 'm'),
  'normal': facts('normal', 3, ''),
  'from-to': facts('fromto', 6, 'm'),
  'camera-projection': facts('camprojection', 2, 'px'),
  'inside-site': facts('insidesite', 1, ''),
  'clock': facts('clock', 1, 's'),
  'potential-energy': facts('e_potential', 1, 'J'),
  'kinetic-energy': facts('e_kinetic', 1, 'J'),
};
