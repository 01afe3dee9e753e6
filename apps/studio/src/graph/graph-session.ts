// One document under the graph editor: what it says, what is selected, and every change of it. The text stays the only
// truth: a change is written into it and read back, so that text and drawing share one history. A drop is drawn first and
// written in the task after; whatever asks for the text or its history meanwhile has it written before.

import type { GraphGrammar } from '@holdfast/catalog';
import type { Issue } from '@holdfast/core';
import { decodeJson } from '@holdfast/protocol';
import type { DocumentHandle } from '../editor/document-handle.ts';
import { applyChanges, editText } from '../editor/document-text.ts';
import { setAt, valueAt, withMembers, withPositions } from './edits.ts';
import { shownGraph, withBlockPlaces } from './groups.ts';
import { GraphReader, recordOf, type Fields, type Graph } from './graph-model.ts';
import { placementOf, type Placement } from './placement.ts';
import { share } from './share.ts';

/** Everything the page shows of the session. */
export interface GraphState {
  readonly document: Fields;
  /** The graph looked at. */
  readonly model: Fields;
  readonly graph: Graph;
  /** The same as it is drawn: with a block in place of every collapsed group. */
  readonly shown: Graph;
  /** Of nodes and blocks. */
  readonly placement: Placement;
  /** False while the text is not JSON: the drawing then shows what it said last. */
  readonly readable: boolean;
  /** Keys of nodes, edges and groups. */
  readonly selection: ReadonlySet<string>;
  /** The node, edge or group the keyboard is at. */
  readonly focused: string | undefined;
  /** Why something could not be done. */
  readonly complaint: string | undefined;
  /** Of the last validation, in the document. */
  readonly issues: readonly Issue[];
  /** Where the graph looked at stands in the document. */
  readonly scope: readonly string[];
  /** The way to it: the nodes that were entered. */
  readonly trail: readonly Entered[];
}

/** A document that is drawn already and waits to be written. */
interface Unwritten {
  readonly before: Fields;
  readonly after: Fields;
  readonly join: boolean;
}

/** How a change is made. */
interface EditOptions {
  /** Writes down where everything stands, so that nothing else moves. */
  readonly freeze?: boolean;
  /** Adds to the step of history before. */
  readonly join?: boolean;
  /** Writes the text in a task of its own, after the drawing. */
  readonly later?: boolean;
  /** Members the model of the document gets where it lacks them. */
  readonly needs?: Fields;
}

/** A node that was entered. */
export interface Entered {
  readonly id: string;
  readonly title: string;
  /** Where the graph inside stands in the document. */
  readonly scope: readonly string[];
}

const top: readonly string[] = ['model'];

const emptyGraph: Graph = { nodes: [], edges: [], groups: [], byKey: new Map(), kept: new Map() };

export class GraphSession {
  readonly grammar: GraphGrammar;
  readonly #reader: GraphReader;
  readonly #listeners = new Set<() => void>();
  #handle: DocumentHandle | undefined;
  #text = '';
  #unwritten: Unwritten | undefined;
  #state: GraphState = {
    document: {},
    model: {},
    graph: emptyGraph,
    shown: emptyGraph,
    placement: new Map(),
    readable: false,
    selection: new Set(),
    focused: undefined,
    complaint: undefined,
    issues: [],
    scope: top,
    trail: [],
  };

  readonly #inNextTask: (act: () => void) => void;

  /** `inNextTask` is the browser's unless a test owns time. */
  constructor(grammar: GraphGrammar, inNextTask: (act: () => void) => void = (act) => void setTimeout(act)) {
    this.grammar = grammar;
    this.#inNextTask = inNextTask;
    this.#reader = new GraphReader(grammar);
  }

  readonly state = (): GraphState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  attach(handle: DocumentHandle | undefined): void {
    const unwritten = this.#unwritten;
    this.#unwritten = undefined;
    // What never came into a text that is gone was never done.
    if (unwritten !== undefined) this.#take(unwritten.before);
    this.#handle = handle;
  }

  /** Reads the text as it is now. */
  read(text: string): void {
    if (text === this.#text && this.#state.readable) return;
    // A text that changed elsewhere is what counts.
    this.#unwritten = undefined;
    this.#text = text;
    let value: unknown;
    try {
      value = decodeJson(text);
    } catch {
      this.#set({ readable: false });
      return;
    }
    this.#take(recordOf(share(this.#state.document, value)));
  }

  /** Changes the graph looked at. */
  edit(change: (model: Fields) => Fields, options: EditOptions = {}): boolean {
    const { document, scope, placement } = this.#state;
    const model = recordOf(valueAt(document, scope));
    const frozen = options.freeze === true ? withPositions(model, placement) : model;
    const after = recordOf(setAt(document, scope, change(frozen)));
    return this.write(withMembers(after, options.needs ?? {}), options);
  }

  /** Writes another document into the text. False while the text cannot be changed. */
  write(after: Fields, { join = false, later = false }: EditOptions = {}): boolean {
    if (!this.#state.readable || this.#handle === undefined) return false;
    this.#writeDown();
    const unwritten = { before: this.#state.document, after, join };
    this.#unwritten = unwritten;
    if (later) {
      this.#take(after);
      this.#inNextTask(() => {
        if (this.#unwritten === unwritten) this.#writeDown();
      });
    } else this.#writeDown();
    return true;
  }

  /** Writes what waits into the text. */
  #writeDown(): void {
    const unwritten = this.#unwritten;
    this.#unwritten = undefined;
    if (unwritten === undefined || this.#handle === undefined) return;
    const { before, after, join } = unwritten;
    const changes = editText(this.#text, before, after);
    if (changes.length === 0) return;
    this.#text = applyChanges(this.#text, changes);
    if (this.#state.document !== after) this.#take(after);
    this.#handle.apply(changes, join);
  }

  undo(): void {
    this.#writeDown();
    this.#handle?.undo();
  }

  redo(): void {
    this.#writeDown();
    this.#handle?.redo();
  }

  depths(): { readonly undo: number; readonly redo: number } {
    return this.#handle?.depths() ?? { undo: 0, redo: 0 };
  }

  select(keys: Iterable<string>, focused?: string): void {
    this.#set({ selection: new Set(keys), focused: focused ?? this.#state.focused, complaint: undefined });
  }

  toggle(key: string): void {
    const selection = new Set(this.#state.selection);
    if (!selection.delete(key)) selection.add(key);
    this.#set({ selection, focused: key });
  }

  /** Brings the keyboard to a node or edge and selects it alone. */
  go(key: string): void {
    this.#set({ selection: new Set([key]), focused: key, complaint: undefined });
  }

  complain(complaint: string | undefined): void {
    if (complaint !== this.#state.complaint) this.#set({ complaint });
  }

  judge(issues: readonly Issue[]): void {
    if (issues !== this.#state.issues) this.#set({ issues });
  }

  /** Looks into a node, if there is a graph inside. */
  enter(key: string): void {
    const node = this.#state.graph.byKey.get(key);
    const inside = node === undefined ? undefined : this.grammar.insideOf(node.fields);
    if (node === undefined || inside === undefined) return;
    const scope = [...top, ...inside];
    if (valueAt(this.#state.document, scope) === undefined) {
      this.complain(`There is no part “${inside.at(-1) ?? ''}” to look into.`);
      return;
    }
    this.#look([...this.#state.trail, { id: key, title: node.title, scope }]);
  }

  /** Goes back to the graph that is `depth` steps inside; 0 is the model. */
  leave(depth = this.#state.trail.length - 1): void {
    const { trail } = this.#state;
    const left = trail[depth];
    if (depth < 0 || left === undefined) return;
    this.#look(trail.slice(0, depth));
    this.go(left.id);
  }

  sketch(fields: Fields): ReturnType<GraphReader['sketch']> {
    return this.#reader.sketch(fields);
  }

  #look(trail: readonly Entered[]): void {
    this.#state = {
      ...this.#state,
      trail,
      scope: trail.at(-1)?.scope ?? top,
      selection: new Set(),
      focused: undefined,
      complaint: undefined,
    };
    this.#take(this.#state.document);
  }

  #take(document: Fields): void {
    const { scope, selection, focused, trail } = this.#state;
    const model = valueAt(document, scope);
    if (model === undefined && trail.length > 0) {
      // A part that is gone is left for the model.
      this.#state = { ...this.#state, document };
      this.#look([]);
      return;
    }
    const graph = this.#reader.read(model, document['model']);
    const shown = shownGraph(graph);
    const parts = [...shown.nodes, ...shown.edges, ...shown.groups];
    const here = new Set(parts.map(({ key }) => key));
    this.#set({
      document,
      model: recordOf(model),
      graph,
      shown,
      placement: withBlockPlaces(shown, placementOf(graph)),
      readable: true,
      selection: new Set([...selection].filter((key) => here.has(key))),
      focused: focused !== undefined && here.has(focused) ? focused : undefined,
    });
  }

  #set(change: Partial<GraphState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
