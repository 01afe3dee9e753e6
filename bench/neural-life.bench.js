// Whether examples/neural-living.json lives: a million steps in which neither bound is reached, nobody dies out and no quantum is lost.
import { readFileSync } from 'node:fs';
import { parseNeural } from '../families/neural/dist/parse.js';
import { parametersOf } from '../families/neural/dist/rules.js';
import { openNetwork } from '../families/neural/dist/simulation.js';

const steps = 1_000_000;
const reports = 10;
/** Population and connections stay within these factors of what they are after the first tenth. */
const bounds = [0.5, 2];

export async function run(print) {
  const document = JSON.parse(
    readFileSync(new URL('../examples/neural-living.json', import.meta.url), 'utf8'),
  );
  const parsed = parseNeural(document);
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  const { model } = parsed.spec;
  const network = openNetwork(parsed.spec, parametersOf(model), document.run.seed);
  const { tally } = network.parts.graph;
  const begun = process.cpuUsage();
  let settled;
  for (let step = 1; step <= steps; step++) {
    const findings = network.advance();
    if (findings.length > 0) throw new Error(`step ${step}: ${findings[0].what}`);
    if (step % (steps / reports) !== 0) continue;
    settled ??= { ...tally };
    const ratios = [tally.living / settled.living, tally.connections / settled.connections];
    const lives = ratios.every((ratio) => ratio > bounds[0] && ratio < bounds[1]);
    const { user } = process.cpuUsage(begun);
    const { births, deaths, birthsRefused } = network.events;
    print(
      `${step} steps: ${tally.living} nodes (${ratios[0].toFixed(2)}), ${tally.connections} connections (${ratios[1].toFixed(2)}), ` +
        `${births} births, ${deaths} deaths, ${birthsRefused} refused, ledger mismatch ${network.mismatch}, ` +
        `${network.inspect().length} findings, fragmentation ${((100 * (tally.free + tally.left)) / tally.end).toFixed(0)} %, ` +
        `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, ${(user / 1000 / step).toFixed(3)} ms per step`,
    );
    if (!lives || network.mismatch !== 0) throw new Error('it does not live');
  }
}
