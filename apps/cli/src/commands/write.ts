// holdfast write: a sentence or a drawing becomes a document, or a sentence changes one. What is not understood is asked about on
// stderr, at its place. With `--run` the document runs at once.
import { readFile, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { catalog, writers, type Writer, type WriterQuestion, type Written } from '@holdfast/catalog';
import { SimulationError, type ModelDocument } from '@holdfast/core';
import { encodeJson } from '@holdfast/protocol';
import { decodePicture, readDrawing, strokesOf } from '@holdfast/sketch';
import type { CommandContext } from '../context.ts';
import { reasonOf } from '../data-directory.ts';
import { openDocument } from '../documents.ts';
import { exitCode } from '../exit-code.ts';
import type { TargetOptions } from '../target.ts';
import { execute, type OutputOptions } from './run.ts';

export interface WriteOptions extends TargetOptions, OutputOptions {
  /** Document to change. */
  readonly change?: string;
  /** Print the patch instead of the document. */
  readonly patch?: boolean;
  /** File for the document, instead of stdout. */
  readonly out?: string;
  /** Run the document; what is printed is the run's outcome. */
  readonly run?: boolean;
}

/** Writes the document; exit code of an invalid model when there are questions. */
export async function writeCommand(
  words: readonly string[],
  options: WriteOptions,
  context: CommandContext,
): Promise<number> {
  const { change, patch, out, run } = options;
  const { console } = context;
  const text = words.join(' ');
  const answer = change === undefined ? await written(text) : await changed(change, text);
  if (!answer.ok) {
    console.complain(describeQuestions(text, answer.questions));
    return exitCode.invalidModel;
  }
  const { document } = answer;
  const parsed = catalog.get(document.family)!.parse(document);
  // A sentence may ask for more than a run can hold: that is said as for any document.
  if (!parsed.ok) {
    console.complain(parsed.issues.map(({ message, remedy }) => `${message}. ${remedy}`).join('\n'));
    return exitCode.invalidModel;
  }
  if (run === true) {
    if (out !== undefined) await keep(out, encodeJson(document, 2), console);
    return execute(
      options,
      context,
      async (target) => (await target.ask((client) => client.start({ document }))).id,
    );
  }
  const result = encodeJson(patch === true && 'patch' in answer ? answer.patch : document, 2);
  if (out === undefined) console.result(result);
  else await keep(out, result, console);
  return exitCode.ok;
}

/** A picture when that is what the words name. */
async function written(text: string): Promise<Written> {
  const writer = writers[0]!;
  if (!/\.(png|jpe?g)$/i.test(text)) return writer.fromText(text);
  const bytes = await readFile(text).catch((error: unknown) => {
    throw new SimulationError('document.unreadable', { source: text, reason: reasonOf(error) }, error);
  });
  const drawing = readDrawing(strokesOf(decodePicture(bytes)));
  return writer.fromDrawing(drawing, basename(text, extname(text)));
}

async function changed(path: string, text: string): Promise<ReturnType<Writer['edit']>> {
  const { document } = await openDocument(path);
  return writerOf(document, path).edit(document, text);
}

function writerOf({ family }: ModelDocument, source: string): Writer {
  const writer = writers.find((one) => one.family === family);
  if (writer !== undefined) return writer;
  const known = writers.map((one) => one.family).join(', ');
  const reason = `documents of the family "${family}" are not changed by words, only those of ${known}`;
  throw new SimulationError('document.unreadable', { source, reason });
}

async function keep(file: string, text: string, console: CommandContext['console']): Promise<void> {
  await writeFile(file, `${text}\n`).catch((error: unknown) => {
    throw new SimulationError('document.unreadable', { source: file, reason: reasonOf(error) }, error);
  });
  console.note(`written; run it with: holdfast run ${file}`);
}

/** The sentence, marks under what was not understood, and the questions. */
function describeQuestions(text: string, questions: readonly WriterQuestion[]): string {
  const marks = Array.from({ length: text.length }, (_, i) =>
    questions.some(({ from, to }) => i >= from && i < to) ? '^' : ' ',
  ).join('');
  const lines = questions.map(({ message }) => `  ${message}`);
  const shown = text.length <= 200 && marks.trim() !== '' ? [`  ${text}`, `  ${marks.trimEnd()}`] : [];
  return ['nothing is written before this is clear:', ...shown, ...lines].join('\n');
}
