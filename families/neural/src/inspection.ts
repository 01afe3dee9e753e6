// The laws of a sound graph, checked row by row: a part of the rows after every step, all of them before a snapshot.
// Each finding says whether what is wrong is bookkeeping that no step reads, or may have changed what steps did since.

import { weightOf } from './connection.ts';
import type { Graph } from './graph.ts';
import { headCount } from './layout.ts';
import { pair, placesOf } from './rows.ts';
import { markOf, sealOf } from './seals.ts';
import { isAlive, kind, kindOf } from './tag.ts';

/** What may be wrong. `derived` can be built anew and has changed nothing else. */
export interface Finding {
  readonly what:
    | 'torn commit'
    | 'seal'
    | 'row outside the arena'
    | 'rows overlap'
    | 'connection to nobody'
    | 'padding'
    | 'checksum of a row'
    | 'weights of a row'
    | 'incoming connections'
    | 'energy outside its range'
    | 'energy account'
    | 'flow account'
    | 'ledger'
    | 'picture'
    | 'coefficients'
    | 'copy under way'
    | 'counts'
    | 'free places';
  readonly slot: number;
  readonly derived: boolean;
}

/** Findings kept: more than these say nothing new. */
export const findingsMost = 1000;

/** Checks the rows `first` .. `end` - 1. @returns whether anything was found */
export function inspectRows(
  graph: Graph,
  first: number,
  end: number,
  cap: number,
  energy: Int32Array,
  findings: Finding[],
): boolean {
  const { tag, start, length, room, weights, checksum, seal, tally } = graph;
  const before = findings.length;
  const find = (what: Finding['what'], slot: number): void => {
    if (findings.length < findingsMost) findings.push({ what, slot, derived: false });
  };
  for (let slot = first; slot < end; slot++) {
    const stored = energy[slot]!;
    if (stored < 0 || stored > cap || (stored !== 0 && !isAlive(tag[slot]!)))
      find('energy outside its range', slot);
    if (sealOf(graph, slot) !== seal[slot]!) {
      find('seal', slot);
      continue;
    }
    const from = start[slot]!;
    const count = length[slot]!;
    if (count < 0 || count > room[slot]! || from < 0 || from + room[slot]! > tally.end) {
      find('row outside the arena', slot);
      continue;
    }
    const row = readRow(graph, from, count, slot);
    if (row.nobody) find('connection to nobody', slot);
    if (row.padding) find('padding', slot);
    if (row.mark !== checksum[slot]!) find('checksum of a row', slot);
    if (row.weight !== weights[slot]!) find('weights of a row', slot);
  }
  return findings.length > before;
}

function readRow(
  graph: Graph,
  from: number,
  count: number,
  slot: number,
): { nobody: boolean; padding: boolean; mark: number; weight: number } {
  const { target, meta, tag, room, tally } = graph;
  let [mark, weight] = [0, 0];
  let [nobody, padding] = [false, false];
  for (let place = from; place < from + count; place++) {
    const to = target[place]!;
    const word = meta[place]!;
    mark = (mark + markOf(to, word)) | 0;
    weight += Math.abs(weightOf(word));
    nobody ||= to < 0 || to >= tally.high || kindOf(tag[to]!) >= kind.free;
  }
  for (let place = from + count; place < from + room[slot]!; place++) {
    padding ||= target[place] !== slot || meta[place] !== 0;
  }
  return { nobody, padding, mark, weight };
}

/** One past the last slot that is or was somebody: what `tally.high` has to be, because slots are given out lowest first. */
export function usedSlots({ tag, birth, layout }: Graph): number {
  let end = layout.nodes;
  while (end > 0 && tag[end - 1] === kind.free && birth[end - 1] === 0) end--;
  return end;
}

/** Checks everything that is kept, at the cost of a pass over all connections; `rowsSound` says that rows were checked already. */
export function inspectAll(
  graph: Graph,
  rowsSound: boolean,
  cap: number,
  energy: Int32Array,
  stored: bigint,
): readonly Finding[] {
  const findings: Finding[] = [];
  const { tally, target, start, length, degree } = graph;
  const broken = !rowsSound && inspectRows(graph, 0, tally.high, cap, energy, findings);
  let total = 0;
  for (let slot = 0; slot < tally.high; slot++) total += energy[slot]!;
  if (BigInt(total) !== stored) findings.push({ what: 'energy account', slot: -1, derived: false });
  if (broken) return findings;
  const incoming = new Int32Array(tally.high);
  for (let slot = 0; slot < tally.high; slot++) {
    const from = start[slot]!;
    for (let place = from; place < from + length[slot]!; place++) incoming[target[place]!]! += 1;
  }
  for (let slot = 0; slot < tally.high; slot++) {
    if (incoming[slot] !== degree[slot] && findings.length < findingsMost) {
      findings.push({ what: 'incoming connections', slot, derived: false });
    }
  }
  if (!countsHold(graph)) findings.push({ what: 'counts', slot: -1, derived: false });
  if (!placesHold(graph, findings)) findings.push({ what: 'free places', slot: -1, derived: true });
  return findings;
}

function countsHold({ tag, length, tally }: Graph): boolean {
  let [living, dying, connections, firstFree] = [0, 0, 0, tally.high];
  for (let slot = tally.high - 1; slot >= 0; slot--) {
    const what = kindOf(tag[slot]!);
    if (what === kind.dynamic || what === kind.highway) living++;
    if (what === kind.dying) dying++;
    if (what === kind.free) firstFree = slot;
    connections += length[slot]!;
  }
  const same = living === tally.living && dying === tally.dying && connections === tally.connections;
  return same && tally.firstFree <= firstFree;
}

/** Every place below the end belongs to one row or to one free stretch. */
function placesHold(graph: Graph, findings: Finding[]): boolean {
  const { start, room, tally, heads, target } = graph;
  const taken = new Uint8Array(Math.max(1, tally.end / pair));
  let used = 0;
  for (let slot = 0; slot < tally.high; slot++) {
    const from = start[slot]! / pair;
    for (let two = from; two < from + room[slot]! / pair; two++) {
      if (taken[two] !== 0 && findings.length < findingsMost) {
        findings.push({ what: 'rows overlap', slot, derived: false });
      }
      taken[two] = 1;
    }
    used += room[slot]!;
  }
  let free = 0;
  for (let size = 1; size < headCount; size++) {
    const places = placesOf(size);
    for (let at = heads[size]!; at !== -1; at = target[at]!) {
      if (!(at >= 0 && at + places <= tally.end && at % pair === 0)) return false;
      for (let two = at / pair; two < (at + places) / pair; two++) {
        if (taken[two] !== 0) return false;
        taken[two] = 1;
      }
      free += places;
    }
  }
  return free === tally.free && used + free + tally.left === tally.end;
}
