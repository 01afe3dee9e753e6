// Everything a network needs to go on to the bit, where it lies included: fragmentation is part of what a frame shows.

import { SimulationError, type Snapshot, type SnapshotField } from '@holdfast/core';
import type { Tally } from './graph.ts';
import type { Network } from './network.ts';
import { controlNames } from './rules.ts';
import type { Refusal } from './population.ts';
import { sealAll } from './seals.ts';
import { kind } from './tag.ts';

const layout = 'neural/3';

/** Words of each used slot. */
const slotFields = [
  'tag',
  'start',
  'length',
  'room',
  'weights',
  'checksum',
  'degree',
  'birth',
  'seal',
] as const;
const tallyFields: readonly (keyof Tally)[] = [
  'high',
  'firstFree',
  'living',
  'dying',
  'connections',
  'end',
  'free',
  'left',
  'cursor',
];
const eventFields = ['births', 'deaths', 'grown', 'pruned', 'swept', 'birthsRefused'] as const;
const refusals: readonly Refusal[] = ['stale', 'forbidden', 'twice', 'full', 'crowded'];

function wordsOf(longs: BigInt64Array): Int32Array {
  return new Int32Array(longs.buffer, longs.byteOffset, 2 * longs.length);
}

export function writeSnapshot(network: Network): Snapshot {
  const { graph, controls } = network.parts;
  const { tally, heads } = graph;
  const { ledger, events, lastStep, growth } = network;
  const picture = network.senses.picture.places;
  const slots = Object.fromEntries(slotFields.map((name) => [name, graph[name].slice(0, tally.high)]));
  return {
    layout,
    fields: {
      ...slots,
      steps: network.steps,
      energy: network.energy.slice(0, tally.high),
      target: graph.target.slice(0, tally.end),
      meta: graph.meta.slice(0, tally.end),
      heads: heads.slice(),
      tally: Float64Array.from(tallyFields, (name) => tally[name]),
      events: Float64Array.from([
        ...eventFields.map((name) => events[name]),
        ...refusals.map((name) => events.refused[name]),
        lastStep.births,
        lastStep.deaths,
      ]),
      controls: Float64Array.from(controlNames, (name) => controls[name]),
      ledger: wordsOf(ledger.total).slice(),
      lastStep: wordsOf(ledger.last).slice(),
      stored: wordsOf(ledger.stored).slice(),
      // what comes of the copy under way is far smaller than the copy
      growth: growth.settled().slice(),
      ...(picture === undefined ? {} : { picture: picture.slice() }),
    },
  };
}

/** Puts a snapshot into a network. @throws SimulationError `state.unknown-layout`, having changed nothing */
export function readSnapshot(snapshot: Snapshot, network: Network): void {
  const { fields } = snapshot;
  const { graph, controls } = network.parts;
  const { nodes, places } = graph.layout;
  const refuse = (): SimulationError =>
    new SimulationError('state.unknown-layout', { layout: snapshot.layout, expected: layout });
  const checked = <Kind extends SnapshotField & object>(
    name: string,
    type: new (...args: never[]) => Kind,
  ): Kind => {
    const field = fields[name];
    if (!(field instanceof type)) throw refuse();
    return field;
  };
  if (snapshot.layout !== layout) throw refuse();
  const names = [
    ...slotFields,
    'energy',
    'target',
    'meta',
    'heads',
    'ledger',
    'lastStep',
    'stored',
    'growth',
  ] as const;
  const words = Object.fromEntries(names.map((name) => [name, checked(name, Int32Array)])) as Record<
    (typeof names)[number],
    Int32Array
  >;
  const [tally, events, values] = ['tally', 'events', 'controls'].map((name) => checked(name, Float64Array));
  const picture = fields['picture'] === undefined ? undefined : checked('picture', Int32Array);
  if (picture !== undefined && picture.length !== network.senses.picture.size) throw refuse();
  if (words.tag.length > nodes || words.target.length > places) throw refuse();

  network.senses.picture.set(picture);
  network.resume(Number(fields['steps']));
  graph.tag.fill(kind.free);
  for (const array of [...graph.energy, ...graph.gains, graph.loss]) array.fill(0);
  for (const name of slotFields) if (name !== 'tag') graph[name].fill(0);
  sealAll(graph);
  for (const name of slotFields) graph[name].set(words[name]);
  network.energy.set(words.energy);
  graph.target.set(words.target);
  graph.meta.set(words.meta);
  graph.heads.set(words.heads);
  tallyFields.forEach((name, at) => (graph.tally[name] = tally![at]!));
  eventFields.forEach((name, at) => (network.events[name] = events![at]!));
  const rest = events!.subarray(eventFields.length);
  refusals.forEach((name, at) => (network.events.refused[name] = rest[at]!));
  Object.assign(network.lastStep, { births: rest[refusals.length]!, deaths: rest[refusals.length + 1]! });
  controlNames.forEach((name, at) => (controls[name] = values![at]!));
  wordsOf(network.ledger.total).set(words.ledger);
  wordsOf(network.ledger.last).set(words.lastStep);
  wordsOf(network.ledger.stored).set(words.stored);
  network.growth.resume(words.growth.slice());
  network.ledger.seal();
  network.revise();
}
