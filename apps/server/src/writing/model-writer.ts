// A document by a language model, where the grammar has questions: read leniently, checked like any document, tried for a second, repaired at
// most twice with the exact errors. What is not right then is not shown: the grammar's questions stand.

import { SimulationError, type Issue, type ModelDocument } from '@holdfast/core';
import { parseDocument, type WrittenView } from '@holdfast/protocol';
import { lenientJson } from './lenient-json.ts';
import { ModelFailure, type LanguageModel, type ModelMessage } from './language-model.ts';

export interface ModelTask {
  readonly text: string;
  readonly family: string;
  /** JSON Schema of the family's model. */
  readonly schema: unknown;
  /** A document that is right, as an example. */
  readonly example: ModelDocument | undefined;
}

export interface ModelWriterPorts {
  readonly model: LanguageModel;
  /** Compiles a document and runs its first second. */
  readonly tryOut: (document: ModelDocument) => Promise<WrittenView>;
  /** Hears why a model's document was not taken; holds no key. */
  readonly report: (reason: string) => void;
}

const repairsMost = 2;
const issuesShown = 12;

function instructions({ family, schema, example }: ModelTask): string {
  return [
    `You write one JSON object: the "model" of a simulation of the family "${family}". No words around it, no comments.`,
    'Units are SI, z points up, angles are radians unless "units" says otherwise. Write only what the schema allows.',
    `JSON Schema:\n${JSON.stringify(schema)}`,
    ...(example === undefined ? [] : [`"${example.name}" is:\n${JSON.stringify(example.model)}`]),
  ].join('\n\n');
}

function complaints(issues: readonly Issue[]): string {
  const lines = issues
    .slice(0, issuesShown)
    .map(({ path, message, remedy }) => `${path}: ${message}. ${remedy ?? ''}`.trim());
  return `It was refused:\n${lines.join('\n')}\nWrite the whole object again, mended.`;
}

/** The model an answer holds, whether it came bare or inside a document. */
function documentOf(answer: string, { text, family }: ModelTask): ModelDocument | undefined {
  const value = lenientJson(answer);
  if (typeof value !== 'object' || value === null) return undefined;
  const inner = (value as { readonly family?: unknown; readonly model?: unknown }).model;
  const model = inner !== undefined && 'family' in value ? inner : value;
  const parsed = parseDocument({ family, version: 1, name: text.trim().slice(0, 80), model });
  return parsed.ok ? parsed.spec : undefined;
}

/** Writes a document, or answers undefined when the model cannot. Never throws for what the model does. */
export async function writeByModel(
  task: ModelTask,
  { model, tryOut, report }: ModelWriterPorts,
  signal: AbortSignal,
): Promise<WrittenView | undefined> {
  const system = instructions(task);
  const messages: ModelMessage[] = [{ role: 'user', content: task.text }];
  try {
    for (let repairs = 0; repairs <= repairsMost; repairs++) {
      const answer = await model.complete(system, messages, signal);
      const document = documentOf(answer, task);
      const view = document === undefined ? undefined : await tryOut(document);
      if (view?.ok === true) return { ...view, by: model.name };
      const issues = view?.issues ?? [
        {
          path: '',
          code: 'model.unreadable',
          message: 'it is not one JSON object',
          remedy: 'Write only the object.',
        },
      ];
      messages.push({ role: 'assistant', content: answer }, { role: 'user', content: complaints(issues) });
    }
    report(`its document was still wrong after ${repairsMost} repairs`);
  } catch (error) {
    // A document that kills or outlasts the process that tries it is the model's doing as well.
    if (!(error instanceof ModelFailure || error instanceof SimulationError)) throw error;
    report(error.message);
  }
  return undefined;
}
