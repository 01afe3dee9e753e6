// Where drawings show the nodes of a graph; kept in the document and read by no run.

import { z } from 'zod';

const coordinate = z.number().min(-1e6).max(1e6);
const nodeId = /^[A-Za-z][A-Za-z0-9_-]*$/;

export const layoutSchema = z
  .record(z.string().max(100).regex(nodeId), z.tuple([coordinate, coordinate]))
  .optional()
  .describe('Where drawings show nodes, as [x, y] by id. Has no effect on the numbers.');
