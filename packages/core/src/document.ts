// What an author writes, and every complaint about it at once. Nothing here is trusted yet.

/** A model as authored: the envelope every family shares around a family-specific `model`. */
export interface ModelDocument {
  readonly $schema?: string;
  readonly family: string;
  /** Version of the family's document format. */
  readonly version: number;
  readonly name: string;
  readonly description?: string;
  /** Where the numbers come from. */
  readonly source?: string;
  readonly model: unknown;
  /** Text attachments by name (CSV and the like), inlined so that a document is self-contained. */
  readonly files?: Readonly<Record<string, string>>;
  /** What the author proposes; the caller may override each: the end in the model's time unit, and a whole number. */
  readonly run?: { readonly until?: number; readonly seed?: number };
}

/** One author's mistake. Issues are collected, never thrown one by one. */
export interface Issue {
  /** JSON pointer into the document, for example `/model/nodes/3/expression`. */
  readonly path: string;
  /** `area.condition`, kebab case. */
  readonly code: string;
  readonly message: string;
  /** What to do next, for example the nearest known name. */
  readonly remedy?: string;
  /** Position inside the text at `path`, both from 1, when that text is an expression or a file. */
  readonly line?: number;
  readonly column?: number;
  /** Path of the file it is about, below the folder of the model, where that file is missing. */
  readonly file?: string;
}

/** The outcome of checking a document at the door. Notices tell what was changed to make a sound document run. */
export type Parsed<Spec> =
  | { readonly ok: true; readonly spec: Spec; readonly notices?: readonly Issue[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };
