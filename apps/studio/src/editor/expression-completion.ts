// What an expression editor offers while one types, and which word lies under the pointer.

import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorState } from '@codemirror/state';

/** A name or function an expression may use. */
export interface ExpressionWord {
  readonly name: string;
  readonly summary: string;
  /** `f(x)` for functions, a kind for names. */
  readonly detail: string;
  /** What it is worth now, if that is known. */
  readonly worth?: string | undefined;
  readonly call: boolean;
}

const wordPattern = /\$?[A-Za-z_][\w.]*/;

/** Names first, then functions, which bring their bracket; nothing before anything is typed, unless asked. */
export function complete(
  context: CompletionContext,
  words: readonly ExpressionWord[],
): CompletionResult | null {
  const word = context.matchBefore(/\$?[\w.]*$/);
  if (word === null || (word.from === word.to && !context.explicit)) return null;
  return {
    from: word.from,
    options: words.map(({ name, summary, detail, worth, call }) => ({
      label: name,
      detail: worth === undefined ? detail : `${detail} ${worth}`,
      info: summary,
      type: call ? 'function' : 'variable',
      boost: call ? -1 : 1,
      apply: call ? `${name}(` : name,
    })),
    validFor: /^\$?[\w.]*$/,
  };
}

/** The word at a place of the text; undefined between words. */
export function wordAt(
  state: EditorState,
  pos: number,
): { readonly from: number; readonly to: number; readonly text: string } | undefined {
  const line = state.doc.lineAt(pos);
  for (const match of line.text.matchAll(new RegExp(wordPattern, 'g'))) {
    const from = line.from + match.index;
    if (from <= pos && pos <= from + match[0].length)
      return { from, to: from + match[0].length, text: match[0] };
  }
  return undefined;
}
