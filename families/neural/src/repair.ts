// Brings a damaged network back to one that keeps every law, in five levels, and says what it changed. Whether the result is
// proven to be what it was: only where nothing but scratch or the bookkeeping of free places was damaged; whatever else is
// wrong has been read by steps since, so that only a checkpoint helps.

import type { Repair } from '@holdfast/core';
import { connection, gateOf, learningOf, metaOf, typeOf, weightOf } from './connection.ts';
import type { Graph } from './graph.ts';
import { usedSlots, type Finding } from './inspection.ts';
import type { Network } from './network.ts';
import { markOf, sealSlot } from './seals.ts';
import { pair, trimEnd } from './rows.ts';
import type { Places } from './places.ts';
import { weightMost } from './quanta.ts';
import { isAlive, kind, kindOf, withKind } from './tag.ts';

type Changes = Map<string, number>;

function note(changes: Changes, what: string, count = 1): void {
  if (count > 0) changes.set(what, (changes.get(what) ?? 0) + count);
}

/** Repairs in place. */
export function repairNetwork(network: Network): Repair {
  const { graph } = network.parts;
  const changes: Changes = new Map();
  dropFlows(network, changes);
  const findings = network.inspect();
  if (findings.length > 0) {
    repairKinds(graph, network.parts.places, changes);
    repairRows(graph, network.energy, network.cap, changes);
    rebuild(graph, changes, findings);
    if (findings.some(({ what }) => what === 'coefficients')) {
      network.revise();
      note(changes, 'coefficients written anew');
    }
    if (!network.growth.isSound) {
      network.growth.resume(new Int32Array());
      note(changes, 'connections to come given up');
    }
    network.settleAccount(changes.size > 0);
  }
  const sound = findings.every(({ derived }) => derived) && network.inspect().length === 0;
  return { sound, changes: [...changes].map(([what, count]) => ({ what, count })) };
}

/** Level 1: what was under way is dropped; the step is done again. */
function dropFlows(network: Network, changes: Changes): void {
  const { graph } = network.parts;
  for (const gain of graph.gains) gain.fill(0);
  graph.loss.fill(0);
  note(changes, 'steps given up, to be done again', Number(network.undone));
  network.undone = false;
}

/** Level 2: senses and workspace are what their places say; nobody among the others is. */
function repairKinds(graph: Graph, places: Places, changes: Changes): void {
  const { tally, tag } = graph;
  tally.high = Math.max(places.dynamicAt, usedSlots(graph));
  for (let slot = 0; slot < tally.high; slot++) {
    const what = kindOf(tag[slot]!);
    const lives = what >= kind.dynamic && what <= kind.free;
    const meant = slot < places.dynamicAt ? placed(slot, places) : lives ? what : kind.free;
    if (meant === what) continue;
    tag[slot] = withKind(tag[slot]!, meant);
    note(changes, 'kinds of nodes put right');
  }
}

/** The kind of a slot before the dynamic ones. */
function placed(slot: number, { sensory, workspace, workspaceAt }: Places): number {
  if (slot < sensory) return kind.sensory;
  return slot >= workspaceAt && slot < workspaceAt + workspace ? kind.workspace : kind.unused;
}

/** Level 2: each row is put right by itself; connections that lead nowhere go, all others stay as they are. */
function repairRows(graph: Graph, energy: Int32Array, cap: number, changes: Changes): void {
  const { tally, tag } = graph;
  let end = 0;
  const owner = new Int32Array(Math.ceil(graph.layout.places / pair)).fill(-1);
  for (let slot = 0; slot < tally.high; slot++) {
    const most = isAlive(tag[slot]!) ? cap : 0;
    const stored = energy[slot]!;
    energy[slot] = Math.max(0, Math.min(most, stored));
    note(changes, 'energies brought into range', Number(energy[slot] !== stored));
    if (!isAlive(tag[slot]!) || !claimRow(graph, slot, owner)) dropRow(graph, slot, changes);
    end = Math.max(end, graph.start[slot]! + graph.room[slot]!);
  }
  tally.end = end;
  for (let slot = 0; slot < tally.high; slot++) repairRow(graph, slot, changes);
}

/** Whether the row lies in the arena where no earlier row does. */
function claimRow({ start, length, room, layout }: Graph, slot: number, owner: Int32Array): boolean {
  const [from, count] = [start[slot]!, room[slot]!];
  if (from < 0 || count < 0 || from % pair !== 0 || count % pair !== 0 || from + count > layout.places)
    return false;
  if (length[slot]! < 0 || length[slot]! > count) return false;
  for (let two = from / pair; two < (from + count) / pair; two++) {
    if (owner[two]! >= 0) return false;
    owner[two] = slot;
  }
  return true;
}

function dropRow(graph: Graph, slot: number, changes: Changes): void {
  note(changes, 'rows given up', Number(graph.length[slot] !== 0));
  graph.start[slot] = 0;
  graph.length[slot] = 0;
  graph.room[slot] = 0;
}

/** The connection a word stands for, written as its type demands. */
function lawful(word: number): number {
  const weight = Math.min(weightMost, Math.abs(weightOf(word)));
  return metaOf({ type: typeOf(word), weight, gate: gateOf(word), learning: learningOf(word) });
}

function repairRow(graph: Graph, slot: number, changes: Changes): void {
  const { start, length, room, target, meta, tally, tag, weights, checksum } = graph;
  const from = start[slot]!;
  let [kept, weight, mark] = [from, 0, 0];
  let [learns, mixed] = [false, false];
  for (let place = from; place < from + length[slot]!; place++) {
    const to = target[place]!;
    const word = lawful(meta[place]!);
    if (to < 0 || to >= tally.high || kindOf(tag[to]!) >= kind.free) continue;
    note(changes, 'connections put right', Number(word !== meta[place]));
    const plastic = typeOf(word) === connection.plastic;
    mixed ||= learns && !plastic;
    learns ||= plastic;
    target[kept] = to;
    meta[kept++] = word;
    weight += Math.abs(weightOf(word));
    mark = (mark + markOf(to, word)) | 0;
  }
  note(changes, 'connections to nobody removed', from + length[slot]! - kept);
  note(changes, 'sums of rows computed anew', Number(weight !== weights[slot] || mark !== checksum[slot]));
  if (mixed) putLearnersLast(graph, from, kept);
  length[slot] = kept - from;
  weights[slot] = weight;
  checksum[slot] = mark;
  target.fill(slot, kept, from + room[slot]!);
  meta.fill(0, kept, from + room[slot]!);
  const before = graph.seal[slot]!;
  sealSlot(graph, slot);
  note(changes, 'slots sealed anew', Number(before !== graph.seal[slot]));
}

function isPlastic([, word]: readonly [number, number]): boolean {
  return typeOf(word) === connection.plastic;
}

/** Brings the places of a row into their order: who is plastic by mistake or no longer breaks it. */
function putLearnersLast({ target, meta }: Graph, from: number, end: number): void {
  const row = Array.from(meta.subarray(from, end), (word, each) => [target[from + each]!, word] as const);
  const sorted = [...row.filter((each) => !isPlastic(each)), ...row.filter(isPlastic)];
  sorted.forEach(([to, word], each) => {
    target[from + each] = to;
    meta[from + each] = word;
  });
}

/** Level 3: what follows from rows and kinds is computed anew. */
function rebuild(graph: Graph, changes: Changes, findings: readonly Finding[]): void {
  const { tally, degree, tag, start, length, target } = graph;
  const incoming = new Int32Array(tally.high);
  let [living, dying, connections, firstFree] = [0, 0, 0, tally.high];
  for (let slot = tally.high - 1; slot >= 0; slot--) {
    const what = kindOf(tag[slot]!);
    if (what === kind.dynamic || what === kind.highway) living++;
    if (what === kind.dying) dying++;
    if (what === kind.free) firstFree = slot;
    connections += length[slot]!;
    for (let place = start[slot]!; place < start[slot]! + length[slot]!; place++)
      incoming[target[place]!]! += 1;
  }
  let recounted = 0;
  for (let slot = 0; slot < tally.high; slot++) recounted += Number(incoming[slot] !== degree[slot]);
  degree.fill(0);
  degree.set(incoming);
  note(changes, 'incoming connections counted anew', recounted);
  note(changes, 'counts computed anew', findings.filter(({ what }) => what === 'counts').length);
  Object.assign(tally, { living, dying, connections, firstFree, cursor: 0 });
  trimEnd(graph);
  note(changes, 'lists of free places built anew');
}
