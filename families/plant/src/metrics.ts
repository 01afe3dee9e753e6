// What a run of a plant concludes: where every joule went, and whether it gave more than it took.

import type { Metric } from '@holdfast/core';
import { accountNames, accountTitles, accountUnit } from './channels.ts';
import type { Figures } from './figures.ts';
import { account, type AccountName, type Layout } from './layout.ts';
import type { LoopRecord } from './loop-record.ts';
import type { StepState } from './trajectory.ts';

export interface Concluded {
  readonly figures: Figures;
  readonly layout: Layout;
  readonly state: Float64Array;
  readonly step: Readonly<StepState>;
  readonly loops: LoopRecord;
  readonly energyResidual: number;
  readonly exergyResidual: number;
  /** Size of everything that went through, J. */
  readonly turnover: number;
  /** What was stored at the beginning and is now, J of exergy. */
  readonly storedBefore: number;
  readonly storedNow: number;
  /** Time at which everything stood still for good, s; NaN while it has not. */
  readonly restAt: number;
}

/** Share of the turnover below which nothing was gained. */
const rounding = 1e-9;

function metric(subject: string, name: string, value: number, unit: string): Metric {
  return { subject, name, value, standardError: null, unit };
}

function lastLoop(loops: LoopRecord): readonly Metric[] {
  const { duration } = loops;
  if (!(duration > 0)) return [];
  const mean = (name: AccountName): number => loops.mean(name);
  const named: readonly (readonly [string, number])[] = [
    ['compression', mean('compression')],
    ['heat from the water', mean('heat')],
    ['buoyancy', mean('buoyancy')],
    ['shaft', mean('generator')],
    ['drag', mean('drag')],
    ['friction', mean('friction') + mean('flywheelDrag')],
    ['gears', mean('gears') + mean('clutch')],
    ['entrained water', mean('entrained')],
    ['electricity', mean('electricity')],
    ['net', mean('electricity') - mean('compression') - mean('bubbles')],
  ];
  const ratio = mean('generator') / mean('compression');
  return [
    metric('last loop', 'duration', duration, 's'),
    ...named.map(([name, value]) => metric('last loop', name, value, 'W')),
    ...(mean('compression') > 0 ? [metric('last loop', 'shaft over compression', ratio, '1')] : []),
  ];
}

/** All figures, in a fixed order. */
export function metricsOf(concluded: Concluded): readonly Metric[] {
  const { layout, state, step, loops, energyResidual, exergyResidual } = concluded;
  const at = (name: AccountName): number => state[layout.ledgerAt + account[name]]!;
  const spent = at('compression') + at('bubbles');
  const net = at('electricity') - spent;
  const { storedBefore, storedNow, restAt } = concluded;
  const surplus = net - at('heatExergy') - at('changes') - (storedBefore - storedNow);
  return [
    metric('balance', 'electricity less work put in', net, 'J'),
    ...(spent > 0 ? [metric('balance', 'electricity over work put in', at('electricity') / spent, '1')] : []),
    metric('balance', 'stored exergy before', storedBefore, 'J'),
    metric('balance', 'stored exergy now', storedNow, 'J'),
    metric('balance', 'gives more than it takes', surplus > rounding * concluded.turnover ? 1 : 0, '1'),
    ...(restAt === restAt ? [metric('balance', 'stands still since', restAt, 's')] : []),
    metric('balance', 'energy residual', energyResidual, '1'),
    metric('balance', 'exergy residual', exergyResidual, '1'),
    ...accountNames.map((name) => metric('accounts', accountTitles[name], at(name), accountUnit(name))),
    ...lastLoop(loops),
    metric('integration', 'steps', step.accepted, '1'),
    metric('integration', 'rejected steps', step.rejected, '1'),
    metric('integration', 'events', step.events, '1'),
  ];
}
