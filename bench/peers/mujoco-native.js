// The MuJoCo of Debian as a C peer: installed and compiled when it is missing, named when it cannot be had.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const call = promisify(execFile);
const source = fileURLToPath(new URL('mujoco-steps.c', import.meta.url));

/** Path of the peer; undefined where it cannot be built, which is printed. */
export async function buildNative(print) {
  const folder = join(tmpdir(), 'holdfast-bench-peers');
  await mkdir(folder, { recursive: true });
  const program = join(folder, 'mujoco-steps');
  const compile = () => call('gcc', ['-O3', source, '-o', program, '-lmujoco']);
  try {
    await compile();
  } catch {
    print("installing libmujoco-dev and gcc from Debian's packages");
    try {
      await call('apt-get', [
        'install',
        '-y',
        '--no-install-recommends',
        'gcc',
        'libc6-dev',
        'libmujoco-dev',
      ]);
      await compile();
    } catch {
      print('no native MuJoCo here; run: sudo apt-get install -y gcc libc6-dev libmujoco-dev');
      return undefined;
    }
  }
  return { folder, program };
}

/** MJCF as MuJoCo 2.2 reads it: memory by counts, without what came later. */
function older(mjcf) {
  return mjcf
    .replace(/<size memory="[^"]*"\/>/, '<size njmax="6000" nconmax="2000" nstack="20000000"/>')
    .replace(/ gravcomp="[^"]*"/g, '');
}

/** { seconds, version, warnings, contacts } of the best round. */
export async function stepNative({ folder, program }, mjcf, steps, rounds) {
  const file = join(folder, 'model.xml');
  await writeFile(file, older(mjcf));
  const { stdout } = await call(program, [file, String(steps), String(rounds)]);
  return JSON.parse(stdout);
}
