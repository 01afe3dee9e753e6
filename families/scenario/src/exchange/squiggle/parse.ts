// Grammar of the Squiggle subset: assignments, arithmetic, `to`, calls, pipes, choices, lists and records.
// Precedence from loose to tight as in Squiggle: choice, or, and, comparison, `to`, sum, product, power, pipe, sign.

import { SquiggleProblem, tokensOf, type Token } from './tokens.ts';

export type Tree =
  | { readonly kind: 'number'; readonly value: number; readonly at: Token }
  | { readonly kind: 'name'; readonly name: string; readonly at: Token }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Tree[]; readonly at: Token }
  | { readonly kind: 'operation'; readonly sign: string; readonly args: readonly Tree[]; readonly at: Token }
  | { readonly kind: 'list'; readonly items: readonly Tree[]; readonly at: Token }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [string, Tree])[]; readonly at: Token };

export interface Statement {
  /** Undefined for the value of the whole script. */
  readonly name: string | undefined;
  readonly tree: Tree;
}

/** Levels of binary operators, loose first. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['to'],
  ['+', '-'],
  ['*', '/'],
];

/** Deepest nesting read. */
const deepest = 200;

/** @throws SquiggleProblem at the first thing it cannot read */
export function parseSquiggle(source: string): readonly Statement[] {
  return new Parser(tokensOf(source)).statements();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  /** Open brackets, in which a line end means nothing. */
  #open = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  statements(): readonly Statement[] {
    const statements: Statement[] = [];
    for (;;) {
      while (this.#isSign('\n') || this.#isSign(';')) this.#at++;
      if (this.#isOver) return statements;
      statements.push(this.#statement());
      if (!this.#isOver && !this.#isSign('\n') && !this.#isSign(';')) throw this.#unexpected();
    }
  }

  #statement(): Statement {
    const [name, sign] = [this.#peek, this.#tokens[this.#at + 1]];
    if (name.kind === 'name' && sign?.kind === 'sign' && sign.text === '=') {
      this.#at += 2;
      this.#skipLines();
      return { name: name.text, tree: this.#expression() };
    }
    const tree = this.#expression();
    if (this.#isSign('=') && tree.kind === 'call') {
      throw new SquiggleProblem('functions of your own cannot be imported; write the formula out', tree.at);
    }
    return { name: undefined, tree };
  }

  #expression(): Tree {
    if (++this.#depth > deepest) throw new SquiggleProblem('nested too deeply', this.#peek);
    const tree = this.#peek.kind === 'name' && this.#peek.text === 'if' ? this.#choice() : this.#ternary();
    this.#depth--;
    return tree;
  }

  #choice(): Tree {
    const at = this.#take();
    const condition = this.#expression();
    this.#word('then');
    const whenTrue = this.#expression();
    this.#word('else');
    return { kind: 'operation', sign: '?', args: [condition, whenTrue, this.#expression()], at };
  }

  #ternary(): Tree {
    const condition = this.#level(0);
    if (!this.#isSign('?')) return condition;
    const at = this.#take();
    const whenTrue = this.#expression();
    this.#sign(':');
    return { kind: 'operation', sign: '?', args: [condition, whenTrue, this.#expression()], at };
  }

  #level(index: number): Tree {
    const signs = levels[index];
    if (signs === undefined) return this.#power();
    let left = this.#level(index + 1);
    for (;;) {
      this.#joinLines();
      const token = this.#peek;
      if (token.kind === 'text' || !signs.includes(token.text)) return left;
      this.#at++;
      this.#skipLines();
      left = { kind: 'operation', sign: token.text, args: [left, this.#level(index + 1)], at: token };
    }
  }

  /** Binds to the right; a sign before the base belongs to the base. */
  #power(): Tree {
    const base = this.#pipe();
    if (!this.#isSign('^')) return base;
    const at = this.#take();
    this.#skipLines();
    return { kind: 'operation', sign: '^', args: [base, this.#power()], at };
  }

  /** `x -> f(a)` is `f(x, a)`. */
  #pipe(): Tree {
    let value = this.#unary();
    for (;;) {
      this.#joinLines();
      if (!this.#isSign('->')) return value;
      this.#at++;
      this.#skipLines();
      const at = this.#peek;
      const call = this.#primary();
      if (call.kind === 'name') value = { kind: 'call', name: call.name, args: [value], at };
      else if (call.kind === 'call') value = { ...call, args: [value, ...call.args] };
      else throw new SquiggleProblem('a function must follow "->"', at);
    }
  }

  #unary(): Tree {
    const at = this.#peek;
    if (this.#isSign('-') || this.#isSign('!')) {
      this.#at++;
      return { kind: 'operation', sign: at.text === '-' ? 'negative' : '!', args: [this.#unary()], at };
    }
    return this.#primary();
  }

  #primary(): Tree {
    const at = this.#take();
    if (at.kind === 'number') return { kind: 'number', value: at.value, at };
    if (at.kind === 'name') {
      if (!this.#isSign('(')) return { kind: 'name', name: at.text, at };
      return { kind: 'call', name: at.text, args: this.#between('(', ')'), at };
    }
    if (at.kind !== 'sign') throw this.#unexpected(at);
    this.#at--;
    if (at.text === '(') {
      const inner = this.#between('(', ')');
      if (inner.length !== 1) throw new SquiggleProblem('one value belongs in parentheses', at);
      return inner[0]!;
    }
    if (at.text === '[') return { kind: 'list', items: this.#between('[', ']'), at };
    if (at.text === '{') return this.#record();
    throw this.#unexpected(at);
  }

  #between(opening: string, closing: string): readonly Tree[] {
    const items: Tree[] = [];
    this.#sign(opening);
    this.#open++;
    this.#skipLines();
    while (!this.#isSign(closing)) {
      items.push(this.#expression());
      this.#skipLines();
      if (!this.#isSign(closing)) this.#sign(',');
      this.#skipLines();
    }
    this.#open--;
    this.#at++;
    return items;
  }

  #record(): Tree {
    const at = this.#take();
    const entries: (readonly [string, Tree])[] = [];
    this.#open++;
    this.#skipLines();
    while (!this.#isSign('}')) {
      const key = this.#take();
      if (key.kind !== 'name' && key.kind !== 'text') throw this.#unexpected(key);
      this.#skipLines();
      if (this.#isSign(':')) {
        this.#at++;
        this.#skipLines();
        entries.push([key.text, this.#expression()]);
      } else entries.push([key.text, { kind: 'name', name: key.text, at: key }]);
      this.#skipLines();
      if (!this.#isSign('}')) this.#sign(',');
      this.#skipLines();
    }
    this.#open--;
    this.#at++;
    return { kind: 'record', entries, at };
  }

  get #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  get #isOver(): boolean {
    return this.#peek.kind === 'end';
  }

  #take(): Token {
    const token = this.#peek;
    if (token.kind === 'end') throw new SquiggleProblem('the script ends too early', token);
    this.#at++;
    return token;
  }

  #isSign(text: string): boolean {
    return this.#peek.kind === 'sign' && this.#peek.text === text;
  }

  #sign(text: string): void {
    if (!this.#isSign(text)) throw new SquiggleProblem(`"${text}" is expected here`, this.#peek);
    this.#at++;
  }

  #word(text: string): void {
    this.#skipLines();
    if (this.#peek.kind !== 'name' || this.#peek.text !== text) {
      throw new SquiggleProblem(`"${text}" is expected here`, this.#peek);
    }
    this.#at++;
    this.#skipLines();
  }

  #skipLines(): void {
    while (this.#isSign('\n')) this.#at++;
  }

  /** Inside brackets, or before a pipe, the line has not ended. */
  #joinLines(): void {
    let next = this.#at;
    while (this.#tokens[next]?.kind === 'sign' && this.#tokens[next]?.text === '\n') next++;
    if (this.#open > 0 || this.#tokens[next]?.text === '->') this.#at = next;
  }

  #unexpected(token = this.#peek): SquiggleProblem {
    return new SquiggleProblem(
      `${token.text.trim() === '' ? 'the end' : `"${token.text}"`} is not expected here`,
      token,
    );
  }
}
