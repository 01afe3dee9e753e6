// The imported examples are what the importers make of their sources today.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ModelDocument } from '@holdfast/core';
import { importers } from '../../src/exchange/index.ts';

const folder = new URL('../../../../examples/', import.meta.url);
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

describe('imported examples', () => {
  it.each([
    ['squiggle', 'imports/product-launch.squiggle', 'product-launch.json'],
    ['graph-json', 'imports/warehouse.graph.json', 'warehouse-cost.json'],
  ])('%s gives the model of %s', (format, source, imported) => {
    const text = textOf(source);
    const recognised = importers.filter((importer) => importer.recognises(text));
    expect(recognised.map((importer) => importer.format)).toEqual([format]);
    const read = recognised[0].read(text, 'Product launch');
    const kept = JSON.parse(textOf(imported)) as ModelDocument;
    expect(read).toMatchObject({ ok: true, spec: { name: kept.name, model: kept.model } });
  });

  it('no document of ours is taken for a foreign one', () => {
    const own = textOf('portfolio.json');
    expect(importers.filter((importer) => importer.recognises(own))).toEqual([]);
  });
});
