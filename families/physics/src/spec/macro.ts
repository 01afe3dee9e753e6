// A mechanism by its name and a few measures: what a sentence may ask for, a document may too.

import { z } from 'zod';
import { mechanisms } from '../text/catalog.ts';
import { colors, materials } from '../text/lexicon.ts';
import type { MeasureName } from '../text/scene.ts';
import { solidKinds } from '../text/solids.ts';
import { name, notNegative, number, positive, vector } from './values.ts';

const measures = {
  mass: positive.optional().describe('Mass, kg'),
  size: positive.optional().describe('Size, m'),
  radius: positive.optional().describe('Radius, m'),
  diameter: positive.optional().describe('Diameter, m'),
  length: positive.optional().describe('Length, m'),
  height: positive.optional().describe('Height, m'),
  width: positive.optional().describe('Width, m'),
  thickness: positive.optional().describe('Thickness, m'),
  angle: number.optional().describe('Angle, rad'),
  speed: number.optional().describe('Speed, m/s'),
  spin: number.optional().describe('Speed of turning, rad/s'),
  stiffness: notNegative.optional().describe('Stiffness, N/m or N m/rad'),
  damping: notNegative.optional().describe('Damping, N s/m or N m s/rad'),
  friction: notNegative.optional().describe('Coefficient of sliding friction'),
  bounce: z.number().min(0).max(1).optional().describe('Share of the speed a bounce gives back'),
  density: positive.optional().describe('Density, kg/m^3'),
  drop: notNegative.optional().describe('Height it begins above its place, m'),
  parts: z.int().min(1).max(200).optional().describe('How many links, storeys, balls ...'),
  scale: positive.optional().describe('Factor on its usual size'),
  weight: positive.optional().describe('Factor on its usual weight'),
  gap: notNegative.optional().describe('Distance between its parts, m'),
} satisfies Record<MeasureName, z.ZodType>;

/** Names of what can be measured about a macro. */
export const measureNames = Object.keys(measures) as readonly MeasureName[];

const look = {
  material: z.enum(Object.keys(materials)).optional().describe('What it is made of'),
  color: z.enum(Object.keys(colors)).optional(),
  ...measures,
};

export const macroSchema = z.strictObject({
  kind: z.enum(mechanisms).describe('Which mechanism; the reference page of macros lists what each takes'),
  name: name.optional().describe('Name of its body, and what names of its parts begin with; else its kind'),
  at: vector.default([0, 0, 0]).describe('Where it stands, m; the middle of its foot'),
  of: z
    .strictObject({ kind: z.enum(solidKinds), ...look })
    .optional()
    .describe('What a tower, pile, row, pyramid or wall is made of'),
  ...look,
});
export type Macro = Readonly<z.infer<typeof macroSchema>>;
