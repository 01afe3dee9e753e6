// The reference pages that follow from code: error registry, document schemas, command line.
// `npm run build && node tidy/pages.js` writes them; tidy/pages.test.ts fails when one is stale.
import { writeFileSync } from 'node:fs';
import { createProgram } from '@holdfast/cli';
import { catalog } from '@holdfast/catalog';
import { errorRegistry } from '@holdfast/core';
import { documentJsonSchema } from '@holdfast/server';

const rows = Object.entries(errorRegistry).map(
  ([code, { cause, remedy, retry }]) => `| \`${code}\` | ${cause} | ${remedy} | ${retry} |`,
);

const errors = `# Errors

Every operating failure carries one of these codes, says what happened with its values, and what to do next.
The last column says whether trying again can help: \`never\`, the \`same\` way, or \`degraded\` (with less).
Mistakes in a document are not in this table: they are issues, collected in one list, each with a path, a code and a remedy.

| code | what happened | what to do next | retry |
| --- | --- | --- | --- |
${rows.join('\n')}
`;

function help(command) {
  return `\`\`\`\n${command.configureHelp({ helpWidth: 110 }).helpInformation().trimEnd()}\n\`\`\``;
}

function commandLine() {
  const program = createProgram(
    () => {
      throw new Error('help needs no context');
    },
    () => {},
  );
  const commands = program.commands.map((command) => `## ${command.name()}\n\n${help(command)}`);
  return `# Command line

Results go to stdout, everything else to stderr. Exit codes: 0 ok, 1 failure, 2 usage, 3 invalid model, 4 limit reached and partial result kept,
5 replay mismatch, 6 server unreachable, 7 alert, 130 interrupted. \`NO_COLOR\` is honoured. Ctrl-C once checkpoints and stops, twice aborts; in
\`watch\` it only detaches.

${help(program)}

${commands.join('\n\n')}
`;
}

/** Path below docs/reference and text of every page. */
export const pages = [
  ['errors.md', errors],
  ['cli.md', commandLine()],
  ...[...catalog.values()].map((simulator) => [
    `${simulator.family}.schema.json`,
    `${JSON.stringify(documentJsonSchema(simulator), null, 1)}\n`,
  ]),
];

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const [name, text] of pages)
    writeFileSync(new URL(`../docs/reference/${name}`, import.meta.url), text);
}
