// One, two, three and four lanes against the plain passes, to the bit, whoever computes what, and whoever is lost on the way.
import { platformEngine } from '@holdfast/numerics';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from '../src/network.ts';
import { parametersOf } from '../src/rules.ts';
import { NeuralSimulation, openNetwork } from '../src/simulation.ts';
import { writeSnapshot } from '../src/snapshot.ts';
import { chanceTeam, type ChanceTeam } from './crew.ts';
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
  });

  it('has them when lanes are lost in the middle of a step and go on writing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }),
        fc.uniqueArray(fc.nat(2 * steps), { minLength: 1, maxLength: 5 }),
        (lanes, lost) => {
          const team = chanceTeam(lanes, lost);
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

  it('gives a step up that ran into a wall, and repairs what led there', () => {
    const team = chanceTeam(2);
    const network = openNetwork(spec, parameters, 11, undefined, {
      ...team,
      gather: (module, memory) => {
        const crew = team.gather(module, memory);
        let thrown = false;
        return {
          ...crew,
          run: (tasks) => {
            if (network.steps !== 60 || thrown) return crew.run(tasks);
            thrown = true;
            network.parts.graph.heads.fill(-1);
            crew.run(tasks);
            throw new Error('out of bounds');
          },
        };
      },
    });
    const simulation = new NeuralSimulation(network, parameters, steps);
    expect(() => simulation.step(steps)).toThrow(expect.objectContaining({ code: 'state.corrupt' }));
    expect(simulation.repair().sound).toBe(true);
    simulation.step(steps - simulation.time);
    expect(simulation.time).toBe(steps);
  });
});
