// The report of an analysis, written from the recorded result of every analysis among the examples.
import { readdirSync, readFileSync } from 'node:fs';
import { namesOf, picturesOf } from '@holdfast/pictures';
import { experimentResultSchema, type ExperimentResult } from '@holdfast/protocol';
import { describe, expect, it } from 'vitest';
import {
  analysisReportName,
  analysisReportParts,
  type AnalysisReportSource,
} from '../src/analysis/analysis-report.ts';

const folder = new URL('../../../examples/analyses/expected/', import.meta.url);
const results = readdirSync(folder).map(
  (name) =>
    [name, experimentResultSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))] as const,
);

const document = { family: 'any', version: 1, name: 'Any', model: { held: '</code><script>' } };

function sourceOf(result: ExperimentResult, more: Partial<AnalysisReportSource> = {}): AnalysisReportSource {
  return {
    id: '0123456789abcdef',
    createdAt: 1_790_000_000_000,
    document,
    model: undefined,
    result,
    ...more,
  };
}

const pageOf = (source: AnalysisReportSource): string => [...analysisReportParts(source)].join('');

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

describe('the report of an analysis', () => {
  it('exists for every kind of analysis', () => {
    expect(results.length).toBeGreaterThan(8);
  });

  it.each(results)(
    'holds every picture of %s with its sentence and numbers, the same each time',
    (_, result) => {
      const page = pageOf(sourceOf(result));
      expect(pageOf(sourceOf(result))).toBe(page);
      const pictures = picturesOf(result.report!, namesOf(undefined, result.parameters));
      expect(pictures.length).toBeGreaterThan(0);
      for (const { title, summary } of pictures) {
        expect(page).toContain(`<strong>${escaped(title)}</strong>`);
        expect(page).toContain(escaped(summary));
      }
      const drawn = pictures.filter(({ plot }) => plot !== undefined);
      expect(page.split('<svg class="plot"').length - 1).toBe(drawn.length);
      expect(page).not.toMatch(/NaN|undefined|Infinity/);
      expect(page).not.toContain('<script');
      expect(page.trimEnd().endsWith('</html>')).toBe(true);
    },
  );

  it('calls a partial result partial, and says what can be done about a failed one', () => {
    const [, result] = results[0];
    const stop = { kind: 'failed', code: 'a.b', message: 'it <broke>', remedy: 'Mend it.' } as const;
    const page = pageOf(sourceOf({ ...result, stop, partial: true, report: null }));
    expect(page).toContain('<title>Partial: ');
    expect(page).toContain('it &lt;broke&gt;');
    expect(page).toContain('Mend it.');
    expect(page).toContain('It ended before anything could be said.');
  });

  it('is saved under a name that says what it is', () => {
    const name = analysisReportName({ id: '0123456789abcdef', name: 'My Model!', kind: 'tornado' });
    expect(name).toBe('my-model-89abcdef-tornado.html');
  });
});
