import { describe, expect, it } from 'vitest';
import { ActionRegistry, type Action } from '../src/shell/actions.ts';
import { rank } from '../src/shell/rank.ts';

function registry() {
  const done: string[] = [];
  const action = (id: string, keys: string, unavailable?: string): Action => ({
    id,
    title: id,
    group: '',
    keys,
    unavailable,
    run: () => done.push(id),
  });
  const actions = new ActionRegistry();
  const back = actions.offer([action('runs', 'g r'), action('export', 'e'), action('stop', 'x', 'not now')]);
  return { actions, done, back };
}

describe('keys', () => {
  it('run the action they belong to', () => {
    const { actions, done } = registry();
    expect(actions.press('e', 0)).toBe(true);
    expect(actions.press('q', 0)).toBe(false);
    expect(done).toEqual(['export']);
  });

  it('make sequences within a moment, and only then', () => {
    const { actions, done } = registry();
    actions.press('g', 0);
    actions.press('r', 500);
    actions.press('g', 10_000);
    actions.press('r', 20_000);
    expect(done).toEqual(['runs']);
  });

  it('end a sequence with a key that has its own action', () => {
    const { actions, done } = registry();
    actions.press('g', 0);
    actions.press('e', 100);
    expect(done).toEqual(['export']);
  });

  it('do nothing for an action that is not available or was taken back', () => {
    const { actions, done, back } = registry();
    expect(actions.press('x', 0)).toBe(true);
    back();
    expect(actions.press('e', 0)).toBe(false);
    expect(done).toEqual([]);
  });
});

describe('search', () => {
  it('prefers the start of the text, then the start of a word, then letters in order', () => {
    const names = ['Return now', 'Theme', 'Stop the run', 'Trunk', 'Run list'];
    expect(rank(names, 'run', (name) => name)).toEqual(['Run list', 'Stop the run', 'Trunk', 'Return now']);
  });
});
