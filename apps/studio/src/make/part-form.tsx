// What a part is: every reading with how sure it is, its roles, its name and what is said about it.

import { useState } from 'react';
import type { Role } from '@holdfast/sketch';
import { Icon } from '../design/icon.tsx';
import { rolesOf, roleTitles, shapeTitles } from './readings.ts';
import { withChoice, withoutInk, type Choice, type Sketch, type SketchPart } from './sketch.ts';

interface PartProps {
  readonly sketch: Sketch;
  readonly part: SketchPart;
  readonly commit: (sketch: Sketch) => void;
}

/** A text that is taken when it is left or confirmed. */
export function PartText(
  props: PartProps & { readonly member: 'name' | 'note'; readonly label: string; readonly hint: string },
) {
  const { sketch, part, commit, member, label, hint } = props;
  const kept = part.choice[member] ?? '';
  const [text, setText] = useState(kept);
  const [before, setBefore] = useState(kept);
  if (before !== kept) {
    setBefore(kept);
    setText(kept);
  }
  const take = (): void => {
    if (text.trim() === kept) return;
    commit(withChoice(sketch, part.key, { [member]: text.trim() === '' ? undefined : text.trim() }));
  };
  return (
    <input
      aria-label={label}
      className="field w-full"
      maxLength={member === 'name' ? 60 : 200}
      onBlur={take}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') take();
      }}
      placeholder={hint}
      value={text}
    />
  );
}

export function PartForm({ close, ...props }: PartProps & { readonly close: () => void }) {
  const { sketch, part, commit } = props;
  const choose = (change: Choice): void => {
    commit(withChoice(sketch, part.key, change));
    close();
  };
  // The recogniser's own order, whichever was chosen.
  const readings = part.readings.toSorted((a, b) => b.confidence - a.confidence).slice(0, 5);
  const roles: readonly Role[] = rolesOf(part);
  return (
    <div className="w-64 p-3">
      <p className="eyebrow mb-1">It looks like</p>
      <div className="grid gap-0.5">
        {readings.map(({ shape, confidence }) => (
          <button
            aria-pressed={shape.kind === part.shape.kind}
            className="reading"
            key={shape.kind}
            onClick={() => choose({ shape: shape.kind })}
            type="button"
          >
            <span className="reading-bar" style={{ width: `${Math.round(100 * confidence)}%` }} />
            <span className="relative">{shapeTitles[shape.kind]}</span>
            <span className="relative text-ink-3">{Math.round(100 * confidence)} %</span>
          </button>
        ))}
      </div>
      <p className="eyebrow mt-3 mb-1">It</p>
      <div className="flex flex-wrap gap-1">
        {roles.map((role) => (
          <button
            aria-pressed={role === part.role}
            className="button button-small"
            key={role}
            onClick={() => choose({ role })}
            type="button"
          >
            {roleTitles[role]}
          </button>
        ))}
      </div>
      <div className="mt-3 grid gap-1.5">
        <PartText {...props} hint="Name" label="Name" member="name" />
        <PartText {...props} hint="2 kg steel" label="Mass, substance, speed" member="note" />
      </div>
      <button
        className="button button-quiet mt-2 w-full"
        onClick={() => commit(withoutInk(sketch, part.ink))}
        type="button"
      >
        <Icon name="cross" size={14} />
        Erase it
      </button>
    </div>
  );
}
