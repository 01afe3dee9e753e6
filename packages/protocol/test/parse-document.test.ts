import { parseDocument, readDocument } from '@holdfast/protocol';
import type { Issue } from '@holdfast/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const document = { family: 'scenario', version: 1, name: 'demo', model: { nodes: [] } };

function issues(value: unknown): readonly Issue[] {
  const parsed = parseDocument(value);
  return parsed.ok ? [] : parsed.issues;
}

function unreadable(text: string): Issue {
  const parsed = readDocument(text, 'a.json');
  if (parsed.ok) throw new Error('the text was accepted');
  expect(parsed.issues).toHaveLength(1);
  return parsed.issues[0];
}

describe('parseDocument', () => {
  it('accepts an envelope as it stands', () => {
    const whole = {
      ...document,
      $schema: 's',
      source: 'x',
      files: { 'a.csv': '1,2' },
      run: { seed: 3, until: 9 },
    };
    expect(parseDocument(whole)).toStrictEqual({ ok: true, spec: whole });
  });

  it('collects every issue at once, each with its pointer and a remedy', () => {
    const found = issues({ family: '', version: 1.5, nmae: 'x', model: 1, run: { seed: -1, untill: 3 } });
    expect(found.map(({ path, code }) => `${path} ${code}`).sort()).toStrictEqual([
      '/family document.out-of-range',
      '/name document.missing-key',
      '/nmae document.unknown-key',
      '/run/seed document.out-of-range',
      '/run/untill document.unknown-key',
      '/version document.wrong-type',
    ]);
    expect(found.find(({ path }) => path === '/nmae')?.remedy).toBe('Write "name".');
    expect(found.every(({ remedy }) => remedy !== undefined && remedy.length > 0)).toBe(true);
  });

  it.each(['family', 'version', 'name', 'model'] as const)('demands %s', (key) => {
    const { [key]: _, ...rest } = document;
    expect(issues(rest).map(({ path, code }) => ({ path, code }))).toStrictEqual([
      { path: `/${key}`, code: 'document.missing-key' },
    ]);
  });

  it('refuses what is not an object, by name', () => {
    for (const value of [null, 1, 'x', []]) expect(issues(value)[0]?.code).toBe('document.wrong-type');
  });

  it('takes the sign from zero in the model, so that a kept document gives the same numbers', () => {
    const parsed = parseDocument({ ...document, model: { a: [-0] } });
    expect(parsed.ok && Object.is((parsed.spec.model as { a: number[] }).a[0], 0)).toBe(true);
  });

  it('finds U+0000 in every text and key, beside whatever else is wrong', () => {
    const model = { nodes: [{ label: 'a\0' }, 'fine'], 'k\0': 1 };
    const found = issues({ ...document, version: 0, name: '\0', model, files: { 'a.csv': '\0' } });
    expect(found.map(({ path, code }) => [path, code])).toStrictEqual([
      ['/version', 'document.out-of-range'],
      ['/name', 'document.invalid-character'],
      ['/model/nodes/0/label', 'document.invalid-character'],
      ['/model/k\0', 'document.invalid-character'],
      ['/files/a.csv', 'document.invalid-character'],
    ]);
    const text = JSON.stringify({ ...document, name: 'a\0' });
    expect(readDocument(text, 'a.json')).toMatchObject({ ok: false, issues: [{ path: '/name' }] });
  });

  it('refuses nesting that would exhaust a stack', () => {
    let model: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) model = [model];
    expect(issues({ ...document, model })[0]?.message).toContain('nested more than 200 levels');
  });
});

describe('readDocument', () => {
  it('reads a document, with or without a byte order mark', () => {
    const text = JSON.stringify(document, undefined, 2);
    expect(readDocument(text, 'a.json')).toStrictEqual({ ok: true, spec: document });
    expect(readDocument(`\uFEFF${text}`, 'a.json')).toStrictEqual({ ok: true, spec: document });
  });

  it.each([
    ['{\n  "family": "x",\n}', 3, 1, 'a key in double quotes is expected, not "}"'],
    ['{"a": [1, 2}', 1, 12, '"," or "]" is expected, not "}"'],
    ['{"a" 1}', 1, 6, '":" is expected, not "1"'],
    ["{'a': 1}", 1, 2, 'a key in double quotes is expected, not "\'"'],
    ['{"a":\r\n  nul}', 2, 3, 'a value is expected, not "n"'],
    ['{"a": "x\n"}', 1, 7, 'this string holds a line break or control character'],
    ['{"a": "\\x"}', 1, 9, 'a JSON escape such as \\n is expected, not "x"'],
    ['{"a": "x}', 1, 7, 'this string is not closed'],
    ['{"a": 1', 1, 8, 'the text ends where "," or "}" is expected'],
    ['{} {}', 1, 4, 'the end of the text is expected, not "{"'],
    ['', 1, 1, 'the text ends where a value is expected'],
    ['{"a": 01}', 1, 8, '"," or "}" is expected, not "1"'],
  ])('says where and why %j is not JSON', (text, line, column, reason) => {
    expect(unreadable(text)).toMatchObject({
      path: '',
      code: 'document.unreadable',
      message: `a.json is not JSON: ${reason}`,
      line,
      column,
    });
  });

  it('refuses text that nests too deep without exhausting the stack', () => {
    expect(unreadable('['.repeat(200_000)).message).toContain('nested more than 200 levels');
  });

  it('refuses a key written twice, which JSON.parse would silently drop', () => {
    const text = '{"family":"s","version":1,"name":"n",\n "model":{"a/b":1,"a/b":2}}';
    const parsed = readDocument(text, 'a.json');
    expect(parsed.ok ? [] : parsed.issues).toMatchObject([
      { path: '/model/a~1b', code: 'document.duplicate-key', line: 2, column: 19 },
    ]);
  });

  it('calls unreadable exactly what JSON.parse refuses', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'null',
      ' ',
      '\n',
      '\\u00e9',
      '\u00a0',
    );
    const texts = fc.oneof(
      fc.array(token, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.json(),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let legal = true;
        try {
          JSON.parse(text);
        } catch {
          legal = false;
        }
        const parsed = readDocument(text, 'a.json');
        const refused = !parsed.ok && parsed.issues.some(({ code }) => code === 'document.unreadable');
        expect(refused).toBe(!legal);
      }),
      { numRuns: 3000 },
    );
  });
});
