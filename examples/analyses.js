// Carries out the recorded analyses: each file of examples/analyses names a document and what is asked of it.
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { catalog } from '@holdfast/catalog';
import { checkMethod, runExperiment } from '@holdfast/experiment';
import { computePoint, openModel } from '@holdfast/runtime';
import { readExample } from './execute.js';

const directory = fileURLToPath(new URL('./analyses/', import.meta.url));

/** Names of all analyses, in alphabetical order. */
export async function analysisNames() {
  const files = await readdir(directory);
  return files
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** The request in a file, with its document in place of the name of it. */
export async function readAnalysis(name) {
  const asked = JSON.parse(await readFile(`${directory}${name}.json`, 'utf8'));
  const document = await readExample(asked.document.replace(/^\.\.\/(.*)\.json$/, '$1'));
  const { until, seed } = { ...document.run, ...asked };
  const { parameters = [], replicates = 1, method } = asked;
  return { document, seed: seed ?? 1, until, parameters, replicates, limits: {}, method };
}

/** Carries one analysis out in this process; the points are those a server computes in another. */
export async function carryOutAnalysis(name) {
  const spec = await readAnalysis(name);
  const { model, simulator } = openModel(catalog, spec.document);
  const { parameters } = model;
  const issues = checkMethod(spec, parameters);
  if (issues.length > 0) throw new Error(`${name}: ${issues[0].message}`);
  const executor = {
    async execute(tasks, done) {
      for (const task of tasks) done({ index: task.index, metrics: computePoint(model, task) });
    },
  };
  const { family, version: engine } = simulator;
  return runExperiment(spec, { family, engine, parameters }, { executor });
}
