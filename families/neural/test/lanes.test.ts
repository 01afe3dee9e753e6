// One, two, three and four lanes against the plain passes, to the bit, whoever computes what, and whoever is lost on the way.
import { platformEngine } from '@holdfast/numerics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Graph } from '../src/graph.ts';
import { countAt, sumCount } from '../src/layout.ts';
import type { Network } from '../src/network.ts';
import { parametersOf } from '../src/rules.ts';
import { NeuralSimulation, openNetwork } from '../src/simulation.ts';
import { writeSnapshot } from '../src/snapshot.ts';
import { chanceTeam, type ChanceTeam, type Wrong } from './crew.ts';
import { lively, networkOf, specOf } from './scene.ts';

const spec = specOf(lively);
const parameters = parametersOf(spec.model);
const steps = 120;

function lived(network: Network): Network {
  for (let step = 0; step < steps; step++) expect(network.advance()).toEqual([]);
  return network;
}

const withTeam = (team: ChanceTeam, seed = 11): Network =>
  lived(openNetwork(spec, parameters, seed, platformEngine(), team));

/** Everything that is kept, byte for byte. */
const kept = (network: Network): unknown => writeSnapshot(network).fields;

/** Adds something to a word. */
function word(words: Int32Array, draw: number): void {
  words[draw % words.length] += 1 + (draw % 1000);
}

describe('a network computed by lanes', () => {
  const plain = lived(networkOf(lively, 11, null));

  it('lives and dies while it is compared', () => {
    expect(plain.events.births).toBeGreaterThan(50);
    expect(plain.events.deaths).toBeGreaterThan(10);
  });

  it.each([1, 2, 3, 4])('has the bits of the plain passes with %i', (lanes) => {
    const team = chanceTeam(lanes);
    expect(kept(withTeam(team))).toEqual(kept(plain));
    expect(team.rounds).toBe(lanes === 1 ? 0 : 2 * steps);
    // each step learns, some sweep
    expect(team.rewrites).toBeGreaterThan(lanes === 1 ? -1 : 1.1 * steps);
  });

  it('has them when lanes are lost in the middle of a step and go on writing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.uniqueArray(fc.nat(2 * steps), { minLength: 1, maxLength: 5 }),
        (lanes, lost) => {
          const team = chanceTeam(lanes, { lost });
          expect(kept(withTeam(team))).toEqual(kept(plain));
          expect(team.crews).toBe(1 + lost.filter((round) => round < team.rounds).length);
        },
      ),
      { numRuns: 6 },
    );
  });

  it('goes on from a snapshot with another number of lanes', () => {
    const [two, three] = [2, 3].map((lanes) =>
      openNetwork(spec, parameters, 11, undefined, chanceTeam(lanes)),
    );
    const [first, second] = [two, three].map((network) => new NeuralSimulation(network, parameters, steps));
    first.step(50);
    second.restore(first.snapshot());
    second.step(steps - 50);
    expect(second.snapshot().fields).toEqual(kept(plain));
  });

  describe('that is wrong', () => {
    const [sending, settling] = [0, 1];
    const lanes = 3;
    type Lie = readonly [round: number, wrong: Omit<Wrong, 'round'> | ((graph: Graph, draw: number) => void)];
    const lies: Readonly<Record<string, Lie>> = {
      'leaves out what it was to send': [sending, { task: 5, times: 0 }],
      'sends twice': [sending, { task: 5, times: 2 }],
      'leaves out what it was to settle': [settling, { task: 5, times: 0 }],
      'settles twice': [settling, { task: 5, times: 2 }],
      'writes a gain nobody sent': [sending, ({ gains }, draw) => word(gains[draw % lanes], draw)],
      'writes a loss nobody paid': [
        sending,
        ({ loss, tally }, draw) => word(loss.subarray(0, tally.high), draw),
      ],
      miscounts: [
        settling,
        ({ accounts }, draw) => {
          const counted = [
            countAt.ready,
            countAt.pushed,
            countAt.taken,
            countAt.paid,
            countAt.sources,
            countAt.marked,
          ];
          accounts[draw % lanes].counts[counted[draw % counted.length]] += 1 + (draw % 7);
        },
      ],
      misbooks: [settling, ({ accounts }, draw) => void accounts[draw % lanes].sums[draw % sumCount]++],
      'names who does not starve': [
        settling,
        ({ fallen, tally }) => {
          // the list of a task begins at its first slot
          const at = tally.high - 1 - ((tally.high - 1) % 16);
          fallen[at] = fallen[at] === 50 ? 51 : 50;
        },
      ],
      throws: [
        settling,
        () => {
          throw new Error('out of memory');
        },
      ],
    };

    it.each(Object.entries(lies))('%s: is found, and one does the step again', (_, [round, wrong]) => {
      fc.assert(
        fc.property(fc.nat(steps - 2), fc.nat(1e6), (step, draw) => {
          const opened: { network?: Network } = {};
          const after = (): void =>
            typeof wrong === 'function' ? wrong(opened.network!.parts.graph, draw) : undefined;
          const how = typeof wrong === 'function' ? { after } : wrong;
          const team = chanceTeam(lanes, { wrong: { ...how, round: 2 * step + round } });
          opened.network = openNetwork(spec, parameters, 11, platformEngine(), team);
          expect(kept(lived(opened.network))).toEqual(kept(plain));
          expect(team.told).toHaveLength(1);
          expect(team.crews).toBe(2);
        }),
        { numRuns: 2 },
      );
    });
  });

  it.each([{ times: 0 }, { times: 2 }, { lost: true }] as const)(
    'goes back to a snapshot where a lane does not rewrite its rows once (%o), and lives on from there',
    (how) => {
      const team = chanceTeam(2, { wrong: { round: 70, kept: true, task: 0, ...how } });
      const network = openNetwork(spec, parameters, 11, undefined, team);
      const simulation = new NeuralSimulation(network, parameters, steps);
      simulation.step(40);
      const snapshot = simulation.snapshot();
      expect(() => simulation.step(steps)).toThrow(expect.objectContaining({ code: 'state.corrupt' }));
      expect(simulation.repair().sound).toBe(false);
      simulation.restore(snapshot);
      simulation.step(steps - simulation.time);
      expect(kept(network)).toEqual(kept(plain));
    },
  );

  it('blames no lane for a damaged word that all of them read', () => {
    const team = chanceTeam(2);
    const network = openNetwork(spec, parameters, 11, undefined, team);
    const simulation = new NeuralSimulation(network, parameters, steps);
    simulation.step(60);
    network.energy[network.parts.places.dynamicAt + 3] += 5;
    expect(() => simulation.step(steps)).toThrow(expect.objectContaining({ code: 'state.corrupt' }));
    expect(team.told).toEqual([]);
  });

  it('gives a step up that throws without help too, and repairs what led there', () => {
    const wall = (): never => {
      network.parts.graph.heads.fill(-1);
      throw new RangeError('out of bounds');
    };
    const team = chanceTeam(2, { wrong: { round: 120, after: wall } });
    const network = openNetwork(spec, parameters, 11, undefined, team);
    const { phases } = network.parts;
    const push = phases.push.bind(phases);
    phases.push = (): void => {
      phases.push = push;
      wall();
    };
    const simulation = new NeuralSimulation(network, parameters, steps);
    expect(() => simulation.step(steps)).toThrow(expect.objectContaining({ code: 'state.corrupt' }));
    expect(team.told).toEqual([]);
    expect(simulation.repair().sound).toBe(true);
    simulation.step(steps - simulation.time);
    expect(simulation.time).toBe(steps);
  });
});
