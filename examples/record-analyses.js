// Writes the recorded result of every analysis, or of those named: npm run build && node examples/record-analyses.js [name...]
import { mkdir, writeFile } from 'node:fs/promises';
import { encodeJson } from '@holdfast/protocol';
import { analysisNames, carryOutAnalyses } from './analyses.js';

const folder = new URL('./analyses/expected/', import.meta.url);
await mkdir(folder, { recursive: true });
const asked = process.argv.slice(2);
await carryOutAnalyses(asked.length > 0 ? asked : await analysisNames(), async (name, result) => {
  await writeFile(new URL(`${name}.json`, folder), `${encodeJson(result, 2)}\n`);
  process.stdout.write(`${name}: ${result.stop.kind}, ${result.points} points\n`);
});
