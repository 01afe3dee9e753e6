// The plant's two accounts and its verdict, read off one frame. Every number is the run's own; the sums are made here.

import type { Balance, BalanceRow } from '../balance.ts';

/** Number of a channel by name. */
export type Read = (channel: string) => number;

/** Work of the plant that becomes heat, in both accounts. */
const mechanical: readonly (readonly [label: string, channel: string])[] = [
  ['drag of the water', 'drag'],
  ['bearing friction', 'bearing friction'],
  ['emergency brake', 'brake'],
  ['flywheel drag', 'flywheel drag'],
  ['gears', 'gear loss'],
  ['clutch', 'clutch loss'],
  ['water carried along', 'entrained water'],
];

function workRows(read: Read): readonly BalanceRow[] {
  const electricity = read('electricity');
  return [
    { label: 'electricity', side: 'out', value: electricity },
    { label: 'generator losses', side: 'lost', value: read('work into the generator') - electricity },
    ...mechanical.map(([label, channel]): BalanceRow => ({ label, side: 'lost', value: read(channel) })),
    { label: 'bubbles (H1)', side: 'lost', value: read('work for bubbles') },
  ];
}

function inputRows(read: Read): readonly BalanceRow[] {
  return [
    { label: 'work into the compressor', side: 'in', value: read('work into the compressor') },
    { label: 'work for bubbles (H1)', side: 'in', value: read('work for bubbles') },
    {
      label: 'work of changed water',
      side: 'in',
      value: read('work of changed water'),
      reversed: 'work given to changed water',
    },
  ];
}

/** First law. @param share what may be missing, over the turnover */
export function energyBalance(read: Read, share: number): Balance {
  return {
    tolerance: share * read('turnover'),
    rows: [
      ...inputRows(read),
      {
        label: 'heat from the water',
        side: 'in',
        value: read('heat from the water'),
        reversed: 'heat into the water',
      },
      ...workRows(read),
      // Air is delivered as cool as it was taken in, so the whole work of compression leaves as heat.
      { label: 'heat of compression', side: 'lost', value: read('work into the compressor') },
      {
        label: 'heat in vented air',
        side: 'lost',
        value: read('heat in vented air'),
        reversed: 'vented air left colder than it came',
      },
      {
        label: 'stored in motion, height and air',
        side: 'stored',
        value: read('energy stored'),
        reversed: 'taken from motion, height and air',
      },
    ],
  };
}

/** First and second law together: work that could be done, and where it was destroyed. */
export function exergyBalance(read: Read, share: number): Balance {
  return {
    tolerance: share * read('turnover'),
    rows: [
      ...inputRows(read),
      {
        label: 'exergy of heat',
        side: 'in',
        value: read('exergy of heat'),
        reversed: 'exergy of heat given off',
      },
      ...workRows(read),
      { label: 'compression', side: 'lost', value: read('compression loss') },
      { label: 'throttling at the inlet', side: 'lost', value: read('throttling') },
      { label: 'heat transfer', side: 'lost', value: read('heat transfer') },
      { label: 'mixing', side: 'lost', value: read('mixing') },
      { label: 'air spilt and vented', side: 'lost', value: read('vented exergy') },
      {
        label: 'stored in motion, height and air',
        side: 'stored',
        value: read('exergy stored'),
        reversed: 'taken from what was stored',
      },
    ],
  };
}

/** What the plant gives for what it gets, J. */
export interface Yield {
  /** Electricity. */
  readonly gives: number;
  /** Work put in. */
  readonly takes: number;
  /** Exergy of external heat, J. */
  readonly heat: number;
  /** Exergy taken from stores, negative where they grew, and work of changed water. */
  readonly released: number;
  /** More than all of that together: against the second law. */
  readonly broken: boolean;
}

/** Share of the turnover below which nothing was gained. */
const rounding = 1e-9;

export function yieldOf(read: Read): Yield {
  const gives = read('electricity');
  const takes = read('work into the compressor') + read('work for bubbles');
  const heat = read('exergy of heat');
  const released = read('work of changed water') - read('exergy stored');
  return {
    gives,
    takes,
    heat,
    released,
    broken: gives - takes - heat - released > rounding * read('turnover'),
  };
}
