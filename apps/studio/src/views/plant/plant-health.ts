// Bounds of the plant's components: what the document rates them at, and what physics and good practice allow.

import type { HealthCheck } from '../health.ts';
import type { Settings } from '../settings.ts';
import type { Read } from './plant-accounts.ts';

/** Speed of a chain above which its links wear out fast, m/s: usual for heavy conveyor chains. */
const chainSpeedMost = 8;
/** Share of the set-point at which a generator set is tripped for overspeed; 110 to 120 % is customary. */
const overspeed = 1.2;
/** A bell spills what it cannot hold; one with a smooth valve spills the faster the fuller it is, and stands a little above 1. */
const fillMost = 1.01;

/** Pressure of the water at the lowest point of the chain, Pa. */
function bottomPressure(settings: Settings): number {
  const at = (path: string): number => settings.number(path);
  const depth = at('chain/submergence') + at('chain/height') + 2 * at('chain/radius');
  return at('water/surfacePressure') + at('water/density') * at('water/gravity') * depth;
}

function check(
  component: string,
  figure: string,
  unit: string,
  value: number,
  bound: number,
  more: Partial<HealthCheck> = {},
): HealthCheck {
  return { component, figure, unit, value, bound, ...more };
}

/** The checks, in a fixed order. @param live value of a parameter at the time shown */
export function plantHealth(
  read: Read,
  fills: Float64Array,
  settings: Settings,
  live: (parameter: string) => number,
  share: number,
): readonly HealthCheck[] {
  const rated = settings.number('generator/power');
  return [
    check('Chain', 'speed', 'm/s', Math.abs(read('chain speed')), chainSpeedMost),
    check('Floaters', 'fullest', '%', fills.length === 0 ? Number.NaN : Math.max(...fills), fillMost, {
      near: 0.9999,
    }),
    check('Flywheel', 'speed', 'rad/s', read('flywheel speed'), overspeed * live('speed')),
    check('Clutch', 'torque', 'N m', Math.abs(read('clutch torque')), settings.number('drive/capacity')),
    check('Generator', 'torque', 'N m', read('generator torque'), settings.number('generator/torque')),
    check('Generator', 'shaft power', 'W', read('shaft power'), rated, { near: 0.98 }),
    check('Air', 'delivery pressure', 'Pa', read('delivery pressure'), bottomPressure(settings), {
      least: true,
      near: 0.98,
    }),
    check('Energy account', 'missing over turnover', '1', Math.abs(read('energy residual')), share, {
      near: 0.5,
    }),
    check('Exergy account', 'missing over turnover', '1', Math.abs(read('exergy residual')), share, {
      near: 0.5,
    }),
  ];
}
