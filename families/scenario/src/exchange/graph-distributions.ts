// Distributions of a ScenarioForge graph with the meaning its engine gave their parameters, not the one their names suggest.

import { isRecord, numberAt, numbersOf, textOf, type Loose } from './loose.ts';

type Body = Loose & { readonly kind: string };
type Remark = (text: string) => void;

/** A distribution node's body, or why there is none. */
export function convertDistribution(data: Loose, remark: Remark): Body | { readonly unsupported: string } {
  const nested = isRecord(data['distribution']) ? data['distribution'] : undefined;
  const type =
    textOf(data['distributionType']) ?? textOf(nested?.['type']) ?? textOf(data['type']) ?? 'normal';
  const inner = [data['parameters'], data['params'], nested?.['parameters']].find(isRecord) ?? nested ?? data;
  if (nested !== undefined) remark('its parameters were kept where the engine did not look; here they count');
  const simple = type.toLowerCase().replaceAll(/[^a-z]/g, '');
  const converter = converters[simple];
  if (converter === undefined) return { unsupported: `no distribution is named "${type}"` };
  return converter({ ...data, ...inner }, remark);
}

function body(distribution: string, parameters: Loose): Body {
  return { kind: 'distribution', distribution, parameters };
}

function normal(p: Loose): Loose {
  return {
    mean: numberAt(p, 'mean', 'mu') ?? 0,
    sd: numberAt(p, 'std', 'stddev', 'stdDev', 'sigma', 'sd') ?? 1,
  };
}

function lognormal(p: Loose, remark: Remark): Body {
  if (p['mu'] === undefined && p['mean'] !== undefined)
    remark('"mean" is the mean of the logarithm, as it was read there');
  return body('lognormal', {
    mu: numberAt(p, 'mu', 'mean') ?? 0,
    sigma: numberAt(p, 'sigma', 'stdDev', 'stddev', 'std') ?? 1,
  });
}

function wholeNumbers(p: Loose): Body {
  const [low, high] = [Math.ceil(numberAt(p, 'min') ?? 0), Math.floor(numberAt(p, 'max') ?? 10)];
  const count = Math.max(1, Math.min(10_000, high - low + 1));
  const values = Array.from({ length: count }, (_, index) => low + index);
  return body('empirical', { values });
}

const converters: Readonly<Record<string, (p: Loose, remark: Remark) => Body | { unsupported: string }>> = {
  normal: (p) => body('normal', normal(p)),
  truncatednormal: (p) => ({
    ...body('normal', normal(p)),
    truncate: Object.fromEntries(
      ['min', 'max'].flatMap((key) => {
        const bound = numberAt(p, key);
        return bound === undefined ? [] : [[key, bound]];
      }),
    ),
  }),
  lognormal,
  compound(p, remark) {
    remark('"compound" was a lognormal there, and is one here');
    return lognormal(p, remark);
  },
  uniform: (p) => body('uniform', { min: numberAt(p, 'min') ?? 0, max: numberAt(p, 'max') ?? 1 }),
  uniformint: wholeNumbers,
  triangular(p) {
    const [min, max] = [numberAt(p, 'min') ?? 0, numberAt(p, 'max') ?? 1];
    return body('triangular', { min, mode: numberAt(p, 'mode', 'likely') ?? (min + max) / 2, max });
  },
  exponential: (p) => body('exponential', { mean: 1 / (numberAt(p, 'rate', 'lambda') ?? 1) }),
  bernoulli: (p) => body('bernoulli', { probability: numberAt(p, 'p', 'probability') ?? 0.5 }),
  beta: (p) => body('beta', { alpha: numberAt(p, 'alpha') ?? 2, beta: numberAt(p, 'beta') ?? 2 }),
  gamma(p, remark) {
    remark('a gamma was drawn as uniform 0 .. 1 there; here it is a gamma');
    return body('gamma', {
      shape: numberAt(p, 'shape', 'alpha', 'k') ?? 1,
      scale: numberAt(p, 'scale', 'theta') ?? 1,
    });
  },
  poisson: (p) => body('poisson', { mean: numberAt(p, 'lambda', 'mean', 'rate') ?? 1 }),
  binomial(p, remark) {
    remark('a binomial was drawn as uniform 0 .. 1 there; here it is a binomial');
    return body('binomial', {
      n: numberAt(p, 'n', 'trials') ?? 1,
      probability: numberAt(p, 'p', 'probability') ?? 0.5,
    });
  },
  discrete(p, remark) {
    const values = numbersOf(p['values']);
    if (values === undefined)
      return { unsupported: 'the values of the discrete distribution are no numbers' };
    const given = numbersOf(p['probabilities']);
    if (given === undefined || given.length !== values.length) {
      remark('without a probability for each value they are equally likely');
      return body('empirical', { values });
    }
    const total = given.reduce((sum, probability) => sum + probability, 0);
    if (Math.abs(total - 1) > 1e-9) remark(`the probabilities summed to ${total}; they were scaled to 1`);
    return body('discrete', { values, probabilities: given.map((probability) => probability / total) });
  },
};
