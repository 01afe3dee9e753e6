// The only reader of the environment and the terminal on the command line's side.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the two output streams can show. */
export interface Terminal {
  /** True when stderr can redraw a line. */
  readonly interactive: boolean;
  /** Columns of stderr, now. */
  readonly width: number;
  readonly colour: { readonly out: boolean; readonly err: boolean };
}

export function readTerminal(): Terminal {
  const { stdout, stderr } = process;
  const plain = process.env['TERM'] === 'dumb';
  const colour = !plain && (process.env['NO_COLOR'] ?? '') === '';
  return {
    interactive: stderr.isTTY && !plain,
    get width() {
      return stderr.columns ?? 80;
    },
    colour: { out: stdout.isTTY && colour, err: stderr.isTTY && colour },
  };
}

/** Where to send requests when no flag says so. */
export function readServer(): { readonly url: string | undefined; readonly key: string | undefined } {
  const { HOLDFAST_SERVER: url, HOLDFAST_API_KEY: key } = process.env;
  return { url: url === '' ? undefined : url, key };
}

/** The data directory another process may hold, as the server reads it too; undefined when PostgreSQL keeps the runs.
 * Known without loading the server, so that a command that finds a holder is quick. */
export function readDataDirectory(flag: string | undefined): string | undefined {
  const { HOLDFAST_DATABASE_URL: database = '', HOLDFAST_DATA_DIR: directory = '' } = process.env;
  if (database.trim() !== '') return undefined;
  return resolve(flag ?? (directory.trim() === '' ? '.holdfast' : directory.trim()));
}

/** True when a graphical browser can probably be opened. */
export function hasDisplay(): boolean {
  return (
    process.platform === 'darwin' || process.platform === 'win32' || (process.env['DISPLAY'] ?? '') !== ''
  );
}

/** The version of this product, as its package says. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return (manifest as { readonly version: string }).version;
}
