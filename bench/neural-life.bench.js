// Whether every preset keeps its account for a million steps (--steps n): births, deaths and growth, and no quantum lost. The living one also
// has to live: neither bound is reached and nobody dies out. --preset teaching, living or original runs one of them. --keep file leaves the
// state in a file now and then and goes on from there when it is run again: a million steps of the original take an hour.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { parseNeural } from '../families/neural/dist/parse.js';
import { parametersOf } from '../families/neural/dist/rules.js';
import { openNetwork } from '../families/neural/dist/simulation.js';
import { readSnapshot, writeSnapshot } from '../families/neural/dist/snapshot.js';

const reports = 10;
/** Steps between two states that are kept. */
const keptEvery = 5000;
const presets = ['teaching', 'living', 'original'];
/** Population and connections of the living preset stay within these factors of what they are after the first tenth. */
const bounds = [0.5, 2];

function keep(file, network) {
  writeFileSync(`${file}.new`, serialize(writeSnapshot(network)));
  renameSync(`${file}.new`, file);
}

function live(print, preset, steps, file) {
  const document = JSON.parse(
    readFileSync(new URL(`../examples/neural-${preset}.json`, import.meta.url), 'utf8'),
  );
  const parsed = parseNeural(document);
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  const { model } = parsed.spec;
  const network = openNetwork(parsed.spec, parametersOf(model), document.run.seed);
  const { tally } = network.parts.graph;
  if (file !== undefined && existsSync(file)) readSnapshot(deserialize(readFileSync(file)), network);
  const kept = network.steps;
  if (kept > 0) print(`${preset}: goes on after ${kept} steps`);
  const begun = process.cpuUsage();
  let settled;
  for (let step = kept + 1; step <= steps; step++) {
    const findings = network.advance();
    if (findings.length > 0) throw new Error(`${preset}, step ${step}: ${findings[0].what}`);
    if (file !== undefined && step % keptEvery === 0) keep(file, network);
    if (step % Math.ceil(steps / reports) !== 0 && step !== steps) continue;
    settled ??= { ...tally };
    const ratios = [tally.living / settled.living, tally.connections / settled.connections];
    const { user } = process.cpuUsage(begun);
    const { births, deaths, grown, pruned, birthsRefused } = network.events;
    print(
      `${preset}, ${step} steps: ${tally.living} nodes (${ratios[0].toFixed(2)}), ${tally.connections} connections (${ratios[1].toFixed(2)}), ` +
        `${births} births, ${deaths} deaths, ${birthsRefused} refused, ${grown} connections grown, ${pruned} given up, ledger mismatch ${network.mismatch}, ` +
        `${network.inspect().length} findings, fragmentation ${((100 * (tally.free + tally.left)) / tally.end).toFixed(0)} %, ` +
        `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, ${(user / 1000 / (step - kept)).toFixed(3)} ms per step`,
    );
    const lives = preset !== 'living' || ratios.every((ratio) => ratio > bounds[0] && ratio < bounds[1]);
    if (!lives || network.mismatch !== 0) throw new Error(`${preset} does not live`);
  }
}

export async function run(print, _, { steps = '1000000', preset, keep: file } = {}) {
  for (const each of preset === undefined ? presets : [preset]) live(print, each, Number(steps), file);
}
