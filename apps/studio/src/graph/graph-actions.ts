// The actions of the graph editor, for the keyboard, the palette and the help page.

import { useMemo } from 'react';
import type { Action } from '../shell/actions.ts';
import { useActions } from '../shell/studio.ts';
import {
  align,
  arrangeAll,
  copySelected,
  duplicateSelected,
  paste,
  rectsOf,
  removeSelected,
} from './commands.ts';
import type { GraphDialog } from './graph-dialogs.tsx';
import { groupMeant, groupSelected, toggleGroup, ungroupSelected } from './group-commands.ts';
import { reach } from './graph-keys.ts';
import type { GraphSession } from './graph-session.ts';
import type { Stage } from './stage.ts';
import { nextEdge } from './walk.ts';

const group = 'Graph';
/** One press of a zoom key. */
const zoomStep = 1.25;

interface Parts {
  readonly session: GraphSession;
  readonly stage: Stage;
  readonly open: (dialog: GraphDialog) => void;
  readonly edit: (name: boolean) => void;
}

/** An action with a key that works on all of the page. */
function onPage(id: string, title: string, keys: string, run: () => void): Action {
  return { id: `graph ${id}`, title, group, keys, run };
}

/** An action with a key that works on the canvas. */
function onCanvas(id: string, title: string, keys: string, run: () => void): Action {
  return { ...onPage(id, title, keys, run), keyElsewhere: true };
}

/** An action without a key. */
function plain(id: string, title: string, run: () => void): Action {
  return { id: `graph ${id}`, title, group, run };
}

function actionsOf({ session, stage, open, edit }: Parts): readonly Action[] {
  const copy = (): boolean => {
    const text = copySelected(session);
    if (text !== undefined) void navigator.clipboard.writeText(text);
    return text !== undefined;
  };
  return [
    onPage('add', 'Add a node', 'a', () => open('add')),
    onPage('connect', 'Connect the node', 'c', () => {
      if (session.state().graph.byKey.has(session.state().focused ?? '')) open('connect');
      else session.complain('Select a node first; then connect it.');
    }),
    onPage('correlate', 'Correlate inputs', 'k', () => open('correlate')),
    onPage('find', 'Find a node or group', '/', () => open('find')),
    onCanvas('edit', 'Edit the node, edge or group', 'Enter', () => edit(false)),
    onCanvas('rename', 'Rename the node or group', 'F2', () => edit(true)),
    onPage('enter', 'Look inside the node', 'o', () => session.enter(session.state().focused ?? '')),
    onPage('leave', 'Back to the graph around', 'u', () => session.leave()),
    onCanvas('group', 'Group the nodes', 'Mod+g', () => {
      if (groupSelected(session)) edit(true);
    }),
    onCanvas('ungroup', 'Ungroup', 'Mod+Shift+g', () => void ungroupSelected(session)),
    onPage('fold', 'Show the group as one block, or its nodes', 'h', () => {
      toggleGroup(session, session.state().focused);
      stage.focus(session.state().focused ?? '');
    }),
    onPage('member', 'Go to the group of the node, or to its first node', 'm', () => {
      const { focused } = session.state();
      const meant = groupMeant(session, focused);
      if (meant === undefined) session.complain('The node is in no group.');
      else reach(session, stage, meant.key === focused ? meant.members[0] : meant.key);
    }),
    onPage('edges', 'Go to the edges of the node', 'e', () =>
      reach(session, stage, nextEdge(session.state())),
    ),
    onCanvas('move', 'Move the selection', 'Shift+arrows', () => stage.focus(session.state().focused ?? '')),
    onCanvas('toggle', 'Add to the selection', 'Space', () => stage.focus(session.state().focused ?? '')),
    onCanvas('delete', 'Delete the selection', 'Delete', () => void removeSelected(session)),
    onCanvas('undo', 'Undo', 'Mod+z', () => session.undo()),
    onCanvas('redo', 'Redo', 'Mod+y', () => session.redo()),
    onCanvas('copy', 'Copy the nodes', 'Mod+c', () => void copy()),
    onCanvas('cut', 'Cut the nodes', 'Mod+x', () => {
      if (copy()) removeSelected(session);
    }),
    onCanvas('paste', 'Paste nodes', 'Mod+v', () => {
      navigator.clipboard.readText().then(
        (text) => paste(session, text),
        () =>
          session.complain(
            'The browser does not let this page read the clipboard; use Ctrl V on the canvas.',
          ),
      );
    }),
    onCanvas('duplicate', 'Duplicate the nodes', 'Mod+d', () => void duplicateSelected(session)),
    onCanvas('all', 'Select all nodes', 'Mod+a', () =>
      session.select(session.state().shown.nodes.map(({ key }) => key)),
    ),
    onPage('arrange', 'Arrange automatically', 'r', () => {
      arrangeAll(session);
      stage.fit(rectsOf(session));
    }),
    onPage('fit', 'Show the whole graph', '0', () => stage.fit(rectsOf(session))),
    onPage('in', 'Zoom in', '+', () => stage.zoom(zoomStep)),
    onPage('out', 'Zoom out', '-', () => stage.zoom(1 / zoomStep)),
    plain('left', 'Align the nodes to the left', () => align(session, 'left')),
    plain('top', 'Align the nodes to the top', () => align(session, 'top')),
    plain('across', 'Distribute the nodes across', () => align(session, 'distribute-x')),
    plain('down', 'Distribute the nodes downwards', () => align(session, 'distribute-y')),
  ];
}

/** Offers the actions while the canvas is shown. */
export function useGraphActions({ session, stage, open, edit }: Parts): void {
  useActions(useMemo(() => actionsOf({ session, stage, open, edit }), [session, stage, open, edit]));
}
