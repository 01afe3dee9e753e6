// The plant's controls in groups, in the units people use, with sets of values that answer a question.

import type { ControlGroup } from '../control-groups.ts';

const celsius = { unit: '°C', per: 1, from: 273.15 } as const;
const bar = { unit: 'bar', per: 1e5, from: 0 } as const;
const percent = { unit: '%', per: 0.01, from: 0 } as const;
/** One turn per minute, rad/s. */
const rpm = { unit: 'rpm', per: Math.PI / 30, from: 0 } as const;

export const plantControls: readonly ControlGroup[] = [
  {
    title: 'Generator',
    controls: [
      { parameter: 'load', shown: percent },
      { parameter: 'speed', shown: rpm, reach: [5, 80] },
    ],
    presets: [
      { title: 'No load', values: { load: 0 } },
      { title: 'Half load', values: { load: 0.5 } },
      { title: 'Full load', values: { load: 1 } },
    ],
  },
  {
    title: 'Air',
    controls: [{ parameter: 'pressure', shown: bar, reach: [0, 1.2e6] }],
    presets: [],
  },
  {
    title: 'Clutch and pulse (H3)',
    controls: [
      { parameter: 'clutch', kind: 'switch', words: ['Open', 'Closed'] },
      { parameter: 'pulse', reach: [0.01, 20] },
      { parameter: 'coast', reach: [0, 20] },
    ],
    presets: [
      { title: 'Always closed', values: { coast: 0 } },
      { title: '5 s on, 0.5 s off', values: { pulse: 5, coast: 0.5 } },
      { title: '2 s on, 1 s off', values: { pulse: 2, coast: 1 } },
    ],
  },
  {
    title: 'Bubbles (H1)',
    controls: [
      { parameter: 'dragCut', shown: percent },
      { parameter: 'voidFraction', shown: percent },
    ],
    presets: [
      { title: 'None', values: { dragCut: 0, voidFraction: 0 } },
      { title: 'Measured', values: { dragCut: 0.12, voidFraction: 0.0001 } },
      { title: 'At the bound', values: { dragCut: 0.2, voidFraction: 0.02 } },
    ],
  },
  {
    title: 'Water (H2)',
    controls: [{ parameter: 'waterTemperature', shown: celsius }],
    presets: [
      { title: '20 °C', values: { waterTemperature: 293.15 } },
      { title: '50 °C', values: { waterTemperature: 323.15 } },
      { title: '80 °C', values: { waterTemperature: 353.15 } },
    ],
  },
];

/** The parameter that a person in a hurry sets to 1. */
export const plantStop = 'emergencyStop';
