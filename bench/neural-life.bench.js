// Whether every preset keeps its account for a million steps (--steps n): births, deaths and growth, and no quantum lost. The living one also
// has to live: neither bound is reached and nobody dies out. --preset teaching, living or original runs one of them.
import { readFileSync } from 'node:fs';
import { parseNeural } from '../families/neural/dist/parse.js';
import { parametersOf } from '../families/neural/dist/rules.js';
import { openNetwork } from '../families/neural/dist/simulation.js';

const reports = 10;
const presets = ['teaching', 'living', 'original'];
/** Population and connections of the living preset stay within these factors of what they are after the first tenth. */
const bounds = [0.5, 2];

function live(print, preset, steps) {
  const document = JSON.parse(
    readFileSync(new URL(`../examples/neural-${preset}.json`, import.meta.url), 'utf8'),
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
    if (findings.length > 0) throw new Error(`${preset}, step ${step}: ${findings[0].what}`);
    if (step % Math.ceil(steps / reports) !== 0 && step !== steps) continue;
    settled ??= { ...tally };
    const ratios = [tally.living / settled.living, tally.connections / settled.connections];
    const { user } = process.cpuUsage(begun);
    const { births, deaths, grown, pruned, birthsRefused } = network.events;
    print(
      `${preset}, ${step} steps: ${tally.living} nodes (${ratios[0].toFixed(2)}), ${tally.connections} connections (${ratios[1].toFixed(2)}), ` +
        `${births} births, ${deaths} deaths, ${birthsRefused} refused, ${grown} connections grown, ${pruned} given up, ledger mismatch ${network.mismatch}, ` +
        `${network.inspect().length} findings, fragmentation ${((100 * (tally.free + tally.left)) / tally.end).toFixed(0)} %, ` +
        `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, ${(user / 1000 / step).toFixed(3)} ms per step`,
    );
    const lives = preset !== 'living' || ratios.every((ratio) => ratio > bounds[0] && ratio < bounds[1]);
    if (!lives || network.mismatch !== 0) throw new Error(`${preset} does not live`);
  }
}

export async function run(print, _, { steps = '1000000', preset } = {}) {
  for (const each of preset === undefined ? presets : [preset]) live(print, each, Number(steps));
}
