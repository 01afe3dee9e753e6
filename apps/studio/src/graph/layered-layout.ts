// Automatic layout from left to right: longest paths make the columns, barycentres the order inside a column, medians of the
// neighbours the heights. After K. Sugiyama, S. Tagawa, M. Toda (1981), doi:10.1109/TSMC.1981.4308636.

import type { Point } from './graph-model.ts';
import type { Size } from './place.ts';

export interface LayoutNode extends Size {
  readonly key: string;
}

export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
}

const columnGap = 76;
const rowGap = 26;
/** Passes over all columns; the order changes little after a handful. */
const sweeps = 8;

interface Cell {
  readonly node: LayoutNode;
  readonly before: Cell[];
  readonly after: Cell[];
  column: number;
  row: number;
  y: number;
}

/** A place for every node, none overlapping another; the upper left corner of the drawing is at 0, 0. */
export function layeredLayout(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
): ReadonlyMap<string, Point> {
  const cells = cellsOf(nodes, edges);
  const columns = columnsOf(cells);
  orderColumns(columns);
  for (let turn = 0; turn < sweeps; turn += 1) settle(columns, turn % 2 === 0);
  const top = Math.min(...cells.map(({ y }) => y));
  const lefts = leftsOf(columns);
  return new Map(
    cells.map(({ node, column, y }) => [
      node.key,
      { x: Math.round(lefts[column] ?? 0), y: Math.round(y - top) },
    ]),
  );
}

/** Edges that would close a loop are left out; every other one is known to both its ends. */
function cellsOf(nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): readonly Cell[] {
  const cells = new Map<string, Cell>(
    nodes.map((node) => [node.key, { node, before: [], after: [], column: 0, row: 0, y: 0 }]),
  );
  for (const { from, to } of edges) {
    const [source, target] = [cells.get(from), cells.get(to)];
    if (source === undefined || target === undefined || source === target) continue;
    if (source.after.includes(target)) continue;
    source.after.push(target);
    target.before.push(source);
  }
  const all = [...cells.values()];
  const state = new Map<Cell, 'open' | 'done'>();
  for (const start of all) cutLoops(start, state);
  return all;
}

/** Depth first without recursion, because chains may be thousands of nodes long. */
function cutLoops(start: Cell, state: Map<Cell, 'open' | 'done'>): void {
  if (state.has(start)) return;
  const open: { readonly cell: Cell; next: number }[] = [{ cell: start, next: 0 }];
  state.set(start, 'open');
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const target = top.cell.after[top.next];
    if (target === undefined) {
      state.set(top.cell, 'done');
      open.pop();
    } else if (state.get(target) === 'open') {
      top.cell.after.splice(top.next, 1);
      target.before.splice(target.before.indexOf(top.cell), 1);
    } else {
      top.next += 1;
      if (state.has(target)) continue;
      state.set(target, 'open');
      open.push({ cell: target, next: 0 });
    }
  }
}

/** Longest path from a source; a source then moves next to the first that needs it. */
function columnsOf(cells: readonly Cell[]): readonly Cell[][] {
  const waiting = new Map(cells.map((cell) => [cell, cell.before.length]));
  const ready = cells.filter(({ before }) => before.length === 0);
  for (let at = 0; at < ready.length; at += 1) {
    const cell = ready[at]!;
    for (const target of cell.after) {
      target.column = Math.max(target.column, cell.column + 1);
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  for (const cell of cells) {
    if (cell.before.length > 0 || cell.after.length === 0) continue;
    cell.column = Math.min(...cell.after.map(({ column }) => column)) - 1;
  }
  const columns: Cell[][] = [];
  for (const cell of cells) (columns[cell.column] ??= []).push(cell);
  return Array.from(columns, (column) => column ?? []);
}

function orderColumns(columns: readonly Cell[][]): void {
  const number = (column: readonly Cell[]): void => {
    for (const [row, cell] of column.entries()) cell.row = row;
  };
  for (const column of columns) number(column);
  for (let turn = 0; turn < sweeps; turn += 1) {
    const forward = turn % 2 === 0;
    for (const column of forward ? columns : columns.toReversed()) {
      const weights = new Map(
        column.map((cell) => [cell, barycentre(forward ? cell.before : cell.after, cell)]),
      );
      column.sort((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
      number(column);
    }
  }
}

/** Relative to the length of the column, so that short and long columns compare. */
function barycentre(neighbours: readonly Cell[], cell: Cell): number {
  if (neighbours.length === 0) return cell.row;
  return neighbours.reduce((sum, { row }) => sum + row, 0) / neighbours.length;
}

/** Draws each node towards its neighbours, then apart again where they would overlap. */
function settle(columns: readonly Cell[][], forward: boolean): void {
  for (const column of forward ? columns : columns.toReversed()) {
    const wanted = column.map((cell) => {
      const neighbours = forward ? cell.before : cell.after;
      if (neighbours.length === 0) return cell.y;
      const centres = neighbours.map(({ y, node }) => y + node.height / 2).sort((a, b) => a - b);
      const middle = (centres.length - 1) / 2;
      const median = ((centres[Math.floor(middle)] ?? 0) + (centres[Math.ceil(middle)] ?? 0)) / 2;
      return median - cell.node.height / 2;
    });
    spread(column, wanted);
  }
}

/** Heights closest to the wanted ones that keep the order and the gaps: neighbours that collide share their mean. */
function spread(column: readonly Cell[], wanted: readonly number[]): void {
  interface Block {
    readonly cells: Cell[];
    sum: number;
    height: number;
  }
  const blocks: Block[] = [];
  const top = (block: Block): number => block.sum / block.cells.length;
  for (const [index, cell] of column.entries()) {
    let block: Block = { cells: [cell], sum: wanted[index] ?? 0, height: cell.node.height + rowGap };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (top(last) + last.height <= top(block)) break;
      blocks.pop();
      const sum = last.sum + block.sum - block.cells.length * last.height;
      block = { cells: [...last.cells, ...block.cells], sum, height: last.height + block.height };
    }
    blocks.push(block);
  }
  for (const block of blocks) {
    let y = top(block);
    for (const cell of block.cells) {
      cell.y = y;
      y += cell.node.height + rowGap;
    }
  }
}

function leftsOf(columns: readonly (readonly Cell[])[]): readonly number[] {
  let x = 0;
  return columns.map((column) => {
    const left = x;
    x += Math.max(0, ...column.map(({ node }) => node.width)) + columnGap;
    return left;
  });
}
