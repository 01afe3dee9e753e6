import { readFileSync } from 'node:fs';
import { describeSimulator } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { neural } from '@holdfast/neural';

const example = (name: string): ModelDocument =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8')) as ModelDocument;

describeSimulator({
  simulator: neural,
  documents: [example('teaching'), example('crowded'), example('watching')],
  moduleUrl: new URL('../dist/index.js', import.meta.url),
  exportName: 'neural',
  steps: 12,
});
