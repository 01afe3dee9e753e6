// Channels grouped by what they describe. Panels are chosen by role alone.

import type { Channel } from '@holdfast/core';

/** Channels of one subject, by what a panel does with them. */
export interface Subject {
  readonly name: string;
  /** What people call it. */
  readonly title: string;
  readonly unit: string;
  readonly estimates: readonly Channel[];
  readonly quantiles: Channel | undefined;
  readonly histogram: Channel | undefined;
  /** Distributions along an axis. */
  readonly fans: readonly Channel[];
  /** Numbers against time, one chart per unit. */
  readonly series: readonly (readonly Channel[])[];
  /** Channels whose role has no picture here; shown as numbers. */
  readonly others: readonly Channel[];
}

function byUnit(channels: readonly Channel[]): readonly (readonly Channel[])[] {
  const units = [...new Set(channels.map((channel) => channel.unit))];
  return units.map((unit) => channels.filter((channel) => channel.unit === unit));
}

const pictured: ReadonlySet<string> = new Set(['estimate', 'quantiles', 'histogram', 'fan']);

function isSingle(channel: Channel): boolean {
  return channel.role === 'scalar' && channel.shape.every((extent) => extent === 1);
}

/** True for a subject that is nothing but numbers against time. */
export function isSeriesOnly(subject: Subject): boolean {
  const { estimates, quantiles, histogram, fans, others } = subject;
  return (
    estimates.length + fans.length + others.length === 0 && quantiles === undefined && histogram === undefined
  );
}

/** Subjects in the order of their first channel; counts are facts of the run and describe none. */
export function subjectsOf(all: readonly Channel[]): readonly Subject[] {
  const channels = all.filter(({ role }) => role !== 'count');
  const names = [...new Set(channels.map((channel) => channel.subject))];
  return names.map((name) => {
    const own = channels.filter((channel) => channel.subject === name);
    return {
      name,
      title: own.find((channel) => channel.label !== undefined)?.label ?? name,
      unit: own.find((channel) => channel.role === 'estimate')?.unit ?? own[0]?.unit ?? '',
      estimates: own.filter((channel) => channel.role === 'estimate'),
      quantiles: own.find((channel) => channel.role === 'quantiles'),
      histogram: own.find((channel) => channel.role === 'histogram'),
      fans: own.filter((channel) => channel.role === 'fan'),
      series: byUnit(own.filter(isSingle)),
      others: own.filter((channel) => !pictured.has(channel.role) && !isSingle(channel)),
    };
  });
}
