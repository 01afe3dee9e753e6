// Every way in for models written elsewhere.

import type { ModelDocument, Parsed } from '@holdfast/core';
import { importers as physicsImporters, type ImportFolder } from '@holdfast/physics';
import { scenarioImporters } from '@holdfast/scenario';

export type { ImportFolder } from '@holdfast/physics';

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
   * on the way. Files that the text names are looked for in the folder, where one is given. */
  read(text: string, name: string, folder?: ImportFolder): Parsed<ModelDocument>;
}

export const importers: readonly Importer[] = Object.freeze([...scenarioImporters, ...physicsImporters]);
