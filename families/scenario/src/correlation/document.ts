// Which outputs an author wants correlated with one another: the schema of `statistics.correlations`, and what is wrong with it.

import { z } from 'zod';
import { suggestion, type IssueList, type Path } from '../issues.ts';
import type { NodeEntry } from '../shape.ts';

/** Most outputs correlated with one another: 120 pairs, four megabytes of counts. */
export const correlatedMax = 16;

export const correlationsSchema = z
  .union([z.boolean(), z.array(z.string().min(1).max(1000)).min(2).max(correlatedMax)])
  .describe(
    `Reports the correlation and the rank correlation of every two outputs: of all (true) or of those listed by id. ${correlatedMax} outputs at most.`,
  );

export type CorrelationsSpec = z.infer<typeof correlationsSchema>;

/** Ids of the outputs to correlate, in the order of the document. */
export function correlatedIds(
  spec: CorrelationsSpec | undefined,
  outputs: readonly string[],
): readonly string[] {
  if (spec === undefined || spec === false) return [];
  return spec === true ? outputs : outputs.filter((id) => spec.includes(id));
}

export function checkCorrelations(
  spec: CorrelationsSpec | undefined,
  nodes: readonly NodeEntry[],
  issues: IssueList,
): void {
  const path: Path = ['model', 'statistics', 'correlations'];
  const outputs = nodes.flatMap(({ node }) => (node?.kind === 'output' ? [node.id] : []));
  if (spec === true && outputs.length > correlatedMax) {
    const message = `${outputs.length} outputs, ${correlatedMax} can be correlated`;
    issues.add(path, 'statistics.too-many', message, { remedy: 'List the ones that matter by id.' });
  }
  if (typeof spec !== 'object') return;
  for (const [index, id] of spec.entries()) {
    if (!outputs.includes(id)) {
      const remedy = suggestion(id, outputs);
      const message = `no output is named "${id}"`;
      issues.add([...path, index], 'statistics.unknown-output', message, { remedy });
    } else if (spec.indexOf(id) !== index) {
      issues.add([...path, index], 'statistics.repeated', `"${id}" is listed twice`, {
        remedy: 'Remove one.',
      });
    }
  }
}
