// What is kept of pairs of outputs. Independent iterations tell their own errors, by moments to the fourth; under a design the
// spread between its replicates does, for which the second moments of each are enough.

import { createComoments, type ComomentOrder } from '@holdfast/numerics';
import type { OutputPlan } from '../plan.ts';
import { replicateCount } from '../sampling/layout.ts';
import { correlatedIds, type CorrelationsSpec } from './document.ts';

/** Two outputs by their place among all. */
export interface PairPlan {
  readonly subject: string;
  readonly a: number;
  readonly b: number;
}

export interface CorrelationPlan {
  /** Places of the correlated outputs, ascending. */
  readonly outputs: readonly number[];
  readonly pairs: readonly PairPlan[];
  readonly order: ComomentOrder;
  /** Replicates kept apart; 1 where the iterations are independent. */
  readonly copies: number;
  /** Numbers kept of one copy of a pair: joint moments of the values and, under a design, of their classes. */
  readonly width: number;
}

const idOf = ({ subject }: OutputPlan): string => subject.slice(0, subject.lastIndexOf('.'));

/** Undefined when nothing is asked. `more` are pairs that are kept beside those the author lists. */
export function correlationPlan(
  spec: CorrelationsSpec | undefined,
  outputs: readonly OutputPlan[],
  independent: boolean,
  more: readonly PairPlan[] = [],
): CorrelationPlan | undefined {
  const ids = new Set(correlatedIds(spec, outputs.map(idOf)));
  const listed = outputs.flatMap((output, place) =>
    output.time === undefined && ids.has(idOf(output)) ? [place] : [],
  );
  const among = listed.flatMap((a, index) =>
    listed.slice(index + 1).map((b) => {
      const subject = `${outputs[a]!.subject}~${outputs[b]!.subject}`;
      return Object.freeze({ subject, a, b });
    }),
  );
  const pairs = [...among, ...more];
  if (pairs.length === 0) return undefined;
  const places = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))].sort((a, b) => a - b);
  const order = independent ? 4 : 2;
  const copies = independent ? 1 : replicateCount;
  const width = createComoments(order).length + (independent ? 0 : createComoments(2).length);
  return Object.freeze({ outputs: Object.freeze(places), pairs: Object.freeze(pairs), order, copies, width });
}
