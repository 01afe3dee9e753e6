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
import { toggleGroup } from './group-commands.ts';
import { GroupFrame } from './group-frame.tsx';
import { keyOnCanvas, type CanvasKeys } from './graph-keys.ts';
import type { Graph, Point } from './graph-model.ts';
import type { GraphSession, GraphState } from './graph-session.ts';
import { issuesByKey } from './issue-places.ts';
import { NodeBox } from './node-box.tsx';
import type { Previews } from './previews.ts';
import { endsOf, rectOf, type Stage } from './stage.ts';
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
  const { shown: graph, placement, selection, focused } = state;
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

/** Frames of the groups that are not one block, behind everything else. */
function Frames({ state, stage, issues }: PartProps) {
  const { shown, placement, selection, focused } = state;
  return shown.groups.map((group) => {
    const frame = group.collapsed ? undefined : rectOf(shown, placement, group.key);
    if (frame === undefined) return null;
    return (
      <GroupFrame
        group={group}
        issues={issues.get(group.key)?.length ?? 0}
        key={group.key}
        reached={focused === group.key}
        selected={selection.has(group.key)}
        stage={stage}
        {...frame}
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
  const { shown: graph, placement, selection, focused } = state;
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
  const { shown, placement } = state;
  return shown.nodes.map((node) => {
    if (node.group !== undefined) return null;
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

/** Issues by key, where a block has those of its nodes too. */
function withBlockIssues(
  { groups }: Graph,
  issues: ReadonlyMap<string, readonly Issue[]>,
): ReadonlyMap<string, readonly Issue[]> {
  if (issues.size === 0) return issues;
  const all = new Map(issues);
  for (const { key, collapsed, members } of groups) {
    const inside = collapsed ? members.flatMap((member) => issues.get(member) ?? noIssues) : noIssues;
    if (inside.length > 0) all.set(key, [...(issues.get(key) ?? noIssues), ...inside]);
  }
  return all;
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

/** What a double press opens: the part inside a node, or the nodes of a group. */
function open(session: GraphSession): void {
  const { focused = '', graph } = session.state();
  if (graph.groups.some(({ key }) => key === focused)) toggleGroup(session, focused);
  else session.enter(focused);
}

function canvasLabel({ nodes, edges, groups }: Graph): string {
  const parts = `Graph of ${nodes.length} nodes and ${edges.length} edges`;
  return groups.length === 0 ? parts : `${parts}, with ${groups.length} groups`;
}

/** What lies over the drawing while something moves. */
function Overlays({ stage }: { stage: Stage }) {
  return (
    <>
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
    </>
  );
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
  const issues = useMemo(
    () => withBlockIssues(graph, issuesByKey(graph, state.issues, scope)),
    [graph, state.issues, scope],
  );
  const clipboard = useMemo(() => clipboardOf(session, stage), [session, stage]);
  const empty = graph.nodes.length === 0;
  return (
    <div
      aria-label={canvasLabel(graph)}
      aria-multiselectable={empty ? undefined : true}
      className="graph-canvas h-full w-full"
      onDoubleClick={() => open(session)}
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
        <Frames issues={issues} stage={stage} state={state} />
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
      <Overlays stage={stage} />
    </div>
  );
});
