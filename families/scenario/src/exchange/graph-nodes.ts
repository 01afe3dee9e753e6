// One node of a ScenarioForge graph as a node of ours, by type; what has no counterpart is left out and said.

import { aggregatorMethods, type AggregatorMethod } from '../nodes/aggregate.ts';
import { convertDistribution } from './graph-distributions.ts';
import { isRecord, numberAt, numberOf, numbersOf, recordsAt, textOf, type Loose } from './loose.ts';
import { identifierOf } from './names.ts';

export interface ForeignNode {
  readonly raw: Loose;
  /** Id given to it here. */
  readonly id: string;
  /** Names of its input ports by their ids. */
  readonly inputs: ReadonlyMap<unknown, string>;
}

/** A node of our document; the schema checks the rest of its shape afterwards. */
export interface ConvertedNode extends Loose {
  readonly id: string;
  readonly kind: string;
}

export interface Conversion {
  /** Undefined where the node has no counterpart. */
  readonly spec: ConvertedNode | undefined;
  readonly remarks: readonly string[];
}

type Body = Loose & { readonly kind: string };
type Outcome = Body | { readonly unsupported: string };

const methods: Readonly<Record<string, AggregatorMethod>> = {
  avg: 'mean',
  average: 'mean',
  stddev: 'std',
};

export function convertNode(node: ForeignNode): Conversion {
  const { raw, id } = node;
  const data = isRecord(raw['data']) ? raw['data'] : {};
  const remarks: string[] = [];
  const outcome = bodyOf(node, data, (remark) => remarks.push(remark));
  if ('unsupported' in outcome) {
    return { spec: undefined, remarks: [...remarks, `left out: ${String(outcome['unsupported'])}`] };
  }
  const name = textOf(outcome['label']) ?? textOf(raw['name']);
  const fields = outcome.kind === 'transformer' || outcome.kind === 'decision' ? fieldsOf(data) : {};
  const { kind, ...rest } = outcome;
  const spec = {
    id,
    kind,
    ...(name === undefined || name === id ? {} : { label: name.slice(0, 200) }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...Object.fromEntries(
      Object.entries(rest).filter(([key, value]) => key !== 'label' && value !== undefined),
    ),
  };
  return { spec, remarks };
}

function bodyOf(node: ForeignNode, data: Loose, remark: (text: string) => void): Outcome {
  const type = textOf(node.raw['type']) ?? '';
  switch (type) {
    case 'CONSTANT':
      return constant(data, remark);
    case 'DATA_SOURCE':
      return dataSource(data, remark);
    case 'PARAMETER':
      return parameter(data, remark);
    case 'DISTRIBUTION':
      return convertDistribution(data, remark);
    case 'TRANSFORMER':
      return transformer(node, data, remark);
    case 'AGGREGATOR':
      return aggregator(data, remark);
    case 'DECISION':
      return decision(node, data, remark);
    case 'CONSTRAINT':
      return constraint(data, remark);
    case 'CONDITIONAL':
      return conditional(node, data);
    case 'LOOKUP':
    case 'LOOKUP_TABLE':
      return lookup(data);
    case 'ITERATOR':
      return { kind: 'transformer', expression: '$iteration' };
    case 'OUTPUT':
      return { kind: 'output', label: textOf(data['label']) };
    default:
      return { unsupported: `type ${type || '(none)'} was never computed there and has no counterpart` };
  }
}

function constant(data: Loose, remark: (text: string) => void): Outcome {
  const value = numberOf(data['value']);
  if (value === undefined) remark('no number was given; 0 stands in its place');
  return { kind: 'constant', value: value ?? 0 };
}

function dataSource(data: Loose, remark: (text: string) => void): Outcome {
  const values = numbersOf(data['values']) ?? numbersOf(data['value']) ?? numbersOf(data['data']);
  if (values === undefined) return constant(data, remark);
  remark('a list of numbers is drawn from at random, one in each iteration');
  return { kind: 'data', values, sample: 'bootstrap' };
}

function parameter(data: Loose, remark: (text: string) => void): Outcome {
  const value = numberAt(data, 'value', 'default', 'defaultValue');
  if (value === undefined) return { unsupported: 'the parameter has no number' };
  const given = { min: numberOf(data['min']), max: numberOf(data['max']) };
  const min = given.min ?? Math.min(0, 10 * value);
  const max = given.max ?? Math.max(value === 0 ? 1 : 0, 10 * value);
  if (given.min === undefined || given.max === undefined) remark(`bounds were set to ${min} .. ${max}`);
  if (value < min || value > max) remark(`the value ${value} was moved into its bounds ${min} .. ${max}`);
  const step = numberOf(data['step']);
  return {
    kind: 'parameter',
    value: Math.min(max, Math.max(min, value)),
    min,
    max,
    step: step !== undefined && step > 0 ? step : undefined,
  };
}

function transformer(node: ForeignNode, data: Loose, remark: (text: string) => void): Outcome {
  const expression = textOf(data['expression']);
  if (expression !== undefined) return { kind: 'transformer', expression: formula(expression) };
  remark('without an expression the first input passes');
  return { kind: 'transformer', expression: firstInput(node) };
}

function firstInput({ inputs }: ForeignNode): string {
  const [first = 'in'] = inputs.values();
  return `$inputs.${identifierOf(first, 'in')}`;
}

function aggregator(data: Loose, remark: (text: string) => void): Outcome {
  const asked = (textOf(data['method']) ?? textOf(data['aggregationType']) ?? 'sum').toLowerCase();
  const method = methods[asked] ?? aggregatorMethods.find((known) => known === asked);
  if (method === undefined) remark(`method "${asked}" is not known; there it summed, so here it does`);
  return { kind: 'aggregator', method: method ?? 'sum' };
}

function decision(node: ForeignNode, data: Loose, remark: (text: string) => void): Outcome {
  const condition = textOf(data['condition']);
  if (condition === undefined) return { kind: 'transformer', expression: firstInput(node) };
  const chosen = (key: 'trueValue' | 'falseValue', port: string): string | undefined =>
    valueText(data[key]) ?? ([...node.inputs.values()].includes(port) ? `$inputs.${port}` : undefined);
  const whenTrue = chosen('trueValue', 'trueInput');
  const otherwise = chosen('falseValue', 'falseInput');
  if (whenTrue === undefined && otherwise === undefined) {
    if (condition.includes('?')) {
      remark('the condition gives values; they are passed on, where there they became true or false');
      return { kind: 'transformer', expression: formula(condition) };
    }
    remark('true and false became 1 and 0');
  }
  return {
    kind: 'decision',
    condition: formula(condition),
    // oxlint-disable-next-line unicorn/no-thenable -- a key of the document format; it holds text, never a function
    then: whenTrue ?? '1',
    else: otherwise ?? '0',
  };
}

function constraint(data: Loose, remark: (text: string) => void): Outcome {
  const expression = textOf(data['expression']);
  const [min, max] = [numberOf(data['min']), numberOf(data['max'])];
  if (expression === undefined && min === undefined && max === undefined) {
    return { unsupported: 'the constraint says nothing' };
  }
  if (expression !== undefined && min === undefined && max === undefined) {
    remark('the expression is the condition itself');
  }
  return { kind: 'constraint', expression: expression && formula(expression), min, max };
}

function conditional(node: ForeignNode, data: Loose): Outcome {
  const ports = new Set(node.inputs.values());
  const input = (...names: readonly string[]): string | undefined => {
    const port = names.find((name) => ports.has(name));
    return port === undefined ? undefined : `$inputs.${port}`;
  };
  const type = textOf(data['conditionType']) ?? 'IF';
  if (type === 'IF') {
    const whenTrue = input('trueValue', 'ifTrue') ?? valueText(data['trueValue']) ?? '1';
    const otherwise = input('falseValue', 'ifFalse') ?? valueText(data['falseValue']) ?? '0';
    return { kind: 'transformer', expression: `${input('condition') ?? '0'} ? ${whenTrue} : ${otherwise}` };
  }
  if (type === 'CLAMP') {
    const value = input('value') ?? firstInput(node);
    const low = input('min') ?? valueText(data['min']);
    const high = input('max') ?? valueText(data['max']);
    const raised = low === undefined ? value : `max(${value}, ${low})`;
    return { kind: 'transformer', expression: high === undefined ? raised : `min(${raised}, ${high})` };
  }
  if (type === 'SWITCH' && isRecord(data['cases'])) {
    const selector = input('selector') ?? firstInput(node);
    const otherwise = input('default') ?? valueText(data['default']) ?? '0';
    const expression = Object.entries(data['cases']).reduceRight(
      (rest, [key, value]) => `${selector} == ${key} ? ${valueText(value) ?? '0'} : (${rest})`,
      otherwise,
    );
    return { kind: 'transformer', expression };
  }
  return { unsupported: `condition type ${type} has no counterpart` };
}

function lookup(data: Loose): Outcome {
  const rows = recordsAt(data, 'table');
  const keys = numbersOf(data['keys']) ?? numbersOf(rows.map((row) => row['key'])) ?? [];
  const values = numbersOf(data['values']) ?? numbersOf(rows.map((row) => row['value'])) ?? [];
  const points = keys.slice(0, values.length).map((key, index) => [key, values[index]!] as const);
  if (points.length === 0) return { unsupported: 'the table has no rows of numbers' };
  return {
    kind: 'lookup',
    points: points.toSorted(([left], [right]) => left - right),
    method: 'linear',
    outside: 'clamp',
  };
}

/** A number or an expression as an expression. */
function valueText(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const number = numberOf(value);
  const text = textOf(value);
  return number === undefined ? text && formula(text) : String(number);
}

/** Their expressions in our names: no `Math.`, nested parameters joined, ports as identifiers. */
function formula(text: string): string {
  return text
    .replaceAll(/\bMath\./g, '')
    .replaceAll(
      /\$params((?:\.[A-Za-z_]\w*)+)/g,
      (_, path: string) => `$params.${path.slice(1).replaceAll('.', '_')}`,
    )
    .replaceAll(/\$node\.data\./g, '$node.');
}

/** Numbers an expression may read as `$node.name`. */
function fieldsOf(data: Loose): Loose {
  const reserved = new Set(['value', 'min', 'max', 'step']);
  return Object.fromEntries(
    Object.entries(data).filter(
      ([key, value]) =>
        typeof value === 'number' &&
        Number.isFinite(value) &&
        /^[A-Za-z_]\w*$/.test(key) &&
        !reserved.has(key),
    ),
  );
}
