// JSON as language models write it: inside fences, after a sentence, or broken off before its end.

interface Scan {
  /** Closing brackets that are still due, the innermost last. */
  readonly due: readonly string[];
  readonly inText: boolean;
  /** Where the first value is closed; undefined where it never is. */
  readonly end: number | undefined;
  /** Before the member or element that was being written last. */
  readonly comma: number;
}

function scan(text: string): Scan {
  const due: string[] = [];
  let inText = false;
  let comma = -1;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (inText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = true;
    else if (sign === '{' || sign === '[') due.push(sign === '{' ? '}' : ']');
    else if (sign === ',') comma = at;
    else if (sign === '}' || sign === ']') {
      due.pop();
      if (due.length === 0) return { due, inText, end: at + 1, comma };
    }
  }
  return { due, inText, end: undefined, comma };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The first object of a text; one that broke off is closed, without the member that was being written where that is needed. Undefined
 * where nothing can be read. */
export function lenientJson(text: string): unknown {
  const from = text.indexOf('{');
  if (from < 0) return undefined;
  const rest = text.slice(from);
  const { end } = scan(rest);
  if (end !== undefined) return parsed(rest.slice(0, end));
  for (let cut = rest, tries = 0; tries < 4 && cut !== ''; tries++) {
    const { due, inText, comma } = scan(cut);
    const closed = cut + (inText ? '"' : '') + due.toReversed().join('');
    const value = parsed(closed);
    if (value !== undefined) return value;
    cut = cut.slice(0, Math.max(0, comma));
  }
  return undefined;
}
