// One graph from document to result in this process; prints the time to the first chunk and the peak memory.
const start = performance.now();
const { catalog } = await import('@holdfast/catalog');
const { documentOf, makeGraph } = await import('./graphs.js');

const [size, iterations] = process.argv.slice(2).map(Number);
const simulator = catalog.get('scenario');
const parsed = simulator.parse(JSON.parse(JSON.stringify(documentOf(makeGraph(size)))));
const model = simulator.compile(parsed.spec);
const simulation = model.begin({ seed: 1, until: iterations });
simulation.step(model.step.max);
const firstMs = performance.now() - start;
// Spans as a run asks for them.
for (const { chunks } = simulation; chunks.next < chunks.end;)
  chunks.advance(Math.min(16, chunks.end - chunks.next));
simulation.metrics();
process.stdout.write(JSON.stringify({ firstMs, megabytes: process.resourceUsage().maxRSS / 1024 }));
