// Ways in for worlds written elsewhere: MJCF as it stands, URDF turned into a spec.

import type { Issue, ModelDocument, Parsed } from '@holdfast/core';
import { mjcfSchema } from '../document.ts';
import { parseMjcf } from './parse-mjcf.ts';
import { readUrdf } from './urdf.ts';

/** Looks only at the beginning: the first element says what a text is. */
function begins(text: string, tag: string): boolean {
  return new RegExp(`^\\uFEFF?(?:\\s|<\\?xml[^>]*>|<!--[\\s\\S]{0,5000}?-->)*<${tag}[\\s>]`).test(
    text.slice(0, 20_000),
  );
}

/** Keeps the text: the engine reads it better than any translation would. */
function readMjcf(text: string, name: string): Parsed<ModelDocument> {
  const model = mjcfSchema.safeParse({ mjcf: text });
  const issues: readonly Issue[] = model.success
    ? parseMjcf(model.data).issues
    : model.error.issues.map(({ message }) => ({
        path: '/mjcf',
        code: 'physics.too-large',
        message,
        remedy: 'Make it smaller.',
      }));
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    spec: { family: 'physics', version: 1, name, source: 'imported from MJCF', model: { mjcf: text } },
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
