// A state of a living network as text that another life may begin with: its connections, and what its nodes are and hold.

import type { Issue, ModelDocument, Snapshot } from '@holdfast/core';
import { edgeListOf, graphmlOf } from './exchange.ts';
import { parseNeural } from './parse.ts';
import { parametersOf } from './rules.ts';
import { openNetwork } from './simulation.ts';
import { readSnapshot } from './snapshot.ts';
import { topologyOf } from './topology.ts';

const writers = { graphml: graphmlOf, 'edge-list': edgeListOf } as const;

export type NetworkFormat = keyof typeof writers;

/** Text in parts, and what whoever reads it back has to know. */
export interface WrittenNetwork {
  readonly parts: Iterable<string>;
  readonly notices: readonly Issue[];
}

/** Writes the state a snapshot holds of the network of `document`. Dynamic nodes are numbered anew, without gaps. What a life knows of
 * its past (ages, generations, the ledger) is not part of it.
 * @throws SimulationError `state.unknown-layout`; RangeError for a document that does not parse */
export function writeNetwork(
  document: ModelDocument,
  snapshot: Snapshot,
  format: NetworkFormat,
): WrittenNetwork {
  const parsed = parseNeural(document);
  if (!parsed.ok) throw new RangeError(`${parsed.issues.length} issues in the document of a run`);
  const { model } = parsed.spec;
  const network = openNetwork(parsed.spec, parametersOf(model), 0);
  readSnapshot(snapshot, network);
  const { graph, places } = network.parts;
  const topology = topologyOf(graph, network.energy, places);
  const count = topology.nodes.filter(({ slot }) => slot >= places.dynamicAt).length;
  const notices: Issue[] = [];
  if (count !== model.dynamic.count)
    notices.push({
      path: '/model/dynamic/count',
      code: 'neural.other-count',
      message: `${count} dynamic nodes live where the document begins with ${model.dynamic.count}`,
      remedy: `Give a document that begins with this network a dynamic.count of ${count}.`,
    });
  return { parts: writers[format](topology, places), notices };
}
