import { describeFaults, type Draw, type Patient } from '@holdfast/conformance';
import type { Network } from '../src/network.ts';
import { coefficientAt } from '../src/layout.ts';
import { parametersOf } from '../src/rules.ts';
import { NeuralSimulation, openNetwork } from '../src/simulation.ts';
import { lively, specOf } from './scene.ts';

const spec = specOf({ ...lively, dynamic: { ...lively.dynamic, count: 80 } });
const parameters = parametersOf(spec.model);
const fields = ['tag', 'start', 'length', 'room', 'weights', 'checksum', 'degree', 'birth', 'seal'] as const;

/** A slot that has a row, from a slot that is drawn on. */
function rowAt({ parts: { graph } }: Network, draw: Draw): number {
  const from = draw(graph.tally.high);
  for (let each = 0; each < graph.tally.high; each++) {
    const slot = (from + each) % graph.tally.high;
    if (graph.length[slot] > 1) return slot;
  }
  return -1;
}

function injuriesOf(network: Network): Patient['injuries'] {
  const { graph } = network.parts;
  const somewhere = (draw: Draw): number => {
    const slot = rowAt(network, draw);
    return graph.start[slot] + draw(graph.length[slot]);
  };
  return {
    'a connection to nobody': (draw) => {
      graph.target[somewhere(draw)] = graph.tally.high + draw(1e6);
      return true;
    },
    'a connection before the first node': (draw) => {
      graph.target[somewhere(draw)] = -1 - draw(1e9);
      return true;
    },
    'a row that two nodes own': (draw) => {
      const [one, other] = [rowAt(network, draw), rowAt(network, draw)];
      graph.start[one] = graph.start[other];
      return one !== other;
    },
    'a row cut short': (draw) => {
      graph.length[rowAt(network, draw)] -= 1;
      return true;
    },
    'lost lists of free places': () => {
      const lost = graph.heads.some((head) => head >= 0);
      graph.heads.fill(-1);
      return lost;
    },
    'a flow from nowhere': (draw) => {
      graph.gains[0][draw(graph.tally.high)] += 1 + draw(1e6);
      return true;
    },
    'no number for a coefficient': (draw) => {
      graph.coefficients[2].f[coefficientAt.output + draw(3)] = Number.NaN;
      return true;
    },
    'a network that believes to be larger': (draw) => {
      graph.tally.high += 4 + draw(8);
      return true;
    },
    'a commit that stops half-way': (draw) => {
      const { choices } = network.society;
      const way = choices.way.bind(choices);
      let left = draw(3);
      choices.way = (draws): ReturnType<typeof way> => {
        if (left-- > 0) return way(draws);
        choices.way = way;
        throw new Error('killed');
      };
      return true;
    },
  };
}

function open(): Patient {
  const network = openNetwork(spec, parameters, 5);
  const { graph } = network.parts;
  return {
    simulation: new NeuralSimulation(network, parameters, 1000),
    memory: () => ({
      ...Object.fromEntries(fields.map((name) => [name, graph[name].subarray(0, graph.tally.high)])),
      energy: network.energy.subarray(0, graph.tally.high),
      target: graph.target.subarray(0, graph.tally.end),
      meta: graph.meta.subarray(0, graph.tally.end),
      heads: graph.heads,
      ledger: network.ledger.words,
      constants: graph.constants,
      'the whole block': new Uint8Array(graph.tag.buffer, 0, graph.layout.bytes),
      gains: graph.gains[0],
    }),
    injuries: injuriesOf(network),
  };
}

describeFaults({
  name: 'what is to grow',
  open: () => {
    const network = openNetwork(spec, parameters, 5);
    const simulation = new NeuralSimulation(network, parameters, 1000);
    return { simulation, memory: () => ({ growth: network.growth.words }), injuries: {} };
  },
  // the step that takes it comes soon
  before: 62,
  after: 4,
  step: 1,
  placement: [],
  seeds: 12,
  injurySeeds: 0,
});

describeFaults({
  name: 'a picture',
  open: () => {
    const network = openNetwork(spec, parameters, 5);
    const simulation = new NeuralSimulation(network, parameters, 1000);
    const { width, height } = spec.model.sensory;
    const value = Array.from({ length: width * height }, (_, at) => (at * 37) % 256);
    simulation.apply({ parameter: 'picture', value });
    return {
      simulation,
      memory: () => ({ picture: network.senses.picture.places ?? new Int32Array(1) }),
      injuries: {},
    };
  },
  before: 5,
  after: 4,
  step: 1,
  placement: [],
  seeds: 12,
  injurySeeds: 0,
});

describeFaults({
  name: 'a network',
  open,
  // no order is made of the rows in between: it would heal what was lost
  before: 49,
  after: 12,
  step: 1,
  placement: ['start', 'room', 'seal', 'heads', 'tally', 'target', 'meta'],
  seeds: 30,
  injurySeeds: 4,
});
