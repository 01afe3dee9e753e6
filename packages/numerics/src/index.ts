// Random streams, exact elementary functions, distributions, moments and the quantile sketch; no dependencies.

export {
  fillUniforms,
  openUniform,
  philox2x32,
  philox4x32,
  seedKey,
  streamFormat,
  streamId,
  uniformAt,
} from './random-stream.ts';
export type { StreamKey } from './random-stream.ts';
export { cosh, exp, expm1, exponentialConstants, sinh, tanh } from './exponential.ts';
export { log, log10, log1p, log2, logarithmConstants } from './logarithm.ts';
export { readChange, writeChange } from './list-change.ts';
export { LogTable } from './log-table.ts';
export { cbrt, cubeRootConstants, pow } from './power.ts';
export { cos, sin, sineAndCosine, tan, trigonometricConstants } from './trigonometric.ts';
export { acos, arctangentConstants, asin, atan, atan2 } from './inverse-trigonometric.ts';
export { erf, erfc, normalCdf, normalCdfConstants } from './error-function.ts';
export { normalQuantile, normalQuantileConstants } from './normal.ts';
export { logGamma } from './log-gamma.ts';
export { gammaP, gammaQ, gammaQuantile, gammaUpperQuantile } from './incomplete-gamma.ts';
export { betaI, betaQuantile, studentTQuantile, studentTTail } from './incomplete-beta.ts';
export { buildQuantileTable, tableQuantile, tailMax, tailMin } from './quantile-table.ts';
export type { QuantileTable, TailQuantiles } from './quantile-table.ts';
export { binomialCdf, binomialQuantile, poissonCdf, poissonQuantile } from './discrete.ts';
export { fillSobol, scrambledSobol, sobolDimensions, sobolDirections, sobolWords } from './sobol.ts';
export type { SobolCoordinate } from './sobol.ts';
export {
  addBlock,
  createMoments,
  excessKurtosis,
  mean,
  mergeMoments,
  momentIndex,
  skewness,
  standardDeviation,
  variance,
} from './moments.ts';
export type { Moments } from './moments.ts';
export {
  addPairs,
  comoment,
  correlation,
  createComoments,
  mergeComoments,
  pairCount,
  pairMeans,
} from './comoments.ts';
export type { ComomentOrder, Comoments } from './comoments.ts';
export { symmetricEigen } from './symmetric-eigen.ts';
export type { Eigensystem } from './symmetric-eigen.ts';
export {
  correlationFactor,
  isPositiveSemidefinite,
  largestDifference,
  nearestCorrelationMatrix,
} from './correlation-matrix.ts';
export { QuantileSketch, sketchExactMost } from './quantile-sketch.ts';
export type { Histogram, InvalidCounts, SketchFields } from './quantile-sketch.ts';
export { heavyMost } from './calibration.ts';
export type { Calibration } from './calibration.ts';
export type { BinPage } from './sketch-bins.ts';
export { bogackiShampine } from './ode/methods/bogacki-shampine.ts';
export { classicRungeKutta } from './ode/methods/classic.ts';
export { dormandPrince } from './ode/methods/dormand-prince.ts';
export { rosenbrock } from './ode/methods/rosenbrock.ts';
export type { RosenbrockMethod } from './ode/methods/rosenbrock.ts';
export { RosenbrockStepper } from './ode/rosenbrock-stepper.ts';
export type { OdeStepper } from './ode/stepper.ts';
export type { EmbeddedMethod } from './ode/embedded-method.ts';
export { EmbeddedStepper } from './ode/embedded-stepper.ts';
export type { OdeSystem, Tolerances } from './ode/system.ts';
export type { VectorMemory } from './ode/vector-memory.ts';
export { StepSize } from './ode/step-size.ts';
export { locateRoot } from './ode/locate-root.ts';
export { platformEngine } from './wasm/engine.ts';
export type { CompiledModule, Engine, HostFunction, Instance, Memory } from './wasm/engine.ts';
export type { Callable, FunctionBody, Label, Local } from './wasm/function-body.ts';
export { ModuleWriter, pageBytes } from './wasm/module-writer.ts';
export type { MemoryOp, PlainOp, ValueType } from './wasm/opcodes.ts';
