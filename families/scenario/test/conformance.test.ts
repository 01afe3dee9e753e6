// The laws of the house, on the examples of the family.

import { readdirSync, readFileSync } from 'node:fs';
import { describeSimulator } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { scenario } from '../src/index.ts';

const examples = new URL('../examples/', import.meta.url);

describeSimulator({
  simulator: scenario,
  documents: readdirSync(examples).map(
    (name) => JSON.parse(readFileSync(new URL(name, examples), 'utf8')) as ModelDocument,
  ),
  moduleUrl: new URL('../dist/index.js', import.meta.url),
  exportName: 'scenario',
});
