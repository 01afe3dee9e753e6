// Two documents, or two settings of one, side by side under the same random numbers.

import type { MethodOf, ReportOf } from '@holdfast/protocol';
import { named } from '../axes.ts';
import type { Laboratory } from '../laboratory.ts';
import { combination, type Observation } from '../observation.ts';

export async function compare(
  laboratory: Laboratory,
  { outputs, document, parameters = [] }: MethodOf<'compare'>,
): Promise<ReportOf<'compare'>> {
  const other = { inputs: parameters, document: document === undefined ? 0 : 1 };
  const [first, second] = (await laboratory.measure([{ inputs: [] }, other])) as [Observation, Observation];
  const pairing = first.replicates.length > 1 ? 'replicates' : 'none';
  return {
    kind: 'compare',
    rows: outputs.map((output) => ({
      ...named(output, first),
      first: first.estimate(output),
      second: second.estimate(output),
      difference: combination(
        [
          [1, second],
          [-1, first],
        ],
        output,
      ),
      pairing,
    })),
  };
}
