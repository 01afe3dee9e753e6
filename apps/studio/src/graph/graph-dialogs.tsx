// The three things one chooses from a list: a node to add, two ports to connect, a node to go to.

import { useMemo } from 'react';
import type { NodeStarter } from '@holdfast/catalog';
import { CorrelationDialog } from '../correlation/correlation-dialog.tsx';
import { ChoiceDialog } from '../shell/choice-dialog.tsx';
import { addNode, connect } from './commands.ts';
import { connectionsOf, nodeChoices, wordsOf, type Connection, type Pick } from './graph-choices.ts';
import { reach } from './graph-keys.ts';
import { unfold } from './group-commands.ts';
import type { GraphSession } from './graph-session.ts';
import { nodeWidth } from './place.ts';
import { rectOf, type Stage } from './stage.ts';

export type GraphDialog = 'add' | 'connect' | 'correlate' | 'find' | 'none';

interface DialogProps {
  readonly session: GraphSession;
  readonly stage: Stage;
  readonly onClose: () => void;
}

function show({ title, note, unavailable }: Pick) {
  return (
    <>
      <span className="shrink-0 font-medium">{title}</span>
      <span className="min-w-0 flex-1 truncate text-right text-small text-ink-2">{unavailable ?? note}</span>
    </>
  );
}

/** Where a node goes that no pointer placed: right of the focused one, else in the middle of what is in sight. */
export function placeForNew(session: GraphSession, stage: Stage): { readonly x: number; readonly y: number } {
  const { shown, placement, focused } = session.state();
  const beside = focused === undefined ? undefined : rectOf(shown, placement, focused);
  if (beside !== undefined) return { x: beside.x + beside.width + 76, y: beside.y };
  const { x, y } = stage.middle();
  return { x: x - nodeWidth / 2, y: y - 45 };
}

function AddDialog({
  session,
  stage,
  onClose,
  starters,
}: DialogProps & { starters: readonly NodeStarter[] }) {
  const choices = useMemo(
    () =>
      starters.map((starter, index) => {
        const { title, summary, group } = starter;
        return { id: String(index), title, note: `${group}: ${summary}`, starter };
      }),
    [starters],
  );
  const choose = ({ starter }: { starter: NodeStarter }): void =>
    reach(session, stage, addNode(session, starter, placeForNew(session, stage)));
  return (
    <ChoiceDialog
      choices={choices}
      choose={choose}
      label="Add a node"
      onClose={onClose}
      show={show}
      words={wordsOf}
    />
  );
}

function ConnectDialog({ session, stage, onClose }: DialogProps) {
  const key = session.state().focused ?? '';
  const choices = useMemo(() => connectionsOf(session, key), [session, key]);
  const choose = ({ from, to }: Connection): void => {
    // The keyboard stays at the node, because the next connection often begins there too.
    if (connect(session, from, to)) reach(session, stage, key);
  };
  return (
    <ChoiceDialog
      choices={choices}
      choose={choose}
      label="Connect with"
      onClose={onClose}
      show={show}
      words={wordsOf}
    />
  );
}

function FindDialog({ session, stage, onClose }: DialogProps) {
  const choices = useMemo(() => nodeChoices(session), [session]);
  const choose = ({ id }: Pick): void => {
    unfold(session, id);
    const { shown, placement } = session.state();
    const rect = rectOf(shown, placement, id);
    if (rect !== undefined) stage.reveal(rect, true);
    reach(session, stage, id);
  };
  return (
    <ChoiceDialog
      choices={choices}
      choose={choose}
      label="Find a node or group"
      onClose={onClose}
      show={show}
      words={wordsOf}
    />
  );
}

/** The dialog that is open, if any. */
export function GraphDialogs(
  props: DialogProps & { readonly open: GraphDialog; readonly starters: readonly NodeStarter[] },
) {
  const { open, ...rest } = props;
  switch (open) {
    case 'add':
      return <AddDialog {...rest} />;
    case 'connect':
      return <ConnectDialog {...rest} />;
    case 'correlate':
      return (
        <CorrelationDialog
          grammar={rest.session.grammar.correlations}
          onClose={rest.onClose}
          session={rest.session}
        />
      );
    case 'find':
      return <FindDialog {...rest} />;
    case 'none':
      return null;
  }
}
