import { describeSimulator } from '@holdfast/conformance';
import { afterAll } from 'vitest';
import { buildTiny } from './built-tiny.ts';
import { tiny, tinyDocuments } from './tiny-simulator.ts';

const { moduleUrl, remove } = await buildTiny();
afterAll(remove);

describeSimulator({ simulator: tiny(), documents: tinyDocuments, moduleUrl, exportName: 'sound', steps: 6 });
