// Every way in for models written elsewhere.

import type { ModelDocument, Parsed } from '@holdfast/core';
import { importers as physicsImporters } from '@holdfast/physics';
import { scenarioImporters } from '@holdfast/scenario';

/** Reads one foreign format. */
export interface Importer {
  /** Name on the command line. */
  readonly format: string;
  readonly title: string;
  /** Endings of file names it usually has, dot included. */
  readonly extensions: readonly string[];
  /** Whether a text looks like this format. */
  recognises(text: string): boolean;
  /** Turns the text into a document, called `name` unless the text has a name of its own; notices tell what was changed
   * on the way. */
  read(text: string, name: string): Parsed<ModelDocument>;
}

export const importers: readonly Importer[] = Object.freeze([...scenarioImporters, ...physicsImporters]);
