// Reads XML that nobody has to trust: elements and attributes, nothing that reaches outside the text or grows beyond it.
// Definitions, entities of one's own and processing instructions are refused, so no text can expand.

/** One element as it stood in the text. */
export interface XmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** From 1. */
  readonly line: number;
}

/** Where and why a text is not read. */
export class XmlRefusal extends Error {
  override readonly name = 'XmlRefusal';
  readonly line: number;
  /** `physics.` and a word for the reason. */
  readonly code: string;

  constructor(code: string, message: string, line: number) {
    super(message);
    this.code = `physics.${code}`;
    this.line = line;
  }
}

/** Bounds of a text; deeper or more is no model but an attack on whoever reads it. */
export const xmlCaps = { characters: 5_000_000, depth: 150, elements: 200_000 } as const;

interface Open {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  readonly line: number;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const tagPattern = /[A-Za-z_][\w.:-]*/y;
const attributePattern = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;

class Reader {
  readonly #text: string;
  readonly #open: Open[] = [];
  #at = 0;
  #line = 1;
  /** Where the current line ends. */
  #lineEnd: number;
  #elements = 0;
  #root: XmlElement | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#lineEnd = this.#lineEndFrom(0);
  }

  read(): XmlElement {
    const text = this.#text;
    if (text.length > xmlCaps.characters)
      throw this.#refuse('too-large', `${text.length} characters, at most ${xmlCaps.characters} are read`);
    if (text.startsWith('\uFEFF')) this.#at = 1;
    for (;;) {
      const next = text.indexOf('<', this.#at);
      const between = text.slice(this.#at, next < 0 ? undefined : next);
      if (between.trim() !== '' && this.#open.length === 0)
        throw this.#refuse('not-xml', 'there is text outside of the root element');
      if (next < 0) break;
      this.#at = next;
      this.#markup();
    }
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined)
      throw this.#refuse('not-xml', `<${unclosed.tag}> of line ${unclosed.line} is not closed`);
    if (this.#root === undefined) throw this.#refuse('not-xml', 'there is no element');
    return this.#root;
  }

  /** One piece of markup that begins here. */
  #markup(): void {
    const text = this.#text;
    const at = this.#at;
    if (text.startsWith('<!--', at)) this.#skip('-->', 'a comment');
    else if (text.startsWith('<?xml', at) && text.slice(0, at).trim() === '')
      this.#skip('?>', 'the declaration');
    else if (text.startsWith('<!DOCTYPE', at) || text.startsWith('<!ENTITY', at))
      throw this.#refuse('definitions', 'definitions of document types and entities are not read');
    else if (text.startsWith('<!', at) || text.startsWith('<?', at))
      throw this.#refuse('not-xml', 'only elements and comments are read');
    else if (text.startsWith('</', at)) this.#close();
    else this.#element();
  }

  #skip(end: string, what: string): void {
    const found = this.#text.indexOf(end, this.#at + 2);
    if (found < 0) throw this.#refuse('not-xml', `${what} has no end`);
    this.#at = found + end.length;
  }

  #close(): void {
    const end = this.#text.indexOf('>', this.#at);
    const tag = this.#text.slice(this.#at + 2, end < 0 ? undefined : end).trim();
    const open = this.#open.pop();
    if (end < 0 || open?.tag !== tag)
      throw this.#refuse(
        'not-xml',
        `</${tag.slice(0, 40)}> closes ${open === undefined ? 'nothing' : `<${open.tag}>`}`,
      );
    this.#at = end + 1;
    this.#take(open);
  }

  #element(): void {
    const text = this.#text;
    tagPattern.lastIndex = this.#at + 1;
    const tag = tagPattern.exec(text)?.[0];
    if (tag === undefined) throw this.#refuse('not-xml', 'a name is missing after <');
    this.#elements += 1;
    if (this.#elements > xmlCaps.elements)
      throw this.#refuse('too-large', `more than ${xmlCaps.elements} elements`);
    const line = this.#lineHere();
    const attributes = new Map<string, string>();
    this.#at = tagPattern.lastIndex;
    for (;;) {
      attributePattern.lastIndex = this.#at;
      const found = attributePattern.exec(text);
      if (found === null) break;
      const [whole, name = '', double, single] = found;
      if (attributes.has(name)) throw this.#refuse('not-xml', `<${tag}> has ${name} twice`);
      attributes.set(name, this.#decoded(double ?? single ?? ''));
      this.#at += whole.length;
    }
    const rest = /\s*(\/?)>/y;
    rest.lastIndex = this.#at;
    const end = rest.exec(text);
    if (end === null) throw this.#refuse('not-xml', `<${tag}> has something that is no attribute`);
    this.#at += end[0].length;
    const open = { tag, attributes, children: [], line };
    if (end[1] === '/') this.#take(open);
    else if (this.#open.push(open) > xmlCaps.depth)
      throw this.#refuse('too-deep', `elements are nested deeper than ${xmlCaps.depth}`);
  }

  #take(element: Open): void {
    const parent = this.#open.at(-1);
    if (parent !== undefined) parent.children.push(element);
    else if (this.#root === undefined) this.#root = element;
    else throw this.#refuse('not-xml', 'there are two root elements');
  }

  #decoded(value: string): string {
    return value.replaceAll(/&([^;\s]{0,10});?/g, (_, name: string) => {
      const known = entities[name];
      if (known !== undefined) return known;
      throw this.#refuse('definitions', `the entity &${name}; is not read`);
    });
  }

  /** Each line end is looked for once: a text of a single line would be searched to its end for every element. */
  #lineHere(): number {
    while (this.#lineEnd < this.#at) {
      this.#line += 1;
      this.#lineEnd = this.#lineEndFrom(this.#lineEnd + 1);
    }
    return this.#line;
  }

  #lineEndFrom(at: number): number {
    const found = this.#text.indexOf('\n', at);
    return found < 0 ? Infinity : found;
  }

  #refuse(code: string, message: string): XmlRefusal {
    return new XmlRefusal(code, message, this.#lineHere());
  }
}

/** Reads one root element. @throws XmlRefusal */
export function readXml(text: string): XmlElement {
  return new Reader(text).read();
}

/** The numbers of an attribute; undefined where it is missing or holds something else. */
export function numbersOf(element: XmlElement | undefined, name: string): readonly number[] | undefined {
  const text = element?.attributes.get(name);
  if (text === undefined) return undefined;
  const numbers = text.trim().split(/\s+/).map(Number);
  return text.trim() === '' || numbers.some((number) => !Number.isFinite(number)) ? undefined : numbers;
}
