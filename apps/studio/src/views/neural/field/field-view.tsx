// The field of all nodes on the page: moving picture, pointer, keys and buttons. What it shows is drawn by a worker.

import { useRef, useState } from 'react';
import { formatCount } from '../../../design/format.ts';
import { Icon, type IconName } from '../../../design/icon.tsx';
import { keyZoom, useFieldGestures } from './use-field-gestures.ts';
import { useFieldScreen, type ScreenRef } from './use-field-screen.ts';

function Tool({ name, icon, act }: { name: string; icon: IconName; act: () => void }) {
  return (
    <button
      aria-label={name}
      className="button button-small button-icon"
      onClick={act}
      title={name}
      type="button"
    >
      <Icon name={icon} size={14} />
    </button>
  );
}

interface FieldViewProps {
  readonly screen: ScreenRef;
  readonly chosen: number;
  readonly choose: (slot: number) => void;
  /** Time of the newest look and how many live. */
  readonly looked: (time: number, living: number) => void;
}

/** The moving picture with its tools. */
export function FieldView({ screen, chosen, choose, looked }: FieldViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const { ring, readout } = useFieldScreen(screen, host, chosen, looked);
  const gestures = useFieldGestures(screen, readout, choose);
  return (
    <div className="relative">
      <div
        aria-label="Field of all nodes. Arrow keys move it, plus and minus zoom, 0 shows everything, Enter chooses the node in the middle."
        className="neural-field relative h-[26rem] cursor-crosshair touch-none overflow-hidden rounded border border-line bg-surface focus-visible:outline-2 focus-visible:outline-accent"
        ref={host}
        role="application"
        tabIndex={0}
        {...gestures}
      >
        <div
          className="pointer-events-none absolute rounded-sm outline-2 outline-offset-1 outline-ink"
          hidden
          ref={ring}
        />
      </div>
      <div className="absolute top-2 right-2 flex gap-1">
        <Tool act={() => screen.current?.zoom(keyZoom)} icon="plus" name="Zoom into the field" />
        <Tool act={() => screen.current?.zoom(1 / keyZoom)} icon="minus" name="Zoom out of the field" />
        <Tool act={() => screen.current?.fit()} icon="fit" name="Show the whole field" />
      </div>
      <p
        aria-hidden="true"
        className="pointer-events-none absolute bottom-1 left-1 rounded bg-surface/85 px-1.5 text-small text-ink-2"
        ref={readout}
      />
    </div>
  );
}

/** Finds a node by its number. */
export function NodeFinder({ most, choose }: { most: number; choose: (slot: number) => void }) {
  const [text, setText] = useState('');
  const slot = /^\d+$/.test(text.trim()) ? Number(text) : -1;
  const known = slot >= 0 && slot < most;
  return (
    <form
      className="flex items-center gap-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (known) choose(slot);
      }}
    >
      <label className="flex items-center gap-1.5 text-small text-ink-2">
        Node
        <input
          aria-label="Number of a node"
          className="field w-24"
          inputMode="numeric"
          onChange={(event) => setText(event.target.value)}
          placeholder={`0 – ${formatCount(most - 1)}`}
          value={text}
        />
      </label>
      <button className="button button-small" disabled={!known} type="submit">
        Show
      </button>
    </form>
  );
}
