// Writes the recorded result of every example, or of those named: npm run build && node examples/record.js [name...]
import { mkdir, writeFile } from 'node:fs/promises';
import { encodeResult } from '@holdfast/protocol';
import { exampleNames, executeExamples } from './execute.js';

const folder = new URL('./expected/', import.meta.url);
await mkdir(folder, { recursive: true });
const asked = process.argv.slice(2);
await executeExamples(asked.length > 0 ? asked : await exampleNames(), async (name, result) => {
  await writeFile(new URL(`${name}.json`, folder), encodeResult(result));
  process.stdout.write(`${name}: ${result.stop.kind}, ${result.reached} ${result.timeUnit}\n`);
});
