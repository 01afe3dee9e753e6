// Reads the grammar into a flat tree: operands come before their users, so that no later pass recurses.
//
//   expression  = or [ "?" expression ":" expression ]          right to left
//   or          = and { ("||" | "or") and }
//   and         = not { ("&&" | "and") not }
//   not         = "not" not | equality
//   equality    = relation [ ("==" | "!=") relation ]           does not chain
//   relation    = sum [ ("<" | "<=" | ">" | ">=") sum ]         does not chain
//   sum         = product { ("+" | "-") product }
//   product     = prefix { ("*" | "/" | "%") prefix }
//   prefix      = ("-" | "+" | "!" | "not") prefix | power
//   power       = primary [ "^" prefix ]                        right to left, so -2^2 is -4 and 2^-1 is 0.5
//   primary     = number | name | name "(" [ expression { "," expression } ] ")" | "(" expression ")"

import { locate, quoted } from './problem.ts';
import type { Fault, ProblemCode } from './problem.ts';
import type { Token } from './tokens.ts';

export type PrefixOperator = '-' | '+' | '!';
export type InfixOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '^';

interface Span {
  readonly start: number;
  readonly length: number;
}

/** A node of the tree; operands are indices of earlier nodes. */
export type Node = Span &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'prefix'; readonly operator: PrefixOperator; readonly operand: number }
    | {
        readonly kind: 'infix';
        readonly operator: InfixOperator;
        readonly left: number;
        readonly right: number;
      }
    | {
        readonly kind: 'conditional';
        readonly condition: number;
        readonly whenTrue: number;
        readonly otherwise: number;
      }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly number[] }
  );

/** Binding strength of infix operators; `^` is read with prefix operators. */
const strength: ReadonlyMap<string, number> = new Map([
  ['||', 1],
  ['&&', 2],
  ['==', 4],
  ['!=', 4],
  ['<', 5],
  ['<=', 5],
  ['>', 5],
  ['>=', 5],
  ['+', 6],
  ['-', 6],
  ['*', 7],
  ['/', 7],
  ['%', 7],
]);
const notStrength = 3;
const isComparison = (level: number): boolean => level === 4 || level === 5;

/** What was read: complete unless there are faults; the last node is then the root. */
export interface Tree {
  readonly nodes: readonly Node[];
  readonly faults: readonly Fault[];
}

/** Parses tokens. After the first fault the rest is not read, but what was read is returned to be checked. */
export function parse(source: string, tokens: readonly Token[], nestingMax: number): Tree {
  return new Parser(source, tokens, nestingMax).tree();
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #nestingMax: number;
  readonly #nodes: Node[] = [];
  readonly #faults: Fault[] = [];
  #at = 0;
  #nesting = 0;
  #stopped = false;

  constructor(source: string, tokens: readonly Token[], nestingMax: number) {
    this.#source = source;
    this.#tokens = tokens;
    this.#nestingMax = nestingMax;
  }

  tree(): Tree {
    this.#expression();
    const rest = this.#token;
    if (rest.text === ')') this.#stop('expression.syntax', '`)` has no matching `(`', rest);
    else if (rest.text === ',') this.#stop('expression.syntax', '`,` is only used between arguments', rest);
    else if (rest.text === ':') this.#stop('expression.syntax', '`:` has no matching `?`', rest);
    else if (rest.kind !== 'end') {
      const found = `expected an operator or the end, found ${shown(rest)}`;
      const product = rest.kind === 'symbol' && rest.text !== '(' ? undefined : 'Use `*` to multiply.';
      this.#stop('expression.syntax', found, rest, product);
    }
    return { nodes: this.#nodes, faults: this.#faults };
  }

  #expression(): number {
    const condition = this.#infix(1);
    const question = this.#token;
    if (!this.#take('?')) return condition;
    const whenTrue = this.#nested(question, () => this.#expression());
    this.#expect(':', question);
    const otherwise = this.#nested(question, () => this.#expression());
    return this.#add({ kind: 'conditional', condition, whenTrue, otherwise, ...spanOf(question) });
  }

  #infix(weakest: number): number {
    let left = this.#prefix(weakest);
    let compared = 0;
    for (;;) {
      const operator = this.#token;
      const level = operator.kind === 'symbol' ? (strength.get(operator.text) ?? 0) : 0;
      if (level < weakest || level === 0) return left;
      if (isComparison(level) && compared === level) {
        const remedy = 'Write `a < b and b < c`, or use parentheses.';
        this.#stop('expression.chained-comparison', 'comparisons do not chain', operator, remedy);
        return left;
      }
      compared = level;
      this.#at++;
      const right = this.#infix(level + 1);
      left = this.#add({
        kind: 'infix',
        operator: operator.text as InfixOperator,
        left,
        right,
        ...spanOf(operator),
      });
    }
  }

  /** `not` reaches over comparisons, but never past the operator it is an operand of. */
  #prefix(weakest: number): number {
    const token = this.#token;
    if (this.#take('not')) {
      const reach = Math.max(weakest, notStrength);
      const operand = this.#nested(token, () => this.#infix(reach));
      return this.#add({ kind: 'prefix', operator: '!', operand, ...spanOf(token) });
    }
    if (this.#take('-') || this.#take('+') || this.#take('!')) {
      const operand = this.#nested(token, () => this.#prefix(Infinity));
      const operator = token.text as PrefixOperator;
      return this.#add({ kind: 'prefix', operator, operand, ...spanOf(token) });
    }
    return this.#power();
  }

  #power(): number {
    const left = this.#primary();
    const token = this.#token;
    if (!this.#take('^')) return left;
    const right = this.#nested(token, () => this.#prefix(Infinity));
    return this.#add({ kind: 'infix', operator: '^', left, right, ...spanOf(token) });
  }

  #primary(): number {
    const token = this.#token;
    if (token.kind === 'number') {
      this.#at++;
      return this.#add({ kind: 'number', value: token.value, ...spanOf(token) });
    }
    if (token.kind === 'name') {
      this.#at++;
      const open = this.#token;
      if (this.#take('(')) return this.#call(token, open);
      return this.#add({ kind: 'name', name: token.text, ...spanOf(token) });
    }
    if (this.#take('(')) {
      const inner = this.#nested(token, () => this.#expression());
      this.#expect(')', token);
      return inner;
    }
    this.#stop('expression.syntax', `expected a value, found ${shown(token)}`, token);
    return this.#placeholder(token);
  }

  #call(name: Token, open: Token): number {
    const args: number[] = [];
    if (this.#token.text !== ')') {
      do args.push(this.#nested(open, () => this.#expression()));
      while (this.#take(','));
    }
    this.#expect(')', open, '`,` or `)`');
    if (this.#stopped) return this.#placeholder(name);
    return this.#add({ kind: 'call', name: name.text, args, ...spanOf(name) });
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(text: string): boolean {
    if (this.#token.kind !== 'symbol' || this.#token.text !== text) return false;
    this.#at++;
    return true;
  }

  #expect(text: string, opened: Token, expected = `\`${text}\``): void {
    if (this.#take(text)) return;
    const { line, column } = locate(this.#source, opened.start);
    const origin = `the \`${opened.text}\` at line ${line}, column ${column}`;
    const found = shown(this.#token);
    this.#stop('expression.syntax', `expected ${expected} for ${origin}, found ${found}`, this.#token);
  }

  #nested(opened: Token, read: () => number): number {
    if (this.#nesting === this.#nestingMax) {
      const message = `nested more than ${this.#nestingMax} levels deep`;
      this.#stop('expression.too-deep', message, opened, 'Split it over several nodes.');
      return this.#placeholder(opened);
    }
    this.#nesting++;
    const node = read();
    this.#nesting--;
    return node;
  }

  #add(node: Node): number {
    return this.#nodes.push(node) - 1;
  }

  #placeholder(token: Token): number {
    return this.#add({ kind: 'number', value: NaN, ...spanOf(token) });
  }

  /** Reports the first fault only and moves to the end, where every rule returns. An invalid token is reported already. */
  #stop(code: ProblemCode, message: string, token: Token, remedy?: string): void {
    if (!this.#stopped && token.kind !== 'invalid') {
      this.#faults.push({ code, message, remedy, start: token.start, length: token.length });
    }
    this.#stopped = true;
    this.#at = this.#tokens.length - 1;
  }
}

function spanOf({ start, length }: Token): Span {
  return { start, length };
}

function shown(token: Token): string {
  return token.kind === 'end' ? 'the end' : quoted(token.text);
}
