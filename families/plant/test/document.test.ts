import { describe, expect, it } from 'vitest';
import { parsePlant } from '../src/parse.ts';
import type { Written } from './scene.ts';

function issuesOf(model: Written): readonly (readonly [string, string])[] {
  const parsed = parsePlant({ family: 'plant', version: 1, name: 'test', model });
  return parsed.ok ? [] : parsed.issues.map(({ path, code }) => [path, code]);
}

describe('a plant that could not be built', () => {
  it.each<[string, Written, string, string]>([
    [
      'floaters that touch',
      { floaters: { volume: 0.5 } },
      '/model/floaters/volume',
      'plant.floaters-overlap',
    ],
    [
      'air that does not enter',
      { compressor: { pressure: 3e5 } },
      '/model/compressor/pressure',
      'plant.pressure-too-low',
    ],
    ['a tank too deep for it', { chain: { height: 40 } }, '/model/compressor', 'plant.pressure-too-low'],
    [
      'sealed floaters half full',
      { floaters: { kind: 'sealed' }, injection: { fill: 0.5 } },
      '/model/injection/fill',
      'plant.sealed-not-full',
    ],
    ['a brake that slips', { chain: { brake: 1000 } }, '/model/chain/brake', 'plant.brake-too-weak'],
    ['ice', { water: { temperature: 260 } }, '/model/water/temperature', 'plant.too-small'],
    [
      'own power without a receiver',
      { compressor: { supply: 'own' } },
      '/model/compressor/supply',
      'plant.own-supply-needs-receiver',
    ],
  ])('is refused with its place and reason: %s', (_, model, path, code) => {
    expect(issuesOf(model)).toContainEqual([path, code]);
  });

  it('is refused with every reason at once', () => {
    const issues = issuesOf({
      floaters: { volume: 0.5 },
      compressor: { pressure: 3e5 },
      chain: { brake: 1 },
    });
    expect(issues.map(([path]) => path).sort()).toEqual([
      '/model/chain/brake',
      '/model/compressor/pressure',
      '/model/floaters/volume',
    ]);
  });
});
