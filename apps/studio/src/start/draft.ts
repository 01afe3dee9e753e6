// Edited text survives leaving the page, for this tab only.

const prefix = 'holdfast.draft.';

/** The name of a draft: one for each place a document can come from. */
export function draftKey(source: string, name: string): string {
  return source === 'blank' ? 'blank' : `${source}.${name}`;
}

/** The kept text; undefined when there is none. */
export function readDraft(key: string): string | undefined {
  return sessionStorage.getItem(prefix + key) ?? undefined;
}

/** Keeps the text; undefined forgets it. A full storage keeps nothing, which costs only the draft. */
export function keepDraft(key: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(prefix + key);
    else sessionStorage.setItem(prefix + key, text);
  } catch {
    sessionStorage.removeItem(prefix + key);
  }
}
