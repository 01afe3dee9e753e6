// The vocabulary of writing documents from words, strokes and pictures.

import type { Issue, ModelDocument } from '@holdfast/core';
import { z } from 'zod';
import { documentSchema, issueSchema } from './api.ts';

/** Largest picture file, 10 MB. */
export const pictureBytesMost = 10_000_000;
/** Strokes of one drawing at most. */
export const strokesMost = 500;
/** Points of one drawing at most, all strokes together. */
export const strokePointsMost = 50_000;

const coordinate = z.number().min(-1e6).max(1e6);
const point = z.object({ x: coordinate, y: coordinate });
const byStroke = <Value extends z.ZodType>(value: Value) => z.record(z.string().regex(/^\d{1,4}$/), value);

const family = z.string().max(64).optional().describe('Family that writes; the first that can where absent');

export const writeTextRequestSchema = z.strictObject({ text: z.string(), family });

export const changeRequestSchema = z.strictObject({ document: documentSchema, text: z.string() });

/** How a drawing becomes a world. */
export const sheetSchema = z.strictObject({
  width: z.number().min(0.01).max(1000).optional().describe('Width of what is drawn, m'),
  planar: z.boolean().optional().describe('Everything stays in the plane of the sheet; true where absent'),
});

/** Choices are named by the first stroke of a part. */
export const writeDrawingRequestSchema = z.strictObject({
  strokes: z.array(z.array(point)),
  shapes: byStroke(z.string().max(20)).optional(),
  roles: byStroke(z.string().max(20)).optional(),
  names: byStroke(z.string().max(80)).optional(),
  notes: byStroke(z.string().max(1000)).optional(),
  labels: z
    .array(z.strictObject({ text: z.string().max(1000), at: point }))
    .max(200)
    .optional(),
  name: z.string().min(1).max(200).optional(),
  family,
  ...sheetSchema.shape,
});

export type WriteTextRequest = z.infer<typeof writeTextRequestSchema>;
export type ChangeRequest = z.infer<typeof changeRequestSchema>;
export type WriteDrawingRequest = z.infer<typeof writeDrawingRequestSchema>;

/** Something that was not understood. */
export interface QuestionView {
  /** Place in the text. */
  readonly from: number;
  readonly to: number;
  /** The words asked about, or the id of a part of a drawing. */
  readonly text: string;
  readonly message: string;
  readonly suggestions: readonly string[];
}

/** A part of what was written, seen from the side before it runs. */
export interface PartView {
  readonly name: string;
  readonly detail: string;
  readonly fixed: boolean;
  /** Red, green, blue from 0 to 1. */
  readonly color?: readonly [number, number, number] | undefined;
  /** Closed outlines; x to the right, y up, m. */
  readonly outlines: readonly (readonly (readonly [number, number])[])[];
}

/** A document, or what stands in its way. */
export interface WrittenView {
  readonly ok: boolean;
  readonly document: ModelDocument | null;
  /** RFC 6902, relative to the model, where a document was changed. */
  readonly patch: readonly unknown[] | null;
  readonly questions: readonly QuestionView[];
  /** Why a run would refuse what was understood. */
  readonly issues: readonly Issue[];
  readonly parts: readonly PartView[];
  /** What wrote it: `grammar`, `drawing`, or the name of a language model. */
  readonly by: string;
}

const writtenShape = {
  ok: z.boolean(),
  document: documentSchema.nullable(),
  patch: z.array(z.unknown()).nullable(),
  questions: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      text: z.string(),
      message: z.string(),
      suggestions: z.array(z.string()),
    }),
  ),
  issues: z.array(issueSchema),
  parts: z.array(
    z.object({
      name: z.string(),
      detail: z.string(),
      fixed: z.boolean(),
      color: z.tuple([z.number(), z.number(), z.number()]).optional(),
      outlines: z.array(z.array(z.tuple([z.number(), z.number()]))),
    }),
  ),
  by: z.string(),
};

export const writtenViewSchema = z.object(writtenShape) satisfies z.ZodType<WrittenView>;

/** What a picture shows: strokes in its pixels, and what they mean. */
export interface WrittenPictureView extends WrittenView {
  readonly width: number;
  readonly height: number;
  readonly strokes: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

export const writtenPictureViewSchema = z.object({
  ...writtenShape,
  width: z.number(),
  height: z.number(),
  strokes: z.array(z.array(point)),
}) satisfies z.ZodType<WrittenPictureView>;

/** A family that writes documents, with sentences to begin with. */
export const writersViewSchema = z.object({
  writers: z.array(
    z.object({ family: z.string(), examples: z.array(z.string()), changes: z.array(z.string()) }),
  ),
  /** Longest text, in characters. */
  textMost: z.number(),
  /** Name of the language model asked where the grammar has questions; null without one. */
  model: z.string().nullable(),
});
export type WritersView = z.infer<typeof writersViewSchema>;
