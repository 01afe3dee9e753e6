// What the studio knows of a family beyond its text, for the families whose models are graphs.

import { grammars, type GraphGrammar } from '@holdfast/catalog';

/** Undefined for a family that is edited as text alone. */
export function graphGrammarOf(family: string): GraphGrammar | undefined {
  return grammars.get(family);
}
