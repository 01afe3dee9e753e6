// The frame of a group behind its nodes, as an option of the canvas: its name, and a grip to take all its nodes along.

import { memo, useCallback } from 'react';
import type { GraphGroup } from './graph-model.ts';
import { nodeCount } from './groups.ts';
import type { Rect } from './place.ts';
import type { Stage } from './stage.ts';

interface GroupFrameProps extends Rect {
  readonly group: GraphGroup;
  readonly selected: boolean;
  readonly reached: boolean;
  readonly issues: number;
  readonly stage: Stage;
}

/** Collapses or expands by a press; the keyboard has a key for it. */
export function FoldMark({ collapsed }: { collapsed: boolean }) {
  return (
    <span
      aria-hidden="true"
      className="graph-fold"
      data-fold=""
      title={collapsed ? 'Show its nodes (H)' : 'Show as one block (H)'}
    >
      <svg fill="none" height="12" stroke="currentColor" strokeWidth="1.75" viewBox="0 0 12 12" width="12">
        <path d={collapsed ? 'M4 2.5 8 6 4 9.5' : 'M2.5 4 6 8 9.5 4'} />
      </svg>
    </span>
  );
}

/** The frame. */
export const GroupFrame = memo(function GroupFrame(props: GroupFrameProps) {
  const { group, selected, reached, issues, stage, x, y, width, height } = props;
  const { key, name, color, members } = group;
  const hold = useCallback(
    (element: HTMLDivElement | null) => {
      if (element === null) return undefined;
      stage.groups.set(key, element);
      return () => {
        stage.groups.delete(key);
      };
    },
    [stage, key],
  );
  return (
    <div
      aria-selected={selected}
      className="graph-group"
      data-color={color ?? 'grey'}
      data-issues={issues > 0 ? issues : undefined}
      data-key={key}
      ref={hold}
      role="option"
      style={{ left: x, top: y, width, height }}
      tabIndex={reached ? 0 : -1}
    >
      <div className="graph-group-title">
        <FoldMark collapsed={false} />
        <span className="graph-group-name">{name}</span>
        <span className="graph-group-count">
          <span className="sr-only">group of </span>
          {nodeCount(members)}
        </span>
      </div>
    </div>
  );
});
