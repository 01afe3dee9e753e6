// Run settings as typed text, and what they mean: every field is checked on its own, an empty one means the default.

import type { Input, LimitName, Limits, Parameter } from '@holdfast/core';
import { formatDuration, limitsSchema, parseDuration, type RunView } from '@holdfast/protocol';
import type { StartSettings } from '../shell/command-line.ts';

/** Fields as the person typed them. */
export interface SettingsText {
  readonly seed?: string;
  readonly until?: string;
  readonly workers?: string;
  readonly wallMs?: string;
  readonly steps?: string;
  readonly memoryMb?: string;
  readonly frames?: string;
  readonly simulatedTime?: string;
  /** Values that differ from the parameter's own. */
  readonly parameters: Readonly<Record<string, number>>;
}

export type SettingName = Exclude<keyof SettingsText, 'parameters'>;

export interface ReadSettings {
  readonly settings: StartSettings;
  /** Why a field cannot be used. */
  readonly wrong: Readonly<Partial<Record<SettingName, string>>>;
}

/** Reads `12_000`, `1e6` or `12,000`. */
function numberOf(text: string): number {
  const plain = text.replaceAll(/[_,\s]/g, '');
  return plain === '' ? Number.NaN : Number(plain);
}

const limitNames: readonly LimitName[] = ['wallMs', 'steps', 'simulatedTime', 'memoryMb', 'frames'];

function wallTime(text: string): number | string {
  try {
    return parseDuration(text, 'wall time');
  } catch {
    return 'Write a duration such as 300ms, 30s or 2h';
  }
}

function limit(name: LimitName, text: string): number | string {
  const value = name === 'wallMs' ? wallTime(text) : numberOf(text);
  if (typeof value === 'string') return value;
  const checked = limitsSchema.shape[name].safeParse(value);
  if (checked.success) return value;
  const { minValue, maxValue } = limitsSchema.shape[name].unwrap();
  const most = maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER ? ` and at most ${maxValue}` : '';
  return `A number, at least ${minValue ?? 0}${most}`;
}

function inputsOf(text: SettingsText, parameters: readonly Parameter[]): readonly Input[] {
  return parameters.flatMap(({ name, value }) => {
    const chosen = text.parameters[name];
    return chosen === undefined || chosen === value ? [] : [{ parameter: name, value: chosen }];
  });
}

/** Checks every field. */
export function readSettings(text: SettingsText, parameters: readonly Parameter[]): ReadSettings {
  const wrong: Partial<Record<SettingName, string>> = {};
  const limits: { -readonly [Name in LimitName]?: number } = {};
  for (const name of limitNames) {
    const typed = text[name] ?? '';
    if (typed.trim() === '') continue;
    const read = limit(name, typed);
    if (typeof read === 'string') wrong[name] = read;
    else limits[name] = read;
  }
  const whole = (name: 'seed' | 'workers', most: number, least: number): number | undefined => {
    const typed = text[name] ?? '';
    if (typed.trim() === '') return undefined;
    const value = numberOf(typed);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    wrong[name] = `A whole number from ${least} to ${most === Number.MAX_SAFE_INTEGER ? '2^53 − 1' : most}`;
    return undefined;
  };
  const seed = whole('seed', Number.MAX_SAFE_INTEGER, 0);
  const workers = whole('workers', 64, 1);
  let until: number | undefined;
  if ((text.until ?? '').trim() !== '') {
    const value = numberOf(text.until ?? '');
    if (value > 0 && Number.isFinite(value)) until = value;
    else wrong.until = 'A number above 0';
  }
  return {
    settings: {
      limits,
      parameters: inputsOf(text, parameters),
      ...(seed === undefined ? {} : { seed }),
      ...(until === undefined ? {} : { until }),
      ...(workers === undefined ? {} : { workers }),
    },
    wrong,
  };
}

function limitTexts(limits: Limits): Partial<Record<LimitName, string>> {
  return Object.fromEntries(
    limitNames.flatMap((name) => {
      const value = limits[name];
      if (value === undefined) return [];
      return [[name, name === 'wallMs' ? formatDuration(value) : String(value)]];
    }),
  );
}

/** The settings a run was started with. */
export function settingsOfRun(run: RunView): SettingsText {
  return {
    seed: String(run.seed),
    workers: String(run.workers),
    ...(Number.isFinite(run.until) ? { until: String(run.until) } : {}),
    ...limitTexts(run.limits),
    parameters: Object.fromEntries(
      run.parameters.flatMap(({ parameter, value }) =>
        typeof value === 'number' ? [[parameter, value]] : [],
      ),
    ),
  };
}
