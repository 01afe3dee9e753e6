// The only reader of the environment in this process. Every value is checked before anything opens.

import { SimulationError } from '@holdfast/core';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { settings, type SettingName } from './settings.ts';
import type { ModelSettings } from './writing/language-model.ts';

/** Everything a server or an embedded host is told from outside; immutable for the life of the process. */
export interface Configuration {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Absolute. */
  readonly dataDirectory: string;
  readonly databaseUrl: string | undefined;
  readonly apiKeys: readonly string[];
  /** Web origins besides this server's own whose viewers may follow runs. */
  readonly viewerOrigins: readonly string[];
  readonly pool: {
    readonly min: number;
    readonly max: number;
    readonly connectionTimeoutMs: number;
    readonly statementTimeoutMs: number;
    readonly idleTimeoutMs: number;
  };
  readonly bodyLimitMb: number;
  readonly requestTimeoutMs: number;
  /** Lateness of the event loop above which requests are refused. */
  readonly overloadMs: number;
  readonly slots: number;
  /** Default and highest memory limit of one run. */
  readonly memoryMb: number;
  /** Worker processes that wait for the next run. */
  readonly spareWorkers: number;
  /** Seats this process offers to the fleet. */
  readonly fleetWorkers: number;
  /** Silence after which a fleet worker's spans are handed out again. */
  readonly fleetLeaseMs: number;
  /** Whether runs may be harmed on purpose. */
  readonly drills: boolean;
  /** Time between two checkpoints of a run. */
  readonly checkpointMs: number;
  /** The language model that helps the grammar; undefined without one. */
  readonly model: ModelSettings | undefined;
  readonly logLevel: string;
}

/** Raw texts by setting name; a flag of the command line uses the name of the setting it overrides. */
export type RawSettings = Readonly<Partial<Record<SettingName, string | undefined>>>;

const loopbackNames: ReadonlySet<string> = new Set(['localhost', '::1']);

/** Says whether only this machine can reach a listener on `host`. */
export function isLoopback(host: string): boolean {
  return loopbackNames.has(host.toLowerCase()) || /^127(\.\d{1,3}){3}$/.test(host);
}

function invalid(name: SettingName, value: string, reason: string): SimulationError {
  const rule = settings[name];
  const shown = 'secret' in rule && value !== '' ? '(hidden)' : value;
  return new SimulationError('configuration.invalid', { name, value: shown, reason });
}

function readNumber(name: SettingName, raw: RawSettings): number {
  const rule = settings[name];
  if (rule.kind !== 'number') throw new TypeError(`${name} is not a number setting`);
  const text = raw[name]?.trim();
  if (text === undefined || text === '') return rule.fallback;
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= rule.min && value <= rule.max)) {
    throw invalid(name, text, `it must be a whole number from ${rule.min} to ${rule.max}`);
  }
  return value;
}

function readText(name: SettingName, raw: RawSettings): string | undefined {
  const rule = settings[name];
  const text = raw[name]?.trim();
  const value =
    text === undefined || text === '' ? ('fallback' in rule ? String(rule.fallback) : undefined) : text;
  if (value !== undefined && 'choices' in rule && !(rule.choices as readonly string[]).includes(value)) {
    throw invalid(name, value, `it must be one of ${rule.choices.join(', ')}`);
  }
  return value;
}

function readKeys(raw: RawSettings, host: string): readonly string[] {
  const text = readText('HOLDFAST_API_KEYS', raw);
  const keys = (text ?? '').split(',').flatMap((key) => (key.trim() === '' ? [] : [key.trim()]));
  if (keys.some((key) => !/^[\x21-\x7e]{16,256}$/.test(key))) {
    throw invalid(
      'HOLDFAST_API_KEYS',
      text ?? '',
      'each key must be 16 to 256 printable characters without spaces',
    );
  }
  if (keys.length === 0 && !isLoopback(host)) {
    throw invalid(
      'HOLDFAST_API_KEYS',
      '',
      `at least one key is needed because HOLDFAST_HOST = ${host} can be reached from other machines; set one, or listen on 127.0.0.1`,
    );
  }
  return keys;
}

function readDatabaseUrl(raw: RawSettings): string | undefined {
  const text = readText('HOLDFAST_DATABASE_URL', raw);
  if (text !== undefined && !/^postgres(ql)?:\/\/\S+$/.test(text)) {
    throw invalid('HOLDFAST_DATABASE_URL', text, 'it must begin with postgres:// or postgresql://');
  }
  return text;
}

function readModel(raw: RawSettings): ModelSettings | undefined {
  const kind = readText('HOLDFAST_MODEL', raw);
  const timeoutMs = readNumber('HOLDFAST_MODEL_TIMEOUT_MS', raw);
  if (kind !== 'openai' && kind !== 'anthropic') return undefined;
  const url = readText('HOLDFAST_MODEL_URL', raw) ?? '';
  const { protocol, username } = URL.canParse(url) ? new URL(url) : { protocol: '', username: '' };
  // A key inside an address would be repeated wherever the address is.
  if (!/^https?:$/.test(protocol) || username !== '')
    throw invalid(
      'HOLDFAST_MODEL_URL',
      username === '' ? url : '(hidden)',
      'it must begin with http:// or https:// and hold no user',
    );
  const name = readText('HOLDFAST_MODEL_NAME', raw) ?? '';
  if (name === '')
    throw invalid('HOLDFAST_MODEL_NAME', '', `HOLDFAST_MODEL = ${kind} needs the name of a model`);
  const key = readText('HOLDFAST_MODEL_KEY', raw);
  if (key !== undefined && !/^[\x21-\x7e]{1,1000}$/.test(key))
    throw invalid('HOLDFAST_MODEL_KEY', key, 'it must be printable characters without spaces');
  return { kind, url: url.replace(/\/+$/, ''), key, name, timeoutMs };
}

/** Drills are for who works alone: others would find their runs disturbed. */
function readDrills(raw: RawSettings, alone: boolean): boolean {
  const text = readText('HOLDFAST_DRILLS', raw);
  return text === 'on' || (text === 'auto' && alone);
}

/** Reads and checks every setting: a flag wins over the environment, the environment over the default.
 * @throws SimulationError `configuration.invalid` */
export function readConfiguration(
  flags: RawSettings = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Configuration {
  const raw: Partial<Record<SettingName, string | undefined>> = {};
  for (const name of Object.keys(settings) as SettingName[]) raw[name] = flags[name] ?? environment[name];
  const host = readText('HOLDFAST_HOST', raw) ?? '127.0.0.1';
  const min = readNumber('HOLDFAST_POOL_MIN', raw);
  const max = readNumber('HOLDFAST_POOL_MAX', raw);
  if (min > max)
    throw invalid('HOLDFAST_POOL_MIN', String(min), `it must not exceed HOLDFAST_POOL_MAX = ${max}`);
  const databaseUrl = readDatabaseUrl(raw);
  const apiKeys = readKeys(raw, host);
  const alone = isLoopback(host) && databaseUrl === undefined && apiKeys.length === 0;
  return {
    host,
    port: readNumber('HOLDFAST_PORT', raw),
    dataDirectory: resolve(readText('HOLDFAST_DATA_DIR', raw) ?? '.holdfast'),
    databaseUrl,
    apiKeys,
    viewerOrigins: (readText('HOLDFAST_VIEWER_ORIGINS', raw) ?? '').split(',').flatMap((origin) => {
      const name = origin.trim();
      return name === '' ? [] : [name];
    }),
    pool: {
      min,
      max,
      connectionTimeoutMs: readNumber('HOLDFAST_POOL_CONNECTION_TIMEOUT_MS', raw),
      statementTimeoutMs: readNumber('HOLDFAST_POOL_STATEMENT_TIMEOUT_MS', raw),
      idleTimeoutMs: readNumber('HOLDFAST_POOL_IDLE_TIMEOUT_MS', raw),
    },
    bodyLimitMb: readNumber('HOLDFAST_BODY_LIMIT_MB', raw),
    requestTimeoutMs: readNumber('HOLDFAST_REQUEST_TIMEOUT_MS', raw),
    overloadMs: readNumber('HOLDFAST_OVERLOAD_MS', raw),
    slots: readNumber('HOLDFAST_SLOTS', raw) || Math.max(4, availableParallelism()),
    memoryMb: readNumber('HOLDFAST_MEMORY_MB', raw),
    spareWorkers: readNumber('HOLDFAST_SPARE_WORKERS', raw),
    fleetWorkers: readNumber('HOLDFAST_FLEET_WORKERS', raw),
    fleetLeaseMs: readNumber('HOLDFAST_FLEET_LEASE_MS', raw),
    drills: readDrills(raw, alone),
    checkpointMs: readNumber('HOLDFAST_CHECKPOINT_MS', raw),
    model: readModel(raw),
    logLevel: readText('HOLDFAST_LOG_LEVEL', raw) ?? 'info',
  };
}
