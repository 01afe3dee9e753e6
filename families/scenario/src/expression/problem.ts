// Complaints about an expression: found by offset, handed out with line and column.

export type ProblemCode =
  | 'expression.empty'
  | 'expression.too-long'
  | 'expression.too-deep'
  | 'expression.too-large'
  | 'expression.unexpected-character'
  | 'expression.malformed-number'
  | 'expression.syntax'
  | 'expression.chained-comparison'
  | 'expression.unknown-name'
  | 'expression.unknown-function'
  | 'expression.wrong-arity';

/** One mistake in an expression. Line and column count from 1, column and length in UTF-16 units. */
export interface ExpressionProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly remedy?: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** A mistake by offset into the source. */
export interface Fault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly start: number;
  readonly length: number;
}

/** The first `most` faults by position, each with its line and column. */
export function problemsOf(
  source: string,
  faults: readonly Fault[],
  most: number,
): readonly ExpressionProblem[] {
  const ordered = [...faults].sort((a, b) => a.start - b.start).slice(0, most);
  return ordered.map(({ code, message, remedy, start, length }) => ({
    code,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    ...locate(source, start),
    length,
  }));
}

/** A piece of source as shown in messages, cut when it is long. */
export function quoted(text: string): string {
  return text.length > 40 ? `\`${text.slice(0, 40)}...\`` : `\`${text}\``;
}

/** Line and column of an offset, both from 1. */
export function locate(source: string, offset: number): { line: number; column: number } {
  const before = source.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}
