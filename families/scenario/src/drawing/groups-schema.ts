// Frames that drawings put around nodes; kept in the document and read by no run.

import { z } from 'zod';
import { suggestion, type IssueList, type Path } from '../issues.ts';

const member = z.string().min(1).max(100).meta({ format: 'node-id' });

const groupSchema = z
  .strictObject({
    name: z.string().min(1).max(200).describe('What is written on the frame.'),
    color: z
      .enum(['grey', 'blue', 'green', 'amber', 'red', 'violet'])
      .optional()
      .describe('Colour of the frame. Default: grey.'),
    collapsed: z.boolean().optional().describe('Drawn as one block instead of a frame around its nodes.'),
    nodes: z.array(member).min(1).max(10_000).describe('Ids of the nodes; each in one group at most.'),
  })
  .describe('Nodes that drawings show together.');

export const groupsSchema = z
  .array(groupSchema)
  .max(1000)
  .optional()
  .describe('Frames that drawings put around nodes. Has no effect on the numbers.');

/** Checks that groups name nodes beside them, each node once. `path` leads to what holds both. */
export function checkGroups(
  groups: z.infer<typeof groupsSchema>,
  nodes: readonly { readonly id: string | undefined }[],
  path: Path,
  issues: IssueList,
): void {
  if (groups === undefined) return;
  const known = new Set(nodes.map(({ id }) => id));
  const owners = new Map<string, number>();
  for (const [index, group] of groups.entries()) {
    for (const [place, id] of group.nodes.entries()) {
      const at = [...path, 'groups', index, 'nodes', place];
      const owner = owners.get(id);
      if (!known.has(id)) {
        const names = [...known].filter((name) => name !== undefined).slice(0, 2000);
        issues.add(at, 'group.unknown-node', `no node has the id "${id}"`, {
          remedy: suggestion(id, names),
        });
      } else if (owner !== undefined) {
        const message =
          owner === index
            ? `"${id}" is listed twice`
            : `"${id}" belongs to group "${groups[owner]!.name}" already`;
        issues.add(at, 'group.repeated-node', message, { remedy: 'Remove it from one place.' });
      }
      owners.set(id, owner ?? index);
    }
  }
}
