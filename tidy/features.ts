// What a document format offers, enumerated from its JSON Schema, and what of that a document uses: the same walk over both,
// so that a new kind, member or choice is a feature as soon as the schema knows it.

/** A schema as zod writes it: everything in place, no references. */
interface Schema {
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly format?: string;
}

/** Members every node has: a feature once, not of every kind. */
const ofEveryNode = new Set(['label', 'unit', 'fields', 'draw', 'truncate']);
/** Members that stand for the same thing wherever they occur: in a model, in a part, in a mixture. */
const sameEverywhere: Readonly<Record<string, string>> = {
  nodes: 'node',
  edges: 'edge',
  dependence: 'dependence',
  layout: 'layout',
  groups: 'group',
  correlations: 'correlations',
};
/** Texts for people and names, which are no features. */
const plain = new Set(['id', 'name', 'doc', 'label', 'kind', 'from', 'to']);

/** Every feature of a schema. */
export function featuresOf(schema: Schema): ReadonlySet<string> {
  const found = new Set<string>();
  visit(schema, undefined, 'model', (feature) => found.add(feature), false);
  return found;
}

/** The features a value uses. */
export function featuresIn(schema: Schema, value: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  visit(schema, value, 'model', (feature) => found.add(feature), true);
  return found;
}

type Found = (feature: string) => void;

function visit(schema: Schema, value: unknown, place: string, found: Found, used: boolean): void {
  const options = schema.oneOf ?? schema.anyOf;
  if (options !== undefined) {
    for (const option of options) {
      if (!used || matches(option, value)) visit(option, value, place, found, used);
    }
    return;
  }
  if (schema.enum !== undefined) {
    for (const choice of schema.enum) if (!used || choice === value) found(`${place} = ${String(choice)}`);
    return;
  }
  if (schema.items !== undefined) {
    const items = used ? (value as readonly unknown[]) : [undefined];
    for (const item of items) visit(schema.items, item, place, found, used);
  }
  if (typeof schema.additionalProperties === 'object') {
    const values = used ? Object.values(value as object) : [undefined];
    for (const each of values) visit(schema.additionalProperties, each, place, found, used);
  }
  if (schema.properties !== undefined) visitObject(schema, value, place, found, used);
}

function visitObject(schema: Schema, value: unknown, place: string, found: Found, used: boolean): void {
  const own = placeOf(schema, place);
  if (own !== place) found(own);
  for (const [name, member] of Object.entries(schema.properties!)) {
    const inside = used ? (value as Record<string, unknown>)[name] : undefined;
    if ((used && inside === undefined) || member.const !== undefined || plain.has(name)) continue;
    if (name === 'parameters' && own.startsWith('distribution ')) {
      visitParameters(member, inside, own, found, used);
      continue;
    }
    const shared = ofEveryNode.has(name) ? 'node' : own.startsWith('distribution ') ? 'component' : own;
    const at = sameEverywhere[name] ?? `${shared}.${name}`;
    found(at);
    visit(member, inside, at, found, used);
  }
}

/** Each name, and whether its numbers are fixed or follow an expression. */
function visitParameters(schema: Schema, value: unknown, place: string, found: Found, used: boolean): void {
  for (const [name, member] of Object.entries(schema.properties!)) {
    const inside = used ? (value as Record<string, unknown>)[name] : undefined;
    if (used && inside === undefined) continue;
    found(`${place}, ${name}`);
    const varies = member.anyOf?.some(({ format }) => format === 'expression') === true;
    if (used) found(`${place}, ${typeof inside === 'string' ? 'varying' : 'constant'}`);
    else for (const way of varies ? ['constant', 'varying'] : ['constant']) found(`${place}, ${way}`);
    if (member.items !== undefined) visit(member, inside, `${place}.${name}`, found, used);
  }
}

/** Variants have places of their own, named by the literal that tells them apart. */
function placeOf({ properties = {} }: Schema, place: string): string {
  const { kind, distribution, method, copula } = properties;
  if (distribution?.const !== undefined) return `distribution ${String(distribution.const)}`;
  if (kind?.const !== undefined) return `node ${String(kind.const)}`;
  const variant = method?.const ?? copula?.const;
  return variant === undefined ? place : `${place} ${String(variant)}`;
}

function matches(schema: Schema, value: unknown): boolean {
  const options = schema.oneOf ?? schema.anyOf;
  if (options !== undefined) return options.some((option) => matches(option, value));
  if (schema.properties !== undefined) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.entries(schema.properties).every(
      ([name, { const: literal }]) =>
        literal === undefined || (value as Record<string, unknown>)[name] === literal,
    );
  }
  if (schema.type === 'array') return Array.isArray(value);
  if (schema.type === 'object') return typeof value === 'object' && !Array.isArray(value);
  return typeof value === (schema.type === 'integer' ? 'number' : schema.type);
}
