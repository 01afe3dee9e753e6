// Runs the named benchmarks, or all: npm run bench -- memory. Each prints figures and a ratio against a limit or a peer.
// An option of one follows as --name value: npm run bench -- pacing --minutes 10.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { arch, availableParallelism, cpus } from 'node:os';

const names = readdirSync(fileURLToPath(new URL('.', import.meta.url)))
  .filter((name) => name.endsWith('.bench.js'))
  .map((name) => name.slice(0, -'.bench.js'.length));
const words = process.argv.slice(2);
const isOption = (word = '') => word.startsWith('--');
const options = Object.fromEntries(
  words.flatMap((word, at) => (isOption(word) ? [[word.slice(2), words[at + 1] ?? '']] : [])),
);
const asked = words.filter((word, at) => !isOption(word) && !isOption(words[at - 1]));
const unknown = asked.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark is named ${unknown.join(', ')}; use ${names.join(', ')}\n`);
  process.exit(2);
}
process.stdout.write(
  `node ${process.versions.node}, ${arch()}, ${availableParallelism()} processors, ${cpus()[0]?.model ?? ''}\n`,
);
for (const name of asked.length > 0 ? asked : names) {
  process.stdout.write(`\n${name}\n`);
  const { run } = await import(`./${name}.bench.js`);
  await run((line) => process.stdout.write(`  ${line}\n`), undefined, options);
}
