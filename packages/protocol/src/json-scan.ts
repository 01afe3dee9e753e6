// Walks JSON text for positions, which `JSON.parse` does not give: where each value stands, which key is written twice,
// and where exactly the text stops being JSON. Accepts what `JSON.parse` accepts up to a depth of `depthMax`.

import { depthMax } from './json.ts';

/** Where and why text is not JSON. */
export class JsonTextError extends Error {
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }
}

export interface JsonVisitor {
  /** Called after each value with the keys and indices that lead to it; `path` is reused between calls. */
  value?(path: readonly string[], from: number, to: number): void;
  /** Called for each key that its object has had before. */
  duplicate?(path: readonly string[], from: number): void;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
const escapes = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

class Scanner {
  readonly text: string;
  readonly visitor: JsonVisitor;
  readonly path: string[] = [];
  offset = 0;

  constructor(text: string, visitor: JsonVisitor) {
    this.text = text;
    this.visitor = visitor;
  }

  fail(expected: string, offset = this.offset): never {
    const found = this.text.codePointAt(offset);
    throw new JsonTextError(
      found === undefined
        ? `the text ends where ${expected} is expected`
        : `${expected} is expected, not ${JSON.stringify(String.fromCodePoint(found))}`,
      offset,
    );
  }

  space(): void {
    while (' \t\n\r'.includes(this.text[this.offset] ?? '?')) this.offset++;
  }

  skip(character: string): boolean {
    if (this.text[this.offset] !== character) return false;
    this.offset++;
    return true;
  }

  match(pattern: RegExp): boolean {
    pattern.lastIndex = this.offset;
    if (!pattern.test(this.text)) return false;
    this.offset = pattern.lastIndex;
    return true;
  }

  /** Steps over a string that begins here and returns what it spells. */
  string(): string {
    const start = this.offset++;
    for (;;) {
      const code = this.text.charCodeAt(this.offset);
      if (Number.isNaN(code)) throw new JsonTextError('this string is not closed', start);
      if (code < 32) throw new JsonTextError('this string holds a line break or control character', start);
      this.offset++;
      if (code === 34) break;
      if (code === 92 && !this.match(escapes)) this.fail('a JSON escape such as \\n');
    }
    return JSON.parse(this.text.slice(start, this.offset)) as string;
  }

  value(): void {
    this.space();
    const from = this.offset;
    const first = this.text[from];
    if (first === '{') this.object();
    else if (first === '[') this.array();
    else if (first === '"') this.string();
    else if (!this.match(number) && !this.match(word)) this.fail('a value');
    this.visitor.value?.(this.path, from, this.offset);
  }

  enter(): void {
    if (this.path.length >= depthMax)
      throw new JsonTextError(`values are nested more than ${depthMax} levels deep`, this.offset);
    this.offset++;
    this.space();
  }

  array(): void {
    this.enter();
    if (this.skip(']')) return;
    for (let index = 0; ; index++) {
      this.path.push(String(index));
      this.value();
      this.path.pop();
      this.space();
      if (this.skip(']')) return;
      if (!this.skip(',')) this.fail('"," or "]"');
    }
  }

  object(): void {
    this.enter();
    if (this.skip('}')) return;
    const keys = new Set<string>();
    for (;;) {
      this.space();
      const from = this.offset;
      if (this.text[from] !== '"') this.fail('a key in double quotes');
      const key = this.string();
      this.path.push(key);
      if (keys.has(key)) this.visitor.duplicate?.(this.path, from);
      keys.add(key);
      this.space();
      if (!this.skip(':')) this.fail('":"');
      this.value();
      this.path.pop();
      this.space();
      if (this.skip('}')) return;
      if (!this.skip(',')) this.fail('"," or "}"');
    }
  }
}

/** Walks the whole text. @throws JsonTextError where it is not JSON */
export function scanJson(text: string, visitor: JsonVisitor = {}): void {
  const scanner = new Scanner(text, visitor);
  scanner.value();
  scanner.space();
  if (scanner.offset < text.length) scanner.fail('the end of the text');
}
