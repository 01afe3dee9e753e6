// What comes before the first iteration, by size of the graph: parsing, compiling, and the first chunk; and the bytes a run keeps.
import { catalog } from '@holdfast/catalog';
import { documentOf, makeGraph } from '../peers/graphs.js';

const repeats = 5;
const sizes = [10, 50, 200, 500, 5000];

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

function once(size) {
  const text = JSON.stringify(documentOf(makeGraph(size)));
  const simulator = catalog.get('scenario');
  const at = [performance.now()];
  const parsed = simulator.parse(JSON.parse(text));
  at.push(performance.now());
  const model = simulator.compile(parsed.spec);
  at.push(performance.now());
  const simulation = model.begin({ seed: 1, until: 1e9 });
  simulation.step(model.step.max);
  at.push(performance.now());
  const fields = Object.values(simulation.snapshot().fields);
  const bytes = fields.reduce((sum, field) => sum + (ArrayBuffer.isView(field) ? field.byteLength : 8), 0);
  simulation.dispose();
  return { times: at.slice(1).map((time, index) => time - at[index]), bytes, documentBytes: text.length };
}

/** Prints the median times of a process that has compiled a graph before. */
export function measureLatency(print) {
  print('from the text of a document to the first chunk, warm process; bytes of a checkpoint');
  for (const size of sizes) {
    const runs = Array.from({ length: repeats + 1 }, () => once(size)).slice(1);
    const [parse, compile, first] = [0, 1, 2].map((part) => median(runs.map(({ times }) => times[part])));
    const { bytes, documentBytes } = runs[0];
    print(
      `  ${String(size).padStart(5)} nodes: parse ${parse.toFixed(1)} ms, compile ${compile.toFixed(1)} ms, begin and first chunk ${first.toFixed(1)} ms; document ${(documentBytes / 1024).toFixed(0)} KiB, checkpoint ${(bytes / 1024).toFixed(0)} KiB`,
    );
  }
}
