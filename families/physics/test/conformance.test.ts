import { readFileSync } from 'node:fs';
import { describeSimulator } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { physics } from '@holdfast/physics';

const example = (name: string): ModelDocument =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8')) as ModelDocument;

describeSimulator({
  simulator: physics,
  documents: [example('cart-pole'), example('ties')],
  moduleUrl: new URL('../dist/index.js', import.meta.url),
  exportName: 'physics',
});
