// One use of a part on its way into the model. Where an issue about what it holds belongs is kept beside the expanded graph.

import type { Path } from '../issues.ts';

export interface Instance {
  /** Ids of the uses on the way, joined by `/`, which no id holds: `plant/line-1`. */
  readonly path: string;
  /** Undefined when the use stands in the model itself. */
  readonly parent: Instance | undefined;
  /** Values of the parameters of the part; an expression is read in the surroundings of the use. Undefined where one is
   * missing, which is an issue. */
  readonly parameters: ReadonlyMap<string, number | string | undefined>;
  /** Of the use, among the lists of the expanded model. */
  readonly place: Path;
}
