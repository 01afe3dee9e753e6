// Families that write documents from words or drawings. Kept beside the contract: no run needs any of this.

import { SimulationError, type ModelDocument } from '@holdfast/core';
import {
  editFromText,
  patched,
  sideView,
  worldFromDrawing,
  worldFromText,
  type DrawnWorld,
  type SidePart,
  type SheetOptions,
} from '@holdfast/physics';

/** Longest text, in characters. */
export const textMost = 10_000;

/** Something that was not understood: its place in the text, and what to ask. */
export interface WriterQuestion {
  readonly from: number;
  readonly to: number;
  /** The words asked about, or the id of a part of a drawing. */
  readonly text: string;
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
  /** Sentences it understands, to begin with. */
  readonly examples: readonly string[];
  /** Sentences that change what the first example means. */
  readonly changes: readonly string[];
  /** Same text, same document. @throws SimulationError `text.too-long` */
  fromText(text: string): Written;
  /** Changes a document of the family; the patch (RFC 6902) is relative to its model. @throws SimulationError `text.too-long` */
  edit(document: ModelDocument, text: string): Edited;
  /** What a document of the family shows before it runs. */
  view(document: ModelDocument): readonly SidePart[];
  /** Takes what `readDrawing` of the sketch package gives. */
  fromDrawing(drawing: DrawnWorld, name: string, sheet?: SheetOptions): Written;
}

const physicsDocument = (name: string, model: unknown): ModelDocument => ({
  family: 'physics',
  version: 1,
  name,
  model,
});

function bounded(text: string): void {
  if (text.length > textMost)
    throw new SimulationError('text.too-long', { characters: text.length, most: textMost });
}

const isMjcf = (model: unknown): boolean =>
  typeof model === 'object' && model !== null && Object.hasOwn(model, 'mjcf');

const mjcfQuestion = (text: string): WriterQuestion => ({
  from: 0,
  to: text.length,
  text,
  message:
    'This world is MuJoCo XML, which is changed in the editor. Words change worlds that are written as a spec.',
  suggestions: [],
});

const physicsWriter: Writer = {
  family: 'physics',
  examples: [
    'a ball on a 20 degree ramp',
    'a double pendulum',
    'a tower of 6 wooden boxes and a steel ball',
    'a car driving at 5 m/s',
    "Newton's cradle",
    'a row of 12 dominoes',
    'a humanoid on the moon',
  ],
  changes: ['make the ball twice as heavy', 'paint the ball red', 'set gravity to 1.6'],
  fromText(text) {
    bounded(text);
    const written = worldFromText(text);
    return written.ok ? { ok: true, document: physicsDocument(written.name, written.world) } : written;
  },
  edit(document, text) {
    bounded(text);
    if (isMjcf(document.model)) return { ok: false, questions: [mjcfQuestion(text)] };
    const edited = editFromText(document.model as Parameters<typeof editFromText>[0], text);
    if (!edited.ok) return edited;
    return {
      ok: true,
      document: { ...document, model: patched(document.model, edited.patch) },
      patch: edited.patch,
    };
  },
  view: ({ model }) => (isMjcf(model) ? [] : sideView(model as Parameters<typeof sideView>[0])),
  fromDrawing(drawing, name, sheet) {
    const answer = worldFromDrawing(drawing, sheet);
    return answer.ok ? { ok: true, document: physicsDocument(name, answer.world) } : answer;
  },
};

/** Every family that can write documents. */
export const writers: readonly Writer[] = Object.freeze([physicsWriter]);

export { smokeRun } from '@holdfast/physics';
