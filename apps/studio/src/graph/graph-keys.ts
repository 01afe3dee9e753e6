// The keyboard on the canvas. Keys without a modifier that mean something on all of the page are actions of the page.

import type { KeyboardEvent } from 'react';
import { duplicateSelected, moveBy, removeSelected } from './commands.ts';
import { groupSelected, ungroupSelected, unfold } from './group-commands.ts';
import type { GraphSession } from './graph-session.ts';
import { nodeTowards, wayOf, type Direction } from './walk.ts';
import { rectOf, type Stage } from './stage.ts';

/** What the canvas cannot do by itself. */
export interface CanvasKeys {
  /** Goes to the fields of what is focused; to its name when asked. */
  readonly edit: (name: boolean) => void;
  readonly announce: (text: string) => void;
}

/** Distance of a step with Shift and an arrow, in the drawing. */
const stride = 12;

/** Brings the keyboard to a node, edge or group and shows it; a node inside a block is shown by opening the block. */
export function reach(session: GraphSession, stage: Stage, key: string | undefined, keep = false): void {
  if (key === undefined) return;
  unfold(session, key);
  if (keep) session.select([...session.state().selection, key], key);
  else session.go(key);
  const { shown: graph, placement } = session.state();
  const edge = graph.edges.find((each) => each.key === key);
  const rect = rectOf(graph, placement, edge?.to?.node ?? key);
  if (rect !== undefined) stage.reveal(rect);
  stage.focus(key);
}

/** Handles a key press on the canvas. */
export function keyOnCanvas(
  session: GraphSession,
  stage: Stage,
  keys: CanvasKeys,
  event: KeyboardEvent,
): void {
  const act = event.ctrlKey || event.metaKey ? withModifier : plainKey;
  if (!event.altKey && act(session, stage, keys, event)) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function free(session: GraphSession, stage: Stage, keys: CanvasKeys): void {
  const count = ungroupSelected(session);
  if (count === 0) return;
  stage.focus(session.state().focused ?? '');
  keys.announce(`${count} taken out of their group`);
}

type Act = (session: GraphSession, stage: Stage, keys: CanvasKeys, event: KeyboardEvent) => boolean;

const withModifier: Act = (session, stage, keys, { key, shiftKey }) => {
  switch (key.toLowerCase()) {
    case 'z':
      if (shiftKey) session.redo();
      else session.undo();
      return true;
    case 'y':
      session.redo();
      return true;
    case 'a':
      session.select(session.state().shown.nodes.map((node) => node.key));
      return true;
    case 'g':
      if (shiftKey) free(session, stage, keys);
      else if (groupSelected(session)) keys.edit(true);
      return true;
    case 'd': {
      const count = duplicateSelected(session);
      if (count > 0) {
        stage.focus(session.state().focused ?? '');
        keys.announce(`${count} copied`);
      }
      return true;
    }
    default:
      return false;
  }
};

const plainKey: Act = (session, stage, keys, { key, shiftKey }) => {
  const { focused, selection, shown: graph } = session.state();
  const way = wayOf(key);
  if (way !== undefined) {
    const [x, y] = way;
    if (shiftKey) moveBy(session, selection, x * stride, y * stride, { join: true });
    else reach(session, stage, nodeTowards(session.state(), key as Direction));
    return true;
  }
  switch (key) {
    case 'Enter':
      keys.edit(false);
      return true;
    case 'F2':
      keys.edit(true);
      return true;
    case ' ':
      if (focused !== undefined) session.toggle(focused);
      return true;
    case 'Delete':
    case 'Backspace': {
      const count = removeSelected(session);
      stage.focus(session.state().focused ?? '');
      keys.announce(`${count} removed`);
      return true;
    }
    case 'Home':
      reach(session, stage, graph.nodes[0]?.key);
      return true;
    case 'End':
      reach(session, stage, graph.nodes.at(-1)?.key);
      return true;
    case 'Escape':
      session.select([]);
      return true;
    default:
      return false;
  }
};
