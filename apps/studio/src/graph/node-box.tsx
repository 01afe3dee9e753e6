// One node on the canvas: title, detail, distribution, ports. Drawn again only when something of its own changed.

import { memo, useCallback, useSyncExternalStore } from 'react';
import type { Issue } from '@holdfast/core';
import { Icon } from '../design/icon.tsx';
import type { GraphNode, Point } from './graph-model.ts';
import { namedPorts, portPoint, sizeOf } from './place.ts';
import type { PortPreview } from './preview-messages.ts';
import type { Previews } from './previews.ts';
import type { Stage } from './stage.ts';
import { previewText, Thumbnail } from './thumbnail.tsx';

export interface NodeBoxProps {
  readonly node: GraphNode;
  readonly at: Point;
  readonly selected: boolean;
  /** True for the one node that Tab reaches. */
  readonly reached: boolean;
  readonly issues: readonly Issue[] | undefined;
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
          data-port={port}
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
          {port}
        </span>,
        handle,
      ];
    });
  });
}

/** What readers hear after title, kind and detail. */
function heard(preview: PortPreview | undefined, issues: readonly Issue[]): string {
  const count = issues.length === 0 ? '' : issues.length === 1 ? '1 issue' : `${issues.length} issues`;
  return [preview === undefined ? '' : previewText(preview), count].filter(Boolean).join(', ');
}

function tooltipOf(
  { title, sketch }: GraphNode,
  preview: PortPreview | undefined,
  issues: readonly Issue[],
): string {
  const said = issues.map(({ message, remedy = '' }) => `${message}. ${remedy}`.trim());
  const about = preview === undefined ? [] : [previewText(preview)];
  return [`${title} (${sketch.kind})`, sketch.detail, ...about, ...said].filter(Boolean).join('\n');
}

/** The node as an option of the canvas. */
export const NodeBox = memo(function NodeBox(props: NodeBoxProps) {
  const { node, at, selected, reached, issues = [], used, stage, previews } = props;
  const { key, sketch, title } = node;
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
  const { width, height } = sizeOf(node);
  return (
    <div
      aria-selected={selected}
      className="graph-node"
      data-issues={issues.length > 0 ? issues.length : undefined}
      data-key={key}
      ref={hold}
      role="option"
      style={{ width, height, transform: `translate(${at.x}px, ${at.y}px)` }}
      tabIndex={reached ? 0 : -1}
      title={tooltipOf(node, preview, issues)}
    >
      <div className="graph-title">
        <span className="min-w-0 flex-1 truncate">{title}</span>
        {issues.length === 0 ? null : <Icon className="text-bad" name="warn" size={13} />}
      </div>
      <div className="graph-detail">
        <span className="font-medium">{sketch.kind || 'no kind'}</span> {sketch.detail}
      </div>
      <span className="sr-only">{heard(preview, issues)}</span>
      <div aria-hidden="true">
        <Thumbnail preview={preview} />
        <Ports node={node} used={used} />
      </div>
    </div>
  );
});
