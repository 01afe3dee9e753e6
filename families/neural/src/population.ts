// Birth, death and new connections: all that changes the structure, done at the boundary of a step and nowhere else.
// A slot and its generation name a node for good; a name from before a death finds nobody.

import { metaOf, type Connection } from './connection.ts';
import type { Graph } from './graph.ts';
import { addToRow, clearRow } from './rows.ts';
import { demandSealed, sealSlot } from './seals.ts';
import { emptied, generationOf, isAlive, kind, kindOf, withKind } from './tag.ts';

/** Names a node for good. */
export interface Handle {
  readonly slot: number;
  readonly generation: number;
}

/** Why a connection was not made. */
export type Refusal = 'stale' | 'forbidden' | 'twice' | 'full' | 'crowded';

/** Bounds on connections. */
export interface Bounds {
  readonly connections: number;
  readonly incoming: number;
  readonly outgoing: number;
  readonly highway: number;
}

export function handleOf(graph: Graph, slot: number): Handle {
  return { slot, generation: generationOf(graph.tag[slot]!) };
}

/** Whether the node that was meant still lives. */
export function holds(graph: Graph, { slot, generation }: Handle): boolean {
  const tag = graph.tag[slot];
  return tag !== undefined && isAlive(tag) && generationOf(tag) === generation;
}

/** Takes the lowest free slot into use, or says -1 when every slot is taken. */
export function takeSlot(graph: Graph, nodesMost: number): number {
  const { tag, tally } = graph;
  for (let slot = tally.firstFree; slot < nodesMost; slot++) {
    if (slot < tally.high && kindOf(tag[slot]!) !== kind.free) continue;
    tally.firstFree = slot + 1;
    tally.high = Math.max(tally.high, slot + 1);
    return slot;
  }
  tally.firstFree = nodesMost;
  return -1;
}

/** Puts a node into a slot that was taken. */
export function settleIn(graph: Graph, slot: number, tag: number, step: number): void {
  demandSealed(graph, slot);
  graph.tag[slot] = tag;
  graph.birth[slot] = step;
  const what = kindOf(tag);
  if (what === kind.dynamic || what === kind.highway) graph.tally.living++;
  sealSlot(graph, slot);
}

/** Ends a node: its row goes, its slot waits for the sweep. */
export function endNode(graph: Graph, slot: number): void {
  clearRow(graph, slot);
  graph.tag[slot] = withKind(graph.tag[slot]!, kind.dying);
  graph.tally.living--;
  graph.tally.dying++;
  sealSlot(graph, slot);
}

/** After a sweep that removed `swept` connections: dying slots are free, under the next generation.
 * @throws RangeError when these were not the connections that led to the dying */
export function freeDying(graph: Graph, swept: number): void {
  const { tag, degree, tally } = graph;
  let incoming = 0;
  for (let slot = 0; slot < tally.high && tally.dying > 0; slot++) {
    if (kindOf(tag[slot]!) !== kind.dying) continue;
    demandSealed(graph, slot);
    tag[slot] = emptied(tag[slot]!);
    incoming += degree[slot]!;
    degree[slot] = 0;
    tally.dying--;
    tally.firstFree = Math.min(tally.firstFree, slot);
    sealSlot(graph, slot);
  }
  if (incoming !== swept) throw new RangeError(`${swept} connections to the dead, ${incoming} known`);
}

/** Whether a row leads to a node, and to which bands. */
function look(graph: Graph, slot: number, to: number): { twice: boolean; acts: boolean; burns: boolean } {
  const { start, length, target, tag } = graph;
  let [twice, acts, burns] = [false, false, false];
  const from = start[slot]!;
  for (let place = from; place < from + length[slot]!; place++) {
    const other = target[place]!;
    twice ||= other === to;
    const what = kindOf(tag[other]!);
    acts ||= what === kind.workspace;
    burns ||= what === kind.sensory;
  }
  return { twice, acts, burns };
}

/** Why a connection may not be made, if so. Senses feed dynamic nodes; these lead on, to the workspace or back to the
 * senses, never both. */
export function refusalOf(graph: Graph, slot: number, to: number, bounds: Bounds): Refusal | undefined {
  const { tag, length, degree, tally } = graph;
  const from = kindOf(tag[slot]!);
  const into = kindOf(tag[to]!);
  const lives = into === kind.dynamic || into === kind.highway;
  if (slot === to || from === kind.workspace || (from === kind.sensory && !lives)) return 'forbidden';
  if (tally.connections >= bounds.connections) return 'full';
  const most = from === kind.highway ? bounds.highway : bounds.outgoing;
  if (length[slot]! >= most || degree[to]! >= bounds.incoming) return 'crowded';
  const { twice, acts, burns } = look(graph, slot, to);
  if (twice) return 'twice';
  const both = (into === kind.workspace && burns) || (into === kind.sensory && acts);
  return both ? 'forbidden' : undefined;
}

/** Makes a connection between living nodes where the rules allow it. */
export function connect(
  graph: Graph,
  slot: number,
  to: number,
  what: Connection,
  bounds: Bounds,
): Refusal | undefined {
  const refusal = refusalOf(graph, slot, to, bounds);
  if (refusal === undefined) addToRow(graph, slot, to, metaOf(what));
  return refusal;
}
