// A cursor over the tokens of a sentence: matches words and phrases, and remembers what was not understood.

import { fillers, nouns, nounWordsMost, singulars, type Noun } from './lexicon.ts';
import type { Dimension } from './quantity.ts';
import type { Question } from './scene.ts';
import { tokensOf, type Token } from './token.ts';

export class Sentence {
  readonly tokens: readonly Token[];
  readonly questions: Question[] = [];
  at = 0;

  constructor(text: string) {
    this.tokens = tokensOf(text);
  }

  get isOver(): boolean {
    return this.at >= this.tokens.length;
  }

  word(ahead = 0): string {
    return this.tokens[this.at + ahead]?.text ?? '';
  }

  /** Takes one of several phrases, the first that is there; words in brackets may be missing. */
  phrase(...phrases: readonly string[]): string | undefined {
    for (const phrase of phrases) {
      const end = this.#end(phrase.split(' '), this.at);
      if (end === undefined) continue;
      this.at = end;
      return phrase;
    }
    return undefined;
  }

  #end(words: readonly string[], from: number): number | undefined {
    let at = from;
    for (const word of words) {
      const optional = word.startsWith('[');
      const choices = (optional ? word.slice(1, -1) : word).split('|');
      const token = this.tokens[at];
      if (token !== undefined && token.value === undefined && choices.includes(token.text)) at += 1;
      else if (!optional) return undefined;
    }
    return at === from ? undefined : at;
  }

  /** Takes a number or quantity of one of the dimensions. */
  quantity(...dimensions: readonly Dimension[]): number | undefined {
    const token = this.tokens[this.at];
    if (token?.value === undefined || !dimensions.includes(token.dimension!)) return undefined;
    this.at += 1;
    return token.value;
  }

  /** The longest noun here, without taking it. */
  noun(): { readonly noun: Noun; readonly words: number; readonly plural: boolean } | undefined {
    for (let words = Math.min(nounWordsMost, this.tokens.length - this.at); words > 0; words--) {
      const texts = this.tokens.slice(this.at, this.at + words).map(({ text }) => text);
      for (const last of singulars(texts.at(-1)!)) {
        const noun = nouns.get([...texts.slice(0, -1), last].join(' '));
        if (noun !== undefined) return { noun, words, plural: last !== texts.at(-1) };
      }
    }
    return undefined;
  }

  /** Tries to read something; goes back to where it was when it is not there. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.at;
    const found = read();
    if (found === undefined) this.at = start;
    return found;
  }

  filler(): boolean {
    const token = this.tokens[this.at]!;
    if (token.value !== undefined || !fillers.has(token.text)) return false;
    this.at += 1;
    return true;
  }

  /** Takes a token nothing is known about, and asks. */
  unknown(): void {
    const token = this.tokens[this.at]!;
    this.at += 1;
    const suggestions = token.value === undefined ? near(token.text) : [];
    const message =
      token.value === undefined
        ? `What is meant by "${token.text}"?` +
          (suggestions.length > 0 ? ` Perhaps ${suggestions.join(' or ')}?` : '')
        : `What does "${token.text}" measure?`;
    this.questions.push({ from: token.from, to: token.to, text: token.text, message, suggestions });
  }

  ask(from: number, to: number, text: string, message: string): void {
    this.questions.push({ from, to, text, message, suggestions: [] });
  }
}

/** Nouns a word could be a slip of. */
function near(word: string): string[] {
  if (word.length < 3) return [];
  return [...nouns.keys()]
    .filter((name) => !name.includes(' ') && editDistance(word, name, 2) <= (name.length > 5 ? 2 : 1))
    .slice(0, 3);
}

/** Levenshtein distance, as far as it is at most `most`. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
