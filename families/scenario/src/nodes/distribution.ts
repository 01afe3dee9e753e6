// Lowers a distribution node: which form its parameters take, whether constants lie in their domain, and the kernel.

import { Algebra } from '../distributions/algebra.ts';
import {
  canonicalOf,
  domainHolds,
  inDomain,
  domainText,
  pad,
  problemOf,
  type Form,
  type ParametricDistribution,
} from '../distributions/distribution.ts';
import { distributionNamed } from '../distributions/registry.ts';
import { lowerQuantile, drawTable } from '../distributions/sampler.ts';
import type { ListParameters, TableDistribution } from '../distributions/tables.ts';
import type { Truncation } from '../distributions/truncation.ts';
import type { ComponentSpec } from '../distributions/document.ts';
import type { PlainSource } from '../distributions/varying.ts';
import type { IssueList, Path } from '../issues.ts';
import type { ProgramBuilder, Ref } from '../program/program.ts';

export interface DistributionContext {
  readonly builder: ProgramBuilder;
  readonly issues: IssueList;
  readonly path: Path;
  /** The node's random number of an iteration. */
  readonly uniform: Ref;
  /** Further random numbers of the node where its uniform is a plain draw. Without them the value has to be a rising function
   * of the uniform, because that is prescribed: correlated, stratified, low-discrepancy or mirrored. */
  readonly source?: PlainSource | undefined;
  /** Compiles an expression of the node; `key` is its place below the node. */
  compile(source: string, key: Path): Ref;
}

/** What is drawn: by a node, or by a component of a mixture. */
export type Drawn = Pick<ComponentSpec, 'distribution' | 'parameters' | 'truncate'> & {
  /** Unique; names what is prepared for it alone. */
  readonly id: string;
};

/** Undefined after an issue. */
export function lowerDrawn(node: Drawn, context: DistributionContext): Ref | undefined {
  const truncation = truncationOf(node, context);
  if (truncation === undefined) return undefined;
  const distribution = distributionNamed(node.distribution);
  return distribution.kind === 'table'
    ? lowerTable(node, distribution, truncation, context)
    : lowerParametric(node, distribution, truncation, context);
}

function truncationOf(node: Drawn, { issues, path }: DistributionContext): Truncation | undefined {
  const { min = -Infinity, max = Infinity } = node.truncate ?? {};
  if (min <= max) return { min, max };
  const message = `min ${min} is above max ${max}`;
  issues.add([...path, 'truncate', 'min'], 'distribution.truncation-crossed', message, {
    remedy: 'Swap them.',
  });
  return undefined;
}

function lowerTable(
  node: Drawn,
  distribution: TableDistribution,
  truncation: Truncation,
  { builder, issues, path, uniform }: DistributionContext,
): Ref | undefined {
  const missing = distribution.parameters.filter(
    ({ name, required }) => required && node.parameters[name] === undefined,
  );
  for (const { name, doc } of missing) reportMissing(name, doc, [...path, 'parameters'], issues);
  if (missing.length > 0) return undefined;
  // The schema of the node has checked the types of these lists.
  const table = distribution.prepare(node.parameters as unknown as ListParameters, truncation);
  if ('problem' in table) {
    issues.add([...path, 'parameters'], 'distribution.out-of-domain', table.problem);
    return undefined;
  }
  return drawTable(builder, `${distribution.name} of ${node.id}`, table, uniform);
}

function lowerParametric(
  node: Drawn,
  distribution: ParametricDistribution,
  truncation: Truncation,
  context: DistributionContext,
): Ref | undefined {
  const { builder, issues, uniform } = context;
  const path = [...context.path, 'parameters'];
  const refs = new Map<string, Ref>();
  for (const [name, value] of Object.entries(node.parameters)) {
    const ref =
      typeof value === 'string'
        ? context.compile(value, ['parameters', name])
        : builder.constant(value as number);
    refs.set(name, ref);
  }
  const form = chooseForm(distribution, [...refs.keys()], path, issues);
  if (form === undefined) return undefined;
  const args = form.parameters.map(
    ({ name, default: initial }) => refs.get(name) ?? builder.constant(initial!),
  );
  const constants = args.map((ref) => builder.constantOf(ref));
  if (!checkDomains(form, constants, path, issues)) return undefined;
  const problem = constants.includes(undefined) ? undefined : problemOf(form, constants as readonly number[]);
  if (problem !== undefined) {
    issues.add(path, 'distribution.out-of-domain', problem);
    return undefined;
  }
  const m = new Algebra<Ref>(builder);
  const parameters = canonicalOf(m, form, args);
  const drawing = { builder, uniform, source: context.source };
  const value = lowerQuantile(
    drawing,
    distribution,
    parameters,
    truncation,
    validity(m, form, args, constants),
  );
  if (value !== undefined) return value;
  const message = `the distribution has no probability between ${truncation.min} and ${truncation.max}`;
  issues.add([...context.path, 'truncate'], 'distribution.empty-truncation', message, {
    remedy: 'Widen the interval.',
  });
  return undefined;
}

/** Where parameters that vary can be used; undefined when all are constant. */
function validity(
  m: Algebra<Ref>,
  form: Form,
  args: readonly Ref[],
  constants: readonly (number | undefined)[],
): Ref | undefined {
  if (!constants.includes(undefined)) return undefined;
  const [a, b, c, d] = pad(args, m.constant(0));
  const conditions = [
    ...form.parameters.flatMap(({ domain }, index) =>
      constants[index] === undefined ? [domainHolds(m, domain, args[index]!)] : [],
    ),
    ...(form.requires ?? []).map(({ holds }) => holds(m, a, b, c, d)),
  ];
  return conditions.reduce((left, right) => m.and(left, right));
}

/** The form whose names were given; with nothing given, the first. */
function chooseForm(
  distribution: ParametricDistribution,
  given: readonly string[],
  path: Path,
  issues: IssueList,
): Form | undefined {
  const form = distribution.forms.find(({ parameters }) =>
    given.every((name) => parameters.some((parameter) => parameter.name === name)),
  );
  const forms = distribution.forms.map(({ parameters }) => parameters.map(({ name }) => name).join(' and '));
  if (form === undefined) {
    const message = `${given.join(' and ')} do not go together`;
    issues.add(path, 'distribution.mixed-forms', message, { remedy: `Give ${forms.join(', or ')}.` });
    return undefined;
  }
  const missing = form.parameters.filter(
    ({ name, default: initial }) => initial === undefined && !given.includes(name),
  );
  for (const { name, doc } of missing) {
    reportMissing(name, doc, path, issues, forms.length > 1 ? `Give ${forms.join(', or ')}.` : undefined);
  }
  return missing.length > 0 ? undefined : form;
}

function reportMissing(
  name: string,
  doc: string,
  path: Path,
  issues: IssueList,
  remedy = `Add "${name}": ${doc}`,
): void {
  issues.add([...path, name], 'distribution.missing-parameter', `parameter "${name}" is missing`, { remedy });
}

function checkDomains(
  form: Form,
  constants: readonly (number | undefined)[],
  path: Path,
  issues: IssueList,
): boolean {
  let sound = true;
  for (const [index, { name, domain, doc }] of form.parameters.entries()) {
    const value = constants[index];
    if (value === undefined || inDomain(domain, value)) continue;
    const message = `${name} = ${value} must be ${domainText(domain)}`;
    issues.add([...path, name], 'distribution.out-of-domain', message, { remedy: `${name}: ${doc}` });
    sound = false;
  }
  return sound;
}
