// Imports a subset of Squiggle: estimates such as `5 to 10`, distributions, mixtures, truncation, arithmetic, choices.

import type { Parsed, ModelDocument } from '@holdfast/core';
import { parseScenario } from '../parse.ts';
import type { Importer } from './importer.ts';
import { convertSquiggle } from './squiggle/convert.ts';
import { parseSquiggle } from './squiggle/parse.ts';
import { SquiggleProblem } from './squiggle/tokens.ts';

export const squiggle: Importer = {
  format: 'squiggle',
  title: 'Squiggle script',
  extensions: ['.squiggle'],
  recognises: (text) => /(^|\n)\s*[a-z]\w*\s*=|\d\s+to\s+\d/.test(text) && !text.trimStart().startsWith('{"'),
  read(text, name): Parsed<ModelDocument> {
    try {
      const model = convertSquiggle(parseSquiggle(text));
      const document: ModelDocument = { family: 'scenario', version: 1, name, model };
      const check = parseScenario(document);
      return { ok: true, spec: document, notices: check.ok ? (check.notices ?? []) : check.issues };
    } catch (error) {
      if (!(error instanceof SquiggleProblem)) throw error;
      const { message, line, column } = error;
      return { ok: false, issues: [{ path: '', code: 'import.unreadable', message, line, column }] };
    }
  },
};
