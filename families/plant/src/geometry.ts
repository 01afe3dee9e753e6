// Bounds that need more than one number: a plant that could not be built is refused with the reason.

import type { Issue } from '@holdfast/core';
import type { PlantModel } from './document.ts';
import { bottomPressure, loopLength } from './figures.ts';
import { heatRate, isStiff, toleranceMost } from './tolerances.ts';

/** Share of the pitch a floater may fill, so that neighbours do not touch in the bends. */
const pitchShare = 0.9;

/** Steps shorter than what a frame needs would be without end. */
const framesMost = 1e9;

function rounded(x: number): string {
  return String(Number(x.toPrecision(4)));
}

function issue(path: string, code: string, message: string, remedy: string): Issue {
  return { path: `/model/${path}`, code: `plant.${code}`, message, remedy };
}

function floaterIssues({ floaters, chain, injection }: PlantModel): readonly Issue[] {
  const issues: Issue[] = [];
  const pitch = loopLength(chain) / floaters.count;
  const tall = floaters.volume / floaters.area;
  if (tall > pitchShare * pitch) {
    issues.push(
      issue(
        'floaters/volume',
        'floaters-overlap',
        `a floater of ${rounded(floaters.volume)} m^3 on ${rounded(floaters.area)} m^2 is ${rounded(tall)} m tall; ${floaters.count} floaters on a chain of ${rounded(pitch * floaters.count)} m leave ${rounded(pitch)} m each, of which ${pitchShare} may be used`,
        `Make the volume at most ${rounded(pitchShare * pitch * floaters.area)}, or the area at least ${rounded(floaters.volume / (pitchShare * pitch))}.`,
      ),
    );
  }
  if (floaters.kind === 'sealed' && injection.fill < 1) {
    issues.push(
      issue(
        'injection/fill',
        'sealed-not-full',
        'a sealed floater that is shut before it is full would keep water inside',
        'Set fill to 1, or make the floaters open.',
      ),
    );
  }
  const smooth = injection.valves === 'smooth';
  if (floaters.kind === 'sealed' && smooth) {
    issues.push(
      issue(
        'injection/valves',
        'sealed-and-smooth',
        'a sealed floater is shut at an instant, which a smooth valve has not',
        'Use switched valves.',
      ),
    );
  }
  const straight = Math.PI * chain.radius * 0.5 + chain.height;
  if (injection.fillLength > straight) {
    issues.push(
      issue(
        'injection/fillLength',
        'fills-too-long',
        `a charge over ${rounded(injection.fillLength)} m would not be in when the floater is at the top`,
        `Make it at most ${rounded(straight)}.`,
      ),
    );
  }
  return issues;
}

function airIssues(model: PlantModel): readonly Issue[] {
  const { compressor, water, generator, chain } = model;
  const bottom = bottomPressure(model);
  const issues: Issue[] = [];
  if (compressor.pressure < bottom) {
    issues.push(
      issue(
        'compressor/pressure',
        'pressure-too-low',
        `air at ${rounded(compressor.pressure)} Pa does not enter floaters at the bottom, where the water has ${rounded(bottom)} Pa`,
        `Deliver at ${rounded(bottom * 1.001)} Pa or more, or make the tank less deep.`,
      ),
    );
  }
  const { receiver } = compressor;
  if (receiver?.pressure !== undefined && receiver.pressure < water.surfacePressure) {
    issues.push(
      issue(
        'compressor/receiver/pressure',
        'vacuum',
        `the receiver would begin below the pressure outside, ${rounded(water.surfacePressure)} Pa`,
        'Begin at the pressure outside or above.',
      ),
    );
  }
  if (compressor.supply === 'own' && receiver === undefined) {
    issues.push(
      issue(
        'compressor/supply',
        'own-supply-needs-receiver',
        'a compressor driven by the own generator has its power when the generator gives it, not when a floater needs air',
        'Add a receiver.',
      ),
    );
  }
  if (generator.control === 'droop' && generator.power / generator.speed > 1e8) {
    issues.push(
      issue(
        'generator/speed',
        'torque-too-large',
        'rated power at this speed needs more than 1e8 N m',
        'Raise the speed.',
      ),
    );
  }
  const lift = model.floaters.count * 0.5 * model.floaters.volume * water.density * water.gravity;
  if (chain.brake !== undefined && chain.brake < lift) {
    issues.push(
      issue(
        'chain/brake',
        'brake-too-weak',
        `the brake holds ${rounded(chain.brake)} N, the rising side lifts up to ${rounded(lift)} N`,
        `Make it at least ${rounded(lift)}.`,
      ),
    );
  }
  return issues;
}

/** Rate, 1/s, above which air takes the temperature of the water faster than any step should follow. */
const heatRateMost = 1e4;

function heatIssues(model: PlantModel): readonly Issue[] {
  const rate = heatRate(model);
  if (rate <= heatRateMost) return [];
  const { heatTransfer, volume } = model.floaters;
  return [
    issue(
      'floaters/heatTransfer',
      'heat-too-fast',
      `${rounded(heatTransfer)} W/K into ${rounded(volume)} m^3 bring the air to the temperature of the water in ${rounded(1 / rate)} s`,
      `Make it at most ${rounded((0.999 * heatTransfer * heatRateMost) / rate)}: the air is as warm as the water then, within millikelvins.`,
    ),
  ];
}

/** The implicit method takes long steps where others are made short by the air itself, and would break the laws at the end. */
function toleranceIssues(model: PlantModel): readonly Issue[] {
  const { tolerance } = model.solver;
  const most = toleranceMost(model);
  if (tolerance <= most) return [];
  const why = isStiff(model) ? ' with smooth valves or strong heat transfer' : '';
  return [
    issue(
      'solver/tolerance',
      'too-loose',
      `the rosenbrock method at ${tolerance}${why} misses its accounts by more than the laws of a plant allow`,
      `Make it at most ${most}, or choose another method.`,
    ),
  ];
}

/** Everything about a well-formed model that could not be built or would not run; times in s. */
export function geometryIssues(model: PlantModel, until: number): readonly Issue[] {
  const { solver } = model;
  const issues = [
    ...floaterIssues(model),
    ...airIssues(model),
    ...heatIssues(model),
    ...toleranceIssues(model),
  ];
  if (until / solver.frame > framesMost) {
    issues.push(
      issue(
        'solver/frame',
        'too-many-frames',
        `${until} s in frames of ${solver.frame} s`,
        'Make frames longer.',
      ),
    );
  }
  return issues;
}
