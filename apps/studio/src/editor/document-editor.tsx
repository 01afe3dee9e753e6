// The JSON editor: completion and hover help from the schema, issues underlined where they stand. A lazy chunk.

import {
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import {
  defaultKeymap,
  history,
  historyKeymap,
  isolateHistory,
  redo,
  redoDepth,
  undo,
  undoDepth,
} from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { DocumentHandle } from './document-handle.ts';
import { editorLook } from './editor-look.ts';
import { schemaCompletion, schemaHover } from './schema-help.ts';
import type { Schema } from './schema-walk.ts';

/** An issue with its place. */
export interface PlacedIssue {
  readonly from: number;
  readonly to: number;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** JSON pointer into the document. */
  readonly path: string;
}

export interface EditorProps {
  /** Text to begin with; another one replaces what was edited. */
  readonly text: string;
  readonly schema: Schema | undefined;
  readonly issues: readonly PlacedIssue[];
  /** A place to go to; a new object goes there again. */
  readonly target: { readonly from: number } | undefined;
  readonly onChange: (text: string) => void;
  readonly onStart: () => void;
  /** Receives the handle of the text, and undefined when the text goes away. */
  readonly onHandle: (handle: DocumentHandle | undefined) => void;
}

/** Steps made elsewhere stand alone in the history, unless they join what was just typed there. */
function handleOf(editor: EditorView): DocumentHandle {
  return {
    apply(changes, join) {
      editor.dispatch({
        changes,
        userEvent: 'input.type.elsewhere',
        ...(join ? {} : { annotations: isolateHistory.of('full') }),
      });
    },
    undo: () => void undo(editor),
    redo: () => void redo(editor),
    depths: () => ({ undo: undoDepth(editor.state), redo: redoDepth(editor.state) }),
  };
}

function diagnosticsOf(issues: readonly PlacedIssue[], length: number): readonly Diagnostic[] {
  return issues.map((issue) => ({
    from: Math.min(issue.from, length),
    to: Math.min(issue.to, length),
    severity: 'error',
    source: issue.code,
    message: issue.remedy === '' ? issue.message : `${issue.message}\n${issue.remedy}`,
  }));
}

/** Callbacks and schema as they are now; extensions are made once and read them here. */
interface Now {
  schema: Schema | undefined;
  onChange: (text: string) => void;
  onStart: () => void;
}

function extensions(now: Now) {
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    json(),
    EditorView.lineWrapping,
    schemaCompletion(() => now.schema),
    schemaHover(() => now.schema),
    keymap.of([
      { key: 'Mod-Enter', run: () => (now.onStart(), true) },
      { key: 'Mod-i', run: startCompletion },
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
    ]),
    EditorView.contentAttributes.of({ 'aria-label': 'Document as JSON', tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) now.onChange(update.state.doc.toString());
    }),
    ...editorLook,
  ];
}

/** The editor. Tab leaves it, so that the keyboard is never caught. */
export default function DocumentEditor(props: EditorProps) {
  const { text, schema, issues, target, onChange, onStart, onHandle } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const now = useRef<Now>({ schema, onChange, onStart });
  useEffect(() => {
    now.current.schema = schema;
    now.current.onChange = onChange;
    now.current.onStart = onStart;
  });
  useEffect(() => {
    if (host.current === null) return undefined;
    const editor = new EditorView({
      state: EditorState.create({ doc: text, extensions: extensions(now.current) }),
      parent: host.current,
    });
    view.current = editor;
    onHandle(handleOf(editor));
    return () => {
      onHandle(undefined);
      editor.destroy();
    };
  }, [text, onHandle]);
  useEffect(() => {
    const editor = view.current;
    if (editor === undefined) return;
    editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(issues, editor.state.doc.length)));
  }, [issues, text]);
  useEffect(() => {
    const editor = view.current;
    if (target === undefined || editor === undefined) return;
    const from = Math.min(target.from, editor.state.doc.length);
    editor.dispatch({
      selection: { anchor: from },
      effects: EditorView.scrollIntoView(from, { y: 'center' }),
    });
    editor.focus();
  }, [target]);
  return <div className="h-full min-h-0" ref={host} />;
}
