// Words of the Squiggle subset, each with its place. A line ends a statement unless something is still open.

export interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  readonly text: string;
  /** Value of a number, its suffix counted in. */
  readonly value: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** What is wrong with the text, and where. */
export class SquiggleProblem extends Error {
  override readonly name = 'SquiggleProblem';
  readonly line: number;
  readonly column: number;

  constructor(message: string, { line, column }: Pick<Token, 'line' | 'column'>) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

/** Suffixes of numbers as exponents of ten, so that `5k` is exactly `5e3`. */
const suffixes: Readonly<Record<string, number>> = {
  '%': -2,
  n: -9,
  m: -3,
  k: 3,
  M: 6,
  B: 9,
  G: 9,
  T: 12,
  P: 15,
};

const pattern =
  /(?<space>[ \t\r]+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)|(?<number>(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?<suffix>[%nmkMBGTP](?![A-Za-z0-9_]))?|(?<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?<text>"[^"\n]*"|'[^'\n]*')|(?<sign>->|==|!=|<=|>=|&&|\|\||[-+*/^<>=!?:,()[\]{}|;\n])/y;

/** @throws SquiggleProblem at a character that belongs to no word */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let [line, lineStart, at] = [1, 0, 0];
  while (at < source.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    const place = { line, column: at - lineStart + 1 };
    if (found === null) throw new SquiggleProblem(`"${source.charAt(at)}" is not known here`, place);
    const { number, suffix, name, text, sign } = found.groups ?? {};
    if (number !== undefined)
      tokens.push({ ...place, kind: 'number', text: found[0], value: valueOf(number, suffix) });
    else if (name !== undefined) tokens.push({ ...place, kind: 'name', text: name, value: 0 });
    else if (text !== undefined) tokens.push({ ...place, kind: 'text', text: text.slice(1, -1), value: 0 });
    else if (sign !== undefined) tokens.push({ ...place, kind: 'sign', text: sign, value: 0 });
    for (let i = at; i < at + found[0].length; i++) {
      if (source.charAt(i) !== '\n') continue;
      line++;
      lineStart = i + 1;
    }
    at += found[0].length;
  }
  tokens.push({ kind: 'end', text: '', value: 0, line, column: at - lineStart + 1 });
  return tokens;
}

function valueOf(digits: string, suffix: string | undefined): number {
  const plain = digits.replaceAll('_', '');
  if (suffix === undefined) return Number(plain);
  const [mantissa = '0', exponent = '0'] = plain.split('e');
  return Number(`${mantissa}e${Number(exponent) + suffixes[suffix]!}`);
}
