// Hands the graph of a network to SciPy, torch and Brian2, and brings them from Debian's packages. What cannot be had is named.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const call = promisify(execFile);
const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('neural-peers.py', import.meta.url));
const packages = { scipy: 'python3-scipy', torch: 'python3-torch', brian2: 'python3-brian' };

async function works(command, options) {
  return call(command, options).then(
    () => true,
    () => false,
  );
}

/** Installs what is missing; says what could not be. */
export async function installNeuralPeers(print) {
  const missing = [];
  for (const [module, name] of Object.entries(packages))
    if (!(await works(python, ['-c', `import ${module}`]))) missing.push(name);
  if (missing.length === 0) return;
  // the code Brian2 generates needs a compiler for Python's own headers
  if (missing.includes(packages.brian2)) missing.push('cython3', 'python3-dev');
  print(`installing ${missing.join(' ')} from Debian's packages`);
  const done = await works('apt-get', ['install', '-y', '--no-install-recommends', ...missing]);
  if (!done) print(`could not; run: sudo apt-get install -y ${missing.join(' ')}`);
}

/** Milliseconds of processor time a step takes each tool: [{ name, ms } or { name, missing }]. */
export async function neuralPeers(folder, network, rounds) {
  const { graph } = network.parts;
  const { tally, start, length } = graph;
  const [source, target] = [new Int32Array(tally.connections), new Int32Array(tally.connections)];
  const weight = new Float32Array(tally.connections);
  const energy = Float32Array.from(network.energy.subarray(0, tally.high), (quanta) => quanta / 4096);
  for (let slot = 0, at = 0; slot < tally.high; slot++) {
    for (let place = start[slot]; place < start[slot] + length[slot]; place++, at++) {
      source[at] = slot;
      target[at] = graph.target[place];
      weight[at] = (graph.meta[place] >> 16) / 32_768;
    }
  }
  for (const [name, words] of Object.entries({ source, target, weight, energy }))
    await writeFile(join(folder, name), words);
  const environment = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const options = [script, folder, String(tally.high), String(rounds)];
  const { stdout } = await call(python, options, { env: environment, timeout: 600_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
