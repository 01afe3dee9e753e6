// The network a life begins with: drawn from the document's shares, or as an attachment says.

import { Draws } from './choices.ts';
import { keyOf, stream } from './draws.ts';
import { addToRow, compactRows } from './rows.ts';
import { metaOf } from './connection.ts';
import { connect, settleIn, type Bounds } from './population.ts';
import { sealAll } from './seals.ts';
import { seek, type Society } from './society.ts';
import { kind, tagOf } from './tag.ts';
import type { Topology, TopologyNode } from './topology.ts';
import { quantaOf } from './quanta.ts';

const plain = { role: 1, fertility: 2, cadence: 0 } as const;

/** Puts senses, workspace and dynamic nodes into their places. */
function populate(
  society: Society,
  seed: number,
  energy: Int32Array,
  given: ReadonlyMap<number, TopologyNode>,
): void {
  const { graph, model, places, choices } = society;
  const key = keyOf(seed, stream.begin, 0);
  graph.tag.fill(kind.free);
  graph.tag.fill(kind.unused, 0, places.dynamicAt);
  const { count, energy: range } = model.dynamic;
  graph.tally.high = places.dynamicAt + count;
  graph.tally.firstFree = graph.tally.high;
  sealAll(graph);
  // As transmitters, senses would be louder than written: they are plain resonators, whose output is one.
  for (let slot = 0; slot < places.sensory; slot++) settleIn(graph, slot, tagOf(kind.sensory, plain), 0);
  for (let each = 0; each < places.workspace; each++) {
    settleIn(graph, places.workspaceAt + each, tagOf(kind.workspace, plain), 0);
  }
  const [low, high] = range;
  for (let each = 0; each < count; each++) {
    const slot = places.dynamicAt + each;
    const draws = new Draws(key, slot);
    const what = draws.next() < model.life.highways ? kind.highway : kind.dynamic;
    const drawn = tagOf(what, choices.traits(draws));
    settleIn(graph, slot, given.get(slot)?.tag ?? drawn, 0);
    energy[slot] = Math.min(quantaOf(model.energy.cap), quantaOf(low + (high - low) * draws.next()));
  }
  for (const node of given.values()) energy[node.slot] = node.energy;
}

/** Draws the first connections. */
function wire(society: Society, seed: number, bounds: Bounds): void {
  const { graph, model, places, choices } = society;
  const key = keyOf(seed, stream.begin, 1);
  const [least, most] = model.connections.start;
  const [leastSensory, mostSensory] = model.connections.sensory;
  for (let slot = 0; slot < places.sensory && model.dynamic.count > 0; slot++) {
    const draws = new Draws(key, slot);
    const count = draws.between(leastSensory, mostSensory);
    for (let each = 0; each < count; each++) {
      const to = places.dynamicAt + draws.pick(model.dynamic.count);
      connect(graph, slot, to, choices.connection(draws), bounds);
    }
  }
  for (let slot = places.dynamicAt; slot < graph.tally.high; slot++) {
    const draws = new Draws(key, slot);
    const count = draws.between(least, most);
    for (let each = 0; each < count; each++) seek(society, slot, draws, bounds);
  }
}

/** Fills an empty graph. What is refused while it is wired is not counted: nothing was alive yet. */
export function begin(
  society: Society,
  seed: number,
  bounds: Bounds,
  energy: Int32Array,
  topology: Topology | undefined,
): void {
  populate(society, seed, energy, new Map(topology?.nodes.map((node) => [node.slot, node])));
  if (topology === undefined) wire(society, seed, bounds);
  else
    for (const { from, to, ...what } of topology.connections) addToRow(society.graph, from, to, metaOf(what));
  compactRows(society.graph);
  const { refused } = society.events;
  for (const reason of Object.keys(refused)) refused[reason as keyof typeof refused] = 0;
}
