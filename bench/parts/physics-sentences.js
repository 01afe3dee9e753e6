// The hundred sentences: how many become a world with the freedom they speak of that runs 2 s without a warning, or ask.
import { readFileSync } from 'node:fs';
import { catalog, writers } from '@holdfast/catalog';

const suite = new URL('../../families/physics/test/sentences.json', import.meta.url);

export async function sentences(print) {
  const prompts = JSON.parse(readFileSync(suite, 'utf8'));
  const family = catalog.get(writers[0].family);
  const simulator = (await family.load?.()) ?? family;
  let ran = 0;
  let asked = 0;
  const wrong = [];
  const before = process.cpuUsage();
  for (const { text, freedom, asks } of prompts) {
    const written = writers[0].fromText(text);
    if (!written.ok) {
      if (asks === undefined) wrong.push(`${text}: ${written.questions[0].message}`);
      else asked += 1;
      continue;
    }
    const parsed = simulator.parse({ ...written.document, run: { until: 2 } });
    if (!parsed.ok || asks !== undefined || parsed.spec.facts.velocities !== freedom) {
      wrong.push(text);
      continue;
    }
    const model = simulator.compile(parsed.spec);
    const simulation = model.begin({ seed: 1, until: 2 });
    try {
      while (simulation.step(model.step.max).remaining > 0);
      ran += 1;
    } catch (error) {
      wrong.push(`${text}: ${error.message}`);
    } finally {
      simulation.dispose();
    }
  }
  const { user, system } = process.cpuUsage(before);
  print(
    `sentences: ${ran} of ${prompts.length} run 2 s without a warning, ${(ran / 90).toFixed(2)} of the goal of 90; ${asked} ask; ${((user + system) / 1e6).toFixed(1)} s`,
  );
  for (const each of wrong) print(`  not: ${each}`);
}
