// Splits the text of an expression. What cannot be read becomes an `invalid` token and a fault; the rest is still read.

import { quoted } from './problem.ts';
import type { Fault } from './problem.ts';

export type TokenKind = 'number' | 'name' | 'symbol' | 'invalid' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; for a word operator the text of its symbol, except `not`. */
  readonly text: string;
  /** Value of a number. */
  readonly value: number;
  readonly start: number;
  readonly length: number;
}

const words: ReadonlyMap<string, string> = new Map([
  ['and', '&&'],
  ['or', '||'],
  ['not', 'not'],
]);

/** Words that are operators and never names. */
export const wordOperators: readonly string[] = [...words.keys()];

const symbols = '&& || == != <= >= < > + - * / % ^ ! ? : ( ) ,'.split(' ');

/** Spellings from elsewhere and what to write here. */
const foreign: ReadonlyMap<string, string> = new Map([
  ['===', 'Use `==` for equality.'],
  ['!==', 'Use `!=` for inequality.'],
  ['<>', 'Use `!=` for inequality.'],
  ['**', 'Use `^` for powers.'],
  ['=', 'Use `==` for equality; expressions assign nothing.'],
  ['&', 'Use `&&` or `and`.'],
  ['|', 'Use `||` or `or`.'],
  ['[', 'Names are reached with one dot, such as `$inputs.price`; there is no indexing.'],
  ['"', 'Expressions work on numbers; there is no text.'],
  ["'", 'Expressions work on numbers; there is no text.'],
  ['.', 'A dot stands between a namespace and a name, such as `$inputs.price`.'],
  ['×', 'Use `*` to multiply.'],
  ['÷', 'Use `/` to divide.'],
  ['−', 'Use the ASCII minus `-`.'],
  ['–', 'Use the ASCII minus `-`.'],
  ['≤', 'Use `<=`.'],
  ['≥', 'Use `>=`.'],
  ['≠', 'Use `!=`.'],
]);

const literal = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Reads all tokens; the last one is `end`. */
export function tokenize(source: string): { tokens: readonly Token[]; faults: readonly Fault[] } {
  const tokens: Token[] = [];
  const faults: Fault[] = [];
  const space = /\s+/y;
  // Generous on purpose: 1.2.3 and 2x are read whole and refused whole.
  const number = /(?:\d|\.\d)(?:[eE][+-]?\d|[\p{ID_Continue}.])*/uy;
  const name = /[$_\p{ID_Start}][$\p{ID_Continue}]*(?:\.[$_\p{ID_Start}][$\p{ID_Continue}]*)*/uy;
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0];
  };
  const push = (kind: TokenKind, text: string, length: number, value = NaN): void => {
    tokens.push({ kind, text, value, start: at, length });
    at += length;
  };
  while (at < source.length) {
    const blank = match(space);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const digits = match(number);
    if (digits !== undefined) {
      const fault = numberFault(digits);
      if (fault !== undefined) faults.push({ ...fault, start: at, length: digits.length });
      push('number', digits, digits.length, Number(digits));
      continue;
    }
    const word = match(name);
    if (word !== undefined) {
      const operator = words.get(word);
      push(operator === undefined ? 'name' : 'symbol', operator ?? word, word.length);
      continue;
    }
    const strange = [3, 2].map((size) => source.slice(at, at + size)).find((text) => foreign.has(text));
    const symbol = strange === undefined ? symbols.find((text) => source.startsWith(text, at)) : undefined;
    if (symbol !== undefined) {
      push('symbol', symbol, symbol.length);
      continue;
    }
    const text = strange ?? String.fromCodePoint(source.codePointAt(at)!);
    faults.push({ ...characterFault(text), start: at, length: text.length });
    push('invalid', text, text.length);
  }
  push('end', '', 0);
  return { tokens, faults };
}

function numberFault(text: string): Pick<Fault, 'code' | 'message' | 'remedy'> | undefined {
  const code = 'expression.malformed-number';
  if (!literal.test(text)) {
    const product = /^((?:\d+(?:\.\d+)?|\.\d+))(\p{ID_Start}\p{ID_Continue}*)$/u.exec(text);
    const remedy =
      product === null
        ? 'Numbers look like 12, 0.5, .5 or 1.5e-3.'
        : `To multiply write ${quoted(`${product[1]} * ${product[2]}`)}.`;
    return { code, message: `${quoted(text)} is not a number`, remedy };
  }
  const value = Number(text);
  if (value === Infinity) {
    return {
      code,
      message: `${quoted(text)} is larger than the largest number, about 1.8e308`,
      remedy: undefined,
    };
  }
  if (value === 0 && /[1-9]/.test(text.replace(/[eE].*/, ''))) {
    return {
      code,
      message: `${quoted(text)} is smaller than the smallest number, about 4.9e-324`,
      remedy: undefined,
    };
  }
  return undefined;
}

function characterFault(text: string): Pick<Fault, 'code' | 'message' | 'remedy'> {
  const point = text.codePointAt(0)!;
  const plain = point > 32 && point < 127;
  const shown = plain
    ? `\`${text}\``
    : `\`${text}\` (U+${point.toString(16).toUpperCase().padStart(4, '0')})`;
  return {
    code: 'expression.unexpected-character',
    message: `${shown} has no meaning here`,
    remedy: foreign.get(text),
  };
}
