// Families that write documents from words or drawings. Kept beside the contract: no run needs any of this.

import type { ModelDocument } from '@holdfast/core';
import { editFromText, patched, worldFromDrawing, worldFromText, type DrawnWorld } from '@holdfast/physics';

/** Something that was not understood: its place in the text, and what to ask. */
export interface WriterQuestion {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly suggestions: readonly string[];
}

export type Written =
  | { readonly ok: true; readonly document: ModelDocument }
  | { readonly ok: false; readonly questions: readonly WriterQuestion[] };

export type Edited =
  | { readonly ok: true; readonly document: ModelDocument; readonly patch: readonly unknown[] }
  | { readonly ok: false; readonly questions: readonly WriterQuestion[] };

export interface Writer {
  readonly family: string;
  /** Same text, same document. */
  fromText(text: string): Written;
  /** Changes a document of the family; the patch (RFC 6902) is relative to its model. */
  edit(document: ModelDocument, text: string): Edited;
  /** Takes what `readDrawing` of the sketch package gives. */
  fromDrawing(drawing: DrawnWorld, name: string): Written;
}

const physicsDocument = (name: string, model: unknown): ModelDocument => ({
  family: 'physics',
  version: 1,
  name,
  model,
});

const physicsWriter: Writer = {
  family: 'physics',
  fromText(text) {
    const written = worldFromText(text);
    return written.ok ? { ok: true, document: physicsDocument(written.name, written.world) } : written;
  },
  edit(document, text) {
    const edited = editFromText(document.model as Parameters<typeof editFromText>[0], text);
    if (!edited.ok) return edited;
    return {
      ok: true,
      document: { ...document, model: patched(document.model, edited.patch) },
      patch: edited.patch,
    };
  },
  fromDrawing(drawing, name) {
    const answer = worldFromDrawing(drawing);
    return answer.ok ? { ok: true, document: physicsDocument(name, answer.world) } : answer;
  },
};

/** Every family that can write documents. */
export const writers: readonly Writer[] = Object.freeze([physicsWriter]);
