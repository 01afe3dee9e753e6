// Actuators: what drives a joint, a tendon, a site or a body, and how a control becomes a force.

import { z } from 'zod';
import { name, notNegative, number, positive, range } from './values.ts';

const target = {
  joint: name.optional().describe('Joint it drives'),
  jointInParent: name.optional().describe('Ball or free joint it drives, in the frame of the parent'),
  tendon: name.optional().describe('Tendon it pulls'),
  site: name.optional().describe('Site at which it pushes'),
  refSite: name.optional().describe('Site against which the site pushes'),
  crankSite: name.optional().describe('Site at the pin of a crank'),
  sliderSite: name.optional().describe('Site on the axis of its slider'),
  crankLength: positive.optional().describe('Length of the rod between pin and slider, m'),
};

const common = {
  name,
  ...target,
  gear: z
    .array(number)
    .min(1)
    .max(6)
    .optional()
    .describe('Factor of the force; six for a site: force and torque along its axes'),
  controlRange: range.optional().describe('Bounds of the control'),
  forceRange: range.optional().describe('Bounds of the force'),
  lengthRange: range.optional().describe('Shortest and longest length of the transmission'),
  control: number.default(0).describe('Control to begin with'),
};

const numbers = z.array(number).min(1).max(10);

/** A drive with one control. Exactly one target. */
export const actuatorSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('motor'), ...common }),
  z.strictObject({
    type: z.literal('position'),
    gain: positive.default(1).describe('Force per deviation, N/m or N m/rad'),
    damping: notNegative.optional().describe('Force per velocity'),
    dampingRatio: notNegative.optional().describe('1 is critical; instead of damping'),
    timeConstant: notNegative.optional().describe('Lag of the set-point, s'),
    ...common,
  }),
  z.strictObject({
    type: z.literal('velocity'),
    gain: positive.default(1).describe('Force per deviation of the velocity'),
    ...common,
  }),
  z.strictObject({
    type: z.literal('integrated-velocity'),
    gain: positive.default(1).describe('Force per deviation'),
    damping: notNegative.optional().describe('Force per velocity'),
    dampingRatio: notNegative.optional().describe('1 is critical; instead of damping'),
    actuationRange: range.describe('Bounds of the integrated set-point'),
    ...common,
  }),
  z.strictObject({
    type: z.literal('damper'),
    gain: notNegative
      .default(1)
      .describe('Force per velocity at control 1; the control lies in 0 .. its upper bound'),
    ...common,
  }),
  z.strictObject({
    type: z.literal('cylinder'),
    timeConstant: notNegative.default(1).describe('Lag of the pressure, s'),
    area: positive.default(1).describe('Area of the piston, m^2'),
    bias: z.tuple([number, number, number]).optional().describe('Constant, per length and per velocity'),
    ...common,
  }),
  z.strictObject({
    type: z.literal('muscle'),
    timeConstants: z.tuple([positive, positive]).optional().describe('Activation and deactivation, s'),
    force: number.optional().describe('Peak force at rest, N; computed from scale where not given'),
    scale: positive.optional().describe('Peak force times acceleration at unit force'),
    operatingRange: range.optional().describe('Operating lengths, in units of the optimal length'),
    ...common,
  }),
  z.strictObject({
    type: z.literal('dc-motor'),
    motorConstant: positive.describe('Torque per current and voltage per speed, N m/A'),
    resistance: positive.describe('Resistance of the winding, ohm; the control is a voltage'),
    ...common,
  }),
  z.strictObject({
    type: z.literal('adhesion'),
    name,
    body: name.describe('Body whose contacts stick'),
    gain: positive.default(1).describe('Force at control 1, N'),
    controlRange: range.default([0, 1]),
    forceRange: range.optional(),
    control: number.default(0).describe('Control to begin with'),
  }),
  z.strictObject({
    type: z.literal('general'),
    dynamics: z.enum(['none', 'integrator', 'filter', 'filterexact', 'muscle']).default('none'),
    gainType: z.enum(['fixed', 'affine', 'muscle']).default('fixed'),
    biasType: z.enum(['none', 'affine', 'muscle']).default('none'),
    dynamicsParameters: numbers.optional(),
    gainParameters: numbers.optional(),
    biasParameters: numbers.optional(),
    actuationRange: range.optional(),
    ...common,
  }),
]);
export type Actuator = Readonly<z.infer<typeof actuatorSchema>>;
