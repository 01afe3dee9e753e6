// JSON as an author would write it: what fits on a line stays on one, everything else is opened level by level.

const widthMax = 100;

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${inline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function write(value: unknown, indent: string, room: number): string {
  const short = inline(value);
  const open = typeof value === 'object' && value !== null;
  // The outermost object and its named parts are always opened, so that a document has a shape to read.
  if (!open || (short.length <= room && indent.length >= 4)) return short;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => `${deeper}${write(item, deeper, widthMax - deeper.length - 1)}`)
    : Object.entries(value).map(([key, member]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${deeper}${name}${write(member, deeper, widthMax - deeper.length - name.length - 1)}`;
      });
  if (parts.length === 0) return short;
  const [left, right] = Array.isArray(value) ? '[]' : '{}';
  return `${left}\n${parts.join(',\n')}\n${indent}${right}`;
}

/** Text of a JSON value, two spaces a level, one newline at the end. */
export function prettyJson(value: unknown): string {
  return `${write(value, '', widthMax)}\n`;
}

/** A JSON value to stand at `column` of a line that begins with `indent`; without them, on one line. */
export function writeJson(value: unknown, indent?: string, column = 0): string {
  return indent === undefined ? inline(value) : write(value, indent, widthMax - column);
}
