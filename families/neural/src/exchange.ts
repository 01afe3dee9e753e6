// Topologies as text: edge lists (CSV with a header) and GraphML, in and out. Weights are shares of one, gates shares of the cap.

import { connectionTypes, learningClasses } from './connection.ts';
import { weightLeast, weightMost, weightOne } from './quanta.ts';
import { nameOf, type FileIssue, type NamedConnection, type Topology } from './topology.ts';
import type { Places } from './places.ts';

/** Most connections read from a file. */
const linesMost = 1_000_000;
/** Issues collected from one file. */
const issuesMost = 50;

export interface ReadTopology {
  readonly connections: readonly NamedConnection[];
  readonly issues: readonly FileIssue[];
}

const columns = ['source', 'target', 'type', 'weight', 'gate', 'learning'] as const;
type Column = (typeof columns)[number];
type Row = Partial<Record<Column, string>>;

/** Reads a file of either format. */
export function readTopology(text: string): ReadTopology {
  return /^\s*(<\?xml|<graphml)/.test(text) ? readGraphml(text) : readEdgeList(text);
}

class Reading {
  readonly connections: NamedConnection[] = [];
  readonly issues: FileIssue[] = [];

  get full(): boolean {
    return this.issues.length >= issuesMost || this.connections.length >= linesMost;
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

  #number(row: Row, name: Column, without: number, min: number, max: number, line: number): number {
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
  for (const found of text.matchAll(/<edge\s[^>]*?(?:\/>|>([\s\S]*?)<\/edge>)/g)) {
    for (; counted < found.index; counted++) if (text[counted] === '\n') line++;
    if (reading.full) {
      reading.refuse(line, 'the rest was not read', `At most ${linesMost} connections are read.`);
      break;
    }
    const [whole, inside = ''] = found;
    const row: Record<string, string> = {
      source: attribute(whole, 'source'),
      target: attribute(whole, 'target'),
    };
    for (const [data, value = ''] of inside.matchAll(/<data\s[^>]*>([^<]*)<\/data>/g)) {
      row[keys.get(attribute(data, 'key')) ?? ''] = unescaped(value.trim());
    }
    reading.take(row, line);
  }
  return reading;
}

/** A row of the exchange for each connection. */
function rowsOf({ connections }: Topology, places: Places): readonly (readonly string[])[] {
  return connections.map(({ from, to, type, weight, gate, learning }) => [
    nameOf(from, places),
    nameOf(to, places),
    connectionTypes[type]!,
    String(weight / weightOne),
    String(gate / 255),
    String(learning),
  ]);
}

/** The edge list of a topology; reading it gives the same topology. */
export function edgeListOf(topology: Topology, places: Places): string {
  return [columns, ...rowsOf(topology, places)].map((row) => `${row.join(',')}\n`).join('');
}

/** The same as GraphML. */
export function graphmlOf(topology: Topology, places: Places): string {
  const [, , ...data] = columns;
  const keys = data.map(
    (name) =>
      `  <key id="${name}" for="edge" attr.name="${name}" attr.type="${name === 'type' ? 'string' : 'double'}"/>\n`,
  );
  const edges = rowsOf(topology, places).map(([source, target, ...cells]) => {
    const values = cells.map((cell, at) => `<data key="${data[at]!}">${cell}</data>`).join('');
    return `    <edge source="${source!}" target="${target!}">${values}</edge>\n`;
  });
  const head =
    '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  return `${head}${keys.join('')}  <graph edgedefault="directed">\n${edges.join('')}  </graph>\n</graphml>\n`;
}
