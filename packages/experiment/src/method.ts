// The methods by their kind.

import type { Figure, Method, Report } from '@holdfast/protocol';
import type { Laboratory } from './laboratory.ts';
import type { Source } from './studies.ts';
import { compare, figuresOfPairs } from './methods/compare.ts';
import { frontier } from './methods/frontier.ts';
import { goalSeek } from './methods/goal-seek.ts';
import { figuresOfInputs, inputs } from './methods/inputs.ts';
import { morris } from './methods/morris.ts';
import { oneAtATime } from './methods/one-at-a-time.ts';
import { optimize } from './methods/optimize.ts';
import { sobol } from './methods/sobol.ts';
import { spider } from './methods/spider.ts';
import { sweep } from './methods/sweep.ts';
import { tornado } from './methods/tornado.ts';

/** Carries a method out; its report is a function of the method and of what the laboratory measures.
 * @throws Stopped, SimulationError */
export function carryOut(laboratory: Laboratory, method: Method): Promise<Report> {
  switch (method.kind) {
    case 'one-at-a-time':
      return oneAtATime(laboratory, method);
    case 'tornado':
      return tornado(laboratory, method);
    case 'spider':
      return spider(laboratory, method);
    case 'morris':
      return morris(laboratory, method);
    case 'sobol':
      return sobol(laboratory, method);
    case 'sweep':
      return sweep(laboratory, method);
    case 'goal-seek':
      return goalSeek(laboratory, method);
    case 'optimize':
      return optimize(laboratory, method);
    case 'frontier':
      return frontier(laboratory, method);
    case 'inputs':
      return inputs(laboratory, method);
    case 'compare':
      return compare(laboratory, method);
  }
}

/** Every figure a method reads that its author names. */
export function figuresOf(method: Method): readonly Figure[] {
  switch (method.kind) {
    case 'goal-seek':
      return [method.output];
    case 'inputs':
      return method.outputs.map((subject) => ({ subject, metric: 'mean' }));
    case 'optimize':
      return [method.objective, ...(method.constraints ?? [])];
    case 'frontier':
      return [method.objective, method.risk, ...(method.constraints ?? [])];
    case 'one-at-a-time':
    case 'tornado':
    case 'spider':
    case 'morris':
    case 'sobol':
    case 'sweep':
    case 'compare':
      return method.outputs;
  }
}

/** Figures a method reads of the studies it asks for. */
export function derivedFigures(method: Method, sources: readonly Source[]): readonly Figure[] {
  if (method.kind === 'inputs') return figuresOfInputs(method, sources);
  return method.kind === 'compare' ? figuresOfPairs(method) : [];
}
