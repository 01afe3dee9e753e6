// The commands and their options, declared once; help, parsing and completion all read this. What a command does is
// loaded when it is called, so that help costs nothing.
import { Argument, Command, Option } from 'commander';
import { addAnalyze } from './analyze-options.ts';
import {
  assignment,
  collected,
  instant,
  pictureRate,
  positiveNumber,
  serverAddress,
  setting,
  wholeNumber,
} from './arguments.ts';
import { readVersion } from './configuration.ts';
import type { CommandContext } from './context.ts';
import { exitCode } from './exit-code.ts';
import { exportFormats, importFormats, modelFormats, stateFormats } from './exchange-formats.ts';

const dataDirectory = 'directory of the embedded database and of checkpoints (default: .holdfast)';

/** What the commands need from the process around them. */
interface Surroundings {
  readonly context: () => CommandContext;
  readonly done: (code: Promise<number>) => Promise<void>;
}

function withTarget(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--server <url>',
        'use this server (default: the one that holds the data directory, or this process)',
      )
        .argParser(serverAddress)
        .conflicts('dataDir'),
    )
    .option('--data-dir <path>', dataDirectory);
}

const modes = ['performance', 'balanced', 'accuracy'] as const;

function withPace(command: Command): Command {
  return command
    .option('--pace <factor>', 'go as fast as the wall clock (1x), slower (0.5x), faster (10x), or max')
    .addOption(
      new Option(
        '--mode <mode>',
        'show and check 5, 10 or 20 times a second; never changes a number',
      ).choices(modes),
    )
    .option('--hard', 'end the run when it cannot keep its pace');
}

function withOutput(command: Command, what: string, each: string): Command {
  return command
    .addOption(new Option('--json', `print ${what} as one JSON document`).conflicts('jsonl'))
    .option('--jsonl', `print ${each} as JSON lines`);
}

/** Builds the program. `finish` receives the exit code of the command that ran. */
export function createProgram(
  context: (quiet: boolean) => CommandContext,
  finish: (code: number) => void,
): Command {
  const program = new Command('holdfast')
    .description('Simulations that are fast, bounded, watched and never lost.')
    .version(readVersion())
    .option('-q, --quiet', 'results and complaints only')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', '\nholdfast <command> --help says more. A first run: holdfast demo');
  const surroundings: Surroundings = {
    context: () => context(program.opts<{ quiet?: boolean }>().quiet === true),
    done: async (code) => finish(await code),
  };
  addRun(program, surroundings);
  addImport(program, surroundings);
  addWrite(program, surroundings);
  withTarget(
    addAnalyze(program)
      .option('--json', 'print the result as one JSON document')
      .addOption(
        new Option('--to <format>', 'print the result as a page with its pictures')
          .choices(['html'])
          .conflicts('json'),
      ),
  ).action((document, options) =>
    surroundings.done(
      import('./commands/analyze.ts').then(({ analyzeCommand }) =>
        analyzeCommand(document, options, surroundings.context()),
      ),
    ),
  );
  addKept(program, surroundings);
  addLiving(program, surroundings);
  addMachine(program, surroundings);
  program.showHelpAfterError('  holdfast --help lists the commands');
  for (const command of program.commands) {
    command.showHelpAfterError(`  holdfast ${command.name()} --help lists the options`);
  }
  return program;
}

function addRun(program: Command, { context, done }: Surroundings): void {
  const run = program
    .command('run <document>')
    .description('run a document and print its result')
    .option('-p, --parameter <name=value>', 'set a parameter, name=@file for a list; repeatable', assignment)
    .option('--seed <n>', 'seed of all random numbers', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option(
      '--until <time>',
      "end of the run in the model's unit of time; for a scenario, iterations",
      positiveNumber,
    )
    .option(
      '--limit <limits>',
      'end earlier with a partial result: time=300ms,iterations=1e6,memory=512MB,frames=100; repeatable',
      collected,
    )
    .option(
      '--workers <n>',
      'threads that compute at once, 1 to 64, for a scenario or a network (which takes 4 at most); never changes a bit of the result',
      wholeNumber(1, 64),
    )
    .addOption(
      new Option('--resume', '<document> is the id of a paused run; continue it').conflicts([
        'parameter',
        'seed',
        'until',
        'limit',
        'workers',
      ]),
    );
  withTarget(withOutput(withPace(run), 'the result', 'progress, events and the result')).action(
    (document, options) =>
      done(import('./commands/run.ts').then(({ runCommand }) => runCommand(document, options, context()))),
  );
  const watch = program
    .command('watch [run]')
    .description('follow a run, the newest one by default; Ctrl-C detaches');
  withTarget(withOutput(watch, 'the result', 'progress, events and the result')).action((id, options) =>
    done(import('./commands/watch.ts').then(({ watchCommand }) => watchCommand(id, options, context()))),
  );
  const validate = program
    .command('validate <documents...>')
    .description('check documents and print every issue with file:line:column');
  withOutput(validate, 'all issues', 'the issues of each document').action((documents, options) =>
    done(
      import('./commands/validate.ts').then(({ validateCommand }) =>
        validateCommand(documents, options, context()),
      ),
    ),
  );
}

function isOneOf<Format extends string>(formats: readonly Format[], format: string): format is Format {
  return (formats as readonly string[]).includes(format);
}

/** The command that brings in models written elsewhere. */
function addImport(program: Command, { context, done }: Surroundings): void {
  program
    .command('import <source>')
    .description('turn a model written elsewhere (a file, a folder or a ZIP file) into a document, on stdout')
    .addOption(
      new Option('--from <format>', 'format (default: what the file looks like)').choices(importFormats),
    )
    .option('--name <text>', 'name of the document, unless the file holds one')
    .option('--main <path>', 'the model in a folder or a ZIP file that holds several')
    .action((file, options) =>
      done(
        import('./commands/import.ts').then(({ importCommand }) => importCommand(file, options, context())),
      ),
    );
}

/** The command that writes documents from words. */
function addWrite(program: Command, { context, done }: Surroundings): void {
  const command = program
    .command('write <words...>')
    .description(
      'write a document from a sentence, such as "a ball on a ramp", or from a drawing.png or .jpg',
    )
    .option('--change <document>', 'change this document by the sentence')
    .addOption(
      new Option('--patch', 'print the change as a JSON Patch of the model').conflicts(['out', 'run']),
    )
    .option('-o, --out <file>', 'write it into this file (default: stdout)')
    .option('--run', 'run it at once and print how the run ended');
  withOutput(withTarget(command), 'the outcome of the run', 'progress and the outcome of the run').action(
    (words, options) =>
      done(import('./commands/write.ts').then(({ writeCommand }) => writeCommand(words, options, context()))),
  );
}

/** The commands about runs that are kept. */
function addKept(program: Command, { context, done }: Surroundings): void {
  const runs = program
    .command('runs')
    .description('list kept runs, newest first')
    .option('--limit <n>', 'how many', wholeNumber(1, 1000), 20);
  withTarget(withOutput(runs, 'them', 'them')).action((options) =>
    done(import('./commands/runs.ts').then(({ runsCommand }) => runsCommand(options, context()))),
  );
  const replay = program
    .command('replay <run>')
    .description('execute a kept run, or the run of a report, again and compare it bit by bit')
    .option(
      '--set <name=value[@time]>',
      'change an input, from the start or at a time, and say where the first difference lies; repeatable',
      setting,
    );
  withTarget(withOutput(replay, 'the comparison', 'progress, events and the comparison')).action(
    (id, options) =>
      done(import('./commands/replay.ts').then(({ replay }) => replay(id, options, context()))),
  );
  const exporting = program
    .command('export <run>')
    .description(
      'write to stdout a kept run, the model of a run or of a document file (--to mjcf), or the network of a run (--to graphml, edge-list)',
    )
    .addOption(
      new Option('--to <format>', 'format')
        .choices([...exportFormats, ...modelFormats, ...stateFormats])
        .makeOptionMandatory(),
    )
    .option('--at <time>', 'of a network: when, in steps (default: newest)', instant);
  withTarget(exporting).action((id, { to, ...options }) =>
    done(
      isOneOf(modelFormats, to)
        ? import('./commands/export-model.ts').then(({ exportModel }) =>
            exportModel(id, to, options, context()),
          )
        : isOneOf(stateFormats, to)
          ? import('./commands/export-state.ts').then(({ exportState }) =>
              exportState(id, to, options, context()),
            )
          : import('./commands/export.ts').then(({ exportCommand }) =>
              exportCommand(id, { ...options, to }, context()),
            ),
    ),
  );
}

/** The commands that steer a run that lives, and the fork of any. */
function addLiving(program: Command, { context, done }: Surroundings): void {
  const set = program
    .command('set <run> <name=value...>')
    .description('change parameters of a living run; recorded with the time they take effect');
  withTarget(set.option('--json', 'print the run as one JSON document')).action((id, texts, options) =>
    done(import('./commands/steer.ts').then(({ setCommand }) => setCommand(id, texts, options, context()))),
  );
  const show = program
    .command('show <run> <files...>')
    .description(
      'show the senses of a living network pictures (PNG, JPEG), tables (CSV, a picture in each row) or a sound (WAV), one after the other',
    )
    .option('--rate <pictures>', 'pictures a second', pictureRate, 10)
    .option('--again', 'begin again until Ctrl-C');
  withTarget(show.option('--json', 'print what was shown as one JSON document')).action(
    (id, files, options) =>
      done(
        import('./commands/show.ts').then(({ showCommand }) => showCommand(id, files, options, context())),
      ),
  );
  const pace = program
    .command('pace <run> [factor]')
    .description('change how fast a living run goes: 1x, 0.5x, 10x or max; never what it computes')
    .addOption(new Option('--mode <mode>', 'show and check 5, 10 or 20 times a second').choices(modes))
    .option('--hard', 'end the run when it cannot keep its pace')
    .option('--no-hard', 'let it run slower instead');
  withTarget(pace.option('--json', 'print the run as one JSON document')).action((id, factor, options) =>
    done(
      import('./commands/steer.ts').then(({ paceCommand }) => paceCommand(id, factor, options, context())),
    ),
  );
  addDrill(program, { context, done });
  const profile = program
    .command('profile <run>')
    .description('what the computing of a living run goes into, and how it keeps its pace');
  withTarget(profile.option('--json', 'print it as one JSON document')).action((id, options) =>
    done(import('./commands/steer.ts').then(({ profileCommand }) => profileCommand(id, options, context()))),
  );
  const fork = program
    .command('fork <run>')
    .description('start a run that is this one up to a time, with what is set there, and print its result')
    .requiredOption('--at <time>', "the time, in the model's unit", instant)
    .option('--set <name=value>', 'set a parameter there; repeatable', assignment);
  withTarget(withOutput(withPace(fork), 'the result', 'progress, events and the result')).action(
    (id, options) =>
      done(import('./commands/fork.ts').then(({ forkCommand }) => forkCommand(id, options, context()))),
  );
}

/** The command that harms a run on purpose. */
function addDrill(program: Command, { context, done }: Surroundings): void {
  const drill = program
    .command('drill <run>')
    .description('harm a living run on purpose and tell how it recovers; its numbers stay the same')
    .addArgument(
      new Argument('<kind>', 'kill its process, or flip a bit of its state').choices(['plug', 'corrupt']),
    )
    .option('--seed <n>', 'decides which bit', wholeNumber(0, 2 ** 31 - 1), 1)
    .option('--json', 'print the events as one JSON document');
  withTarget(drill).action((id, kind, options) =>
    done(
      import('./commands/drill.ts').then(({ drillCommand }) => drillCommand(id, kind, options, context())),
    ),
  );
}

/** The commands about this machine and the processes on it. */
function addMachine(program: Command, { context, done }: Surroundings): void {
  for (const name of ['serve', 'demo']) {
    const isDemo = name === 'demo';
    const command = program
      .command(name)
      .description(isDemo ? 'start the server and four runs to look at' : 'start the server and the studio')
      .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
      .option('--port <n>', 'port to listen on; 0 takes a free one (default: 7700)', wholeNumber(0, 65_535))
      .option('--data-dir <path>', dataDirectory)
      .option('--json', 'print the address as one JSON document');
    if (isDemo) command.option('--no-open', 'do not open a browser');
    command.action((options) =>
      done(
        import('./commands/serve.ts').then(({ serveCommand }) => serveCommand(options, context(), isDemo)),
      ),
    );
  }
  program
    .command('worker')
    .description('compute for the runs of every server on the same PostgreSQL database')
    .option(
      '--database-url <url>',
      'the database (default: HOLDFAST_DATABASE_URL, which keeps its password out of sight)',
    )
    .option('--workers <n>', 'spans computed at once (default: one for each processor)', wholeNumber(1, 256))
    .option('--json', 'print what it offers as one JSON document')
    .action((options) =>
      done(import('./commands/worker.ts').then(({ workerCommand }) => workerCommand(options, context()))),
    );
  const doctor = program
    .command('doctor')
    .description('check this machine and say what mends it')
    .option('--data-dir <path>', dataDirectory);
  withOutput(doctor, 'the findings', 'each finding').action((options) =>
    done(import('./commands/doctor.ts').then(({ doctorCommand }) => doctorCommand(options, context()))),
  );
  program
    .command('completion')
    .description('print a completion script, to be sourced by the shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action((shell) =>
      done(
        import('./commands/completion.ts').then(({ completionScript }) => {
          context().console.result(completionScript(program, shell));
          return exitCode.ok;
        }),
      ),
    );
}
