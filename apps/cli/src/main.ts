// Entry of the command line: parses, runs one command, turns failures into a sentence, a next step and an exit code.
import { SimulationError, type Issue } from '@holdfast/core';
import { CommanderError } from 'commander';
import { readTerminal } from './configuration.ts';
import { Console } from './console.ts';
import type { CommandContext } from './context.ts';
import { exitCode, exitCodeOfError } from './exit-code.ts';
import { describeIssues, InvalidDocument } from './invalid-document.ts';
import { createProgram } from './program.ts';

function openConsole(quiet: boolean): Console {
  return new Console(readTerminal(), { quiet, out: process.stdout, err: process.stderr });
}

/** Ctrl-C ends the process at once, unless a command has taken the first one to end in its own way. A reader of the
 * results that has seen enough (`| head`) is a wish to leave as well, and no failure. */
function openInterrupt(leave: (code: number) => void): CommandContext['takeInterrupt'] {
  const interrupt = new AbortController();
  let taken = false;
  const onSignal = (): void => {
    if (!taken || interrupt.signal.aborted) leave(exitCode.interrupted);
    interrupt.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      if (!taken) leave(exitCode.ok);
      interrupt.abort();
    });
  }
  return () => {
    taken = true;
    return interrupt.signal;
  };
}

function complain(console: Console, error: unknown): number {
  const style: Parameters<typeof describeIssues>[1] = (name, text) => console.inNote(name, text);
  if (error instanceof InvalidDocument) {
    console.complain(`${describeIssues(error.issues, style)}\n${error.message}; nothing was run`);
    return exitCode.invalidModel;
  }
  if (error instanceof SimulationError) {
    const { code, message, remedy } = error;
    const { issues = [] } = error as { readonly issues?: readonly Issue[] };
    const listed = describeIssues(
      issues.map((issue) => ({ issue, file: issue.path || '/' })),
      style,
    );
    // Issues say what to do better than the remedy of their heading can.
    const said = listed === '' ? `  ${style('cyan', remedy)}` : listed;
    console.complain(`${style('red', message)} ${style('dim', `[${code}]`)}\n${said}`);
    return exitCodeOfError(error);
  }
  console.complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCode.failure;
}

async function main(): Promise<number> {
  let console = openConsole(false);
  let code: number = exitCode.ok;
  const takeInterrupt = openInterrupt((at) => {
    console.clearStatus();
    process.exit(at);
  });
  const program = createProgram(
    (quiet) => {
      console = openConsole(quiet);
      return { console, now: () => performance.now(), takeInterrupt };
    },
    (finished) => {
      code = finished;
    },
  );
  try {
    await program.parseAsync();
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    return complain(console, error);
  }
}

process.exitCode = await main();
