// The model of a kept run or of a document in a file, in the format of another program; what that cannot hold goes to stderr.
import { statSync } from 'node:fs';
import { exporters } from '@holdfast/catalog';
import type { ModelDocument } from '@holdfast/core';
import type { CommandContext } from '../context.ts';
import { openDocument } from '../documents.ts';
import type { ModelFormat } from '../exchange-formats.ts';
import { exitCode } from '../exit-code.ts';
import { exporterOf } from '../exporter-of.ts';
import { describeIssues, InvalidDocument } from '../invalid-document.ts';
import { Target, type TargetOptions } from '../target.ts';

async function documentOf(
  name: string,
  options: TargetOptions,
  console: CommandContext['console'],
): Promise<ModelDocument> {
  if (statSync(name, { throwIfNoEntry: false })?.isFile() === true)
    return (await openDocument(name)).document;
  const target = await Target.open(options, console);
  try {
    return await target.ask((client) => client.document(name));
  } finally {
    await target.close();
  }
}

/** Writes the model to stdout; `name` is a file or the id of a kept run. */
export async function exportModel(
  name: string,
  format: ModelFormat,
  options: TargetOptions,
  { console }: Pick<CommandContext, 'console'>,
): Promise<number> {
  const document = await documentOf(name, options, console);
  const exporter = exporterOf(exporters, { format, family: document.family, what: 'a model' });
  const written = exporter.write(document);
  if (!written.ok)
    throw new InvalidDocument(
      name,
      written.issues.map((issue) => ({ issue, file: name })),
    );
  const notices = (written.notices ?? []).map((issue) => ({ issue, file: name }));
  if (notices.length > 0)
    console.note(describeIssues(notices, (style, words) => console.inNote(style, words)));
  console.result(written.spec);
  return exitCode.ok;
}
