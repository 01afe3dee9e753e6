// A sentence in pieces: words, punctuation, and numbers with their units. Positions are kept, so that a question can point.

import { numberOf, unitAt, type Dimension } from './quantity.ts';

export interface Token {
  /** In lower case; hyphens separate words, and a possessive s is left out. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** SI value of a number or quantity. */
  readonly value?: number;
  readonly dimension?: Dimension;
}

export function tokensOf(sentence: string): Token[] {
  const lower = sentence.toLowerCase().replaceAll('’', "'");
  const tokens: Token[] = [];
  let at = 0;
  while (at < lower.length) {
    const rest = lower.slice(at);
    const number = /^[+-]?(\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/.exec(rest);
    const word = /^[\p{L}]+(?:'[\p{L}]+)?/u.exec(rest);
    if (number !== null && number[1] !== undefined) {
      at += pushNumber(tokens, Number(number[0]), number[0], at, rest);
    } else if (word !== null) {
      at += pushWord(tokens, word[0], at, rest);
    } else {
      if (/[.,;:()&+]/.test(rest[0]!)) tokens.push({ text: rest[0]!, from: at, to: at + 1 });
      else if (!/[\s\-'"!?°]/.test(rest[0]!)) tokens.push({ text: rest[0]!, from: at, to: at + 1 });
      at += 1;
    }
  }
  return tokens;
}

function pushNumber(tokens: Token[], value: number, text: string, from: number, rest: string): number {
  const unit = unitAt(rest.slice(text.length));
  const length = text.length + (unit?.length ?? 0);
  const dimension = unit?.dimension ?? 'none';
  tokens.push({
    text: rest.slice(0, length),
    from,
    to: from + length,
    value: value * (unit?.factor ?? 1),
    dimension,
  });
  return length;
}

function pushWord(tokens: Token[], word: string, from: number, rest: string): number {
  const value = numberOf(word);
  if (value === undefined) {
    tokens.push({ text: word.replace(/'s?$/, ''), from, to: from + word.length });
    return word.length;
  }
  const unit = unitAt(rest.slice(word.length));
  const length = word.length + (unit?.length ?? 0);
  const dimension = unit?.dimension ?? 'none';
  tokens.push({
    text: rest.slice(0, length),
    from,
    to: from + length,
    value: value * (unit?.factor ?? 1),
    dimension,
  });
  return length;
}
