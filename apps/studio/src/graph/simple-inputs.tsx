// Inputs that know what they hold: text that is not yet a value stays in the input and is called wrong, never written.

import { useEffect, useState } from 'react';

interface InputProps<T> {
  readonly id: string;
  readonly value: T | undefined;
  readonly describedBy: string;
  readonly invalid: boolean;
  readonly change: (value: T | undefined) => void;
}

/** Text of its own while it is being written, the value's text otherwise. */
function useDraft<T>(
  value: T | undefined,
  write: (value: T) => string,
  read: (text: string) => T | undefined,
  change: (value: T | undefined) => void,
) {
  const said = value === undefined ? '' : write(value);
  const [text, setText] = useState(said);
  useEffect(() => {
    setText((now) => (now.trim() !== '' && same(read(now), value) ? now : said));
    // A new text means a new value; the functions never change.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [said]);
  return {
    text,
    wrong: text.trim() !== '' && read(text) === undefined,
    put(next: string) {
      setText(next);
      if (next.trim() === '') change(undefined);
      else {
        const parsed = read(next);
        if (parsed !== undefined) change(parsed);
      }
    },
    settle: () => setText(said),
  };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function readNumber(text: string): number | undefined {
  const value = Number(text.replaceAll('_', ''));
  return Number.isFinite(value) ? value : undefined;
}

export function NumberInput({ id, value, describedBy, invalid, change }: InputProps<number>) {
  const draft = useDraft(value, String, readNumber, change);
  return (
    <input
      aria-describedby={describedBy}
      aria-invalid={invalid || draft.wrong}
      autoComplete="off"
      className="field field-number w-full"
      id={id}
      inputMode="decimal"
      onBlur={draft.settle}
      onChange={(event) => draft.put(event.target.value)}
      value={draft.text}
    />
  );
}

export function TextInput({ id, value, describedBy, invalid, change }: InputProps<string>) {
  return (
    <input
      aria-describedby={describedBy}
      aria-invalid={invalid}
      autoComplete="off"
      className="field w-full"
      id={id}
      onChange={(event) => change(event.target.value === '' ? undefined : event.target.value)}
      value={value ?? ''}
    />
  );
}

function readNumbers(text: string): readonly number[] | undefined {
  const values = text.split(/[\s,;]+/).filter(Boolean);
  const numbers = values.map(Number);
  return numbers.every(Number.isFinite) ? numbers : undefined;
}

/** Numbers with commas or spaces between them. */
export function NumbersInput({ id, value, describedBy, invalid, change }: InputProps<readonly number[]>) {
  const draft = useDraft(value, (numbers) => numbers.join(', '), readNumbers, change);
  return (
    <textarea
      aria-describedby={describedBy}
      aria-invalid={invalid || draft.wrong}
      autoComplete="off"
      className="field h-auto min-h-7.5 w-full resize-y py-1"
      id={id}
      onBlur={draft.settle}
      onChange={(event) => draft.put(event.target.value)}
      rows={2}
      value={draft.text}
    />
  );
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Any other value, as JSON. */
export function JsonInput({ id, value, describedBy, invalid, change }: InputProps<unknown>) {
  const draft = useDraft(value, (each) => JSON.stringify(each), readJson, change);
  return (
    <textarea
      aria-describedby={describedBy}
      aria-invalid={invalid || draft.wrong}
      autoComplete="off"
      className="field h-auto min-h-7.5 w-full resize-y py-1 font-mono text-small"
      id={id}
      onBlur={draft.settle}
      onChange={(event) => draft.put(event.target.value)}
      rows={2}
      spellCheck={false}
      value={draft.text}
    />
  );
}
