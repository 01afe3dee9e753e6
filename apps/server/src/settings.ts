// Every setting of a Holdfast process: its name, bounds, default and meaning. The reference page lists the same rows.

/** A whole number with bounds, both included. */
export interface NumberSetting {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
  readonly meaning: string;
}

export interface TextSetting {
  readonly kind: 'text';
  /** Absent when nothing is assumed. */
  readonly fallback?: string;
  /** The only values that are taken, when they are few. */
  readonly choices?: readonly string[];
  /** Never repeated in an error or a log. */
  readonly secret?: true;
  readonly meaning: string;
}

const number = (fallback: number, min: number, max: number, meaning: string): NumberSetting => ({
  kind: 'number',
  fallback,
  min,
  max,
  meaning,
});

export const settings = {
  HOLDFAST_HOST: {
    kind: 'text',
    fallback: '127.0.0.1',
    meaning: 'Address to listen on. Anything but a loopback address needs HOLDFAST_API_KEYS.',
  },
  HOLDFAST_PORT: number(7700, 0, 65_535, 'Port to listen on; 0 takes a free one.'),
  HOLDFAST_DATA_DIR: {
    kind: 'text',
    fallback: '.holdfast',
    meaning: 'Directory of the embedded database and of all checkpoints.',
  },
  HOLDFAST_DATABASE_URL: {
    kind: 'text',
    secret: true,
    meaning:
      'PostgreSQL 15 or newer, `postgres://user:password@host/database`; the embedded database when unset.',
  },
  HOLDFAST_API_KEYS: {
    kind: 'text',
    secret: true,
    meaning:
      'Keys that may use the API, separated by commas, 16 to 256 characters each; nobody is asked when unset.',
  },
  HOLDFAST_VIEWER_ORIGINS: {
    kind: 'text',
    meaning:
      'Web origins whose Foxglove or Lichtblick may open `/foxglove/<run>`, separated by commas, such as `http://localhost:8080`; programs that send no origin always may.',
  },
  HOLDFAST_POOL_MIN: number(2, 0, 200, 'Connections to PostgreSQL kept open.'),
  HOLDFAST_POOL_MAX: number(20, 1, 200, 'Connections to PostgreSQL at most.'),
  HOLDFAST_POOL_CONNECTION_TIMEOUT_MS: number(10_000, 100, 120_000, 'Wait for a connection, in ms.'),
  HOLDFAST_POOL_STATEMENT_TIMEOUT_MS: number(60_000, 100, 3_600_000, 'Longest statement, in ms.'),
  HOLDFAST_POOL_IDLE_TIMEOUT_MS: number(
    30_000,
    1000,
    3_600_000,
    'An idle connection is closed after this, in ms.',
  ),
  HOLDFAST_BODY_LIMIT_MB: number(16, 1, 1024, 'Largest request body, in MB.'),
  HOLDFAST_REQUEST_TIMEOUT_MS: number(30_000, 100, 3_600_000, 'Longest request; streams are exempt, in ms.'),
  HOLDFAST_OVERLOAD_MS: number(
    1000,
    50,
    60_000,
    'Lateness of the event loop above which API requests are answered 503, in ms.',
  ),
  HOLDFAST_SLOTS: number(
    0,
    0,
    1024,
    'Runs executed at the same time, further ones are queued; 0 takes one per processor, 4 at least. `holdfast demo` has four more.',
  ),
  HOLDFAST_MEMORY_MB: number(
    1024,
    64,
    1_048_576,
    'Memory of one run: its default limit and its highest, in MB.',
  ),
  HOLDFAST_SPARE_WORKERS: number(
    1,
    0,
    1,
    'Worker processes that wait for the next run with their modules loaded, some 80 MB each, half of them shared; without one a run starts later.',
  ),
  HOLDFAST_FLEET_WORKERS: number(
    0,
    0,
    256,
    'Spans of runs this process computes at once for the fleet, each in a process of its own; `holdfast worker` takes one per processor for 0.',
  ),
  HOLDFAST_FLEET_LEASE_MS: number(
    6000,
    500,
    600_000,
    'Silence after which the spans of a fleet worker are handed out again, in ms; the same on all machines.',
  ),
  HOLDFAST_CHECKPOINT_MS: number(2000, 100, 600_000, 'Time between two checkpoints of a run, in ms.'),
  HOLDFAST_DRILLS: {
    kind: 'text',
    fallback: 'auto',
    choices: ['auto', 'on', 'off'],
    meaning:
      'Whether runs may be harmed on purpose: their process killed, a bit of their state flipped. `auto` allows it where one person works alone: the embedded database, a loopback address, no API keys.',
  },
  HOLDFAST_MODEL: {
    kind: 'text',
    fallback: 'none',
    choices: ['none', 'openai', 'anthropic'],
    meaning:
      'Dialect of a language model that is asked where the grammar has questions; sentences leave this machine only when it is set.',
  },
  HOLDFAST_MODEL_URL: {
    kind: 'text',
    meaning: 'Where it answers, such as `http://localhost:11434/v1` or `https://api.anthropic.com`.',
  },
  HOLDFAST_MODEL_NAME: { kind: 'text', meaning: 'Name of the model, as its server calls it.' },
  HOLDFAST_MODEL_KEY: { kind: 'text', secret: true, meaning: 'Key for it, where its server asks for one.' },
  HOLDFAST_MODEL_TIMEOUT_MS: number(
    20_000,
    1000,
    300_000,
    'Time it has for one document, repairs included; below HOLDFAST_REQUEST_TIMEOUT_MS, in ms.',
  ),
  HOLDFAST_LOG_LEVEL: {
    kind: 'text',
    fallback: 'info',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    meaning: 'Least severe line that is logged, as JSON lines on stderr.',
  },
} as const satisfies Record<string, NumberSetting | TextSetting>;

export type SettingName = keyof typeof settings;
