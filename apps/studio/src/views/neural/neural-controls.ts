// The network's controls in groups, with sets of values that show what it does.

import type { ControlGroup } from '../control-groups.ts';

const percent = { unit: '%', per: 0.01, from: 0 } as const;

export const neuralControls: readonly ControlGroup[] = [
  {
    title: 'Light',
    controls: [
      { parameter: 'brightness', shown: percent },
      { parameter: 'contrast', shown: percent },
    ],
    presets: [
      { title: 'Night', values: { brightness: 0 } },
      { title: 'Dusk', values: { brightness: 0.06 } },
      { title: 'Day', values: { brightness: 0.12 } },
      { title: 'Glare', values: { brightness: 0.5 } },
    ],
  },
  {
    title: 'What living costs',
    controls: [
      { parameter: 'decay', shown: percent, reach: [0, 0.2] },
      { parameter: 'maintenance', reach: [0, 1] },
      { parameter: 'noise' },
      { parameter: 'starvation', reach: [0, 10] },
    ],
    presets: [],
  },
  {
    title: 'Births',
    controls: [
      { parameter: 'birthThreshold' },
      { parameter: 'birthCost' },
      { parameter: 'birthsMost', reach: [0, 64] },
    ],
    presets: [
      { title: 'None', values: { birthsMost: 0 } },
      { title: '8 a step', values: { birthsMost: 8 } },
      { title: '64 a step', values: { birthsMost: 64 } },
    ],
  },
  {
    title: 'Connections',
    controls: [
      { parameter: 'growth', shown: percent },
      { parameter: 'learning', reach: [0, 10] },
      { parameter: 'transfer', reach: [0, 1] },
      { parameter: 'transmission', shown: percent },
    ],
    presets: [],
  },
];
