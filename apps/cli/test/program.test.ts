import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../src/program.ts';

/** Packages that a module loads before any of its functions is called. */
function packagesOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm);
  for (const [, name = ''] of imports) {
    if (!name.startsWith('.')) packages.add(name);
    else for (const other of packagesOf(join(dirname(file), name), seen)) packages.add(other);
  }
  return packages;
}

describe('the program', () => {
  it('loads nothing heavy before a command is chosen', () => {
    for (const entry of ['main.ts', 'index.ts']) {
      const packages = packagesOf(fileURLToPath(new URL(`../src/${entry}`, import.meta.url)));
      const heavy = [...packages].filter(
        (name) => !name.startsWith('node:') && name !== 'commander' && name !== '@holdfast/core',
      );
      expect(packages.size).toBeGreaterThan(2);
      expect(heavy).toEqual([]);
    }
  });

  it('describes every command and every option', () => {
    const program = createProgram(
      () => {
        throw new Error('nothing is run');
      },
      () => undefined,
    );
    for (const command of program.commands) {
      expect(command.description(), command.name()).not.toBe('');
      for (const option of command.options) expect(option.description, option.flags).not.toBe('');
    }
  });
});
