// Networks for measurements: wired at random, fed by senses so that nearly everybody lives, and changed from outside when asked.
import { metaOf } from '../families/neural/dist/connection.js';
import { Draws } from '../families/neural/dist/choices.js';
import { keyOf, stream } from '../families/neural/dist/draws.js';
import { parseNeural } from '../families/neural/dist/parse.js';
import { endNode, settleIn, takeSlot } from '../families/neural/dist/population.js';
import { addToRow, compactRows, removeFromRow } from '../families/neural/dist/rows.js';
import { parametersOf } from '../families/neural/dist/rules.js';
import { openNetwork } from '../families/neural/dist/simulation.js';

/** Steps after which those that get more inhibition than energy are dead and swept. */
const settling = 120;

/** One sense for ten nodes, as many connections each: what comes in makes up for what inhibition takes. `lively` has births and
 * grows and gives up connections; without it nothing of the structure changes once those short of input have died. */
export function modelOf(count, connections, lively = false) {
  const side = Math.ceil(Math.sqrt(count / 10));
  return {
    sensory: { width: side, height: side, pattern: 'steady', brightness: 0.5 },
    workspace: { width: 2, height: 2 },
    dynamic: { count, energy: [40, 80] },
    capacity: {
      nodes: Math.ceil(1.05 * count) + side * side + 40,
      connections: Math.ceil(1.3 * count * connections),
      outgoing: 2 * connections + 8,
      highway: 1000,
    },
    energy: { maintenance: 0, transmission: 1, noise: 0.1 },
    connections: {
      start: [0, 0],
      sensory: [connections, connections],
      kinds: { excitatory: 5, inhibitory: 1, gated: 2, plastic: 2 },
    },
    life: { birthsMost: lively ? Math.ceil(count / 5000) : 0, birthThreshold: 100, highways: 0 },
    growth: lively ? { rate: 0.02, wither: 0.05 } : { rate: 0 },
  };
}

export function specOf(model) {
  const parsed = parseNeural({ family: 'neural', version: 1, name: 'bench', model });
  if (!parsed.ok) throw new Error(parsed.issues[0].message);
  return parsed.spec;
}

/**
 * A network with `connections` for each of `count` nodes on average, targets anywhere, in which hardly anybody starves.
 *
 * @returns {import('../families/neural/dist/network.js').Network}
 */
export function networkOf(count, connections, { steps = settling, lively = false } = {}) {
  const spec = specOf(modelOf(count, connections, lively));
  const network = openNetwork(spec, parametersOf(spec.model), 1);
  const { graph, places } = network.parts;
  const key = keyOf(1, stream.begin, 2);
  for (let slot = places.dynamicAt; slot < graph.tally.high; slot++)
    wire(network, new Draws(key, slot), slot, connections);
  advance(network, steps);
  compactRows(graph);
  return network;
}

export function advance(network, steps) {
  for (let each = 0; each < steps; each++) {
    const findings = network.advance();
    if (findings.length > 0) throw new Error(`the network is not sound: ${findings[0].what}`);
  }
}

function wire(network, draws, slot, connections) {
  const { graph, places } = network.parts;
  const count = draws.between(Math.ceil(connections / 2), Math.floor(1.5 * connections));
  for (let each = 0; each < count; each++) {
    const to = places.dynamicAt + draws.pick(graph.tally.high - places.dynamicAt);
    const what = metaOf(network.society.choices.connection(draws));
    if ((graph.tag[to] & 4) === 0) addToRow(graph, slot, to, what);
  }
}

/** One step's worth of change: a hundredth of the nodes die and are born, a hundredth of the connections come and go. */
export function change(network, connections, round) {
  const { graph, places } = network.parts;
  const { choices } = network.society;
  const draws = new Draws(keyOf(1, stream.growth, round), 7);
  const count = Math.floor(graph.tally.living / 100);
  const somebody = () => places.dynamicAt + draws.pick(graph.tally.high - places.dynamicAt);
  for (let each = 0; each < count; each++) {
    const slot = somebody();
    if ((graph.tag[slot] & 4) !== 0) continue;
    network.ledger.stored[0] -= BigInt(network.energy[slot]);
    network.energy[slot] = 0;
    endNode(graph, slot);
  }
  for (let each = 0; each < count; each++) {
    const slot = takeSlot(graph, places.end);
    if (slot < 0) break;
    settleIn(graph, slot, 2 | (graph.tag[slot] & ~0xffff), network.steps);
    network.energy[slot] = 4096 * 50;
    network.ledger.stored[0] += BigInt(4096 * 50);
    wire(network, draws, slot, connections);
  }
  network.ledger.seal();
  for (let each = 0; each < count * connections; each++) {
    const [slot, to] = [somebody(), somebody()];
    if (graph.length[slot] > 0 && (each & 1) === 0)
      removeFromRow(graph, slot, draws.pick(graph.length[slot]));
    else if ((graph.tag[slot] & 4) === 0 && (graph.tag[to] & 4) === 0) {
      addToRow(graph, slot, to, metaOf(choices.connection(draws)));
    }
  }
}

/** Mean energy of those who live, units. */
export function meanEnergy({ energy, parts: { graph, places } }) {
  let [sum, count] = [0, 0];
  for (let slot = places.dynamicAt; slot < graph.tally.high; slot++) {
    if ((graph.tag[slot] & 4) !== 0) continue;
    sum += energy[slot];
    count++;
  }
  return sum / count / 4096;
}
