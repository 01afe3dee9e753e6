// The arena against a map of lists: whatever is added, removed, cleared, swept and moved, both hold the same connections.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connection, metaOf, typeOf } from '../src/connection.ts';
import { Graph } from '../src/graph.ts';
import { inspectAll } from '../src/inspection.ts';
import { layoutOf } from '../src/layout.ts';
import { areScattered, orderRows } from '../src/order.ts';
import { PlainPhases } from '../src/plain-phases.ts';
import { endNode, freeDying, settleIn, takeSlot } from '../src/population.ts';
import {
  addToRow,
  clearRow,
  compactRows,
  compactSome,
  placesOf,
  removeFromRow,
  reserveRow,
  sizeFor,
} from '../src/rows.ts';
import { sealAll } from '../src/seals.ts';
import { isAlive, kind, tagOf } from '../src/tag.ts';

const plain = { role: 0, fertility: 0, cadence: 0 };
const nodes = 24;

function emptyGraph(): Graph {
  const layout = layoutOf(nodes, 6000, 1);
  const graph = new Graph(layout, { buffer: new ArrayBuffer(layout.bytes) });
  graph.tag.fill(kind.free);
  sealAll(graph);
  for (let each = 0; each < nodes; each++)
    settleIn(graph, takeSlot(graph, nodes), tagOf(kind.dynamic, plain), 0);
  return graph;
}

type Entry = [to: number, meta: number];

/** Those that learn lie behind the others. */
class Row {
  others: Entry[] = [];
  learners: Entry[] = [];

  get all(): Entry[] {
    return [...this.others, ...this.learners];
  }

  add(entry: Entry): void {
    if (typeOf(entry[1]) === connection.plastic) this.learners.push(entry);
    else {
      this.others.push(entry);
      this.learners.push(...this.learners.splice(0, 1));
    }
  }

  remove(ordinal: number): void {
    const learns = ordinal >= this.others.length;
    const part = learns ? this.learners : this.others;
    const at = learns ? ordinal - this.others.length : ordinal;
    part[at] = part.at(-1)!;
    part.pop();
    if (!learns) this.learners.unshift(...this.learners.splice(-1));
  }
}

interface Model {
  readonly rows: Map<number, Row>;
  readonly graph: Graph;
}

function rowOf({ start, length, target, meta }: Graph, slot: number): [number, number][] {
  return Array.from({ length: length[slot] }, (_, at) => [target[start[slot] + at], meta[start[slot] + at]]);
}

type Act = (model: Model) => void;

const slot = fc.nat(nodes - 1);

const add = fc
  .tuple(slot, slot, fc.integer({ min: 1, max: 32_767 }), fc.nat(3))
  .map(([from, to, weight, type]): Act => ({ rows, graph }) => {
    if (!isAlive(graph.tag[from]) || !isAlive(graph.tag[to])) return;
    const word = metaOf({ type, weight, gate: 7, learning: 3 });
    addToRow(graph, from, to, word);
    rows.get(from)!.add([to, word]);
  });
const addMany = fc
  .tuple(slot, fc.integer({ min: 30, max: 400 }))
  .map(([from, count]): Act => ({ rows, graph }) => {
    if (!isAlive(graph.tag[from]) || rows.get(from)!.all.length > 400) return;
    for (let each = 0; each < count; each++) {
      const to = (from + each) % nodes;
      if (!isAlive(graph.tag[to])) continue;
      const word = metaOf({ type: connection.plastic, weight: 400 + each, gate: 0, learning: 1 });
      addToRow(graph, from, to, word);
      rows.get(from)!.add([to, word]);
    }
  });
const remove = fc.tuple(slot, fc.nat(1000)).map(([from, which]): Act => ({ rows, graph }) => {
  const row = rows.get(from)!;
  const count = row.all.length;
  if (count === 0) return;
  removeFromRow(graph, from, which % count);
  row.remove(which % count);
});
const clear = slot.map((from): Act => ({ rows, graph }) => {
  clearRow(graph, from);
  rows.set(from, new Row());
});
const end = slot.map((which): Act => ({ rows, graph }) => {
  if (!isAlive(graph.tag[which])) return;
  endNode(graph, which);
  rows.set(which, new Row());
});
const sweep = fc.constant<Act>(({ rows, graph }) => {
  const before = graph.counts[4];
  new PlainPhases(graph).sweep({ first: 0, end: graph.tally.high });
  graph.tally.connections -= graph.counts[4] - before;
  for (const row of rows.values()) {
    row.others = row.others.filter(([to]) => isAlive(graph.tag[to]));
    row.learners = row.learners.filter(([to]) => isAlive(graph.tag[to]));
  }
  freeDying(graph, graph.counts[4] - before);
});
const born = fc.constant<Act>(({ graph }) => {
  const child = takeSlot(graph, nodes);
  if (child >= 0) settleIn(graph, child, tagOf(kind.dynamic, plain, graph.tag[child] >>> 16), 1);
});
const pack = fc.constant<Act>(({ graph }) => compactRows(graph));
const reserve = fc.tuple(slot, fc.nat(40)).map(([which, more]): Act => ({ graph }) => {
  reserveRow(graph, which, more);
  expect(graph.room[which]).toBeGreaterThanOrEqual(graph.length[which] + more);
});
const order = fc.constant<Act>(({ graph }) => orderRows(graph));
const packSome = fc.nat(40).map(
  (budget): Act =>
    ({ graph }) =>
      compactSome(graph, budget),
);

describe('rows', () => {
  it('hold what a map of lists holds, whatever is done to them, and every law of a sound graph', () => {
    const acts = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: add },
        addMany,
        { weight: 3, arbitrary: remove },
        clear,
        end,
        sweep,
        born,
        pack,
        order,
        reserve,
        { weight: 3, arbitrary: packSome },
      ),
      { maxLength: 120 },
    );
    fc.assert(
      fc.property(acts, (all) => {
        const graph = emptyGraph();
        const rows = new Map(Array.from({ length: nodes }, (_, at) => [at, new Row()]));
        const energy = new Int32Array(nodes);
        for (const act of all) {
          act({ rows, graph });
          expect(inspectAll(graph, false, 100, energy, 0n)).toEqual([]);
        }
        for (const [from, row] of rows) expect(rowOf(graph, from)).toEqual(row.all);
      }),
      { numRuns: 60 },
    );
  });

  it('come in sizes that hold what is asked and waste at most a quarter beyond the finest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70_000 }), (count) => {
        const places = placesOf(sizeFor(count));
        expect(places).toBeGreaterThanOrEqual(count);
        expect(places % 2).toBe(0);
        expect(places).toBeLessThanOrEqual(count <= 252 ? count + 1 : 1.25 * count + 4);
        expect(sizeFor(places)).toBe(sizeFor(count));
      }),
    );
  });

  it('that life scattered are found, and lie in the order of their slots without holes afterwards', () => {
    const graph = emptyGraph();
    for (let each = 0; each < 600; each++) addToRow(graph, (each * 5) % nodes, each % nodes, each << 16);
    const rows = Array.from({ length: nodes }, (_, at) => rowOf(graph, at));
    expect(areScattered(graph)).toBe(true);
    orderRows(graph);
    expect(areScattered(graph)).toBe(false);
    expect(graph.start).toEqual(graph.start.toSorted());
    expect(graph.tally.end).toBe(graph.room.reduce((sum, count) => sum + count, 0));
    expect(rows.map((_, at) => rowOf(graph, at))).toEqual(rows);
    expect(inspectAll(graph, false, 100, new Int32Array(nodes), 0n)).toEqual([]);
  });

  it('end up without holes when they are moved together bit by bit', () => {
    const graph = emptyGraph();
    for (let each = 0; each < 2000; each++) addToRow(graph, each % nodes, (each * 7) % nodes, each << 16);
    for (let from = 0; from < nodes; from += 2) clearRow(graph, from);
    const before = graph.tally.free / graph.tally.end;
    for (let each = 0; each < 60; each++) compactSome(graph, 5);
    expect(before).toBeGreaterThan(0.4);
    expect((graph.tally.free + graph.tally.left) / graph.tally.end).toBeLessThan(0.13);
    expect(inspectAll(graph, false, 100, new Int32Array(nodes), 0n)).toEqual([]);
  });
});
