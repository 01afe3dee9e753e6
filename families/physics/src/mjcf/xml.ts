// Writes XML. Names have no character that needs escaping, which the schema sees to; numbers are written so that reading
// them gives the same bits.

export type AttributeValue = string | number | boolean | readonly number[] | undefined;

/** One element with its attributes in order and its children; attributes that are undefined are left out. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, AttributeValue>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${text(value)}"`)
    .join('');
  if (children.length === 0) return `<${tag}${written}/>`;
  return `<${tag}${written}>\n${children.map(indented).join('\n')}\n</${tag}>`;
}

/** Nothing when there are no children. */
export function section(tag: string, children: readonly string[]): readonly string[] {
  return children.length === 0 ? [] : [element(tag, {}, children)];
}

function text(value: AttributeValue): string {
  return typeof value === 'object' ? value.map(String).join(' ') : String(value);
}

function indented(child: string): string {
  return child.replaceAll(/^/gm, '  ');
}
