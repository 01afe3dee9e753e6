// The only way text gets into a page: a tagged template that escapes every value that is not markup it made itself.

/** A piece of HTML or SVG whose every part was written here or escaped. */
export class Markup {
  readonly text: string;

  /** Only `markup` makes one. */
  constructor(text: string) {
    this.text = text;
  }
}

export type Content = Markup | string | number | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters no HTML text may hold: controls but for tab and line ends, and what is no character. */
const forbidden = /(?![\t\n\r])\p{Cc}|\p{Noncharacter_Code_Point}|\p{Surrogate}/gu;

/** Text as it may stand between tags and inside quoted attributes. */
export function escapeText(text: string): string {
  return text
    .replaceAll(forbidden, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

function written(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(written).join('');
  return escapeText(String(content));
}

/** Markup from a template: its own text as it stands, its values escaped. A value stands between tags or inside a quoted
 * attribute, never in a tag's or attribute's name. */
export function markup(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  // Indentation is for whoever reads the source, not for the page.
  return new Markup(
    parts
      .map((part) => part.replaceAll(/\n\s+/g, '\n'))
      .reduce((text, part, at) => text + written(values[at - 1]) + part),
  );
}
