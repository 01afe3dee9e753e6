// Ways in for worlds written elsewhere: MJCF as it stands, URDF turned into a spec.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import { mjcfSchema } from '../document.ts';
import type { ImportFolder } from './folder.ts';
import { gatherMjcf } from './mjcf-files.ts';
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

/** Keeps the text: the engine reads it better than any translation would. */
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
  return {
    ok: true,
    spec: { family: 'physics', version: 1, name, source: 'imported from MJCF', model: { mjcf: text } },
    notices,
  };
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
