// A buoyancy chain plant: floaters, compressed air, drivetrain and generator, with ledgers that close.

import type { Simulator } from '@holdfast/core';
import { compilePlant } from './compile.ts';
import { plantSchema, type PlantSpec } from './document.ts';
import { gridFiles } from './grid-document.ts';
import { parsePlant } from './parse.ts';

export type { PlantSpec } from './document.ts';

export const plant: Simulator<PlantSpec> = {
  family: 'plant',
  version: '3',
  get schema() {
    return plantSchema();
  },
  files: gridFiles,
  parse: parsePlant,
  compile: compilePlant,
};
