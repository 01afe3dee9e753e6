// Ways in for worlds written elsewhere: MJCF as it stands, URDF turned into a spec.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import { mjcfSchema } from '../document.ts';
import type { ImportFolder } from './folder.ts';
import { gatherMjcf } from './mjcf-files.ts';
import { specFromMjcf } from './mjcf-to-spec.ts';
import { issueOf, parseMjcf } from './parse-mjcf.ts';
import { readUrdf } from './urdf.ts';
import { readXml, XmlRefusal } from './xml-reader.ts';
import { writeXml } from './xml-writer.ts';

/** Looks only at the beginning: the first element says what a text is. */
function begins(text: string, tag: string): boolean {
  return new RegExp(`^\\uFEFF?(?:\\s|<\\?xml[^>]*>|<!--[\\s\\S]{0,5000}?-->)*<${tag}[\\s>]`).test(
    text.slice(0, 20_000),
  );
}

interface Gathered {
  readonly text: string;
  readonly issues: readonly Issue[];
  readonly notices: readonly Issue[];
}

/** The text with the content of the files it names; as it stands where it names none. */
function withFiles(text: string, folder: ImportFolder): Gathered {
  try {
    const { root, issues, notices } = gatherMjcf(readXml(text), folder);
    return { text: writeXml(root), issues, notices };
  } catch (error) {
    if (!(error instanceof XmlRefusal)) throw error;
    return { text, issues: [issueOf(error, '')], notices: [] };
  }
}

const namesFile = /\sfile[a-z]*\s*=/;

/** Becomes a spec where one can hold all of it; else the text is kept, which the engine reads better than any translation. */
function readMjcf(given: string, name: string, folder?: ImportFolder): Parsed<ModelDocument> {
  const { text, issues, notices } =
    folder !== undefined && namesFile.test(given)
      ? withFiles(given, folder)
      : { text: given, issues: [], notices: [] };
  if (issues.length > 0) return { ok: false, issues };
  const model = mjcfSchema.safeParse({ mjcf: text });
  const found: readonly Issue[] = model.success
    ? parseMjcf(model.data).issues
    : model.error.issues.map(({ message }) => ({
        path: '/mjcf',
        code: 'physics.too-large',
        message,
        remedy: 'Make it smaller; meshes with fewer triangles help most.',
      }));
  if (found.length > 0) return { ok: false, issues: found };
  const root = readXml(text);
  const titled = root.attributes.get('model') ?? name;
  const common = {
    family: 'physics',
    version: 1,
    name: titled === '' ? name : titled,
    source: 'imported from MJCF',
  };
  const read = specFromMjcf(root);
  if (!read.ok)
    return { ok: true, spec: { ...common, model: { mjcf: text } }, notices: [...notices, ...read.obstacles] };
  const { until, seed } = read.run;
  const run = until === undefined && seed === undefined ? {} : { run: read.run };
  return { ok: true, spec: { ...common, model: read.model, ...run }, notices: [...notices, ...read.losses] };
}

export const importers = [
  {
    format: 'mjcf',
    title: 'MuJoCo XML',
    extensions: ['.xml', '.mjcf'],
    recognises: (text: string): boolean => begins(text, 'mujoco'),
    read: readMjcf,
  },
  {
    format: 'urdf',
    title: 'Unified Robot Description Format',
    extensions: ['.urdf'],
    recognises: (text: string): boolean => begins(text, 'robot'),
    read: readUrdf,
  },
] as const;
