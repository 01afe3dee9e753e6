import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileExpression,
  expressionFunctions,
  expressionLimits,
  symbolsOf,
} from '../../src/expression/expression.ts';
import { ProgramBuilder } from '../../src/program/program.ts';
import { problemsIn, scopeOf, valueOf } from './compiled.ts';

const names = {
  inputs: ['price', 'quantity'],
  node: ['threshold'],
  params: ['taxRate', 'growth'],
};

const remedyOf = (source: string): string | undefined => problemsIn(source, names)[0]?.remedy;
const messageOf = (source: string): string | undefined => problemsIn(source, names)[0]?.message;
const chain = (count: number): string => Array.from({ length: count }, () => '1').join('+');

describe('syntax problems', () => {
  it.each([
    ['', 'expression.empty', 'the expression is empty', 1, 1, 0],
    [' \n ', 'expression.empty', 'the expression is empty', 1, 1, 3],
    ['price +', 'expression.syntax', 'expected a value, found the end', 1, 8, 0],
    ['price * * 2', 'expression.syntax', 'expected a value, found `*`', 1, 9, 1],
    ['price quantity', 'expression.syntax', 'expected an operator or the end, found `quantity`', 1, 7, 8],
    ['2 (price)', 'expression.syntax', 'expected an operator or the end, found `(`', 1, 3, 1],
    ['price)', 'expression.syntax', '`)` has no matching `(`', 1, 6, 1],
    ['price, 2', 'expression.syntax', '`,` is only used between arguments', 1, 6, 1],
    ['price : 2', 'expression.syntax', '`:` has no matching `?`', 1, 7, 1],
    [
      '(price\n + 2',
      'expression.syntax',
      'expected `)` for the `(` at line 1, column 1, found the end',
      2,
      5,
      0,
    ],
    [
      'price ? 1',
      'expression.syntax',
      'expected `:` for the `?` at line 1, column 7, found the end',
      1,
      10,
      0,
    ],
    [
      'max(price 2)',
      'expression.syntax',
      'expected `,` or `)` for the `(` at line 1, column 4, found `2`',
      1,
      11,
      1,
    ],
    ['max(price,)', 'expression.syntax', 'expected a value, found `)`', 1, 11, 1],
    ['1 < price < 3', 'expression.chained-comparison', 'comparisons do not chain', 1, 11, 1],
    ['1 == price == 3', 'expression.chained-comparison', 'comparisons do not chain', 1, 12, 2],
    ['1.2.3 + price', 'expression.malformed-number', '`1.2.3` is not a number', 1, 1, 5],
    ['price + 1e', 'expression.malformed-number', '`1e` is not a number', 1, 9, 2],
    ['0x10', 'expression.malformed-number', '`0x10` is not a number', 1, 1, 4],
    ['1_000', 'expression.malformed-number', '`1_000` is not a number', 1, 1, 5],
    [
      '1e999',
      'expression.malformed-number',
      '`1e999` is larger than the largest number, about 1.8e308',
      1,
      1,
      5,
    ],
    [
      '1e-999',
      'expression.malformed-number',
      '`1e-999` is smaller than the smallest number, about 4.9e-324',
      1,
      1,
      6,
    ],
    ['price # 2', 'expression.unexpected-character', '`#` has no meaning here', 1, 7, 1],
    [
      'price \u{1f600} 2',
      'expression.unexpected-character',
      '`\u{1f600}` (U+1F600) has no meaning here',
      1,
      7,
      2,
    ],
    ['price = 2', 'expression.unexpected-character', '`=` has no meaning here', 1, 7, 1],
    ['price === 2', 'expression.unexpected-character', '`===` has no meaning here', 1, 7, 3],
    ['price ** 2', 'expression.unexpected-character', '`**` has no meaning here', 1, 7, 2],
    ['price[0]', 'expression.unexpected-character', '`[` has no meaning here', 1, 6, 1],
  ])('%j: %s', (source, code, message, line, column, length) => {
    expect(problemsIn(source, names)[0]).toMatchObject({ code, message, line, column, length });
  });

  it('tells what to write instead of a spelling from elsewhere', () => {
    expect(remedyOf('price ** 2')).toBe('Use `^` for powers.');
    expect(remedyOf('price == "x"')).toBe('Expressions work on numbers; there is no text.');
    expect(remedyOf('2price')).toBe('To multiply write `2 * price`.');
    expect(remedyOf('price × 2')).toBe('Use `*` to multiply.');
    expect(remedyOf('1 < price < 3')).toBe('Write `a < b and b < c`, or use parentheses.');
  });
});

describe('names, functions and arity', () => {
  it.each([
    ['pricee', 'expression.unknown-name', 'Did you mean `price`?'],
    ['prcie * 2', 'expression.unknown-name', 'Did you mean `price`?'],
    ['$inputs.quantty', 'expression.unknown-name', 'Did you mean `$inputs.quantity`?'],
    ['$params.taxrate', 'expression.unknown-name', 'Did you mean `$params.taxRate`?'],
    ['taxRate', 'expression.unknown-name', 'Did you mean `$params.taxRate`?'],
    ['$node.price', 'expression.unknown-name', 'Did you mean `price`?'],
    ['$tme', 'expression.unknown-name', 'Did you mean `$time`?'],
    ['TRUE', 'expression.unknown-name', 'Did you mean `true`?'],
    ['$params.zzz', 'expression.unknown-name', 'Known: `$params.taxRate`, `$params.growth`.'],
    ['$inputs', 'expression.unknown-name', 'Known: `$inputs.price`, `$inputs.quantity`.'],
    ['sqrt', 'expression.unknown-name', 'Call it: `sqrt(x)`.'],
    ['sqr(2)', 'expression.unknown-function', 'Did you mean `sqrt`?'],
    ['Math.sqrt(4)', 'expression.unknown-function', 'Did you mean `sqrt`?'],
    ['clamp(1, 2)', 'expression.wrong-arity', 'Write `clamp(x, low, high)`.'],
    ['sqrt()', 'expression.wrong-arity', 'Write `sqrt(x)`.'],
    ['min(1)', 'expression.wrong-arity', 'Write `min(a, b, ...)`.'],
    ['abs(1, 2)', 'expression.wrong-arity', 'Write `abs(x)`.'],
  ])('%s gives %s: %s', (source, code, remedy) => {
    expect(problemsIn(source, names)).toMatchObject([{ code, remedy, line: 1, column: 1 }]);
  });

  it('says how many arguments a function takes', () => {
    expect(messageOf('clamp(1, 2)')).toBe('`clamp` takes 3 arguments, 2 given');
    expect(messageOf('abs(1, 2)')).toBe('`abs` takes 1 argument, 2 given');
    expect(messageOf('max(1)')).toBe('`max` takes at least 2 arguments, 1 given');
  });

  it('reports every independent problem in the order of the text', () => {
    const source = 'bogus + clamp(1)\n + 1.2.3 * $params.nothing - sqroot(quantity) + price +';
    expect(problemsIn(source, names).map(({ code, line, column }) => [code, line, column])).toEqual([
      ['expression.unknown-name', 1, 1],
      ['expression.wrong-arity', 1, 9],
      ['expression.malformed-number', 2, 4],
      ['expression.unknown-name', 2, 12],
      ['expression.unknown-function', 2, 30],
      ['expression.syntax', 2, 56],
    ]);
  });

  it('suggests nothing for a name that resembles nothing', () => {
    expect(problemsIn('zzzzzzzz(1)')[0]).not.toHaveProperty('remedy');
  });
});

describe('sandbox', () => {
  it.each([
    'constructor',
    '__proto__',
    'valueOf',
    'toString',
    'hasOwnProperty',
    'globalThis',
    'process',
    'undefined',
    'Infinity',
    'this',
    '$inputs.constructor',
    '$inputs.__proto__',
    '$params.valueOf',
    '$node.toString',
    '$inputs.price.constructor',
    '$inputs.constructor.constructor',
    'price.constructor',
    '$nodes.other',
  ])('%s is a plain unknown name', (source) => {
    expect(problemsIn(source, names)).toMatchObject([{ code: 'expression.unknown-name', column: 1 }]);
  });

  it.each(['constructor(1)', 'valueOf()', 'eval(1)', '$inputs.constructor(1)', 'Function(1)', 'random()'])(
    '%s is a plain unknown function',
    (source) => {
      expect(problemsIn(source, names)).toMatchObject([{ code: 'expression.unknown-function' }]);
    },
  );

  it.each([
    "price['constructor']",
    '`x`',
    '${price}',
    '(() => 1)()',
    'price; price',
    'price = 3',
    '{}',
    '[1, 2]',
    '/x/',
    'new Date',
    '\\u0061',
    '// comment',
    '\u0000',
    '\u200b',
  ])('%j is refused', (source) => {
    expect(problemsIn(source, names).length).toBeGreaterThan(0);
  });

  it('treats an own port called constructor or __proto__ as any other port', () => {
    expect(valueOf('constructor + valueOf', { constructor: 2, valueOf: 3 })).toBe(5);
    const builder = new ProgramBuilder();
    const inputs = new Map([['__proto__', builder.constant(7)]]);
    const compiled = compileExpression('__proto__', scopeOf(builder, { inputs }), builder);
    expect(compiled).toEqual({ ok: true, ref: inputs.get('__proto__') });
  });

  it('never throws and always points into the text, whatever the text', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '$',
      '.',
      ',',
      '?',
      ':',
      '!',
      '!=',
      'not',
      'and',
      '^',
      '-',
      '1',
      'e',
      '1e',
      'price',
      'max(',
      '$inputs.',
      '\ud800',
      '"',
      ' ',
      '\n',
      '&',
      '=',
      '<',
      '1.2.3',
      'max(1,2)',
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(text, (source) => {
        const lines = source.split('\n');
        const astray = problemsIn(source, names).filter(({ message, line, column, length }) => {
          const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
          const inLine = column >= 1 && column - 1 <= lines[line - 1].length;
          return message === '' || !inLine || before + column - 1 + length > source.length;
        });
        expect(astray).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('budgets', () => {
  it('accepts a source of exactly the most characters and refuses one more, pointing at the first too many', () => {
    const longest = chain(expressionLimits.characters / 2).padEnd(expressionLimits.characters);
    expect(valueOf(longest)).toBe(expressionLimits.characters / 2);
    expect(problemsIn(`${longest}\n1`)).toMatchObject([
      { code: 'expression.too-long', line: 1, column: expressionLimits.characters + 1, length: 2 },
    ]);
  });

  it.each([
    ['parentheses', '(', ')'],
    ['prefix operators', '-', ''],
    ['words', 'not ', ''],
    ['calls', 'abs(', ')'],
    ['exponents', '1^', ''],
    ['arms', '1?1:', ''],
    ['first arms', '1?', ':1'],
  ])('accepts 200 nested %s and refuses 201, pointing at the innermost', (_, open, close) => {
    const nested = (depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`;
    expect(problemsIn(nested(200))).toEqual([]);
    const [problem] = problemsIn(nested(201));
    expect(problem).toMatchObject({ code: 'expression.too-deep', line: 1 });
    expect(Math.floor((problem.column - 1) / open.length)).toBe(200);
  });

  it('survives nesting far beyond the limit', () => {
    expect(problemsIn('('.repeat(10_000))).toMatchObject([{ code: 'expression.too-deep', column: 201 }]);
    expect(problemsIn(`${'-'.repeat(9_999)}1`)).toMatchObject([{ code: 'expression.too-deep' }]);
  });

  it('refuses more operations than allowed, pointing at the first too many', () => {
    const builder = new ProgramBuilder();
    const limits = { ...expressionLimits, operations: 5 };
    const compile = (source: string) => compileExpression(source, scopeOf(builder), builder, limits);
    expect(compile('1 + 2 + 3')).toMatchObject({ ok: true });
    expect(compile('1 + 2 + 3 + 4')).toMatchObject({
      ok: false,
      problems: [{ code: 'expression.too-large', column: 13 }],
    });
  });

  it('reports at most fifty problems, none of them long', () => {
    expect(problemsIn('#'.repeat(10_000))).toHaveLength(50);
    for (const source of ['q'.repeat(10_000), '1.'.repeat(5_000), `${'q'.repeat(9_000)}(1)`]) {
      expect(messageOf(source)?.length).toBeLessThan(100);
    }
    expect(problemsIn(Array.from({ length: 500 }, (_, i) => `q${i}`).join('+'))).toHaveLength(50);
  });
});

describe('completion', () => {
  it('lists every name of the scope once, with its kind', () => {
    const builder = new ProgramBuilder();
    const one = builder.constant(1);
    const inputs = new Map([
      ['price', one],
      ['e', one],
    ]);
    const symbols = symbolsOf(scopeOf(builder, { inputs, params: new Map([['rate', one]]) }));
    expect(symbols.map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual([
      '$inputs.e input',
      '$inputs.price input',
      '$iteration variable',
      '$params.rate parameter',
      '$time variable',
      'e constant',
      'false constant',
      'pi constant',
      'price input',
      'true constant',
    ]);
  });

  it('has a signature that compiles for every function', () => {
    expect(expressionFunctions.length).toBeGreaterThan(30);
    for (const { name, signature, summary } of expressionFunctions) {
      expect(summary).toMatch(/\.$/);
      const source = signature.replace(', ...', '').replace('default', 'otherwise');
      const ports = ['x', 'y', 'a', 'b', 'low', 'high', 'edge', 'condition', 'otherwise'];
      expect(problemsIn(source, { inputs: ports }), name).toEqual([]);
    }
  });
});
