// Whole plants: against an independent one, in their steady loop, at the reversible limit, and their accounts.

import { readFileSync } from 'node:fs';
import { merged, Scene, type Written } from '../scene.ts';
import { worst, type VerificationCase } from './case.ts';

interface Independent {
  readonly events: number;
  readonly rows: readonly Readonly<Record<string, number>>[];
  readonly lastLoop: Readonly<Record<string, number>>;
}

/** What SciPy's DOP853 found with a plant of its own; independent-plant.py beside it makes the file. */
const independent = JSON.parse(
  readFileSync(new URL('../fixtures/independent-plant.json', import.meta.url), 'utf8'),
) as Independent;

/** The loop is steady long before the end of the independent run: what is compared ends here, s. */
const followedTo = 120;
const upToTheEnd = ({ time = 0 }: Independent['rows'][number]): boolean => time < followedTo + 1e-6;

/** One run of the default plant, which three cases read. */
function followed(): { scene: Scene; errors: ReadonlyMap<string, number> } {
  const scene = new Scene({ solver: { tolerance: 1e-10, frame: 1 } });
  const errors = new Map<string, number>();
  for (const { time = 0, ...row } of independent.rows.filter(upToTheEnd)) {
    scene.to(time);
    for (const [channel, exact] of Object.entries(row)) {
      // the way in metres, everything else relative
      const error =
        channel === 'way' ? Math.abs(scene.now(channel) - exact) : worst([scene.now(channel), exact]);
      errors.set(channel, Math.max(errors.get(channel) ?? 0, error));
    }
  }
  return { scene, errors };
}

/** Computed when the first case asks. */
export function trajectoryCases(): readonly VerificationCase[] {
  let run: ReturnType<typeof followed> | undefined;
  const plant = (): ReturnType<typeof followed> => (run ??= followed());
  const error = (...channels: readonly string[]): number =>
    Math.max(...channels.map((channel) => plant().errors.get(channel) ?? Number.NaN));
  const mean = (name: string): number => plant().scene.figure('last loop', name);
  const found = independent.lastLoop;
  return [
    {
      number: '9',
      name: 'mean powers of a steady loop of the default plant, sum against buoyancy',
      answer: '140.64 = 111.20 + 18.03 + 2.13 + 0.77 + 8.51 kW (area 0.6 m^2)',
      stated: '7e-6',
      bound: 7e-6,
      error: () => {
        const spent = ['shaft', 'drag', 'friction', 'gears', 'entrained water'].map(mean);
        return worst([spent.reduce((sum, power) => sum + power, 0), mean('buoyancy')]);
      },
    },
    {
      number: '9, 10',
      name: 'the same powers and the duration of that loop, against the independent plant',
      answer: `loop of ${found['duration'].toFixed(5)} s`,
      bound: 1e-8,
      error: () =>
        worst(
          [mean('duration'), found['duration']],
          [mean('compression'), found['work into the compressor']],
          [mean('buoyancy'), found['work of buoyancy']],
          [mean('shaft'), found['work into the generator']],
          [mean('drag'), found['drag']],
          [mean('friction'), found['bearing friction'] + found['flywheel drag']],
          [mean('gears'), found['gear loss']],
          [mean('entrained water'), found['entrained water']],
        ),
    },
    {
      number: '14',
      name: 'way of the default plant, each 20 s, against the independent plant, in m',
      answer: `${independent.rows.findLast(upToTheEnd)?.['way']?.toFixed(9)} m after ${followedTo} s`,
      stated: '3e-9 m',
      bound: 3e-9,
      error: () => error('way'),
    },
    {
      number: '14',
      name: `its work into the generator after ${followedTo} s`,
      answer: 'DOP853 at 1e-12',
      stated: '8e-10',
      bound: 8e-10,
      error: () => {
        const exact = independent.rows.findLast(upToTheEnd)?.['work into the generator'] ?? Number.NaN;
        return worst([plant().scene.now('work into the generator'), exact]);
      },
    },
    {
      number: '14',
      name: 'its speeds, and fourteen of its accounts',
      answer: 'DOP853 at 1e-12',
      bound: 3e-9,
      error: () =>
        error(
          'chain speed',
          'flywheel speed',
          'work into the compressor',
          'heat from the water',
          'drag',
          'bearing friction',
          'flywheel drag',
          'gear loss',
          'entrained water',
          'heat in vented air',
          'work of buoyancy',
          'throttling',
          'heat transfer',
          'vented exergy',
          'air injected',
          'air vented',
        ),
    },
    { ...reversible },
    ...closures,
  ];
}

const bottom = 101_325 + 1000 * 9.81 * 25;
const top = 101_325 + 1000 * 9.81 * 0.5;

/** Slow, with little drag, warm bells and no throttling. */
const slow: Written = {
  floaters: { count: 20, volume: 0.2, heatTransfer: 20_000, dissolution: 0, dragCoefficient: 0.05 },
  injection: { fill: 0.25, fillTime: 0.05, ventTime: 0.01 },
  compressor: { pressure: bottom * 1.0001 },
  chain: { friction: 0, viscousFriction: 2000 },
  generator: { speed: 10 },
  start: { speed: 0.3, filled: 'rising' },
  solver: { frame: 1 },
};

const reversible: VerificationCase = {
  number: '11',
  name: 'buoyancy over compression of a slow, warm plant without throttling',
  answer: '`ln(pb/pt) / ln(pb/p0)` = 0.9616, from below',
  stated: '3e-3 (0.959)',
  bound: 3e-4,
  error: () => {
    const scene = new Scene(slow).to(350);
    const ratio = scene.figure('last loop', 'buoyancy') / scene.figure('last loop', 'compression');
    const limit = Math.log(bottom / top) / Math.log(bottom / 101_325);
    return ratio < limit ? worst([ratio, limit]) : Infinity;
  },
};

const closures: readonly VerificationCase[] = [[1e-6, 1e-8] as const, [1e-10, 1e-12] as const].map(
  ([tolerance, bound]) => ({
    number: '13',
    name: `energy and exergy accounts of the default plant over the work put in, tolerance ${tolerance}`,
    answer: '0',
    stated: String(bound),
    bound,
    error: () => {
      const scene = new Scene(merged({ solver: { tolerance, frame: 1 } })).to(40);
      const [energy, exergy] = scene.simulation.invariants();
      const size = scene.now('work into the compressor');
      return Math.max(Math.abs(energy.residual), Math.abs(exergy.residual)) / size;
    },
  }),
);
