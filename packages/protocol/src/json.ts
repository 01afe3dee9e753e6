// JSON as this project writes it: the three non-finite numbers travel as strings and zero has no sign, so text kept
// anywhere (file, wire, jsonb column) reads back as the same numbers.

/** The text a number travels as when JSON has no literal for it. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function unsigned(_key: string, value: unknown): unknown {
  return value === 0 ? 0 : value;
}

/** Writes JSON text; NaN and the infinities become the strings "NaN", "Infinity" and "-Infinity", -0 becomes 0. */
export function encodeJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, plain, indent);
}

/** Literals that may read as -0: written so, or negative and too small for a double. */
const signedZero = /-0|-[\d.]+[eE]-/;

/** Reads JSON text; -0 becomes 0, and the strings for non-finite numbers stay strings until a schema (`wireNumber`)
 * says that a number is meant. @throws SyntaxError as `JSON.parse` does */
export function decodeJson(text: string): unknown {
  return signedZero.test(text) ? JSON.parse(text, unsigned) : JSON.parse(text);
}

/** Writes the one text of a JSON value: keys sorted by UTF-16 code unit, no white space, numbers as JavaScript prints
 * them (RFC 8785), absent and undefined members alike, non-finite numbers as in `encodeJson`. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return encodeJson(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** Levels of nesting a document may have: far beyond any use, far below what exhausts a stack. */
export const depthMax = 200;

/** Whether a JSON value nests deeper than `depthMax`; a loop, so that the value itself cannot exhaust the stack. */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth < depthMax; depth++) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    if (level.length === 0) return false;
  }
  return true;
}
