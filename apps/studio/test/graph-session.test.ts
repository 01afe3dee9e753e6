// A drop is drawn at once and written in the task after; whatever looks at the text before that finds it written.
import { describe, expect, it } from 'vitest';
import { grammars } from '@holdfast/catalog';
import type { DocumentHandle } from '../src/editor/document-handle.ts';
import { applyChanges } from '../src/editor/document-text.ts';
import { moveBy } from '../src/graph/commands.ts';
import { recordOf } from '../src/graph/graph-model.ts';
import { GraphSession } from '../src/graph/graph-session.ts';
import { prettyJson } from '../src/start/pretty-json.ts';

const [grammar] = [...grammars.values()];

/** A session whose later tasks run when the test says so. */
function bench() {
  const tasks: (() => void)[] = [];
  const said: string[] = [];
  const session = new GraphSession(grammar, (act) => tasks.push(act));
  let text = prettyJson({
    model: {
      nodes: [{ kind: 'output', id: 'a' }],
      edges: [],
      layout: { a: [0, 0] },
    },
  });
  const handle: DocumentHandle = {
    apply(changes, join) {
      text = applyChanges(text, changes);
      said.push(join ? 'joined' : 'step');
      session.read(text);
    },
    undo: () => void said.push(`undo at ${placeInText()}`),
    redo: () => undefined,
    depths: () => ({ undo: 0, redo: 0 }),
  };
  const placeInText = (): string => {
    const { model } = JSON.parse(text) as { model: { layout: { a: readonly number[] } } };
    return model.layout.a.join(' ');
  };
  session.attach(handle);
  session.read(text);
  return {
    session,
    said,
    handle,
    placeInText,
    drawn: () => {
      const { x, y } = session.state().placement.get('a')!;
      return `${x} ${y}`;
    },
    drop: (x: number, y: number) => moveBy(session, ['a'], x, y, { later: true }),
    nextTask: () => tasks.shift()?.(),
    changeElsewhere: (from: string, to: string) => {
      text = text.replace(from, to);
      session.read(text);
    },
  };
}

describe('a drop', () => {
  it('is drawn before it is written, as one step', () => {
    const { drop, drawn, placeInText, nextTask, said } = bench();
    drop(30, 40);
    expect([drawn(), placeInText(), said.length]).toEqual(['30 40', '0 0', 0]);
    nextTask();
    expect([drawn(), placeInText(), said]).toEqual(['30 40', '30 40', ['step']]);
  });

  it('is written before the next change, and each is a step of its own', () => {
    const { drop, session, placeInText, nextTask, said } = bench();
    drop(30, 40);
    drop(1, 1);
    expect(placeInText()).toBe('30 40');
    session.edit((model) => ({ ...model, nodes: [{ kind: 'output', id: 'a', label: 'End' }] }));
    expect([placeInText(), said]).toEqual(['31 41', ['step', 'step', 'step']]);
    nextTask();
    nextTask();
    expect(said).toHaveLength(3);
    expect(recordOf(session.state().graph.nodes[0].fields)).toMatchObject({ label: 'End' });
  });

  it('is written before it is taken back', () => {
    const { drop, session, said } = bench();
    drop(5, 6);
    session.undo();
    expect(said).toEqual(['step', 'undo at 5 6']);
  });

  it('gives way to a text that changed elsewhere or went away', () => {
    const { drop, drawn, placeInText, nextTask, changeElsewhere, session, handle } = bench();
    drop(5, 6);
    changeElsewhere('"a": [0, 0]', '"a": [7, 7]');
    nextTask();
    expect([drawn(), placeInText()]).toEqual(['7 7', '7 7']);
    drop(1, 1);
    session.attach(undefined);
    nextTask();
    expect([drawn(), placeInText()]).toEqual(['7 7', '7 7']);
    session.attach(handle);
  });
});

const placed = (x: number): string =>
  prettyJson({ model: { nodes: [], edges: [], layout: { a: [1, 2], b: [x, 4] } } });

it('keeps the place of every node that did not move the same object, so that it is not drawn again', () => {
  const session = new GraphSession(grammar);
  session.read(placed(3));
  const before = session.state().graph.kept;
  session.read(placed(5));
  const after = session.state().graph.kept;
  expect(after.get('a')).toBe(before.get('a'));
  expect(after.get('b')).toEqual({ x: 5, y: 4 });
});
