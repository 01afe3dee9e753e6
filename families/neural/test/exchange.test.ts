// Topologies as text: what is written is read back, and what a life would refuse is refused with its line.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeListOf, graphmlOf, readTopology } from '../src/exchange.ts';
import { parseNeural } from '../src/parse.ts';
import { openNetwork } from '../src/simulation.ts';
import { parametersOf } from '../src/rules.ts';
import { resolveTopology, topologyOf } from '../src/topology.ts';
import { documentOf, lively, networkOf, specOf } from './scene.ts';

const small = {
  sensory: { width: 3, height: 1 },
  workspace: { width: 2, height: 1 },
  dynamic: { count: 4 },
  capacity: { nodes: 20, connections: 30, outgoing: 3 },
  topology: 'net.csv',
};

function refused(text: string): readonly string[] {
  const parsed = parseNeural({ ...documentOf(small), files: { 'net.csv': text } });
  return parsed.ok ? [] : parsed.issues.map(({ line, message }) => `${line} ${message}`);
}

describe('a topology', () => {
  it('comes back the same from either format', () => {
    fc.assert(
      fc.property(fc.nat(1e6), (seed) => {
        const network = networkOf(lively, seed);
        const { places, graph } = network.parts;
        for (let step = 0; step < 40; step++) network.advance();
        const topology = topologyOf(graph, network.energy, places);
        expect(network.events.deaths).toBeGreaterThan(0);
        expect(topology.connections.length).toBeGreaterThan(100);
        const dynamic = topology.nodes.filter(({ slot }) => slot >= places.dynamicAt);
        expect(dynamic.map(({ slot }) => slot - places.dynamicAt)).toEqual([...dynamic.keys()]);
        const capacity = { ...lively.capacity, outgoing: 300 };
        const { model } = specOf({ ...lively, capacity, dynamic: { count: dynamic.length } });
        const { connections } = topology;
        for (const [parts, kept] of [
          [edgeListOf(topology, places), { connections, nodes: [] }],
          [graphmlOf(topology, places), topology],
        ] as const) {
          const { issues, ...named } = readTopology([...parts].join(''));
          expect(issues).toEqual([]);
          expect(resolveTopology(named, model)).toEqual({ topology: kept, issues: [] });
        }
      }),
      { numRuns: 4 },
    );
  });

  it('is what a life begins with', () => {
    const text =
      'source,target,type,weight\ns0,d0,excitatory,0.5\nd0,d1,plastic,0.25\nd1,w1,,\nd2,s1,inhibitory,0.125\n';
    const parsed = parseNeural({ ...documentOf(small), files: { 'net.csv': text } });
    expect(parsed.ok).toBe(false);
    expect(refused(text)).toEqual(['4 line 4: no type is named ""']);
    const mended = text.replace('w1,,', 'w1,gated,0.75');
    const again = parseNeural({ ...documentOf(small), files: { 'net.csv': mended } });
    if (!again.ok) throw new Error(JSON.stringify(again.issues));
    const network = openNetwork(again.spec, parametersOf(again.spec.model), 1);
    const { graph, places } = network.parts;
    expect([...edgeListOf(topologyOf(graph, network.energy, places), places)]).toHaveLength(5);
    for (let step = 0; step < 20; step++) expect(network.advance()).toEqual([]);
  });

  it('is refused with the line of every mistake', () => {
    const rows = [
      'd0,d9',
      'w0,d1',
      's0,w0',
      'd1,d1',
      'd1,d2',
      'd1,d2',
      'd3,w0',
      'd3,s0',
      'd0,d1',
      'd0,d2',
      'd0,d3',
      'd0,w0',
    ];
    expect(refused(`source,target\n${rows.join('\n')}\n`)).toEqual(
      [
        '2 no node is named "d9"',
        '3 w0 may not lead to d1',
        '4 s0 may not lead to w0',
        '5 d1 may not lead to d1',
        '7 d1 leads to d2 twice',
        '9 d3 leads to senses and to the workspace',
        '13 d0 has more than 3 connections',
      ].map((text) => text.replace(/^(\d+) /, (_, line: string) => `${line} line ${line}: `)),
    );
    expect(refused('from,to\nd0,d1\n')).toEqual(['1 line 1: the header does not name source and target']);
    expect(refused('source,target,weight\nd0,d1,2\nd0,d1\n')[0]).toContain('weight "2" is not within');
  });

  it('is missed where it is not attached', () => {
    const parsed = parseNeural(documentOf(small));
    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual(['/model/topology']);
  });
});
