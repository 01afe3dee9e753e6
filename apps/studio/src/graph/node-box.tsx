// One node on the canvas: title, detail, distribution, ports. Drawn again only when something of its own changed.

import { memo, useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Issue } from '@holdfast/core';
import { Icon } from '../design/icon.tsx';
import { FoldMark } from './group-frame.tsx';
import type { GraphNode, Point } from './graph-model.ts';
import { namedPorts, portPoint, sizeOf } from './place.ts';
import type { PortPreview } from './preview-messages.ts';
import type { Previews } from './previews.ts';
import type { Stage } from './stage.ts';
import { NodeNumber, previewText } from './thumbnail.tsx';

export interface NodeBoxProps {
  readonly node: GraphNode;
  readonly at: Point;
  readonly selected: boolean;
  /** True for the one node that Tab reaches. */
  readonly reached: boolean;
  readonly issues: readonly Issue[];
  /** Ports with an edge, as "inputs in". */
  readonly used: string;
  readonly stage: Stage;
  readonly previews: Previews;
}

const sides = ['inputs', 'outputs'] as const;

function Ports({ node, used }: { node: GraphNode; used: string }) {
  const connected = new Set(used.split('|'));
  return sides.flatMap((side) => {
    const named = namedPorts(node, side);
    return node.sketch[side].flatMap((port) => {
      const { x, y } = portPoint(node, side, port);
      const handle = (
        <span
          className="graph-port"
          data-port={node.group === undefined ? port : undefined}
          data-side={side}
          data-used={connected.has(`${side} ${port}`) ? '' : undefined}
          key={`${side} ${port}`}
          style={{ left: x - 1, top: y - 1 }}
        />
      );
      if (!named.includes(port)) return [handle];
      const edge = side === 'inputs' ? { left: 12 } : { right: 12 };
      return [
        <span className="graph-port-name" key={`${side} ${port} name`} style={{ ...edge, top: y - 1 }}>
          {cut(port, portMax)}
        </span>,
        handle,
      ];
    });
  });
}

/** Shown on hover, and read as the description of the node. */
function tooltipOf(
  { title, sketch }: GraphNode,
  preview: PortPreview | undefined,
  issues: readonly Issue[],
): string {
  const said = issues.map(({ message, remedy = '' }) => `${message}. ${remedy}`.trim());
  const about = preview === undefined ? [] : [previewText(preview)];
  return [`${title} (${sketch.kind})`, sketch.detail, ...about, ...said].filter(Boolean).join('\n');
}

/** Letters that fit; a text is cut here, because a clip for each would cost more to draw than all the rest. */
const titleMax = 22;
const detailMax = 28;
const portMax = 11;

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, Math.max(1, longest - 1))}…` : text;
}

/** What is inside a node; where it stands and whether it is selected is none of it. */
const NodeBody = memo(function NodeBody(props: {
  readonly node: GraphNode;
  readonly preview: PortPreview | undefined;
  readonly issues: readonly Issue[];
  readonly used: string;
}) {
  const { node, preview, issues, used } = props;
  const { sketch } = node;
  const kind = sketch.kind || 'no kind';
  return (
    <>
      <div className="graph-title">
        {node.group === undefined ? null : <FoldMark collapsed />}
        <span className="flex-1">{cut(node.title, titleMax)}</span>
        {issues.length === 0 ? null : <Icon className="text-bad" name="warn" size={13} />}
      </div>
      <div className="graph-detail">
        <span className="font-medium">{kind}</span> {cut(sketch.detail, detailMax - kind.length)}
      </div>
      <div aria-hidden="true">
        <NodeNumber preview={preview} />
        <Ports node={node} used={used} />
      </div>
    </>
  );
});

/** The node as an option of the canvas. */
export const NodeBox = memo(function NodeBox(props: NodeBoxProps) {
  const { node, at, selected, reached, issues, used, stage, previews } = props;
  const { key, sketch } = node;
  const port = `${key}.${sketch.outputs[0] ?? ''}`;
  const preview = useSyncExternalStore(
    previews.subscribe,
    useCallback(() => previews.all().get(port), [previews, port]),
  );
  const hold = useCallback(
    (element: HTMLDivElement | null) => {
      if (element === null) return undefined;
      stage.nodes.set(key, element);
      return () => {
        stage.nodes.delete(key);
      };
    },
    [stage, key],
  );
  const tooltip = useMemo(() => tooltipOf(node, preview, issues), [node, preview, issues]);
  const { width, height } = sizeOf(node);
  return (
    <div
      aria-selected={selected}
      className="graph-node"
      data-color={node.group === undefined ? undefined : (node.group.color ?? 'grey')}
      data-issues={issues.length > 0 ? issues.length : undefined}
      data-key={key}
      ref={hold}
      role="option"
      style={{ width, height, left: at.x, top: at.y }}
      tabIndex={reached ? 0 : -1}
      title={tooltip}
    >
      <NodeBody issues={issues} node={node} preview={preview} used={used} />
    </div>
  );
});
