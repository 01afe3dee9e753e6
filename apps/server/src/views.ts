// How runs and experiments are shown: the stored record joined with what its supervisor knows of it at this moment.

import type { RunRecord } from '@holdfast/core';
import type {
  ClockView,
  ExperimentDetail,
  ExperimentView,
  ModelView,
  ProfileView,
  RunView,
} from '@holdfast/protocol';
import { freePace, type LiveRun } from '@holdfast/runtime';
import type { ExperimentRecord } from '@holdfast/store';

function clockView(clock: NonNullable<LiveRun['clock']>): ClockView {
  const { rtf, lagMs, overruns, slips, slippedMs, rung, headroom } = clock;
  return { rtf, lagMs, overruns, slips, slippedMs, rung, headroom };
}

/** What the computing of a run goes into, while it is executed here. */
export function profileView(live: LiveRun | undefined): ProfileView {
  if (live?.clock === undefined) return { profile: null };
  const { clock, pace, record } = live;
  const { costs, assistance = null } = clock;
  return { profile: { time: record.time, pace, clock: clockView(clock), costs: [...costs], assistance } };
}

/** Joins a record with its live state, which wins where both know. */
export function runView(stored: RunRecord, live: LiveRun | undefined): RunView {
  const record = live?.record ?? stored;
  const { spec, result } = record;
  return {
    id: record.id,
    name: record.name,
    family: record.family,
    document: record.document,
    status: record.status,
    stop: result?.stop ?? null,
    partial: result?.partial ?? false,
    seed: spec.seed,
    until: spec.until,
    end: live?.end ?? (result === null || result.partial ? spec.until : result.reached),
    time: record.time,
    parameters: [...spec.parameters],
    limits: { ...spec.limits },
    workers: spec.workers,
    epoch: record.epoch,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    rate: live?.rate ?? null,
    etaMs: live?.etaMs ?? null,
    memoryMb: live?.memoryMb ?? null,
    pace: live?.pace ?? spec.pace ?? freePace,
    clock: live?.clock === undefined ? null : clockView(live.clock),
    parent: spec.parent ?? null,
    ...(live === undefined || live.listed === 0 ? {} : { listed: live.listed }),
  };
}

/** The part of a model a reader needs. */
export function modelView(model: LiveRun['model']): ModelView {
  return {
    timeUnit: model.timeUnit,
    until: model.until,
    channels: model.channels,
    parameters: model.parameters,
    ...(model.details === undefined ? {} : { details: model.details }),
    ...(model.harm === undefined ? {} : { harm: model.harm }),
  };
}

/** An experiment as lists and headers show it. */
export function experimentView(record: ExperimentRecord): ExperimentView {
  const { id, name, family, document, kind, status, spec, result, points } = record;
  const { epoch, createdAt, updatedAt } = record;
  const { seed, until, replicates, parameters } = spec;
  const [stop, partial] = [result?.stop ?? null, result?.partial ?? false];
  const what = { id, name, family, document, kind, status, stop, partial };
  return {
    ...what,
    seed,
    until,
    replicates,
    parameters: [...parameters],
    points,
    epoch,
    createdAt,
    updatedAt,
  };
}

/** An experiment with what was asked and what can be said so far. */
export function experimentDetail(record: ExperimentRecord): ExperimentDetail {
  return { experiment: experimentView(record), method: record.spec.method, report: record.report };
}
