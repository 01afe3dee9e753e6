import { describe, expect, it } from 'vitest';
import { describe as say, keysAt, schemasAt, valuesAt } from '../src/editor/schema-walk.ts';
import { schema } from './fixtures/mock-model.ts';

const value = {
  family: 'pretend',
  model: { nodes: [{ kind: 'transformer', id: 'a' }, { kind: 'distribution' }] },
};
const none: ReadonlySet<string> = new Set();

describe('what the schema says about a place', () => {
  it('lists the keys of an object, without those it has', () => {
    expect(keysAt(schema, [], value, new Set(['family', 'model'])).map(({ key }) => key)).toEqual([
      '$schema',
      'version',
      'name',
      'description',
      'run',
    ]);
  });

  it('follows references and tells union branches apart by their constants', () => {
    expect(
      keysAt(schema, ['model', 'nodes', '0'], value, new Set(['kind', 'id'])).map(({ key }) => key),
    ).toEqual(['expression']);
    expect(keysAt(schema, ['model', 'nodes', '1'], value, new Set(['kind'])).map(({ key }) => key)).toEqual([
      'id',
      'distribution',
      'parameters',
    ]);
  });

  it('offers every branch while nothing tells them apart', () => {
    expect(valuesAt(schema, ['model', 'nodes', '5', 'kind'], value)).toEqual(['distribution', 'transformer']);
  });

  it('offers the values of an enumeration', () => {
    expect(valuesAt(schema, ['model', 'nodes', '1', 'distribution'], value)).toEqual([
      'normal',
      'lognormal',
      'uniform',
    ]);
  });

  it('knows which keys are required', () => {
    const hints = keysAt(schema, [], {}, none);
    expect(hints.filter(({ required }) => required).map(({ key }) => key)).toEqual([
      'family',
      'version',
      'name',
      'model',
    ]);
  });

  it('describes a place in words and bounds', () => {
    expect(schemasAt(schema, ['version'], value).map(say)).toEqual([
      { description: '', facts: 'integer · ≥ 1' },
    ]);
  });

  it('ends on a schema that refers to itself', () => {
    const loop = {
      $ref: '#/$defs/a',
      $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }, { type: 'object', properties: { x: {} } }] } },
    };
    expect(keysAt(loop, [], {}, none).map(({ key }) => key)).toEqual(['x']);
  });
});
