import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ModelDocument } from '@holdfast/core';
import {
  experimentRequestSchema,
  methodSchema,
  type ExperimentRequest,
  type ExperimentView,
  type ModelView,
} from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';
import type { AnalysedDocument } from '../src/analysis/document-facts.ts';
import { readFacts } from '../src/analysis/family-facts.ts';
import { beginForm, formOf } from '../src/analysis/form-beginning.ts';
import { readForm, type FormText } from '../src/analysis/form-text.ts';
import { kinds } from '@holdfast/pictures';
import { fieldsOf } from '../src/analysis/method-fields.ts';
import { analyzeLines } from '../src/shell/analysis-lines.ts';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const read = (path: string): unknown => JSON.parse(readFileSync(`${examples}${path}`, 'utf8'));

/** What the page knows of a document. */
function aboutOf(document: ModelDocument, facts = readFacts(document)): AnalysedDocument {
  const { parameters = [] } = document.model as { readonly parameters?: ModelView['parameters'] };
  const full = parameters.map((parameter) => ({
    ...parameter,
    label: parameter.label ?? parameter.name,
    unit: '',
    step: parameter.step ?? 0,
  }));
  return {
    document,
    model: { timeUnit: 'iteration', until: 1000, channels: [], parameters: full },
    facts,
  };
}

const newsvendor = aboutOf(read('newsvendor.json') as ModelDocument);
const portfolio = aboutOf(read('portfolio.json') as ModelDocument);

describe('the fields of an analysis', () => {
  it.each(kinds)('cover every member of %s in the schema', (kind) => {
    const option = methodSchema.options.find((each) => each.shape.kind.value === kind);
    const members = Object.keys(option?.shape ?? {}).filter((key) => key !== 'kind');
    expect(fieldsOf(kind).map(({ key }) => key)).toEqual(members);
  });

  it('know bounds, choices and what an empty field means', () => {
    const fields = new Map(fieldsOf('sweep').map((field) => [field.key, field]));
    expect(fields.get('design')).toMatchObject({
      shape: 'choice',
      fallback: 'factorial',
      choices: ['factorial', 'latin-hypercube'],
    });
    expect(fields.get('points')).toMatchObject({
      shape: 'number',
      whole: true,
      fallback: '64',
      required: false,
    });
    expect(fieldsOf('goal-seek').find(({ key }) => key === 'target')).toMatchObject({
      required: true,
      whole: false,
    });
    expect(fieldsOf('tornado').find(({ key }) => key === 'share')?.fallback).toBe('0.1');
    expect(fieldsOf('goal-seek').find(({ key }) => key === 'tolerance')).toMatchObject({
      fallback: '',
      about: 'Of the figure. Default: a tenth of its standard error.',
    });
  });

  it('offer every kind the schema has', () => {
    expect([...kinds].toSorted()).toEqual(
      methodSchema.options.map(({ shape }) => shape.kind.value).toSorted(),
    );
  });
});

describe('a new analysis', () => {
  it.each(kinds)('of kind %s is ready to start, but for what only a person can say', (kind) => {
    const begun = beginForm(portfolio, kind);
    const { request, issues } = readForm(begun, portfolio);
    if (kind === 'goal-seek') expect(issues.map(({ path }) => path)).toEqual(['/method/target']);
    else if (kind === 'compare') expect(issues.map(({ code }) => code)).toEqual(['method.nothing-compared']);
    else expect(request?.method.kind).toBe(kind);
  });

  it('knows the figures of the document by running a little of it', () => {
    const figures = newsvendor.facts.figures
      .filter(({ subject }) => subject === 'result.value')
      .map(({ metric }) => metric);
    expect(figures).toEqual(
      expect.arrayContaining(['mean', 'sd', 'p05', 'cvar-lower-0.95', 'probability-below-2000']),
    );
    expect(figures).not.toContain('samples');
    expect(newsvendor.facts.sources).toContain('demand');
  });
});

const withRow = (
  part: Partial<FormText['parameters'][string]>,
  kind: FormText['kind'] = 'tornado',
): FormText => {
  const begun = beginForm(newsvendor, kind);
  return { ...begun, parameters: { order: { ...begun.parameters['order'], ...part } } };
};
const paths = (text: FormText): readonly string[] =>
  readForm(text, newsvendor).issues.map(({ path }) => path);

describe('mistakes in an analysis', () => {
  it('stand at the field they are made in', () => {
    expect(paths(withRow({ low: '700', high: '600' }))).toEqual(['/method/ranges/0']);
    expect(paths(withRow({ high: '2000' }))).toEqual(['/method/ranges/0/high']);
    expect(paths(withRow({ low: 'many' }))).toEqual(['/method/ranges/0/low']);
    expect(paths(withRow({ value: '-3' }))).toContain('/parameters/0/value');
    expect(paths(withRow({ moved: false }))).toEqual(['/method/ranges']);
    expect(paths(withRow({ other: '1e9' }, 'compare'))).toEqual(['/method/parameters/0/value']);
  });

  it('are found in settings too, and numbers may be grouped', () => {
    const begun = beginForm(newsvendor, 'tornado');
    const set = (part: Partial<FormText['settings']>): FormText => ({
      ...begun,
      settings: { ...begun.settings, ...part },
    });
    expect(paths(set({ replicates: '0' }))).toEqual(['/replicates']);
    expect(paths(set({ wall: 'soon' }))).toEqual(['/limits/wallMs']);
    expect(readForm(set({ until: '20_000', wall: '30s' }), newsvendor).request).toMatchObject({
      until: 20_000,
      limits: { wallMs: 30_000 },
    });
  });
});

const recorded = readdirSync(`${examples}analyses`).filter((name) => name.endsWith('.json'));

describe('an analysis that is changed', () => {
  it.each(recorded)('asks first what %s asked', (name) => {
    const { document: path, ...rest } = read(`analyses/${name}`) as { document: string } & Omit<
      ExperimentRequest,
      'document'
    >;
    const document = read(`analyses/${path}`) as ModelDocument;
    const asked = experimentRequestSchema.parse({ ...rest, document });
    // Only the sources of randomness are asked of the family; an example that reads data from another file has none here.
    const about =
      asked.method.kind === 'inputs' ? aboutOf(document) : aboutOf(document, { figures: [], sources: [] });
    const { seed = 1, until = 1, replicates = 1, parameters = [] } = asked;
    const view = { seed, until, replicates, parameters } as unknown as ExperimentView;
    const { request, issues } = readForm(formOf(about, view, asked.method), about);
    expect(issues).toEqual([]);
    expect(request?.method).toEqual(asked.method);
    expect(request).toMatchObject({ seed, until });
  });
});

describe('the command line of an analysis', () => {
  const outputs = [{ subject: 'result.value', metric: 'mean' }];

  it('says ranges, held parameters and settings', () => {
    const method = {
      kind: 'tornado',
      outputs,
      ranges: [{ parameter: 'order', low: 400, high: 600 }],
    } as const;
    const { shell, sdk } = analyzeLines('my model.json', {
      method: { ...method, outputs: [...outputs], ranges: [...method.ranges] },
      parameters: [{ parameter: 'price', value: 3 }],
      replicates: 4,
      limits: { wallMs: 30_000 },
    });
    expect(shell).toBe(
      "holdfast analyze 'my model.json' --method tornado --output result.value:mean --range order=400..600 -p price=3 --replicates 4 --wall 30s",
    );
    expect(sdk).toContain(
      "method: { kind: 'tornado', outputs: [{ subject: 'result.value', metric: 'mean' }]",
    );
  });

  it('says objectives and bounds, and quotes what a shell would take for itself', () => {
    const { shell } = analyzeLines('a.json', {
      method: {
        kind: 'optimize',
        objective: { subject: 'result.value', metric: 'mean', direction: 'maximize' },
        constraints: [{ subject: 'result.value', metric: 'p05', side: 'at-least', bound: 800 }],
        budget: 60,
      },
    });
    expect(shell).toBe(
      "holdfast analyze a.json --method optimize --maximize result.value:mean --subject-to 'result.value:p05>=800' --budget 60",
    );
  });

  it('sends as a file what no option says', () => {
    const method = { kind: 'sweep' as const, outputs, ranges: [{ parameter: 'order', low: 400 }] };
    const { shell } = analyzeLines('a.json', { method });
    expect(shell).toContain('--request /dev/stdin');
    expect(JSON.parse(shell.split('\n')[1] ?? '')).toEqual({ method });
  });
});
