import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assignment, positiveNumber, setting, serverAddress, wholeNumber } from '../src/arguments.ts';

describe('a parameter assignment', () => {
  it.each([
    ['price=12.5', 'price', 12.5],
    ['x=-1e-3', 'x', -0.001],
    [' a b = 3 ', 'a b', 3],
    ['open=Infinity', 'open', Infinity],
  ])('reads %j', (text, parameter, value) => {
    expect(assignment(text)).toEqual([{ parameter, value }]);
  });

  it('follows those before it', () => {
    expect(assignment('b=2', assignment('a=1'))).toEqual([
      { parameter: 'a', value: 1 },
      { parameter: 'b', value: 2 },
    ]);
  });

  it.each(['', 'price', '=3', 'price=', 'price= ', 'price=cheap', 'price=1=2'])('refuses %j', (text) => {
    expect(() => assignment(text)).toThrow('name=number');
  });
});

describe('a list in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-numbers-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read row by row, with or without a time', () => {
    const path = file('picture.csv', '0,128;255\n1 2\t3\n');
    const value = [0, 128, 255, 1, 2, 3];
    expect(assignment(`picture=@${path}`)).toEqual([{ parameter: 'picture', value }]);
    expect(setting(`picture = @${path}@30`)).toEqual([{ parameter: 'picture', value, time: 30 }]);
    expect(setting(`picture=@${path}`)).toEqual([{ parameter: 'picture', value, time: undefined }]);
    expect(setting('load=1.2@30')).toEqual([{ parameter: 'load', value: 1.2, time: 30 }]);
  });

  it('is refused by the word that is no number, when it is empty, too long or absent', () => {
    expect(() => assignment(`p=@${file('words.csv', '1,two')}`)).toThrow('holds "two"');
    expect(() => assignment(`p=@${file('empty.csv', '\n')}`)).toThrow('holds 0 numbers');
    expect(() => assignment(`p=@${file('long.csv', '1 '.repeat(65_537))}`)).toThrow('not 1 to 65536');
    expect(() => assignment(`p=@${join(folder, 'absent.csv')}`)).toThrow('cannot be read');
  });
});

describe('numbers', () => {
  it('takes whole numbers inside their bounds, in any notation', () => {
    const seed = wholeNumber(0, Number.MAX_SAFE_INTEGER);
    expect(['0', '7', '1e6', '9007199254740991'].map(seed)).toEqual([0, 7, 1e6, Number.MAX_SAFE_INTEGER]);
  });

  it.each(['', ' ', '-1', '1.5', 'x', 'Infinity', '9007199254740992'])('refuses %j as a seed', (text) => {
    expect(() => wholeNumber(0, Number.MAX_SAFE_INTEGER)(text)).toThrow('from 0 to 2^53-1');
  });

  it('takes an open end, and no end in the past', () => {
    expect(positiveNumber('Infinity')).toBe(Infinity);
    expect(positiveNumber('2.5e3')).toBe(2500);
    for (const text of ['0', '-1', '', 'soon']) expect(() => positiveNumber(text)).toThrow('above 0');
  });

  it('takes only addresses a request can be sent to', () => {
    expect(serverAddress('http://127.0.0.1:7700')).toBe('http://127.0.0.1:7700');
    for (const text of ['', 'localhost', 'localhost:7700', 'ftp://host'])
      expect(() => serverAddress(text)).toThrow('address');
  });
});
