// What the studio knows of a family beyond its text, for the families whose models are graphs.

import { catalog, grammars } from '@holdfast/catalog';
import type { GraphFamily } from './graph-session.ts';

/** Undefined for a family that is edited as text alone. */
export function graphFamilyOf(family: string): GraphFamily | undefined {
  const [grammar, simulator] = [grammars.get(family), catalog.get(family)];
  if (grammar === undefined || simulator === undefined) return undefined;
  return { grammar, parse: (document) => simulator.parse(document), schema: simulator.schema };
}
