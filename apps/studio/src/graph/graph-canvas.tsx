// The canvas: nodes and edges of the graph as options of one listbox, so that every one is reached and named. Moving about
// goes through the stage; this component draws again only when the graph or the selection changed.

import {
  type ClipboardEvent,
  type KeyboardEvent,
  memo,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { Issue } from '@holdfast/core';
import { copySelected, paste, rectsOf, removeSelected } from './commands.ts';
import { EdgeLine } from './edge-line.tsx';
import { Gestures } from './gestures.ts';
import { keyOnCanvas, type CanvasKeys } from './graph-keys.ts';
import type { Graph, Point } from './graph-model.ts';
import type { GraphSession, GraphState } from './graph-session.ts';
import { issuesByKey } from './issue-places.ts';
import { NodeBox } from './node-box.tsx';
import type { Previews } from './previews.ts';
import { endsOf, type Stage } from './stage.ts';
import { NodePicture } from './thumbnail.tsx';

const noIssues: readonly Issue[] = [];
const origin: Point = { x: 0, y: 0 };

/** Ports that have an edge, by node, as one text each so that equal ones are equal. */
function usedPorts({ edges }: Graph): ReadonlyMap<string, string> {
  const used = new Map<string, string>();
  for (const { from, to } of edges) {
    if (from !== undefined) used.set(from.node, `${used.get(from.node) ?? ''}|outputs ${from.port}`);
    if (to !== undefined) used.set(to.node, `${used.get(to.node) ?? ''}|inputs ${to.port}`);
  }
  return used;
}

function Edges({ state, stage, issues }: PartProps) {
  const { graph, placement, selection, focused } = state;
  const at = (key: string): Point => placement.get(key) ?? origin;
  return graph.edges.map((edge) => {
    const ends = endsOf(graph, edge, at);
    if (ends === undefined) return null;
    return (
      <EdgeLine
        edge={edge}
        fromX={ends[0].x}
        fromY={ends[0].y}
        issues={issues.get(edge.key)?.length ?? 0}
        key={edge.key}
        reached={focused === edge.key}
        selected={selection.has(edge.key)}
        stage={stage}
        toX={ends[1].x}
        toY={ends[1].y}
      />
    );
  });
}

interface PartProps {
  readonly state: GraphState;
  readonly stage: Stage;
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
}

function Nodes({ state, stage, issues, previews }: PartProps & { readonly previews: Previews }) {
  const { graph, placement, selection, focused } = state;
  const used = useMemo(() => usedPorts(graph), [graph]);
  const first = focused ?? graph.nodes[0]?.key;
  return graph.nodes.map((node) => (
    <NodeBox
      at={placement.get(node.key) ?? origin}
      issues={issues.get(node.key) ?? noIssues}
      key={node.key}
      node={node}
      previews={previews}
      reached={first === node.key}
      selected={selection.has(node.key)}
      stage={stage}
      used={used.get(node.key) ?? ''}
    />
  ));
}

function Pictures({ state, stage, previews }: Omit<PartProps, 'issues'> & { readonly previews: Previews }) {
  const { graph, placement } = state;
  return graph.nodes.map((node) => {
    const { x, y } = placement.get(node.key) ?? origin;
    const port = `${node.key}.${node.sketch.outputs[0] ?? ''}`;
    return (
      <NodePicture key={node.key} node={node.key} port={port} previews={previews} stage={stage} x={x} y={y} />
    );
  });
}

function useGestures(session: GraphSession, stage: Stage) {
  const canvas = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    stage.container = element;
    stage.fit(rectsOf(session));
    return new Gestures(session, stage).listen(element);
  }, [session, stage]);
  return canvas;
}

/** Shows all of a graph that was not there before: the first one, and each that is entered. */
function useFirstSight(session: GraphSession, stage: Stage, state: GraphState): void {
  const empty = state.graph.nodes.length === 0;
  useEffect(() => {
    if (!empty) stage.fit(rectsOf(session));
  }, [session, stage, empty, state.scope]);
}

/** What the clipboard does on the canvas; texts of fields keep theirs. */
function clipboardOf(session: GraphSession, stage: Stage) {
  const copy = (event: ClipboardEvent): void => {
    const text = copySelected(session);
    if (text === undefined) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
    if (event.type === 'cut') removeSelected(session);
  };
  return {
    onCopy: copy,
    onCut: copy,
    onPaste(event: ClipboardEvent) {
      event.preventDefault();
      const count = paste(session, event.clipboardData.getData('text/plain'));
      if (count === 0) session.complain('The clipboard holds no nodes.');
      else stage.focus(session.state().focused ?? '');
    },
  };
}

interface CanvasProps {
  readonly session: GraphSession;
  readonly stage: Stage;
  readonly previews: Previews;
  readonly keys: CanvasKeys;
}

/** The canvas. */
export const GraphCanvas = memo(function GraphCanvas(props: CanvasProps) {
  const { session, stage, previews, keys } = props;
  const state = useSyncExternalStore(session.subscribe, session.state);
  const { graph, scope } = state;
  const canvas = useGestures(session, stage);
  useFirstSight(session, stage, state);
  const issues = useMemo(() => issuesByKey(graph, state.issues, scope), [graph, state.issues, scope]);
  const clipboard = useMemo(() => clipboardOf(session, stage), [session, stage]);
  const empty = graph.nodes.length === 0;
  return (
    <div
      aria-label={`Graph of ${graph.nodes.length} nodes and ${graph.edges.length} edges`}
      aria-multiselectable={empty ? undefined : true}
      className="graph-canvas h-full w-full"
      onDoubleClick={() => session.enter(session.state().focused ?? '')}
      onKeyDown={(event: KeyboardEvent) => keyOnCanvas(session, stage, keys, event)}
      ref={canvas}
      role={empty ? 'group' : 'listbox'}
      tabIndex={empty ? 0 : -1}
      {...clipboard}
    >
      <div
        className="graph-layer"
        ref={(element) => {
          stage.layer = element ?? undefined;
        }}
        role="presentation"
      >
        <svg className="graph-edges" role="presentation">
          <Edges issues={issues} stage={stage} state={state} />
          <path
            className="graph-wire"
            d=""
            ref={(element) => {
              stage.wire = element ?? undefined;
            }}
          />
        </svg>
        <Nodes issues={issues} previews={previews} stage={stage} state={state} />
        <svg aria-hidden="true" className="graph-pictures">
          <Pictures previews={previews} stage={stage} state={state} />
        </svg>
      </div>
      <div
        className="graph-shield"
        hidden
        ref={(element) => {
          stage.shield = element ?? undefined;
        }}
      />
      <canvas
        aria-hidden="true"
        className="graph-ghost h-full w-full text-accent"
        hidden
        ref={(element) => {
          stage.ghost = element ?? undefined;
        }}
      />
      <div
        className="graph-rubber"
        hidden
        ref={(element) => {
          stage.rubber = element ?? undefined;
        }}
      />
    </div>
  );
});
