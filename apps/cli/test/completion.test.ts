import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../src/commands/completion.ts';
import { createProgram } from '../src/program.ts';

function program() {
  return createProgram(
    () => {
      throw new Error('nothing is run');
    },
    () => undefined,
  );
}

describe('completion', () => {
  it('gives bash a script it can read, which completes commands and options', () => {
    const script = completionScript(program(), 'bash');
    execFileSync('bash', ['-n'], { input: script });
    const complete = (words: readonly string[]): string[] =>
      execFileSync(
        'bash',
        [
          '-c',
          `${script}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _holdfast; printf '%s\\n' "\${COMPREPLY[@]}"`,
          'bash',
          ...words,
        ],
        { encoding: 'utf8' },
      )
        .trim()
        .split('\n');
    expect(complete(['holdfast', 're'])).toEqual(['replay']);
    expect(complete(['holdfast', 'run', '--se'])).toEqual(['--seed', '--server']);
    expect(complete(['holdfast', 'export', 'x', '--t'])).toEqual(['--to']);
  });

  it.each(['bash', 'zsh', 'fish'] as const)('names every command in %s', (shell) => {
    const script = completionScript(program(), shell);
    for (const command of program().commands) {
      expect(script).toContain(command.name());
      for (const { long } of command.options) expect(script).toContain(long?.slice(2));
    }
  });
});
