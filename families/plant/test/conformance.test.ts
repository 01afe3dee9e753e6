import { readFileSync } from 'node:fs';
import { describeSimulator } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { plant } from '@holdfast/plant';

const example = (name: string): ModelDocument =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8')) as ModelDocument;

describeSimulator({
  simulator: plant,
  documents: [example('running-in'), example('sealed'), example('many')],
  moduleUrl: new URL('../dist/index.js', import.meta.url),
  exportName: 'plant',
  steps: 12,
});
