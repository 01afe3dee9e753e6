// What a JSON Schema says about a place in a document: follows references, unions (narrowed by constants), objects, arrays.

export type Schema = Readonly<Record<string, unknown>>;

/** Union branches that are followed at most, against schemas that refer to themselves. */
const branchesMax = 400;

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objectsOf(value: unknown): readonly Schema[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function dereference(root: Schema, reference: string): Schema | undefined {
  if (!reference.startsWith('#')) return undefined;
  let at: unknown = root;
  for (const segment of reference.slice(1).split('/').filter(Boolean)) {
    const key = decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(at)) return undefined;
    at = at[key];
  }
  return isObject(at) ? at : undefined;
}

/** A schema without references and unions at its top, one entry per branch. */
function branches(root: Schema, schema: Schema): readonly Schema[] {
  const found: Schema[] = [];
  const open: Schema[] = [schema];
  for (let turn = 0; open.length > 0 && turn < branchesMax; turn += 1) {
    const next = open.shift() ?? {};
    const target = typeof next['$ref'] === 'string' ? dereference(root, next['$ref']) : undefined;
    const inner = [...objectsOf(next['anyOf']), ...objectsOf(next['oneOf']), ...objectsOf(next['allOf'])];
    if (target !== undefined) open.push(target);
    open.push(...inner);
    if (target === undefined && (inner.length === 0 || isObject(next['properties']))) found.push(next);
  }
  return found;
}

/** False when the object holds a constant that the branch excludes; that is how unions tell their branches apart. */
function fits(branch: Schema, value: unknown): boolean {
  const properties = branch['properties'];
  if (!isObject(properties) || !isObject(value)) return true;
  return Object.entries(properties).every(([key, property]) => {
    if (!isObject(property) || !Object.hasOwn(value, key)) return true;
    if ('const' in property) return property['const'] === value[key];
    return !Array.isArray(property['enum']) || property['enum'].includes(value[key]);
  });
}

function child(branch: Schema, segment: string): readonly Schema[] {
  const properties = branch['properties'];
  if (isObject(properties) && isObject(properties[segment])) return [properties[segment]];
  const index = Number(segment);
  if (
    Number.isInteger(index) &&
    Array.isArray(branch['prefixItems']) &&
    isObject(branch['prefixItems'][index])
  ) {
    return [branch['prefixItems'][index]];
  }
  if (Number.isInteger(index) && isObject(branch['items'])) return [branch['items']];
  return isObject(branch['additionalProperties']) ? [branch['additionalProperties']] : [];
}

/** Branches that may describe the place `path` leads to; `value` is the document as far as it can be read. */
export function schemasAt(root: Schema, path: readonly string[], value: unknown): readonly Schema[] {
  const narrow = (found: readonly Schema[], own: unknown): readonly Schema[] => {
    const fitting = found.filter((branch) => fits(branch, own));
    return fitting.length > 0 ? fitting : found;
  };
  let here = narrow(branches(root, root), value);
  let own: unknown = value;
  for (const segment of path) {
    own = Array.isArray(own) ? own[Number(segment)] : isObject(own) ? own[segment] : undefined;
    const next = here.flatMap((branch) => child(branch, segment)).flatMap((schema) => branches(root, schema));
    here = narrow(next, own);
  }
  return here;
}

export interface KeyHint {
  readonly key: string;
  readonly schema: Schema;
  readonly required: boolean;
}

/** Keys an object at `path` may have, without those it has. */
export function keysAt(
  root: Schema,
  path: readonly string[],
  value: unknown,
  present: ReadonlySet<string>,
): readonly KeyHint[] {
  const hints = new Map<string, KeyHint>();
  for (const branch of schemasAt(root, path, value)) {
    const properties = branch['properties'];
    if (!isObject(properties)) continue;
    const required = Array.isArray(branch['required']) ? (branch['required'] as readonly unknown[]) : [];
    for (const [key, schema] of Object.entries(properties)) {
      if (present.has(key) || hints.has(key) || !isObject(schema)) continue;
      hints.set(key, {
        key,
        schema: { ...branches(root, schema)[0], ...schema },
        required: required.includes(key),
      });
    }
  }
  return [...hints.values()];
}

/** Literal values the place `path` may hold. */
export function valuesAt(root: Schema, path: readonly string[], value: unknown): readonly unknown[] {
  const values = schemasAt(root, path, value).flatMap((branch): readonly unknown[] => {
    if ('const' in branch) return [branch['const']];
    if (Array.isArray(branch['enum'])) return branch['enum'] as readonly unknown[];
    if (branch['type'] === 'boolean') return [true, false];
    return 'default' in branch ? [branch['default']] : [];
  });
  return [...new Set(values)];
}

/** What the schema says in words: its description, then type and bounds. */
export function describe(schema: Schema): { readonly description: string; readonly facts: string } {
  const range = [
    ['minimum', '≥'],
    ['exclusiveMinimum', '>'],
    ['maximum', '≤'],
    ['exclusiveMaximum', '<'],
  ].flatMap(([key, sign]) => {
    const bound = schema[key ?? ''];
    return typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? [`${sign} ${bound}`] : [];
  });
  const choices = Array.isArray(schema['enum']) ? [`one of ${schema['enum'].slice(0, 12).join(', ')}`] : [];
  const type =
    'const' in schema
      ? [JSON.stringify(schema['const'])]
      : typeof schema['type'] === 'string'
        ? [schema['type']]
        : [];
  const preset = 'default' in schema ? [`default ${JSON.stringify(schema['default'])}`] : [];
  return {
    description: typeof schema['description'] === 'string' ? schema['description'] : '',
    facts: [...type, ...choices, ...range, ...preset].join(' · '),
  };
}
