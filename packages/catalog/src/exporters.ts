// Every way out for models into formats of other programs.

import type { ModelDocument, Parsed } from '@holdfast/core';
import { exportMjcf } from '@holdfast/physics';

/** Writes documents of one family in one foreign format. */
export interface Exporter {
  /** Name on the command line. */
  readonly format: string;
  readonly title: string;
  readonly family: string;
  /** The text; notices tell what it cannot hold. */
  write(document: ModelDocument): Parsed<string>;
}

export const exporters: readonly Exporter[] = Object.freeze([
  { format: 'mjcf', title: 'MuJoCo XML', family: 'physics', write: exportMjcf },
]);
