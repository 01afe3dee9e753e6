// Elements back to text, so that a reader gets the same elements.

import { element } from '../mjcf/xml.ts';
import type { XmlElement } from './xml-reader.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };

/** Comments are not kept. */
export function writeXml({ tag, attributes, children }: XmlElement): string {
  const written = [...attributes].map(
    ([name, value]) => [name, value.replaceAll(/[&<"]/g, (sign) => escapes[sign]!)] as const,
  );
  return element(tag, Object.fromEntries(written), children.map(writeXml));
}
