// A way in for models written elsewhere. An import never guesses unseen: whatever it changed or could not carry over is a notice.

import type { ModelDocument, Parsed } from '@holdfast/core';

export interface Importer {
  /** Name on the command line, kebab case. */
  readonly format: string;
  readonly title: string;
  /** Endings of file names it usually has, dot included. */
  readonly extensions: readonly string[];
  /** Whether a text looks like this format. */
  recognises(text: string): boolean;
  /** Turns the text into a document called `name` unless the text has a name of its own. Issues point into the text
   * where it is JSON; notices point into the document. */
  read(text: string, name: string): Parsed<ModelDocument>;
}
