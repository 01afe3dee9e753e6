// Defaults of MJCF: what an element is where it does not say, by its class, its body's class, or the class of all.

import type { XmlElement } from './xml-reader.ts';

type Values = ReadonlyMap<string, string>;
/** Attributes by tag. */
type DefaultClass = ReadonlyMap<string, Values>;

const mainClass = 'main';

export class Defaults {
  readonly #classes = new Map<string, DefaultClass>([[mainClass, new Map()]]);

  constructor(sections: readonly XmlElement[]) {
    for (const section of sections)
      if (section.tag === 'default')
        this.#define(section, section.attributes.get('class') ?? mainClass, new Map());
  }

  /** What the attribute of an element is; `inherited` is the class of the bodies around it. */
  value(element: XmlElement, name: string, inherited: string | undefined): string | undefined {
    const own = element.attributes.get(name);
    if (own !== undefined) return own;
    const known = this.#classes.get(element.attributes.get('class') ?? inherited ?? mainClass);
    return known?.get(element.tag)?.get(name);
  }

  /** All attributes of an element with those of its class, which may keep them under another tag. */
  attributes(element: XmlElement, inherited: string | undefined, tag = element.tag): Values {
    const known = this.#classes.get(element.attributes.get('class') ?? inherited ?? mainClass);
    return new Map([...(known?.get(tag) ?? []), ...element.attributes]);
  }

  /** Whether any class says something about one of these tags. */
  mentions(tags: readonly string[]): boolean {
    return [...this.#classes.values()].some((known) => tags.some((tag) => (known.get(tag)?.size ?? 0) > 0));
  }

  #define(section: XmlElement, name: string, parent: DefaultClass): void {
    const values = new Map(this.#classes.get(name) ?? parent);
    for (const { tag, attributes } of section.children)
      if (tag !== 'default') values.set(tag, new Map([...(values.get(tag) ?? []), ...attributes]));
    this.#classes.set(name, values);
    for (const child of section.children)
      if (child.tag === 'default') this.#define(child, child.attributes.get('class') ?? name, values);
  }
}
