// One experiment from its request to its result. What it computes is kept point by point, so that one that was cut off goes
// on where it was and ends with the same bytes.

import { SimulationError, type Parameter, type Study } from '@holdfast/core';
import {
  documentDigest,
  type ExperimentLimits,
  type ExperimentResult,
  type ExperimentSpec,
  type ExperimentStop,
  type PointOutcome,
  type Report,
} from '@holdfast/protocol';
import { Laboratory, Stopped } from './laboratory.ts';
import { movable } from './axes.ts';
import { carryOut, derivedFigures, figuresOf } from './method.ts';
import type { PointExecutor } from './point.ts';

/** What the experiment's documents are computed by. */
export interface ExperimentModel {
  readonly family: string;
  readonly engine: string;
  readonly parameters: readonly Parameter[];
  /** The family's answer to questions about its randomness, where it has one. */
  readonly study?: Study | undefined;
}

export interface ExperimentPorts {
  readonly executor: PointExecutor;
  /** Points of an earlier part of this experiment, from index 0. */
  readonly known?: readonly PointOutcome[];
  /** Each new point with the figures asked for, in the order in which they became known. */
  readonly onPoint?: (outcome: PointOutcome) => void;
  readonly onReport?: (report: Report) => void;
  /** Why to end early; undefined to go on. */
  readonly stopped?: () => 'cancelled' | 'wallMs' | undefined;
}

/** Carries the experiment out. Never rejects for what the model or the executor did: that is an ending. */
export async function runExperiment(
  spec: ExperimentSpec,
  model: ExperimentModel,
  ports: ExperimentPorts,
): Promise<ExperimentResult> {
  const { method, parameters, seed, until, replicates, limits } = spec;
  const { executor, known = [], onPoint, onReport, stopped } = ports;
  let points = known.length;
  let report: Report | null = null;
  const sources = method.kind === 'inputs' ? (model.study?.sources(spec.document) ?? []) : [];
  const laboratory = new Laboratory({
    executor,
    parameters: movable(model.parameters),
    fixed: parameters,
    sources,
    canPair: model.study !== undefined,
    figures: figuresOf(method),
    derived: derivedFigures(method, sources),
    seed,
    until,
    replicates,
    known,
    pointsMax: limits.points ?? Infinity,
    onPoint(outcome) {
      points++;
      onPoint?.(outcome);
    },
    onReport(next) {
      report = next;
      onReport?.(next);
    },
    stopped: () => stopped?.(),
  });
  let stop: ExperimentStop = { kind: 'completed' };
  try {
    report = await carryOut(laboratory, method);
  } catch (thrown) {
    stop = stopOf(thrown, limits);
  }
  return resultOf(spec, model, { stop, points, report });
}

/** Writes the result; also for an experiment whose process died. */
export function resultOf(
  { document, seed, until, replicates, parameters, method }: ExperimentSpec,
  { family, engine }: Pick<ExperimentModel, 'family' | 'engine'>,
  { stop, points, report }: Pick<ExperimentResult, 'stop' | 'points' | 'report'>,
): ExperimentResult {
  return {
    format: 1,
    family,
    engine,
    document: documentDigest(document),
    name: document.name,
    seed,
    until,
    replicates,
    parameters: [...parameters],
    method,
    stop,
    partial: stop.kind !== 'completed',
    points,
    report,
  };
}

function stopOf(thrown: unknown, limits: ExperimentLimits): ExperimentStop {
  if (thrown instanceof Stopped) {
    if (thrown.why === 'cancelled') return { kind: 'cancelled' };
    return { kind: 'limit', limit: thrown.why, bound: limits[thrown.why] ?? Infinity };
  }
  if (!(thrown instanceof SimulationError)) throw thrown;
  return { kind: 'failed', code: thrown.code, message: thrown.message, remedy: thrown.remedy };
}
