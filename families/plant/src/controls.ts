// What can be changed while a plant runs, and within which bounds.

import type { Parameter } from '@holdfast/core';
import type { PlantModel } from './document.ts';
import { bottomPressure } from './figures.ts';
import type { ControlName } from './layout.ts';
import { toleranceMost } from './tolerances.ts';

const toleranceLeast = 1e-12;

function control(
  name: ControlName,
  label: string,
  unit: string,
  value: number,
  [min, max, step = 0]: readonly [number, number, number?],
): Parameter {
  return { name, label, unit, value, min, max, step };
}

/** The controls of a plant, in the order of `controlAt`. */
export function parametersOf(model: PlantModel): readonly Parameter[] {
  const { generator, compressor, hypotheses, water, drive, solver } = model;
  const low = Math.min(compressor.pressure, bottomPressure(model));
  return [
    control('load', 'Load', '1', generator.load, [0, 1.5]),
    control('speed', 'Speed set-point', 'rad/s', generator.speed, [0.1, 1000]),
    control('pressure', 'Delivery pressure', 'Pa', compressor.pressure, [low, 1e8]),
    control('dragCut', 'H1: drag taken away by bubbles', '1', hypotheses.dragCut, [0, 0.2]),
    control('voidFraction', 'H1: bubbles in the water', '1', hypotheses.voidFraction, [0, 0.02]),
    control('waterTemperature', 'H2: temperature of the water', 'K', water.temperature, [273, 373]),
    control('pulse', 'H3: clutch closed', 's', hypotheses.pulse, [0.01, 1e4]),
    control('coast', 'H3: clutch open', 's', hypotheses.coast, [0, 1e4]),
    control('clutch', 'Clutch', '1', drive.engaged ? 1 : 0, [0, 1, 1]),
    control('emergencyStop', 'Emergency stop', '1', 0, [0, 1, 1]),
    ...(solver.returns > 0
      ? [control('tolerance', 'Tolerance', '1', solver.tolerance, [toleranceLeast, toleranceMost(model)])]
      : []),
  ];
}
