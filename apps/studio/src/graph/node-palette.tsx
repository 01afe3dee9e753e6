// Everything a document can hold, to drag onto the canvas or to press.

import { type PointerEvent, useMemo, useRef, useState } from 'react';
import type { NodeStarter } from '@holdfast/catalog';
import { rank } from '../shell/rank.ts';
import { addNode } from './commands.ts';
import { placeForNew } from './graph-dialogs.tsx';
import { reach } from './graph-keys.ts';
import type { GraphSession } from './graph-session.ts';
import { nodeWidth } from './place.ts';
import type { Stage } from './stage.ts';

const slack = 5;

interface PaletteProps {
  readonly session: GraphSession;
  readonly stage: Stage;
  readonly starters: readonly NodeStarter[];
}

/** A starter under the pointer: the ghost follows it, and the node is added where it is let go over the canvas. */
function useCarry({ session, stage }: PaletteProps) {
  const carried = useRef<{ x: number; y: number; ghost?: HTMLElement }>(undefined);
  const drop = (): boolean => {
    const moved = carried.current?.ghost !== undefined;
    carried.current?.ghost?.remove();
    carried.current = undefined;
    return moved;
  };
  return {
    onPointerDown: ({
      clientX,
      clientY,
      currentTarget,
      pointerId,
      button,
    }: PointerEvent<HTMLElement>): void => {
      if (button !== 0) return;
      carried.current = { x: clientX, y: clientY };
      currentTarget.setPointerCapture(pointerId);
    },
    onPointerMove: ({ clientX, clientY, currentTarget }: PointerEvent<HTMLElement>): void => {
      const now = carried.current;
      if (now === undefined) return;
      if (now.ghost === undefined && Math.hypot(clientX - now.x, clientY - now.y) < slack) return;
      if (now.ghost === undefined) {
        now.ghost = document.createElement('div');
        now.ghost.className = 'panel pointer-events-none fixed z-30 px-3 py-1.5 font-medium shadow-lg';
        now.ghost.textContent = currentTarget.textContent;
        document.body.append(now.ghost);
      }
      now.ghost.style.left = `${clientX + 8}px`;
      now.ghost.style.top = `${clientY + 8}px`;
    },
    onPointerCancel: drop,
    drop: (event: PointerEvent<HTMLElement>, starter: NodeStarter): void => {
      if (!drop()) return;
      const under = document.elementFromPoint(event.clientX, event.clientY);
      if (under?.closest('.graph-canvas') === null) return;
      const { x, y } = stage.toDrawing({ x: event.clientX, y: event.clientY });
      reach(session, stage, addNode(session, starter, { x: x - nodeWidth / 2, y: y - 30 }));
    },
  };
}

/** The column beside the canvas. */
export function NodePalette(props: PaletteProps) {
  const { session, stage, starters } = props;
  const [query, setQuery] = useState('');
  const shown = useMemo(
    () => rank(starters, query, ({ title, summary, group }) => `${title} ${group} ${summary}`),
    [starters, query],
  );
  const groups = [...new Set(shown.map(({ group }) => group))];
  const carry = useCarry(props);
  return (
    <section
      aria-label="Nodes to add"
      className="flex w-44 shrink-0 flex-col border-r border-line max-sm:hidden"
    >
      <div className="p-2">
        <input
          aria-label="Search nodes to add"
          className="field w-full"
          onChange={(event) => setQuery(event.target.value)}
          placeholder="Search"
          type="search"
          value={query}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="eyebrow pt-1.5 pb-0.5 pl-1.5">{group}</h3>
            {shown
              .filter((starter) => starter.group === group)
              .map((starter) => (
                <button
                  className="block h-6.5 w-full cursor-grab truncate rounded px-1.5 text-left hover:bg-sunken"
                  key={starter.title}
                  onClick={(event) => {
                    // A press by keyboard or a plain click; the end of a drag is no click.
                    if (event.detail > 0 && event.currentTarget.dataset['dragged'] === 'yes') return;
                    reach(session, stage, addNode(session, starter, placeForNew(session, stage)));
                  }}
                  onPointerCancel={carry.onPointerCancel}
                  onPointerDown={(event) => {
                    event.currentTarget.dataset['dragged'] = 'no';
                    carry.onPointerDown(event);
                  }}
                  onPointerMove={carry.onPointerMove}
                  onPointerUp={(event) => {
                    if (
                      event.currentTarget.contains(document.elementFromPoint(event.clientX, event.clientY))
                    ) {
                      carry.onPointerCancel();
                      return;
                    }
                    event.currentTarget.dataset['dragged'] = 'yes';
                    carry.drop(event, starter);
                  }}
                  title={starter.summary}
                  type="button"
                >
                  {starter.title}
                </button>
              ))}
          </section>
        ))}
        {shown.length === 0 ? <p className="px-1.5 py-3 text-ink-2">Nothing matches.</p> : null}
      </div>
    </section>
  );
}
