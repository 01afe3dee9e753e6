// Many runs as one: methods over the parameters of any model, behind a port that computes points.

export { checkMethod } from './check-method.ts';
export { EvolutionStrategy } from './evolution-strategy.ts';
export type { StrategyOptions } from './evolution-strategy.ts';
export { resultOf, runExperiment } from './experiment.ts';
export type { ExperimentModel, ExperimentPorts } from './experiment.ts';
export { figuresOf } from './method.ts';
export { documentsOf } from './studies.ts';
export type { PointExecutor, PointTask } from './point.ts';
export { pointsMost } from './points-most.ts';
export type { Extent } from './points-most.ts';
