// What other processes and tests may use of the command line; the program itself starts in main.ts.
export { exitCode } from './exit-code.ts';
export { createProgram } from './program.ts';
