// Every world of the examples for 5 s: a warning of the engine ends a run, so reaching the end is a run without warnings.
import { readdirSync, readFileSync } from 'node:fs';
import { catalog, smokeRun } from '@holdfast/catalog';

const folder = new URL('../../examples/', import.meta.url);
const seconds = 5;

export async function gallery(print) {
  const simulator = await catalog.get('physics').load();
  const worlds = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
    .filter(({ family }) => family === 'physics');
  const failed = worlds.flatMap((world) => {
    const document = { ...world, run: { ...world.run, until: seconds } };
    return smokeRun(simulator, document, seconds).map(({ message }) => `${world.name}: ${message}`);
  });
  print(
    `${worlds.length - failed.length} of ${worlds.length} worlds of the examples run ${seconds} s without warnings (goal: all of at least 20)`,
  );
  for (const failure of failed) print(`  ${failure}`);
}
