import { describe, expect, it } from 'vitest';
import { Scene, type Written } from './scene.ts';

/** What a reader of one frame finds missing in both accounts, over the turnover. */
function missing(scene: Scene): { energy: number; exergy: number } {
  const sum = (names: readonly string[]): number => names.reduce((total, name) => total + scene.now(name), 0);
  const work = sum([
    'work into the generator',
    'drag',
    'bearing friction',
    'brake',
    'flywheel drag',
    'gear loss',
    'clutch loss',
    'entrained water',
  ]);
  const lost = sum(['compression loss', 'throttling', 'heat transfer', 'mixing', 'vented exergy']);
  const changed = scene.now('work of changed water');
  const energy =
    scene.now('heat from the water') +
    changed -
    work -
    scene.now('heat in vented air') -
    scene.now('energy stored');
  const given = scene.now('work into the compressor') + scene.now('exergy of heat') + changed;
  const exergy = given - work - lost - scene.now('exergy stored');
  const turnover = scene.now('turnover');
  return { energy: Math.abs(energy) / turnover, exergy: Math.abs(exergy) / turnover };
}

describe('the rows of a single frame', () => {
  it.each<[string, Written]>([
    ['the default plant', {}],
    ['hot water', { water: { temperature: 350 }, floaters: { heatTransfer: 3000 } }],
    [
      'a plant that feeds itself',
      {
        compressor: { pressure: 450_000, supply: 'own', receiver: { volume: 20 } },
        start: { speed: 1, filled: 'rising' },
      },
    ],
  ])('sum to nothing missing, between steps too, with %s', (_, written) => {
    const scene = new Scene({ ...written, solver: { frame: 0.1 } });
    let [energy, exergy] = [0, 0];
    for (let time = 1; time <= 20; time += 0.7) {
      const found = missing(scene.to(time));
      energy = Math.max(energy, found.energy);
      exergy = Math.max(exergy, found.exergy);
    }
    expect(energy).toBeLessThan(1e-6);
    expect(exergy).toBeLessThan(1e-6);
  });
});
