import { describe, expect, it } from 'vitest';
import { issueRange, offsetOf } from '../src/editor/issue-range.ts';

const issue = (path: string, line?: number, column?: number) => ({
  path,
  code: 'x.y',
  message: '',
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
});

function underlined(text: string, ...args: Parameters<typeof issue>): string {
  const { from, to } = issueRange(text, issue(...args), 'document');
  return text.slice(from, to);
}

describe('where an issue stands', () => {
  const text = JSON.stringify(
    { model: { nodes: [{ id: 'a', expression: 'one + two\n  * "three" + fuor' }] } },
    null,
    2,
  );

  it('is the value its pointer names', () => {
    expect(underlined(text, '/model/nodes/0/id')).toBe('"a"');
  });

  it('is the nearest value around a key that is missing', () => {
    expect(underlined(text, '/model/nodes/0/kind').startsWith('{')).toBe(true);
  });

  it('is the word at line and column inside a string, past escaped characters', () => {
    expect(underlined(text, '/model/nodes/0/expression', 1, 7)).toBe('two');
    expect(underlined(text, '/model/nodes/0/expression', 2, 15)).toBe('fuor');
  });

  it('counts unicode escapes as the one character they are', () => {
    const escaped = String.raw`{"e": "\u00e4\u00e4 + bad"}`;
    expect(underlined(escaped, '/e', 1, 6)).toBe('bad');
  });

  it('is at least one character inside the string when the place is its end', () => {
    const { from, to } = issueRange('{"e": "a +"}', issue('/e', 1, 4), 'document');
    expect(to).toBeGreaterThan(from);
  });

  it('is line and column of the text itself when the text is not JSON', () => {
    const { from } = issueRange('{\n  "a": oops\n}', issue('', 2, 8), 'text');
    expect(from).toBe(9);
  });

  it('clips a line that does not exist', () => {
    expect(offsetOf('ab\ncd', 9, 1)).toBe(5);
  });
});
