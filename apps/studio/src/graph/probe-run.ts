// A quick look at every port of a document: what is wrong with it is left out first, then a few thousand iterations are run.

import type { GraphGrammar } from '@holdfast/catalog';
import type { Channel, Issue, Metric, Model, ModelDocument, Simulator } from '@holdfast/core';
import { pointerSegments } from '@holdfast/protocol';
import { listOf, recordOf, splitEnd, type Fields } from './graph-model.ts';
import type { PortPreview } from './preview-messages.ts';

/** Iterations of a look: enough for a shape, few enough for an instant. */
export const samplesOfLook = 4096;
/** Ports of one look; more are looked at one group after another. */
export const portsOfLook = 200;
/** Times a document is relieved of what is wrong with it before it is given up. */
const pruneTurns = 6;

/** The document and those of the ports that can be computed. */
export interface Probe {
  readonly model: Model;
  readonly ports: readonly string[];
}

/** Compiles what is sound of the document with the ports in sight; undefined when nothing is. */
export function openProbe(
  simulator: Simulator,
  grammar: GraphGrammar,
  document: ModelDocument,
  ports: readonly string[],
  inside: readonly string[] = [],
): Probe | undefined {
  let sound = document;
  for (let turn = 0; turn < pruneTurns; turn += 1) {
    const ids = new Set(listOf(recordOf(sound.model)['nodes']).map((node) => recordOf(node)['id']));
    const left = inside.length > 0 ? ports : ports.filter((port) => ids.has(splitEnd(port).node));
    if (left.length === 0) return undefined;
    const parsed = simulator.parse(grammar.probe(sound, left, inside));
    if (parsed.ok) return { model: simulator.compile(parsed.spec), ports: left };
    const pruned = prune(sound, parsed.issues);
    if (pruned === undefined) return undefined;
    sound = pruned;
  }
  return undefined;
}

/** The document without the nodes that have issues and all that depends on them; undefined when that changes nothing. */
export function prune(document: ModelDocument, issues: readonly Issue[]): ModelDocument | undefined {
  const model = recordOf(document.model);
  const nodes = listOf(model['nodes']).map(recordOf);
  const edges = listOf(model['edges']).map(recordOf);
  const bad = new Set<unknown>();
  for (const { path } of issues) {
    const [, list, index] = pointerSegments(path) ?? [];
    if (list === 'nodes') bad.add(nodes[Number(index)]?.['id']);
    // Without one of its edges a node would be another quantity.
    if (list === 'edges') bad.add(nodeOf(edges[Number(index)]?.['to']));
  }
  for (let before = -1; before < bad.size;) {
    before = bad.size;
    for (const { from, to } of edges) if (bad.has(nodeOf(from))) bad.add(nodeOf(to));
  }
  const kept = nodes.filter(({ id }) => !bad.has(id));
  if (kept.length === nodes.length) return undefined;
  const between = edges.filter(({ from, to }) => !bad.has(nodeOf(from)) && !bad.has(nodeOf(to)));
  return { ...document, model: { ...model, nodes: kept, edges: between } };
}

function nodeOf(end: unknown): string {
  return typeof end === 'string' ? splitEnd(end).node : '';
}

/** Runs the probe to its end; `goOn` is asked between steps and may give it up. */
export function runProbe(
  { model, ports }: Probe,
  seed: number,
  goOn: () => boolean,
): readonly (readonly [string, PortPreview])[] {
  const simulation = model.begin({ seed, until: samplesOfLook });
  try {
    while (goOn()) {
      const { advanced, remaining } = simulation.step(Math.min(model.step.max, samplesOfLook));
      if (remaining === 0 || advanced === 0) break;
    }
    const values = new Float64Array(model.channels.reduce((sum, channel) => sum + lengthOf(channel), 0));
    simulation.observe(values);
    return readPreviews(model.channels, values, simulation.metrics(), new Set(ports), simulation.time);
  } finally {
    simulation.dispose();
  }
}

function lengthOf({ shape }: Channel): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function readPreviews(
  channels: readonly Channel[],
  values: Float64Array,
  metrics: readonly Metric[],
  ports: ReadonlySet<string>,
  samples: number,
): readonly (readonly [string, PortPreview])[] {
  const figures = new Map<string, Map<string, number>>();
  for (const { subject, name, value } of metrics) {
    const own = figures.get(subject) ?? new Map<string, number>();
    figures.set(subject, own.set(name, value));
  }
  let at = 0;
  return channels.flatMap((channel) => {
    const own = values.subarray(at, at + lengthOf(channel));
    at += own.length;
    const { role, label = '', subject } = channel;
    if (role !== 'histogram' || !ports.has(label)) return [];
    const preview = previewOf(own, figures.get(subject) ?? new Map(), samples);
    return preview === undefined ? [] : [[label, preview] as const];
  });
}

function previewOf(
  histogram: Float64Array,
  figures: ReadonlyMap<string, number>,
  samples: number,
): PortPreview | undefined {
  const [low = Number.NaN, high = Number.NaN, ...counts] = histogram;
  const most = Math.max(...counts);
  const mean = figures.get('mean') ?? Number.NaN;
  if (!(most > 0)) return undefined;
  const bins = low === high ? [] : counts.map((count) => count / most);
  const [p05, p95] = [figures.get('p05') ?? low, figures.get('p95') ?? high];
  return { mean, low, high, bins, p05, p95, sd: figures.get('sd'), samples };
}

/** The seed previews use: the document's own, so that the shapes are those of its run. */
export function seedOf(document: Fields): number {
  const seed = recordOf(document['run'])['seed'];
  return typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 0 ? seed : 1;
}
