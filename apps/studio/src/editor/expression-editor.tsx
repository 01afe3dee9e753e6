// A small editor for one expression: completion of the names and functions it may use, what a name is worth on hover,
// mistakes underlined where they stand.

import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, hoverTooltip, keymap } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { editorLook } from './editor-look.ts';
import { complete, wordAt, type ExpressionWord } from './expression-completion.ts';
import { offsetOf } from './issue-range.ts';

export interface ExpressionIssue {
  readonly message: string;
  readonly remedy?: string;
  readonly line?: number;
  readonly column?: number;
}

interface Props {
  readonly text: string;
  readonly label: string;
  readonly describedBy?: string;
  readonly words: readonly ExpressionWord[];
  readonly issues: readonly ExpressionIssue[];
  readonly onChange: (text: string) => void;
}

/** Marks a change that came from outside, which is not told back. */
const fromOutside = Annotation.define<boolean>();

function hover(words: () => readonly ExpressionWord[]) {
  return hoverTooltip((view, pos) => {
    const at = wordAt(view.state, pos);
    const word = at && words().find(({ name }) => name === at.text);
    if (at === undefined || word === undefined) return null;
    return {
      pos: at.from,
      end: at.to,
      above: true,
      create() {
        const dom = document.createElement('div');
        dom.className = 'cm-schema-hover';
        for (const [text, name] of [
          [word.worth === undefined ? '' : `${word.name}: ${word.worth}`, 'cm-word-worth'],
          [word.summary, ''],
          [word.detail, 'cm-schema-facts'],
        ] as const) {
          if (text === '') continue;
          const line = document.createElement('div');
          line.className = name;
          line.textContent = text;
          dom.append(line);
        }
        return { dom };
      },
    };
  });
}

const look = EditorView.theme({
  '&': {
    height: 'auto',
    maxHeight: '12rem',
    border: '1px solid color-mix(in srgb, var(--line-strong) 70%, var(--line))',
    borderRadius: '6px',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-content': { padding: '0.25rem 0' },
  '.cm-line': { padding: '0 0.5rem' },
  '.cm-word-worth': { fontWeight: '600' },
});

interface Now {
  words: readonly ExpressionWord[];
  onChange: (text: string) => void;
}

function extensions(now: Now, label: string, describedBy: string | undefined) {
  return [
    drawSelection(),
    closeBrackets(),
    EditorView.lineWrapping,
    autocompletion({ override: [(context) => complete(context, now.words)], icons: false }),
    hover(() => now.words),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...defaultKeymap]),
    EditorView.contentAttributes.of({
      'aria-label': label,
      ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
    }),
    EditorView.updateListener.of((update) => {
      const outside = update.transactions.some((transaction) => transaction.annotation(fromOutside) === true);
      if (update.docChanged && !outside) now.onChange(update.state.doc.toString());
    }),
    ...editorLook,
    look,
  ];
}

/** The editor of one expression. Its steps belong to the history of the document, so it keeps none of its own. */
export default function ExpressionEditor({ text, label, describedBy, words, issues, onChange }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const now = useRef<Now>({ words, onChange });
  const first = useRef(text);
  useEffect(() => {
    now.current.words = words;
    now.current.onChange = onChange;
  });
  useEffect(() => {
    if (host.current === null) return undefined;
    const editor = new EditorView({
      state: EditorState.create({
        doc: first.current,
        extensions: extensions(now.current, label, describedBy),
      }),
      parent: host.current,
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label, describedBy]);
  useEffect(() => {
    const editor = view.current;
    first.current = text;
    if (editor === undefined || editor.state.doc.toString() === text) return;
    editor.dispatch({
      changes: { from: 0, to: editor.state.doc.length, insert: text },
      annotations: fromOutside.of(true),
    });
  }, [text]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined) return;
    const source = editor.state.doc.toString();
    const found = issues.map(({ message, remedy = '', line, column = 1 }) => {
      const from = line === undefined ? 0 : offsetOf(source, line, column);
      const to = line === undefined ? source.length : (wordAt(editor.state, from)?.to ?? from + 1);
      return {
        from: Math.min(from, source.length),
        to: Math.min(Math.max(to, from), source.length),
        severity: 'error' as const,
        message: remedy === '' ? message : `${message}\n${remedy}`,
      };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [issues]);
  return <div ref={host} />;
}
