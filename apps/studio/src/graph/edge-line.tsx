// One edge on the canvas: a curve to see, a wider one to grip, and a word about what it does to the value.

import { memo, useCallback } from 'react';
import { formatNumber } from '../design/format.ts';
import type { GraphEdge, Point } from './graph-model.ts';
import { edgePath } from './place.ts';
import type { Stage } from './stage.ts';

export interface EdgeLineProps {
  readonly edge: GraphEdge;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly selected: boolean;
  readonly reached: boolean;
  readonly issues: number;
  readonly stage: Stage;
}

const longest = 26;

/** What the edge does, in a few letters. */
export function edgeWords({ fields }: GraphEdge): string {
  const { weight, transform, condition } = fields;
  const words = [
    typeof condition === 'string' ? `if ${condition}` : '',
    typeof transform === 'string' ? transform : '',
    typeof weight === 'number' ? `× ${formatNumber(weight, 4)}` : '',
  ].filter(Boolean);
  const text = words.join(' · ');
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function endWord(text: unknown): string {
  return typeof text === 'string' ? text : 'nowhere';
}

/** The edge in words. */
export function edgeLabel(edge: GraphEdge): string {
  const does = edgeWords(edge);
  return `edge from ${endWord(edge.fields['from'])} to ${endWord(edge.fields['to'])}${does === '' ? '' : `, ${does}`}`;
}

/** The edge as an option of the canvas. */
export const EdgeLine = memo(function EdgeLine(props: EdgeLineProps) {
  const { edge, selected, reached, issues, stage, fromX, fromY, toX, toY } = props;
  const { key } = edge;
  const [from, to]: readonly Point[] = [
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ];
  const hold = useCallback(
    (element: SVGGElement | null) => {
      if (element === null) return undefined;
      stage.edges.set(key, element);
      return () => {
        stage.edges.delete(key);
      };
    },
    [stage, key],
  );
  const path = edgePath(from!, to!);
  const words = edgeWords(edge);
  const broken = edge.from === undefined || edge.to === undefined || issues > 0;
  return (
    <g
      aria-label={edgeLabel(edge)}
      aria-selected={selected}
      className="graph-edge"
      data-broken={broken ? '' : undefined}
      data-key={key}
      ref={hold}
      role="option"
      tabIndex={reached ? 0 : -1}
    >
      <path className="grip" d={path} />
      <path className="line" d={path} />
      {words === '' ? null : (
        <text x={(fromX + toX) / 2} y={(fromY + toY) / 2 - 5}>
          {words}
        </text>
      )}
    </g>
  );
});
