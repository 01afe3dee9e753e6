// What the process does that reads words, strokes and pictures: one question after another, each with one answer. It keeps nothing
// between two questions, so it may be killed at any time.

import { SimulationError, type ErrorCode, type ModelDocument, type Simulator } from '@holdfast/core';
import { smokeRun, type Edited, type Writer, type Written } from '@holdfast/catalog';
import {
  strokePointsMost,
  strokesMost,
  type ChangeRequest,
  type WriteDrawingRequest,
  type WriteTextRequest,
  type WrittenPictureView,
  type WrittenView,
} from '@holdfast/protocol';
import { loadFamily } from '@holdfast/runtime';
import { decodePicture, readDrawing, strokesOf, type DrawingChoices, type Stroke } from '@holdfast/sketch';
import { imported, type ImportTask } from './import-model.ts';

export type WritingTask =
  | { readonly kind: 'text'; readonly request: WriteTextRequest }
  | { readonly kind: 'change'; readonly request: ChangeRequest }
  | { readonly kind: 'drawing'; readonly request: WriteDrawingRequest }
  | { readonly kind: 'picture'; readonly bytes: Uint8Array }
  | ImportTask
  /** Compiles a document and runs its first second. */
  | { readonly kind: 'try'; readonly document: ModelDocument };

export interface WritingQuestion {
  readonly id: number;
  readonly task: WritingTask;
}

export type WritingAnswer = { readonly id: number } & (
  | { readonly view: WrittenView | WrittenPictureView }
  | { readonly code: ErrorCode; readonly details: SimulationError['details'] }
);

type Families = ReadonlyMap<string, Simulator>;

const nothing: WrittenView = {
  ok: false,
  document: null,
  patch: null,
  questions: [],
  issues: [],
  parts: [],
  by: 'grammar',
};

/** The first writer, or that of a family. @throws SimulationError `document.unknown-family` */
function writerOf(writers: readonly Writer[], family: string | undefined): Writer {
  const writer = family === undefined ? writers[0] : writers.find((one) => one.family === family);
  if (writer !== undefined) return writer;
  throw unknownFamily(
    family ?? '',
    writers.map((one) => one.family),
  );
}

function unknownFamily(family: string, known: readonly string[]): SimulationError {
  return new SimulationError('document.unknown-family', { family, known: known.join(', ') });
}

/** A sentence may ask for more than a run can hold: that is said as for any document. */
function viewOf(writer: Writer, answer: Written | Edited, families: Families, by: string): WrittenView {
  if (!answer.ok) return { ...nothing, by, questions: answer.questions };
  const { document } = answer;
  const parsed = families.get(document.family)!.parse(document);
  const issues = parsed.ok ? [] : parsed.issues;
  return {
    ...nothing,
    by,
    ok: parsed.ok,
    document,
    issues,
    parts: parsed.ok ? writer.view(document) : [],
    patch: 'patch' in answer ? answer.patch : null,
  };
}

/** @throws SimulationError `picture.too-large` */
function bounded(strokes: readonly Stroke[]): readonly Stroke[] {
  const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const [many, most, what] =
    strokes.length > strokesMost
      ? [strokes.length, strokesMost, 'strokes']
      : [points, strokePointsMost, 'points of strokes'];
  if (many > most)
    throw new SimulationError('picture.too-large', { what: `${many} ${what}`, most: `${most} ${what}` });
  return strokes;
}

function drawn(
  writers: readonly Writer[],
  families: Families,
  {
    strokes,
    shapes,
    roles,
    names,
    notes,
    labels,
    name = 'a drawing',
    family,
    width,
    planar,
  }: WriteDrawingRequest,
): WrittenView {
  const choices = { shapes, roles, names, notes, labels } as DrawingChoices;
  const sheet = {
    ...(width === undefined ? {} : { width }),
    ...(planar === undefined ? {} : { planar }),
  };
  const writer = writerOf(writers, family);
  const answer = writer.fromDrawing(readDrawing(bounded(strokes), choices), name, sheet);
  return viewOf(writer, answer, families, 'drawing');
}

function pictured(writers: readonly Writer[], families: Families, bytes: Uint8Array): WrittenPictureView {
  const pixels = decodePicture(bytes);
  // Pixels between pixels are nobody's stroke: whole numbers travel in a tenth of the bytes.
  const strokes = strokesOf(pixels).map((stroke) =>
    stroke.map(({ x, y }) => ({ x: Math.round(x * 10) / 10, y: Math.round(y * 10) / 10 })),
  );
  const view = drawn(writers, families, { strokes, name: 'a picture' });
  return { ...view, width: pixels.width, height: pixels.height, strokes };
}

/** The first second of a document, with the family's engine. @throws SimulationError `document.unknown-family` */
async function tried(
  writers: readonly Writer[],
  families: Families,
  document: ModelDocument,
): Promise<WrittenView> {
  const simulator = (await loadFamily(families, document.family)).get(document.family);
  if (simulator === undefined) throw unknownFamily(document.family, [...families.keys()]);
  const issues = smokeRun(simulator, document);
  const ok = issues.length === 0;
  const parts = ok ? writerOf(writers, document.family).view(document) : [];
  return { ...nothing, ok, document, issues, parts };
}

/** A document is judged before it is changed, so that a writer sees only sound ones. */
function changed(
  writers: readonly Writer[],
  families: Families,
  { document, text }: ChangeRequest,
): WrittenView {
  const writer = writerOf(writers, document.family);
  const parsed = families.get(document.family)!.parse(document);
  if (!parsed.ok) return { ...nothing, issues: parsed.issues };
  return viewOf(writer, writer.edit(document, text), families, 'grammar');
}

function answer(
  writers: readonly Writer[],
  families: Families,
  task: WritingTask,
): WrittenView | Promise<WrittenView> {
  switch (task.kind) {
    case 'text': {
      const writer = writerOf(writers, task.request.family);
      return viewOf(writer, writer.fromText(task.request.text), families, 'grammar');
    }
    case 'change':
      return changed(writers, families, task.request);
    case 'drawing':
      return drawn(writers, families, task.request);
    case 'picture':
      return pictured(writers, families, task.bytes);
    case 'import':
      return imported(task, nothing, (document) => tried(writers, families, document));
    case 'try':
      return tried(writers, families, task.document);
  }
}

async function reply(
  writers: readonly Writer[],
  families: Families,
  { id, task }: WritingQuestion,
): Promise<WritingAnswer> {
  try {
    return { id, view: await answer(writers, families, task) };
  } catch (error) {
    if (error instanceof SimulationError) return { id, code: error.code, details: error.details };
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { id, code: 'worker.crashed', details: { reason } };
  }
}

/** Answers questions in a process started by the spawner of `createNodeSpawner`. */
export function serveWriting(writers: readonly Writer[], families: Families): void {
  if (process.send === undefined) throw new Error('what reads words and drawings is started by a host');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  process.on('message', (question: WritingQuestion) => {
    void reply(writers, families, question).then((said) => process.send?.(said));
  });
  process.on('disconnect', () => process.exit(0));
}
