// What a run of a network concludes.

import type { Metric } from '@holdfast/core';
import { ledgerLines } from './ledger.ts';
import type { Network } from './network.ts';
import { quantaPerUnit } from './quanta.ts';
import { surveyOf } from './survey.ts';

function metric(subject: string, name: string, value: number, unit = '1'): Metric {
  return { subject, name, value, standardError: null, unit };
}

/** All figures, in a fixed order. */
export function metricsOf(network: Network): readonly Metric[] {
  const { graph } = network.parts;
  const { ledger, events } = network;
  const { tally } = graph;
  const survey = surveyOf(network);
  const [sensory, workspace, dynamic] = survey.energy;
  const perConnection = tally.connections > 0 ? (8 * tally.end) / tally.connections : 0;
  return [
    metric('energy', 'sensory', sensory, 'unit'),
    metric('energy', 'workspace', workspace, 'unit'),
    metric('energy', 'dynamic', dynamic, 'unit'),
    metric('energy', 'sent in all', Number(ledger.stored[2]!) / quantaPerUnit, 'unit'),
    metric('ledger', 'mismatch', network.mismatch, 'quantum'),
    ...ledgerLines.map((line, at) =>
      metric('ledger', line, Number(ledger.total[at]!) / quantaPerUnit, 'unit'),
    ),
    metric('population', 'dynamic nodes', tally.living),
    metric('population', 'connections', tally.connections),
    metric('population', 'births', events.births),
    metric('population', 'deaths', events.deaths),
    metric('age', 'mean of dynamic nodes', survey.age, 'step'),
    metric('connections', 'grown', events.grown),
    metric('connections', 'given up', events.pruned),
    metric('connections', 'swept from the dead', events.swept),
    metric('connections', 'mean outgoing', survey.outgoingMean),
    metric('connections', 'most outgoing', survey.outgoingMost),
    metric('connections', 'most incoming', survey.incomingMost),
    metric('refused', 'births', events.birthsRefused),
    metric('refused', 'connections, bound reached', events.refused.full + events.refused.crowded),
    metric('refused', 'connections, against the rules', events.refused.forbidden + events.refused.twice),
    metric('refused', 'connections, stale names', events.refused.stale),
    metric('size', 'of a connection', perConnection, 'B'),
    metric('memory', 'slack', survey.slack),
    metric('memory', 'fragmentation', survey.fragmentation),
  ];
}
