// The plant elsewhere: C++ with -O3, CVODE with root finding, SciPy. What cannot be had is named and left out, never silently.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const call = promisify(execFile);
const python = '/usr/bin/python3';
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const libraries = ['-lsundials_cvode', '-lsundials_nvecserial', '-lsundials_sunnonlinsolfixedpoint'];

async function works(command, options) {
  return call(command, options).then(
    () => true,
    () => false,
  );
}

async function ensured(packages, print, isThere) {
  if (await isThere()) return true;
  print(`installing ${packages.join(' ')} from Debian's packages`);
  await works('apt-get', ['install', '-y', '--no-install-recommends', ...packages]);
  if (await isThere()) return true;
  print(`LEFT OUT: could not install; run: sudo apt-get install -y ${packages.join(' ')}`);
  return false;
}

async function parsed(command, words) {
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { stdout } = await call(command, words.map(String), { env });
  return JSON.parse(stdout);
}

/** { native, adams, scipy }: each runs one contest and answers what it printed; undefined where it cannot be had. */
export async function plantPeers(print) {
  const folder = join(tmpdir(), 'holdfast-bench-peers');
  await mkdir(folder, { recursive: true });
  const compiler = await ensured(['g++'], print, () => works('g++', ['--version']));
  const scipyThere = await ensured(['python3-scipy'], print, () => works(python, ['-c', 'import scipy']));
  const plain = join(folder, 'plant');
  const withCvode = join(folder, 'plant-cvode');
  const built = compiler && (await works('g++', ['-O3', '-march=native', here('plant.cpp'), '-o', plain]));
  if (!built) print('LEFT OUT: C++ (no compiler, or it refuses plant.cpp)');
  const cvode =
    compiler &&
    (await ensured(['libsundials-dev'], print, () =>
      works('g++', [
        '-O3',
        '-march=native',
        '-DWITH_CVODE',
        here('plant.cpp'),
        '-o',
        withCvode,
        ...libraries,
      ]),
    ));
  const independent = here('../../families/plant/test/fixtures/independent-plant.py');
  return {
    native: built ? (count, seconds, step) => parsed(plain, ['rk4', count, seconds, step]) : undefined,
    adams: cvode
      ? (count, seconds, tolerance) => parsed(withCvode, ['cvode', count, seconds, tolerance])
      : undefined,
    scipy: scipyThere
      ? (method, seconds, tolerance) =>
          parsed(python, [here('plant-scipy.py'), independent, method, seconds, tolerance])
      : undefined,
  };
}
