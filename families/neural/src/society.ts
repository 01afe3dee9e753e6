// Who is born in a step, and what connects a newborn. Draws depend on the step and the slot only, never on order.

import { connection } from './connection.ts';
import { Choices, Draws } from './choices.ts';
import { pickAt } from './draws.ts';
import type { Graph } from './graph.ts';
import { countAt } from './layout.ts';
import type { Places } from './places.ts';
import { connect, settleIn, takeSlot, type Bounds, type Refusal } from './population.ts';
import { reserveRow } from './rows.ts';
import type { Rules } from './rules.ts';
import { cadenceOf, fertilityOf, isAlive, kind, roleOf, tagOf } from './tag.ts';
import type { NeuralModel } from './document.ts';

/** Events of a whole life, counted. */
export interface Events {
  births: number;
  deaths: number;
  grown: number;
  pruned: number;
  swept: number;
  birthsRefused: number;
  refused: Record<Refusal, number>;
}

/** Slots looked at before a search for somebody is given up. */
const tries = 4;

export interface Society {
  readonly graph: Graph;
  readonly model: NeuralModel;
  readonly places: Places;
  readonly choices: Choices;
  readonly events: Events;
}

/** A living dynamic node, or -1. */
function somebody({ graph, places }: Society, draws: Draws): number {
  const count = graph.tally.high - places.dynamicAt;
  if (count === 0) return -1;
  for (let attempt = 0; attempt < tries; attempt++) {
    const slot = places.dynamicAt + draws.pick(count);
    if (isAlive(graph.tag[slot]!)) return slot;
  }
  return -1;
}

/** Seeks a new connection for a dynamic node; says whether one was made. */
export function seek(society: Society, slot: number, draws: Draws, bounds: Bounds): boolean {
  const { graph, places, choices, events } = society;
  const way = choices.way(draws);
  const what = choices.connection(draws);
  let [from, to] = [slot, -1];
  if (way === 'within') to = somebody(society, draws);
  else if (way === 'act') to = places.workspaceAt + draws.pick(places.workspace);
  else if (way === 'burn') to = draws.pick(places.sensory);
  else [from, to] = [draws.pick(places.sensory), slot];
  if (to < 0) return false;
  const refusal = connect(graph, from, to, what, bounds);
  if (refusal !== undefined) events.refused[refusal]++;
  return refusal === undefined;
}

/** Gives birth: one child each for at most `birthsMost` parents, looked for from a slot that is drawn anew each step.
 * Returns what was lost, quanta. */
export function bear(
  society: Society,
  rules: Rules,
  bounds: Bounds,
  energy: Int32Array,
  step: number,
  [birthKey, childKey]: readonly [number, number],
): number {
  const { graph, places, events } = society;
  const { dynamicAt } = places;
  const range = graph.tally.high - dynamicAt;
  let ready = graph.counts[countAt.ready]!;
  let born = 0;
  const first = pickAt(birthKey, 0, 0, Math.max(1, range));
  for (let turn = 0; turn < range && ready > 0 && born < rules.birthsMost; turn++) {
    const parent = dynamicAt + ((first + turn) % range);
    const charge = energy[parent]!;
    if (charge <= rules.birthThreshold) continue;
    ready--;
    const fertility = fertilityOf(graph.tag[parent]!);
    if (fertility === 2 || (fertility === 1 && charge <= 1.5 * rules.birthThreshold)) continue;
    const child = takeSlot(graph, places.end);
    if (child < 0) {
      events.birthsRefused++;
      break;
    }
    energy[parent] = charge - rules.birthCost;
    energy[child] = rules.childEnergy;
    raise(society, parent, child, new Draws(childKey, child), bounds, step);
    born++;
  }
  events.births += born;
  return born * (rules.birthCost - rules.childEnergy);
}

/** Makes a child of a node: traits, the connection that feeds it, and its own first ones. */
function raise(
  society: Society,
  parent: number,
  child: number,
  draws: Draws,
  bounds: Bounds,
  step: number,
): void {
  const { graph, model, choices } = society;
  const tag = graph.tag[parent]!;
  const traits = { role: roleOf(tag), fertility: fertilityOf(tag), cadence: cadenceOf(tag) };
  const inherited = choices.inherited(traits, draws);
  const what = draws.next() < model.life.highways ? kind.highway : kind.dynamic;
  settleIn(graph, child, tagOf(what, inherited, graph.tag[child]! >>> 16), step);
  const feed = { ...choices.connection(draws), type: connection.excitatory };
  const refusal = connect(graph, parent, child, feed, bounds);
  if (refusal !== undefined) society.events.refused[refusal]++;
  const [low, high] = model.connections.child;
  const count = draws.between(low, high);
  reserveRow(graph, child, count);
  for (let each = 0; each < count; each++) seek(society, child, draws, bounds);
}
