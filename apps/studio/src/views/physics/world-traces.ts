// Which channels of a world are drawn against time, and with which.

import type { Channel } from '@holdfast/core';
import type { Trace } from '../../run/trace-panel.tsx';

/** Lines a person tells apart. */
const linesMost = 6;
const tracesMost = 12;

const energies: readonly (readonly [string, string])[] = [
  ['kinetic energy', 'kinetic'],
  ['potential energy', 'potential'],
  ['actuator work', 'from actuators'],
  ['damping work', 'by damping'],
  ['constraint work', 'by contacts and limits'],
  ['hand work', 'by the hand'],
];

function traceOf(
  title: string,
  unit: string,
  lines: readonly (readonly [Channel | undefined, string])[],
): readonly Trace[] {
  const known = lines.flatMap(([channel, label]) => (channel === undefined ? [] : [{ channel, label }]));
  return known.length === 0 ? [] : [{ title, unit, per: 1, lines: known }];
}

/** Channels of one unit in groups small enough to read. */
function grouped(
  title: string,
  channels: readonly Channel[],
  label: (name: string) => string,
): readonly Trace[] {
  const units = [...new Set(channels.map(({ unit }) => unit))];
  return units.flatMap((unit) => {
    const own = channels.filter((channel) => channel.unit === unit);
    return Array.from({ length: Math.ceil(own.length / linesMost) }, (_, group) =>
      traceOf(
        own.length > linesMost ? `${title} ${group + 1}` : title,
        unit,
        own
          .slice(group * linesMost, (group + 1) * linesMost)
          .map((each) => [each, label(each.name)] as const),
      ),
    ).flat();
  });
}

function jointName(name: string): string {
  return name.slice('joint '.length).replace(/ (position|velocity)$/, '');
}

/** Energies, contacts, joints and sensors. Energies the run never has would be lines at zero, but nobody knows that at the start. */
export function worldTraces(channels: readonly Channel[]): readonly Trace[] {
  const named = (name: string): Channel | undefined => channels.find((channel) => channel.name === name);
  const scalars = channels.filter(({ shape }) => shape.length === 0);
  const joints = (what: 'position' | 'velocity'): readonly Channel[] =>
    scalars.filter(({ name }) => name.startsWith('joint ') && name.endsWith(` ${what}`));
  return [
    ...traceOf(
      'Energy',
      'J',
      energies.map(([name, label]) => [named(name), label] as const),
    ),
    ...traceOf('Contact force', 'N', [[named('contact force'), 'all contacts together']]),
    ...grouped('Joints', joints('position'), jointName),
    ...grouped('Speed of joints', joints('velocity'), jointName),
    ...grouped(
      'Sensors',
      scalars.filter(({ name }) => name.startsWith('sensor ')),
      (name) => name.slice('sensor '.length),
    ),
    ...traceOf('Open in the energy account', 'J', [[named('energy residual'), 'residual']]),
  ].slice(0, tracesMost);
}
