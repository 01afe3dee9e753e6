// Names for what came from elsewhere: readable, legal and unique, the same for the same text.

const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Gives each text a name of its own: `Unit cost` becomes `unitCost`, a second one `unitCost2`. */
export class Names {
  readonly #taken = new Set<string>();
  readonly #fallback: string;

  constructor(fallback: string) {
    this.#fallback = fallback;
  }

  take(text: string): string {
    const base = identifierOf(text, this.#fallback);
    let name = base;
    for (let copy = 2; this.#taken.has(name); copy++) name = `${base}${copy}`;
    this.#taken.add(name);
    return name;
  }
}

/** The text itself where it is an identifier, else its words in camel case. */
export function identifierOf(text: string, fallback: string): string {
  if (/^[A-Za-z][A-Za-z0-9_]{0,79}$/.test(text)) return text;
  const [first = '', ...rest] = wordsOf(text);
  const joined = (first.charAt(0).toLowerCase() + first.slice(1) + rest.map(capital).join('')).slice(0, 80);
  if (joined === '') return fallback;
  return /^[A-Za-z]/.test(joined) ? joined : `${fallback}${joined}`;
}
