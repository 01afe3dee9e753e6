// The directory of the embedded database, made and checked before anything opens it, so that a wrong one is a sentence.
import { access, constants, mkdir } from 'node:fs/promises';
import { SimulationError } from '@holdfast/core';

/** What the operating system said, such as "ENOENT: no such file or directory, open 'x.json'", without what is known. */
export function reasonOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/^[A-Z]+: /, '').replace(/, \w+( '.*')?$/, '');
}

/** Makes sure that a directory is there and can be written. @throws SimulationError `configuration.invalid` */
export async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.W_OK);
  } catch (error) {
    const details = { name: 'data directory', value: path, reason: reasonOf(error) };
    throw new SimulationError('configuration.invalid', details, error);
  }
}
