// Topologies as text: edge lists (CSV with a header) and GraphML, in and out. Weights are shares of one, gates shares of the cap,
// energies units. GraphML holds nodes too; an edge list leaves them to be drawn.

import { connectionTypes, learningClasses } from './connection.ts';
import type { Places } from './places.ts';
import { capMost, quantaPerUnit, weightLeast, weightMost, weightOne } from './quanta.ts';
import { cadenceOf, cadences, fertilities, fertilityOf, kind, kindOf, roleOf, roles } from './tag.ts';
import {
  nameOf,
  type FileIssue,
  type NamedConnection,
  type NamedNode,
  type Topology,
  type TopologyNode,
} from './topology.ts';

/** Most connections, and most nodes, read from a file. */
const linesMost = 1_000_000;
/** Issues collected from one file. */
const issuesMost = 50;

export interface ReadTopology {
  readonly connections: readonly NamedConnection[];
  readonly nodes: readonly NamedNode[];
  readonly issues: readonly FileIssue[];
}

const columns = ['source', 'target', 'type', 'weight', 'gate', 'learning'] as const;
type Column = (typeof columns)[number];
type Row = Partial<Record<Column, string>>;

/** Data of a node; the traits and the kind are of dynamic nodes only. */
const nodeData = ['energy', 'kind', 'role', 'fertility', 'cadence'] as const;
const kinds = ['dynamic', 'highway'] as const;

/** Reads a file of either format. */
export function readTopology(text: string): ReadTopology {
  return /^\s*(<\?xml|<graphml)/.test(text) ? readGraphml(text) : readEdgeList(text);
}

class Reading {
  readonly connections: NamedConnection[] = [];
  readonly nodes: NamedNode[] = [];
  readonly issues: FileIssue[] = [];

  get full(): boolean {
    const most = Math.max(this.connections.length, this.nodes.length);
    return this.issues.length >= issuesMost || most >= linesMost;
  }

  refuse(line: number, message: string, remedy: string): void {
    this.issues.push({ line, message, remedy });
  }

  take(row: Row, line: number): void {
    const { source = '', target = '', type = 'excitatory' } = row;
    const which = connectionTypes.indexOf(type as (typeof connectionTypes)[number]);
    if (which < 0) this.refuse(line, `no type is named "${type}"`, `Use ${connectionTypes.join(', ')}.`);
    const weight = this.#number(row, 'weight', 0.1, weightLeast / weightOne, weightMost / weightOne, line);
    const gate = this.#number(row, 'gate', 0.5, 0, 1, line);
    const learning = this.#number(row, 'learning', 0, 0, learningClasses - 1, line);
    this.connections.push({
      source,
      target,
      line,
      type: Math.max(0, which),
      weight: Math.round(weight * weightOne),
      gate: Math.round(gate * 255),
      learning: Math.round(learning),
    });
  }

  /** A node that says what it holds; others are drawn. */
  takeNode(name: string, data: Readonly<Record<string, string>>, line: number): void {
    if (data['energy'] === undefined) return;
    const energy = this.#number(data, 'energy', 0, 0, capMost, line);
    const node = { name, energy, line };
    if (name[0] !== 'd') {
      this.nodes.push(node);
      return;
    }
    const what = {
      highway: this.#choice(data, 'kind', kinds, line) === 1,
      role: this.#choice(data, 'role', roles, line),
      fertility: this.#choice(data, 'fertility', fertilities, line),
      cadence: this.#choice(data, 'cadence', cadences, line),
    };
    this.nodes.push({ ...node, what });
  }

  /** Ordinal of a word; the first one where there is none. */
  #choice(
    data: Readonly<Record<string, string>>,
    name: string,
    words: readonly string[],
    line: number,
  ): number {
    const word = data[name] ?? words[0]!;
    const which = words.indexOf(word);
    if (which < 0) this.refuse(line, `no ${name} is named "${word}"`, `Use ${words.join(', ')}.`);
    return Math.max(0, which);
  }

  #number<Name extends string>(
    row: Partial<Record<Name, string>>,
    name: Name,
    without: number,
    min: number,
    max: number,
    line: number,
  ): number {
    const text = row[name] ?? '';
    if (text === '') return without;
    const value = Number(text);
    if (value >= min && value <= max) return value;
    this.refuse(line, `${name} "${text}" is not within ${min} .. ${max}`, 'Write a number within.');
    return without;
  }
}

function readEdgeList(text: string): ReadTopology {
  const reading = new Reading();
  const lines = text.split(/\r?\n/);
  const header = (lines[0] ?? '').split(',').map((name) => name.trim());
  const unknown = header.filter((name) => !columns.includes(name as Column));
  if (!header.includes('source') || !header.includes('target') || unknown.length > 0) {
    reading.refuse(1, 'the header does not name source and target', `Use columns of ${columns.join(',')}.`);
    return reading;
  }
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at]!;
    if (line.trim() === '') continue;
    if (reading.full) {
      reading.refuse(at + 1, 'the rest was not read', `At most ${linesMost} connections are read.`);
      break;
    }
    const cells = line.split(',').map((cell) => cell.trim());
    if (cells.length !== header.length) {
      reading.refuse(
        at + 1,
        `${cells.length} cells under ${header.length} columns`,
        'Write one cell for each column.',
      );
      continue;
    }
    reading.take(Object.fromEntries(header.map((name, cell) => [name, cells[cell]!])), at + 1);
  }
  return reading;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name]!);
}

function attribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag) ?? [];
  return unescaped(value);
}

/** Edges with data of the keys that are named like columns; nothing else of GraphML means anything here. */
function readGraphml(text: string): ReadTopology {
  const reading = new Reading();
  const keys = new Map<string, string>();
  for (const [tag] of text.matchAll(/<key\s[^>]*>/g))
    keys.set(attribute(tag, 'id'), attribute(tag, 'attr.name'));
  if (/<graph\s[^>]*edgedefault\s*=\s*["']undirected/.test(text)) {
    reading.refuse(1, 'the graph is undirected', 'Write edgedefault="directed", and an edge for each way.');
    return reading;
  }
  let [line, counted] = [1, 0];
  for (const found of text.matchAll(/<(edge|node)\s[^>]*?(?:\/>|>([\s\S]*?)<\/\1>)/g)) {
    for (; counted < found.index; counted++) if (text[counted] === '\n') line++;
    if (reading.full) {
      reading.refuse(line, 'the rest was not read', `At most ${linesMost} connections and nodes are read.`);
      break;
    }
    const [whole, element, inside = ''] = found;
    const [opening] = /^[^>]*>/.exec(whole) ?? [''];
    const data: Record<string, string> = {};
    for (const [mark, value = ''] of inside.matchAll(/<data\s[^>]*>([^<]*)<\/data>/g)) {
      data[keys.get(attribute(mark, 'key')) ?? ''] = unescaped(value.trim());
    }
    if (element === 'node') reading.takeNode(attribute(opening, 'id'), data, line);
    else {
      const ends = { source: attribute(opening, 'source'), target: attribute(opening, 'target') };
      reading.take({ ...data, ...ends }, line);
    }
  }
  return reading;
}

/** Cells of a connection in the order of the columns. */
function cellsOf(
  { from, to, type, weight, gate, learning }: Topology['connections'][number],
  places: Places,
) {
  const ends = [nameOf(from, places), nameOf(to, places)] as const;
  return [
    ...ends,
    connectionTypes[type]!,
    String(weight / weightOne),
    String(gate / 255),
    String(learning),
  ] as const;
}

/** The edge list of a topology, in parts. */
export function* edgeListOf({ connections }: Topology, places: Places): Generator<string> {
  yield `${columns.join(',')}\n`;
  for (const each of connections) yield `${cellsOf(each, places).join(',')}\n`;
}

function nodeCells({ energy, tag }: TopologyNode): readonly string[] {
  const held = String(energy / quantaPerUnit);
  if (tag === undefined) return [held];
  const traits = [roles[roleOf(tag)]!, fertilities[fertilityOf(tag)]!, cadences[cadenceOf(tag)]!];
  return [held, kinds[kindOf(tag) === kind.highway ? 1 : 0], ...traits];
}

const numbers: ReadonlySet<string> = new Set(['energy', 'weight', 'gate', 'learning']);

function keyLine(name: string, owner: 'node' | 'edge'): string {
  const type = numbers.has(name) ? 'double' : 'string';
  return `  <key id="${name}" for="${owner}" attr.name="${name}" attr.type="${type}"/>\n`;
}

function dataOf(names: readonly string[], cells: readonly string[]): string {
  return cells.map((cell, at) => `<data key="${names[at]!}">${cell}</data>`).join('');
}

/** Nodes and connections as GraphML, in parts; reading it gives the same topology. */
export function* graphmlOf({ connections, nodes }: Topology, places: Places): Generator<string> {
  const [, , ...edgeData] = columns;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  for (const name of nodeData) yield keyLine(name, 'node');
  for (const name of edgeData) yield keyLine(name, 'edge');
  yield '  <graph edgedefault="directed">\n';
  for (const node of nodes)
    yield `    <node id="${nameOf(node.slot, places)}">${dataOf(nodeData, nodeCells(node))}</node>\n`;
  for (const each of connections) {
    const [source, target, ...cells] = cellsOf(each, places);
    yield `    <edge source="${source}" target="${target}">${dataOf(edgeData, cells)}</edge>\n`;
  }
  yield '  </graph>\n</graphml>\n';
}
