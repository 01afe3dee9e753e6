// Networks for measurements: wired at random, fed by senses so that nearly everybody lives, and changed from outside when asked.
import { metaOf } from '../families/neural/dist/connection.js';
import { Draws } from '../families/neural/dist/choices.js';
import { keyOf, stream } from '../families/neural/dist/draws.js';
import { parseNeural } from '../families/neural/dist/parse.js';
import { endNode, settleIn, takeSlot } from '../families/neural/dist/population.js';
import { orderRows } from '../families/neural/dist/order.js';
import { addToRow, removeFromRow, reserveRow } from '../families/neural/dist/rows.js';
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
    wire(network, slot, drawRow(network, new Draws(key, slot), connections));
  advance(network, steps);
  orderRows(graph);
  return network;
}

export function advance(network, steps) {
  for (let each = 0; each < steps; each++) {
    const findings = network.advance();
    if (findings.length > 0) throw new Error(`the network is not sound: ${findings[0].what}`);
  }
}

/** Somebody among the dynamic slots. */
function somebody({ parts: { graph, places } }, draws) {
  return places.dynamicAt + draws.pick(graph.tally.high - places.dynamicAt);
}

/** Whom a new node leads to, and how: pairs of words. */
function drawRow(network, draws, connections) {
  const row = new Int32Array(2 * draws.between(Math.ceil(connections / 2), Math.floor(1.5 * connections)));
  for (let at = 0; at < row.length; at += 2) {
    row[at] = somebody(network, draws);
    row[at + 1] = metaOf(network.society.choices.connection(draws));
  }
  return row;
}

function wire({ parts: { graph } }, slot, row) {
  reserveRow(graph, slot, row.length / 2);
  for (let at = 0; at < row.length; at += 2)
    if ((graph.tag[row[at]] & 4) === 0) addToRow(graph, slot, row[at], row[at + 1]);
}

/** Somebody so many times, lowest first. */
function drawSlots(network, draws, count) {
  return Int32Array.from({ length: count }, () => somebody(network, draws)).sort();
}

/** One step's worth of change: a hundredth of the nodes die and are born, a hundredth of the connections come and go. Who and how is drawn here,
 * in the order of sources, as those who die and who connect are found by a network. */
export function drawChange(network, connections, round) {
  const draws = new Draws(keyOf(1, stream.growth, round), 7);
  const count = Math.floor(network.parts.graph.tally.living / 100);
  const changed = (count * connections) / 2;
  return {
    ended: drawSlots(network, draws, count),
    born: Array.from({ length: count }, () => drawRow(network, draws, connections)),
    losers: drawSlots(network, draws, changed),
    lost: Float64Array.from({ length: changed }, () => draws.next()),
    makers: drawSlots(network, draws, changed),
    made: Int32Array.from({ length: 2 * changed }, (_, at) =>
      at % 2 === 0 ? somebody(network, draws) : metaOf(network.society.choices.connection(draws)),
    ),
  };
}

/** Does what was drawn. */
export function change(network, { ended, born, losers, lost, makers, made }) {
  const { graph, places } = network.parts;
  for (const slot of ended) {
    if ((graph.tag[slot] & 4) !== 0) continue;
    network.ledger.stored[0] -= BigInt(network.energy[slot]);
    network.energy[slot] = 0;
    endNode(graph, slot);
  }
  for (const row of born) {
    const slot = takeSlot(graph, places.end);
    if (slot < 0) break;
    settleIn(graph, slot, 2 | (graph.tag[slot] & ~0xffff), network.steps);
    network.energy[slot] = 4096 * 50;
    network.ledger.stored[0] += BigInt(4096 * 50);
    wire(network, slot, row);
  }
  network.ledger.seal();
  for (let each = 0; each < losers.length; each++) {
    const slot = losers[each];
    const count = graph.length[slot];
    if (count > 0) removeFromRow(graph, slot, Math.floor(lost[each] * count));
  }
  for (let each = 0; each < makers.length; each++) {
    const [slot, to] = [makers[each], made[2 * each]];
    if ((graph.tag[slot] & 4) === 0 && (graph.tag[to] & 4) === 0)
      addToRow(graph, slot, to, made[2 * each + 1]);
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
