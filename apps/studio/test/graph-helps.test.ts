// What helps one draw, without a page: completion, what names are worth, the map, search, alignment, ways of the keyboard.
import { CompletionContext } from '@codemirror/autocomplete';
import { EditorState } from '@codemirror/state';
import { array, assert, double, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grammars } from '@holdfast/catalog';
import { complete, wordAt, type ExpressionWord } from '../src/editor/expression-completion.ts';
import { align } from '../src/graph/commands.ts';
import { expressionWords } from '../src/graph/expression-words.ts';
import { connectionsOf, nodeChoices, wordsOf } from '../src/graph/graph-choices.ts';
import { GraphSession } from '../src/graph/graph-session.ts';
import { inSight, lookAt, mapSize, onMap } from '../src/graph/minimap-view.ts';
import { boundsOf } from '../src/graph/place.ts';
import type { PortPreview } from '../src/graph/preview-messages.ts';
import { nextEdge, nodeTowards } from '../src/graph/walk.ts';
import { applyChanges } from '../src/editor/document-text.ts';
import { recordOf } from '../src/graph/graph-model.ts';
import { prettyJson } from '../src/start/pretty-json.ts';
import { rank } from '../src/shell/rank.ts';

const document = {
  family: 'scenario',
  version: 1,
  name: 'Profit',
  model: {
    parameters: [{ name: 'fee', value: 12, min: 0, max: 20 }],
    nodes: [
      { kind: 'distribution', id: 'demand', distribution: 'normal', parameters: { mean: 100, sd: 5 } },
      {
        kind: 'distribution',
        id: 'price',
        label: 'Price of a unit',
        distribution: 'uniform',
        parameters: { min: 1, max: 3 },
      },
      { kind: 'transformer', id: 'income', expression: 'units * price - $node.cost', fields: { cost: 7 } },
      { kind: 'output', id: 'profit', label: 'Yearly profit' },
    ],
    edges: [
      { from: 'demand', to: 'income.units' },
      { from: 'price', to: 'income.price' },
      { from: 'income', to: 'profit' },
    ],
    layout: { demand: [0, 0], price: [10, 300], income: [400, 150], profit: [803, 165] },
  },
};

/** A session over a text that behaves as the editor does. */
function sessionOf(first: unknown): GraphSession {
  const session = new GraphSession(grammars.get('scenario')!);
  let text = prettyJson(first);
  session.attach({
    apply(changes) {
      text = applyChanges(text, changes);
      session.read(text);
    },
    undo: () => undefined,
    redo: () => undefined,
    depths: () => ({ undo: 0, redo: 0 }),
  });
  session.read(text);
  return session;
}

const words: readonly ExpressionWord[] = [
  { name: 'price', summary: 'An input.', detail: 'input', worth: 'mean 2', call: false },
  { name: '$params.fee', summary: 'A parameter.', detail: 'parameter', call: false },
  { name: 'pow', summary: 'A power.', detail: 'pow(x, y)', call: true },
];

function completed(text: string, explicit = false, at = text.length) {
  return complete(new CompletionContext(EditorState.create({ doc: text }), at, explicit), words);
}

describe('completion of an expression', () => {
  it('begins at the word that is being typed, dollar and dots included', () => {
    expect(completed('2 * pr')?.from).toBe(4);
    expect(completed('1 + $params.f')?.from).toBe(4);
    expect(completed('price + po')?.from).toBe(8);
  });

  it('waits for a letter, unless it is asked for', () => {
    expect(completed('2 * ')).toBeNull();
    expect(completed('2 * ', true)).toMatchObject({ from: 4 });
    expect(completed('')).toBeNull();
  });

  it('says what a name is worth, puts names before functions, and opens the bracket of a function', () => {
    const { options } = completed('p')!;
    expect(options.map(({ label, detail, apply }) => [label, detail, apply])).toEqual([
      ['price', 'input mean 2', 'price'],
      ['$params.fee', 'parameter', '$params.fee'],
      ['pow', 'pow(x, y)', 'pow('],
    ]);
    expect(options[0].boost!).toBeGreaterThan(options[2].boost!);
  });
});

describe('the word under the pointer', () => {
  const state = EditorState.create({ doc: 'price * $params.fee\n+ pow(x2, 3)' });
  const at = (pos: number): string | undefined => wordAt(state, pos)?.text;

  it('is the whole name on either side of the place, on any line', () => {
    expect([0, 3, 5].map(at)).toEqual(['price', 'price', 'price']);
    expect([8, 12, 19].map(at)).toEqual(['$params.fee', '$params.fee', '$params.fee']);
    expect([22, 26].map(at)).toEqual(['pow', 'x2']);
    expect(wordAt(state, 23)).toEqual({ from: 22, to: 25, text: 'pow' });
  });

  it('is none on operators and plain numbers', () => {
    expect([6, 7, 20, 30, 31].map(at)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });
});

describe('what names are worth', () => {
  const preview: PortPreview = {
    mean: 2,
    low: 1,
    high: 3,
    bins: [1, 1],
    p05: 1.1,
    p95: 2.9,
    sd: 0.58,
    samples: 4096,
  };

  function worths(node: string | undefined): ReadonlyMap<string, string | undefined> {
    const session = sessionOf(document);
    const known = new Map([['price.out', preview]]);
    const found = expressionWords(session, known, session.state().graph.byKey.get(node ?? ''));
    return new Map(found.map(({ name, worth }) => [name, worth]));
  }

  it('is what arrives at a port, the number of a constant and the value of a parameter', () => {
    const found = worths('income');
    expect(found.get('price')).toBe('mean 2, sd 0.58, 5 % to 95 %: 1.1 to 2.9, from 4096 iterations');
    expect(found.get('$node.cost')).toBe('7');
    expect(found.get('$params.fee')).toBe('12');
    expect(found.has('units')).toBe(true);
    expect(found.get('units')).toBeUndefined();
    expect(found.has('pow')).toBe(true);
  });

  it('knows the value that passes an edge, and no ports there', () => {
    const found = worths(undefined);
    expect(found.has('value')).toBe(true);
    expect(found.has('price')).toBe(false);
    expect(found.get('$params.fee')).toBe('12');
  });
});

const coordinate = integer({ min: -5000, max: 5000 });
const rect = record({
  x: coordinate,
  y: coordinate,
  width: integer({ min: 20, max: 300 }),
  height: integer({ min: 20, max: 300 }),
});

describe('the map of a large graph', () => {
  it('shows every node inside its frame, in proportion', () => {
    assert(
      property(array(rect, { minLength: 1, maxLength: 30 }), (rects) => {
        const whole = boundsOf(rects)!;
        for (const each of rects) {
          const { x, y, width, height } = onMap(whole, each);
          expect(x).toBeGreaterThanOrEqual(6 - 1e-9);
          expect(y).toBeGreaterThanOrEqual(6 - 1e-9);
          expect(x + width).toBeLessThanOrEqual(mapSize.width - 6 + 1e-9);
          expect(y + height).toBeLessThanOrEqual(mapSize.height - 6 + 1e-9);
          expect(width / height).toBeCloseTo(each.width / each.height, 6);
        }
      }),
      { numRuns: 50, seed: 2 },
    );
  });

  it('leads to the place that was pressed, at the same zoom', () => {
    const zoom = double({ min: 0.1, max: 2, noNaN: true });
    assert(
      property(array(rect, { minLength: 2, maxLength: 9 }), zoom, (rects, scale) => {
        const whole = boundsOf(rects)!;
        const size = { width: 900, height: 600 };
        const spot = onMap(whole, rects[0]);
        const pressed = { x: spot.x + spot.width / 2, y: spot.y + spot.height / 2 };
        const after = lookAt(whole, pressed, { x: 33, y: -7, scale }, size);
        const seen = inSight(after, size);
        expect(after.scale).toBe(scale);
        expect(seen.x + seen.width / 2).toBeCloseTo(rects[0].x + rects[0].width / 2, 4);
        expect(seen.y + seen.height / 2).toBeCloseTo(rects[0].y + rects[0].height / 2, 4);
      }),
      { numRuns: 50, seed: 2 },
    );
  });
});

const found = (query: string): readonly string[] =>
  rank(nodeChoices(sessionOf(document)), query, wordsOf).map(({ id }) => id);

describe('search', () => {
  it('finds nodes by title, id, kind and what they compute, the start of a title first', () => {
    expect(found('yearly')[0]).toBe('profit');
    expect(found('price')[0]).toBe('price');
    expect(found('transformer')[0]).toBe('income');
    expect(found('units *')[0]).toBe('income');
    expect(found('uniform')[0]).toBe('price');
    expect(found('xyzzy')).toEqual([]);
  });

  it('offers what can be connected first, and says of the rest why not', () => {
    const choices = connectionsOf(sessionOf(document), 'demand');
    const possible = choices.findIndex(({ unavailable }) => unavailable !== undefined);
    expect(choices.slice(possible).every(({ unavailable }) => unavailable !== undefined)).toBe(true);
    expect(choices.slice(possible).length).toBeGreaterThan(0);
    expect(choices.map(({ to }) => `${to.node}.${to.port}`)).toContain('income.price');
    expect(connectionsOf(sessionOf(document), 'nobody')).toEqual([]);
  });
});

function aligned(
  how: Parameters<typeof align>[1],
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  const session = sessionOf(document);
  session.select(keys);
  align(session, how);
  return recordOf(session.state().model['layout']);
}

describe('alignment', () => {
  it('puts nodes on the line of the first one, and leaves the others alone', () => {
    expect(aligned('left', ['income', 'price', 'demand'])).toEqual({
      demand: [0, 0],
      price: [0, 300],
      income: [0, 150],
      profit: [803, 165],
    });
    expect(aligned('top', ['income', 'profit'])).toMatchObject({ income: [400, 150], profit: [803, 150] });
  });

  it('spreads nodes evenly between the outermost ones', () => {
    expect(aligned('distribute-x', ['demand', 'price', 'income', 'profit'])).toEqual({
      demand: [0, 0],
      price: [268, 300],
      income: [535, 150],
      profit: [803, 165],
    });
    expect(aligned('distribute-y', ['demand', 'profit', 'price'])).toMatchObject({ profit: [803, 150] });
  });

  it('needs two nodes', () => {
    expect(aligned('left', ['profit'])).toEqual(document.model.layout);
    expect(aligned('left', [])).toEqual(document.model.layout);
  });
});

describe('the keyboard', () => {
  it('goes to the nearest node in its direction, and nowhere beyond the rim', () => {
    const session = sessionOf(document);
    session.go('income');
    const to = (direction: Parameters<typeof nodeTowards>[1]) => nodeTowards(session.state(), direction);
    expect(to('ArrowRight')).toBe('profit');
    expect(['demand', 'price']).toContain(to('ArrowLeft'));
    session.go('profit');
    expect(to('ArrowRight')).toBeUndefined();
    session.go('demand');
    expect(to('ArrowDown')).toBe('price');
  });

  it('goes round the edges of a node', () => {
    const session = sessionOf(document);
    session.go('income');
    const round: (string | undefined)[] = [];
    for (let step = 0; step < 3; step++) {
      const edge = nextEdge(session.state())!;
      round.push(edge);
      session.go(edge);
      session.go('income');
    }
    expect(round[0]).toBe('edge 0');
    session.go('edge 0');
    expect(nodeTowards(session.state(), 'ArrowLeft')).toBe('demand');
    expect(nodeTowards(session.state(), 'ArrowRight')).toBe('income');
    expect(nextEdge(session.state())).toBe('edge 1');
  });
});
