// What was, what is, and what was taken back: every change can be undone, each exactly once.

export interface History<State> {
  readonly past: readonly State[];
  readonly present: State;
  readonly future: readonly State[];
}

const stepsMost = 200;

export function begun<State>(present: State): History<State> {
  return { past: [], present, future: [] };
}

/** Takes a step; what was taken back before is gone. */
export function stepped<State>({ past, present, future }: History<State>, next: State): History<State> {
  if (next === present) return { past, present, future };
  return { past: [...past, present].slice(-stepsMost), present: next, future: [] };
}

export function undone<State>(history: History<State>): History<State> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
  };
}

export function redone<State>(history: History<State>): History<State> {
  const [after] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.present], present: after, future: history.future.slice(1) };
}
