// The network's account of energy and its bounds, read off one frame. Every number is the run's own; the sums are made here.

import type { Balance, BalanceRow } from '../balance.ts';
import type { HealthCheck } from '../health.ts';
import type { Settings } from '../settings.ts';

/** Number of a channel by name. */
type Read = (channel: string) => number;

/** Lines of the ledger by the side they usually stand on, and what they are called when they stand on the other. */
const lines: readonly (readonly [channel: string, side: 'in' | 'lost', label: string, reversed: string])[] = [
  ['sensor', 'in', 'light on the senses', 'senses darkened'],
  ['amplified', 'in', 'amplified by resonators', 'dampened on arrival'],
  ['regulator', 'in', 'workspace drawn to its target', 'taken by the workspace target'],
  ['noise', 'in', 'noise', 'noise, taken'],
  ['deficit', 'in', 'debts forgiven below zero', 'debts'],
  ['transmission', 'lost', 'lost on the way', 'gained on the way'],
  ['maintenance', 'lost', 'upkeep', 'upkeep, returned'],
  ['decay', 'lost', 'decay', 'decay, returned'],
  ['spill', 'lost', 'cut off above the cap', 'cap, returned'],
  ['inhibition', 'lost', 'inhibition', 'inhibition, returned'],
  ['death', 'lost', 'left by the dead', 'brought by the dead'],
  ['birth', 'lost', 'cost of births', 'births, returned'],
  ['dead ends', 'lost', 'sent to the dead', 'returned by the dead'],
];

/** What every line moved since the run began; nothing may be missing, not one quantum. */
export function energyBalance(read: Read): Balance {
  return {
    tolerance: 0,
    rows: [
      ...lines.map(([channel, side, label, reversed]): BalanceRow => ({
        label,
        side,
        value: side === 'in' ? read(channel) : 0 - read(channel),
        reversed,
      })),
      {
        label: 'stored in nodes',
        side: 'stored',
        value: read('energy stored'),
        reversed: 'taken from what nodes stored',
      },
    ],
  };
}

function check(component: string, figure: string, value: number, bound: number, unit: string): HealthCheck {
  return { component, figure, value, bound, unit };
}

/** The checks, in a fixed order. */
export function neuralHealth(read: Read, settings: Settings): readonly HealthCheck[] {
  const at = (path: string): number => settings.number(path);
  const fixed = at('sensory/width') * at('sensory/height') + at('workspace/width') * at('workspace/height');
  const nodes = at('capacity/nodes') - fixed;
  return [
    check('Nodes', 'of the room for them', read('dynamic nodes') / nodes, 1, '%'),
    check('Connections', 'of the room for them', read('connections') / at('capacity/connections'), 1, '%'),
    check('Rooms', 'unused inside rows', read('slack'), 1, '%'),
    check('Rooms', 'unused between rows', read('fragmentation'), 1, '%'),
    check('Account', 'quanta missing', Math.abs(read('ledger mismatch')), 0, '1'),
  ];
}
