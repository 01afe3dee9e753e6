import { readFileSync } from 'node:fs';
import { describeSimulator } from '@holdfast/conformance';
import type { ModelDocument } from '@holdfast/core';
import { pendulum } from '@holdfast/pendulum';

const example = (name: string): ModelDocument =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8')) as ModelDocument;

describeSimulator({
  simulator: pendulum,
  documents: [example('damped'), example('driven')],
  moduleUrl: new URL('../dist/index.js', import.meta.url),
  exportName: 'pendulum',
});
