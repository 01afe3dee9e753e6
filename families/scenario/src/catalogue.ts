// What an editor shows: node kinds with their ports, distributions with their parameters, aggregator methods.

import { mixture } from './distributions/mixture.ts';
import { distributions } from './distributions/registry.ts';
import { domainText } from './distributions/distribution.ts';
import { nodeSchema, type NodeKind } from './document.ts';
import { aggregatorHelp } from './nodes/aggregate.ts';

export interface NodeKindHelp {
  readonly kind: NodeKind;
  readonly summary: string;
}

export interface DistributionHelp {
  readonly name: string;
  readonly summary: string;
  /** Source of the sampling method. */
  readonly source: string;
  /** Each entry is one set of parameters that go together. */
  readonly forms: readonly (readonly {
    readonly name: string;
    readonly summary: string;
    readonly domain: string;
  }[])[];
}

/** Every node kind once, with one line of help. */
export const nodeKinds: readonly NodeKindHelp[] = nodeSchema.options.map((option) =>
  'shape' in option
    ? { kind: option.shape.kind.value, summary: option.description ?? '' }
    : {
        kind: 'distribution',
        summary: 'A random number of a named distribution, drawn once in each iteration.',
      },
);

const listDomains = { flag: 'true or false', number: 'a number', numbers: 'a list of numbers' } as const;

/** Every distribution with its sets of parameters. */
export const distributionHelp: readonly DistributionHelp[] = [
  ...distributions.map(helpOf),
  {
    name: mixture.name,
    summary: mixture.summary,
    source: mixture.source,
    forms: [
      [{ name: 'components', summary: mixture.components, domain: 'a list of weighted distributions' }],
    ],
  },
];

function helpOf(distribution: (typeof distributions)[number]): DistributionHelp {
  return {
    name: distribution.name,
    summary: distribution.summary,
    source: distribution.source,
    forms:
      distribution.kind === 'parametric'
        ? distribution.forms.map(({ parameters }) =>
            parameters.map(({ name, doc, domain }) => ({ name, summary: doc, domain: domainText(domain) })),
          )
        : [
            distribution.parameters.map(({ name, doc, type }) => ({
              name,
              summary: doc,
              domain: listDomains[type],
            })),
          ],
  };
}

/** Every aggregator method with one line of help. */
export const aggregatorMethodHelp: Readonly<Record<string, string>> = aggregatorHelp;
