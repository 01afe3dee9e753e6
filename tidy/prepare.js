// Makes sure the two programs the tests need are here: a Chromium browser and PostgreSQL 15 or newer.
// Says nothing when both are. Installs what is missing from Debian's packages when it may, and says so; otherwise it
// prints the command to run and fails, so that no test has to skip.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const oldestPostgres = 15;
const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const debianPostgres = '/usr/lib/postgresql';

/** The first folder of PATH that has an executable of this name. */
function find(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}

function hasBrowser() {
  return browsers.some((name) => find(name) !== undefined);
}

/** The tests make clusters of their own, so both programs are needed and no running server. */
function hasPostgres() {
  if (existsSync(debianPostgres)) {
    const majors = readdirSync(debianPostgres).filter((major) => Number(major) >= oldestPostgres);
    const complete = (major) =>
      ['initdb', 'postgres'].every((name) => existsSync(join(debianPostgres, major, 'bin', name)));
    if (majors.some(complete)) return true;
  }
  const server = find('postgres');
  if (server === undefined || find('initdb') === undefined) return false;
  const { stdout } = spawnSync(server, ['--version'], { encoding: 'utf8' });
  return Number(/\d+/.exec(stdout ?? '')?.[0] ?? 0) >= oldestPostgres;
}

const needs = [
  { name: 'Chromium (browser tests)', debian: 'chromium', has: hasBrowser },
  { name: 'PostgreSQL 15 or newer (store tests)', debian: 'postgresql', has: hasPostgres },
];

/** The words before apt-get that make it run as root; undefined when this user may not. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (find('sudo') !== undefined && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0)
    return ['sudo', '-n'];
  return undefined;
}

function run([file, ...rest]) {
  // A prompt of a package's set-up would wait for an answer nobody gives.
  const { status } = spawnSync(file, rest, { stdio: ['ignore', 2, 2] });
  return status === 0;
}

function install(prefix, packages) {
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  return (
    run([...apt, 'update', '-qq']) &&
    run([...apt, 'install', '-y', '-qq', '--no-install-recommends', ...packages])
  );
}

function missing() {
  return needs.filter((need) => !need.has());
}

function fail(lacking) {
  const packages = lacking.map(({ debian }) => debian).join(' ');
  process.stderr.write(
    `Missing for the tests: ${lacking.map(({ name }) => name).join(', ')}.\n` +
      `On Debian or Ubuntu run:  sudo apt-get update && sudo apt-get install -y ${packages}\n` +
      `On other systems install them by their own means and put them in PATH.\n`,
  );
  process.exit(1);
}

const lacking = missing();
if (lacking.length > 0) {
  const prefix = find('apt-get') === undefined ? undefined : rootPrefix();
  if (prefix === undefined) fail(lacking);
  const packages = lacking.map(({ debian }) => debian);
  process.stderr.write(`Installing ${packages.join(' and ')} from Debian's packages, once, for the tests.\n`);
  install(prefix, packages);
  const still = missing();
  if (still.length > 0) fail(still);
}
