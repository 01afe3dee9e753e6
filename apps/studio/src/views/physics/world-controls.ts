// The parameters of a world in groups: its actuators first, then gravity, then the hand in numbers for who has no pointer.

import type { Parameter } from '@holdfast/core';
import type { Control, ControlGroup } from '../control-groups.ts';

/** What sliders span where the parameter itself is bounded by nothing one would want to reach. */
const gravityReach: readonly [number, number] = [-20, 20];
const handReach: readonly [number, number] = [-5, 5];
const controlLeast = 10;
const boundMost = 1e6;

const gravity: ControlGroup = {
  title: 'Gravity',
  controls: [
    { parameter: 'gravity.z', reach: gravityReach },
    { parameter: 'gravity.x', reach: gravityReach },
    { parameter: 'gravity.y', reach: gravityReach },
  ],
  presets: [
    { title: 'Earth', values: { 'gravity.x': 0, 'gravity.y': 0, 'gravity.z': -9.81 } },
    { title: 'Moon', values: { 'gravity.x': 0, 'gravity.y': 0, 'gravity.z': -1.62 } },
    { title: 'None', values: { 'gravity.x': 0, 'gravity.y': 0, 'gravity.z': 0 } },
  ],
};

const hand: ControlGroup = {
  title: 'Hand: drag a body in the picture, or say it here',
  controls: [
    { parameter: 'hand.body' },
    { parameter: 'hand.x', reach: handReach },
    { parameter: 'hand.y', reach: handReach },
    { parameter: 'hand.z', reach: handReach },
  ],
  presets: [{ title: 'Let go', values: { 'hand.body': 0 } }],
};

/** A slider over the bounds of a control, or over what is usual where it has none. */
function actuator({ name, value, min, max }: Parameter): Control {
  if (min > -boundMost && max < boundMost) return { parameter: name };
  const most = Math.max(controlLeast, 2 * Math.abs(value));
  return { parameter: name, reach: [-most, most] };
}

export function worldControls(parameters: readonly Parameter[]): readonly ControlGroup[] {
  const actuators = parameters.filter(({ name }) => name.startsWith('control.'));
  const rest: readonly ControlGroup[] = [gravity, hand];
  if (actuators.length === 0) return rest;
  const still = Object.fromEntries(
    actuators.map(({ name, min, max }) => [name, Math.min(max, Math.max(min, 0))]),
  );
  return [
    {
      title: 'Actuators',
      controls: actuators.map(actuator),
      presets: [{ title: 'All at 0', values: still }],
    },
    ...rest,
  ];
}
