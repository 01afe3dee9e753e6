// How another view changes the text of the editor: as steps of the one history both views share.

import type { TextChange } from './document-text.ts';

/** The text of a document and its history. */
export interface DocumentHandle {
  /** Changes the text as one step; `join` adds to the step before while that is fresh. */
  apply(changes: readonly TextChange[], join: boolean): void;
  undo(): void;
  redo(): void;
  /** How many steps can be taken back, and taken again. */
  depths(): { readonly undo: number; readonly redo: number };
}
