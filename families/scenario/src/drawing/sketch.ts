// What a drawing shows of a node while it is being written: readable or not, it has a name for its kind, a line about
// itself and ports.

import type { NodeSpec } from '../document.ts';
import { portsOf, type Ports } from '../ports.ts';

/** A node as a drawing shows it. */
export interface Sketch extends Ports {
  /** `normal`, `transformer`; empty where the node does not say. */
  readonly kind: string;
  /** Its formula, its numbers or its method in a few words. */
  readonly detail: string;
  /** True when its input ports take any number of edges. */
  readonly gathers: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** `model` is where parts are defined. */
export function sketch(node: unknown, model: unknown): Sketch {
  const fields = recordOf(node);
  const kind = textOf(fields['kind']);
  if (kind === 'subgraph') return useSketch(fields, model);
  return {
    ...portsWritten(fields),
    kind: kind === 'distribution' ? textOf(fields['distribution']) || kind : kind,
    detail: detailOf(kind, fields),
    gathers: kind === 'aggregator',
  };
}

/** Path below the model of the part a node uses; undefined for any other node. */
export function insideOf(node: unknown): readonly string[] | undefined {
  const { kind, use } = recordOf(node);
  return kind === 'subgraph' && typeof use === 'string' ? ['subgraphs', use] : undefined;
}

/** Ports of the part a graph is: inputs are sources inside, outputs say which end inside they carry. */
export function frameOf(graph: unknown): {
  readonly inputs: readonly string[];
  readonly outputs: readonly { readonly name: string; readonly from: string }[];
} {
  const { inputs, outputs } = recordOf(graph);
  const names = (Array.isArray(inputs) ? inputs : []).map(
    (each: unknown) => textOf(each) || textOf(recordOf(each)['name']),
  );
  return {
    inputs: names.filter((name) => name !== ''),
    outputs: Object.entries(recordOf(outputs)).map(([name, from]) => ({ name, from: textOf(from) })),
  };
}

function useSketch(fields: Fields, model: unknown): Sketch {
  const use = textOf(fields['use']);
  const { inputs, outputs } = frameOf(recordOf(recordOf(model)['subgraphs'])[use]);
  const given = Object.entries(recordOf(fields['parameters'])).map(
    ([name, value]) => `${name} ${brief(value)}`,
  );
  return {
    kind: 'subgraph',
    detail: [use, ...given].join(', '),
    inputs,
    outputs: outputs.map(({ name }) => name),
    gathers: false,
  };
}

/** Ports of what may not be a node yet: texts that are missing read nothing. */
function portsWritten(fields: Fields): Ports {
  const written = { ...fields };
  for (const key of ['condition', 'then', 'else']) written[key] = textOf(fields[key]);
  written['parameters'] = recordOf(fields['parameters']);
  if (typeof fields['expression'] !== 'string') delete written['expression'];
  if (fields['outputs'] !== undefined) {
    const outputs = Object.entries(recordOf(fields['outputs']));
    written['outputs'] = Object.fromEntries(outputs.map(([name, text]) => [name, textOf(text)]));
  }
  try {
    return portsOf(written as unknown as NodeSpec);
  } catch {
    // A kind this version does not know is drawn without ports.
    return { inputs: [], outputs: [] };
  }
}

function detailOf(kind: string, fields: Fields): string {
  switch (kind) {
    case 'constant':
      return withUnit(fields['value'], fields['unit']);
    case 'parameter':
      return fields['parameter'] === undefined
        ? withUnit(fields['value'], fields['unit'])
        : `$params.${textOf(fields['parameter'])}`;
    case 'distribution':
      return Object.entries(recordOf(fields['parameters']))
        .map(([name, value]) => `${name} ${brief(value)}`)
        .join(', ');
    case 'transformer':
      return fields['outputs'] === undefined
        ? textOf(fields['expression'])
        : Object.entries(recordOf(fields['outputs']))
            .map(([name, text]) => `${name} = ${textOf(text)}`)
            .join('; ');
    case 'decision':
      return `${textOf(fields['condition'])} ? ${textOf(fields['then'])} : ${textOf(fields['else'])}`;
    case 'constraint':
      return boundsText(fields);
    case 'data':
      return [textOf(recordOf(fields['csv'])['column']), textOf(fields['sample'])].filter(Boolean).join(', ');
    default:
      return textOf(fields['method']);
  }
}

function boundsText({ expression, min, max }: Fields): string {
  const lower = min === undefined ? '' : `${brief(min)} <= `;
  const upper = max === undefined ? '' : ` <= ${brief(max)}`;
  return `${lower}${textOf(expression) || 'in'}${upper}`;
}

function withUnit(value: unknown, unit: unknown): string {
  return [brief(value), textOf(unit)].filter(Boolean).join(' ');
}

function brief(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} values`;
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function recordOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
