// Brings the contestants onto this machine: compilers and NumPy from Debian's packages, the rest from npm into a folder
// of the bench's own. What cannot be had is named and left out, never silently.
import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const call = promisify(execFile);
const packages = { mathjs: '15.2.0', '@quri/squiggle-lang': '0.10.0' };
const python = '/usr/bin/python3';

async function works(command, options) {
  return call(command, options).then(
    () => true,
    () => false,
  );
}

/** { folder, compilers, python, scripts }: python is undefined without NumPy, scripts false without the npm packages. */
export async function installPeers(print) {
  const folder = join(tmpdir(), 'holdfast-bench-peers');
  await mkdir(folder, { recursive: true });
  const numpy = () => works(python, ['-c', 'import numpy']);
  const missing = (await works('clang', ['--version'])) ? [] : ['clang'];
  if (!(await works('gcc', ['--version']))) missing.push('gcc', 'libc6-dev');
  if (!(await numpy())) missing.push('python3-numpy');
  if (missing.length > 0) {
    print(`installing ${missing.join(' ')} from Debian's packages`);
    const done = await works('apt-get', ['install', '-y', '--no-install-recommends', ...missing]);
    if (!done) print(`could not; run: sudo apt-get install -y ${missing.join(' ')}`);
  }
  const compilers = [];
  for (const name of ['gcc', 'clang']) if (await works(name, ['--version'])) compilers.push(name);
  return {
    folder,
    compilers,
    python: (await numpy()) ? python : undefined,
    scripts: await installScripts(folder, print),
  };
}

async function installScripts(folder, print) {
  const file = join(folder, 'package.json');
  const wanted = JSON.stringify({ private: true, dependencies: packages });
  const there = await access(join(folder, 'node_modules', 'mathjs')).then(
    () => true,
    () => false,
  );
  if (there) return true;
  await writeFile(file, wanted);
  print('installing mathjs and @quri/squiggle-lang from npm');
  return works('npm', ['install', '--prefix', folder, '--silent', '--no-audit', '--no-fund']);
}
