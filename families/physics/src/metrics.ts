// Figures of a world at the end of a run: where bodies are, what sensors read, and the energy account.

import type { Metric } from '@holdfast/core';
import type { ContactSummary } from './engine/contacts.ts';
import type { Views } from './engine/views.ts';
import { plottedJoints, type WorldFacts } from './facts.ts';
import { accounts, type Ledger } from './ledger.ts';

export interface MetricSource {
  readonly facts: WorldFacts;
  readonly views: Views;
  readonly ledger: Ledger;
  readonly residual: number;
  readonly contacts: ContactSummary;
  readonly forceMost: number;
}

/** Bodies and sensors whose figures are told; more would hide what matters. */
const toldMost = 24;

/** A figure that is computed, not estimated: it has no standard error. */
function metric(subject: string, name: string, value: number, unit: string): Metric {
  return { subject, name, value, standardError: null, unit };
}

const axes = ['x', 'y', 'z'] as const;

function readings({ facts, views }: MetricSource): readonly Metric[] {
  let place = 0;
  return facts.readings.flatMap(({ name, size, unit }) => {
    const from = place;
    place += size;
    if (size === 1) return [metric(`sensor ${name}`, 'reading', views.sensordata[from]!, unit)];
    return Array.from({ length: size }, (_, i) =>
      metric(`sensor ${name}`, `reading ${i + 1}`, views.sensordata[from + i]!, unit),
    );
  });
}

export function metricsOf(source: MetricSource): readonly Metric[] {
  const { facts, views, ledger, residual, contacts, forceMost } = source;
  const [potential = 0, kinetic = 0] = views.energy;
  return [
    ...facts.bodies
      .slice(0, toldMost)
      .flatMap((body, index) =>
        axes.map((axis, i) => metric(`body ${body}`, axis, views.xpos[3 * (index + 1) + i]!, 'm')),
      ),
    ...plottedJoints(facts).flatMap(({ name, type, position, velocity }) => {
      const unit = type === 'hinge' ? 'rad' : 'm';
      return [
        metric(`joint ${name}`, 'position', views.qpos[position]!, unit),
        metric(`joint ${name}`, 'velocity', views.qvel[velocity]!, `${unit}/s`),
      ];
    }),
    ...readings(source).slice(0, toldMost * 3),
    metric('contacts', 'count', contacts.count, ''),
    metric('contacts', 'highest force', forceMost, 'N'),
    metric('energy', 'kinetic', kinetic, 'J'),
    metric('energy', 'potential', potential, 'J'),
    ...accounts.map((account, index) => metric('energy', account, ledger.values[index]!, 'J')),
    metric('energy', 'residual', residual, 'J'),
    metric('energy', 'residual share', residual / ledger.turnover, ''),
  ];
}
