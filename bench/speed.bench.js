// Time per node and iteration of the plain TypeScript back end, against the same model written by hand as one loop with
// the platform's Math (a peer that is not reproducible across engines and keeps no statistics but a mean).
import { readFile } from 'node:fs/promises';
import { catalog } from '@holdfast/catalog';

const iterations = 500_000;

/** Box and Muller's normal draw from the platform's functions. */
function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

/** The portfolio example by hand: platform functions, mean only. */
function byHand() {
  let sum = 0;
  for (let i = 0; i < iterations; i++) {
    const market = 0.14 * normal();
    const equity = 0.07 + 0.08 * normal() + market;
    const bonds = 0.04 + 0.05 * normal() + 0.2 * market;
    const emerging = 0.09 + 0.15 * normal() + 1.3 * market;
    sum += 1e6 * (1 + 0.5 * equity + 0.3 * bonds + 0.2 * emerging);
  }
  return sum / iterations;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function secondsOf(work) {
  const times = [];
  for (let repeat = 0; repeat < 5; repeat++) {
    const start = performance.now();
    work();
    times.push((performance.now() - start) / 1000);
  }
  return median(times);
}

export async function run(print) {
  const document = JSON.parse(await readFile(new URL('../examples/portfolio.json', import.meta.url), 'utf8'));
  const simulator = catalog.get(document.family);
  const parsed = simulator.parse(document);
  const model = simulator.compile(parsed.spec);
  const nodes = document.model.nodes.length;
  const ours = secondsOf(() => {
    const simulation = model.begin({ seed: 1, until: iterations });
    while (simulation.step(model.step.max).remaining > 0);
    simulation.dispose();
  });
  const peer = secondsOf(byHand);
  const perNode = (seconds) => ((seconds / iterations / nodes) * 1e9).toFixed(1);
  print(`portfolio, ${nodes} nodes: ${perNode(ours)} ns per node and iteration with all statistics`);
  print(`by hand with Math, mean only: ${perNode(peer)} ns; ratio ${(ours / peer).toFixed(2)}`);
}
